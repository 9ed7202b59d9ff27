package org.baymark.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.statement.Reveal;
import org.baymark.protocol.statement.Unverified;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** {@code sim sign} makes an event of every kind from its words. */
class SignEventsTest {
  private static final String ID =
      "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
  private static final String UNIT = "https://id.gs1.org/00/395211010000000017";
  private static final String DOCK = "https://id.gs1.org/414/9521321000018";
  private static final String PARTY = "https://id.gs1.org/417/9521321000025";

  @TempDir private Path temp;
  private final StringWriter err = new StringWriter();

  private int run(List<String> words) {
    CommandLine line = Main.line(InstantSource.fixed(Instant.parse("2026-03-01T06:00:00Z")));
    line.setOut(new PrintWriter(new StringWriter()));
    line.setErr(new PrintWriter(err));
    return line.execute(words.toArray(String[]::new));
  }

  @BeforeEach
  void key() {
    assertEquals(0, sim("key", "--out"), err::toString);
  }

  private int sim(String verb, String... more) {
    List<String> words = new ArrayList<>(List.of("sim", verb, "--name", "urn:dev:org:32473-a"));
    words.addAll(List.of(more));
    words.add(temp.resolve("key").toString());
    return run(words);
  }

  private int sign(String words) {
    String out = temp.resolve("out").toString();
    List<String> all = new ArrayList<>(List.of(("--boot 1 --seq 0 " + words).split(" ")));
    all.addAll(List.of("--out", out, "--key"));
    return sim("sign", all.toArray(String[]::new));
  }

  @Test
  void aScanIsAboutWhatItsLabelNames() throws IOException {
    for (String words :
        List.of(
            UNIT + " --scan ]C100395211010000000017",
            "urn:dev:org:32473-a --scan x",
            DOCK + " --subject " + DOCK + " --scan ]C100395211010000000017")) {
      String[] wanted = words.split(" ", 2);
      assertEquals(0, sign(wanted[1]), err::toString);
      Bytes statement = Bytes.owning(Files.readAllBytes(temp.resolve("out")));
      Unverified said = Unverified.parse(statement).toOptional().orElseThrow();
      assertEquals(wanted[0], said.signed().subject().text());
    }
  }

  @Test
  void whatIsHiddenStandsBesideItsStatement() throws IOException {
    Path content = Files.writeString(temp.resolve("name"), "received by Jane Doe");
    Path out = temp.resolve("out");
    for (int i = 0; i < 2; i++) {
      assertEquals(0, sign("--subject " + UNIT + " --hide " + content), err::toString);
    }
    Bytes statement = Bytes.owning(Files.readAllBytes(out));
    Unverified said = Unverified.parse(statement).toOptional().orElseThrow();
    Bytes beside = Bytes.owning(Files.readAllBytes(temp.resolve("out.reveal")));
    Reveal reveal = Reveal.parse(beside).toOptional().orElseThrow();
    assertTrue(reveal.isOf(said));
    assertEquals(Bytes.ofUtf8("received by Jane Doe"), reveal.content());
    assertEquals(UNIT, said.signed().subject().text());
    assertFalse(statement.hex().contains(reveal.content().hex()), "the statement holds it");
    Files.write(content, new byte[16_384]);
    assertEquals(64, sign("--hide " + content), "a reveal has its limit too");
    Files.writeString(content, "a name");
    assertEquals(64, sign("--media-type é --hide " + content), "and a type its letters");
    assertEquals(2, sign("--hide " + temp.resolve("none")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "load --load " + UNIT,
        "unload --unload urn:dev:org:32473-truck",
        "seal --seal HK-42 --place " + DOCK,
        "unseal --unseal HK-42",
        "handover --give --party " + PARTY,
        "handover --take " + ID + " --party " + PARTY,
        "alert --alert door-open",
        "retract --retract " + ID,
        "close --close 8:" + ID + ":5:" + ID,
        "hello --hello 1.4.2:" + ID,
        "hello --hello 1.4.2:" + ID + " --interval 900",
      })
  void everyKindIsSignedAsTheWordsSay(String words) throws IOException {
    String[] wanted = words.split(" ", 2);
    assertEquals(0, sign(wanted[1]), err::toString);
    Bytes statement = Bytes.owning(Files.readAllBytes(temp.resolve("out")));
    Unverified said = Unverified.parse(statement).toOptional().orElseThrow();
    assertEquals(wanted[0], said.content().kind().wireName());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--scan x --party " + PARTY,
        "--give --take " + ID,
        "--take 00",
        "--load " + DOCK,
        "--load " + UNIT + " --subject " + UNIT,
        "--alert Door",
        "--hello 1.4.2",
        "--hello 1.4.2:" + ID + " --interval 0",
        "--hello 1.4.2:" + ID + " --interval 604801",
        "--alert door-open --interval 60",
        "--hello 1:" + ID + " --subject " + UNIT,
        "--close 8:" + ID + ":0:" + ID,
        "--close 8:" + ID + ":x:" + ID,
        "--close 8:" + ID,
      })
  void whatNoGatewayWouldTakeIsNotSigned(String words) {
    assertEquals(64, sign(words), err::toString);
    assertFalse(Files.exists(temp.resolve("out")));
    assertFalse(err.toString().contains("Exception"), err.toString());
  }
}
