package org.baymark.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.chain.ChainRecord;
import org.baymark.protocol.chain.Coverage;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.statement.Cover;
import org.baymark.protocol.statement.Kind;
import org.baymark.protocol.statement.Unverified;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {
  private static final Instant NOW = Instant.parse("2026-03-01T06:00:00.125Z");
  private static final String NAME = "urn:dev:org:32473-logger-1";
  private static final String SHIPMENT = "https://id.gs1.org/00/395211010000000017";

  @TempDir private Path temp;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... words) {
    CommandLine line = Main.line(InstantSource.fixed(NOW));
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(words);
  }

  private String file(String name) {
    return temp.resolve(name).toString();
  }

  @BeforeEach
  void key() {
    assertEquals(0, run("sim", "key", "--name", NAME, "--out", file("key")), err::toString);
  }

  private int sign(String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("sim", "sign", "--key", file("key"), "--name", NAME, "--out", file("out")));
    words.addAll(List.of(more));
    return run(words.toArray(String[]::new));
  }

  private Unverified signed() throws IOException {
    Bytes statement = Bytes.owning(Files.readAllBytes(temp.resolve("out")));
    return Unverified.parse(statement).toOptional().orElseThrow();
  }

  @Test
  void aKeyIsNeverOverwritten() {
    assertEquals(2, run("sim", "key", "--name", NAME, "--out", file("key")));
    assertTrue(err.toString().contains("exists already"));
  }

  @Test
  void aCardHoldsTheNameAndThePublicKeyOnly() throws IOException {
    String card = Files.readString(temp.resolve("key.card"));
    assertTrue(card.contains("\"name\":\"" + NAME + "\""), card);
    String secret = Files.readString(temp.resolve("key")).strip();
    assertFalse(card.contains(secret.substring(secret.length() - 64)), "the card tells the key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"es256", "eddsa", "sm2", "SM2"})
  void aKeyIsOfTheSuiteThatWasAskedFor(String suite) throws IOException {
    String own = file("own");
    assertEquals(0, run("sim", "key", "--suite", suite, "--name", NAME, "--out", own));
    String[] words = {"--boot", "1", "--seq", "0", "--telemetry", "temp:Cel:4"};
    Files.move(temp.resolve("own"), temp.resolve("key"), StandardCopyOption.REPLACE_EXISTING);
    assertEquals(0, sign(words), err::toString);
    Suite said = signed().signed().suite();
    assertTrue(said.name().equalsIgnoreCase(suite), said::toString);
  }

  @Test
  void telemetryIsSignedAsTheWordsSay() throws IOException {
    String previous = "00112233445566778899aabbccddeeff";
    assertEquals(
        0,
        sign(
            "--boot",
            "3",
            "--seq",
            "9",
            "--previous",
            previous,
            "--telemetry",
            "temp:Cel:-4.25",
            "hum:%RH:81"),
        err::toString);
    Unverified said = signed();
    assertEquals(Kind.TELEMETRY, said.content().kind());
    assertEquals(3, said.position().boot());
    assertEquals(9, said.position().seq());
    assertEquals(previous, said.position().previous().orElseThrow().hex());
    assertEquals(NOW.getEpochSecond(), said.signed().claims().issuedAt().orElseThrow());
    assertTrue(out.toString().contains(said.signed().id().hex()));
  }

  @Test
  void eventsAreSignedAsTheWordsSay() throws IOException {
    assertEquals(0, sign("--subject", SHIPMENT, "--boot", "1", "--seq", "0", "--scan", "]C1"));
    assertEquals(Kind.SCAN, signed().content().kind());
    assertEquals(SHIPMENT, signed().signed().subject().text());
    assertEquals(
        0,
        sign(
            "--subject",
            SHIPMENT,
            "--boot",
            "1",
            "--seq",
            "1",
            "--attach",
            NAME + ":1:7",
            "urn:dev:org:32473-logger-2:-",
            "--iat",
            "none"));
    assertEquals(Kind.ATTACH, signed().content().kind());
    assertTrue(signed().signed().claims().issuedAt().isEmpty());
    assertEquals(0, sign("--boot", "1", "--seq", "1", "--detach", NAME + ":1:7"));
    assertEquals(Kind.DETACH, signed().content().kind());
  }

  @Test
  void recordsGoWithoutASignatureAndTheirCoverAttestsThem() throws IOException {
    List<ChainRecord> records = new ArrayList<>();
    for (String number : List.of("0", "1", "2")) {
      assertEquals(
          0, sign("--boot", "2", "--record", number, "--telemetry", "temp:Cel:4." + number));
      Path record = Files.move(temp.resolve("out"), temp.resolve("record" + number));
      Bytes bytes = Bytes.owning(Files.readAllBytes(record));
      records.add(ChainRecord.parse(bytes).toOptional().orElseThrow());
    }
    String[] files = {file("record0"), file("record1"), file("record2")};
    assertEquals(0, sign("--boot", "2", "--seq", "0", "--cover", files[0], files[1], files[2]));
    assertEquals(2, signed().position().boot());
    assertEquals(records.get(0).kid(), signed().signed().kid());
    assertEquals(records, Coverage.of((Cover) signed().content(), records).attested());
    assertEquals(64, sign("--boot", "2", "--seq", "1", "--cover", files[1], files[0]));
    assertEquals(2, sign("--boot", "2", "--seq", "1", "--cover", file("nowhere")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--boot 1 --seq 1",
        "--boot 1 --telemetry temp:Cel:1",
        "--boot 1 --seq 1 --record 1 --telemetry temp:Cel:1",
        "--boot 1 --record 1 --scan x",
        "--boot 1 --record 4294967296 --telemetry temp:Cel:1",
        "--boot 1 --seq 1 --scan x --telemetry temp:Cel:1",
        "--boot -1 --seq 1 --scan x",
        "--boot 1 --seq 4294967296 --scan x",
        "--boot 1 --seq 1 --scan x --subject https://id.gs1.org/00/395211010000000010",
        "--boot 1 --seq 1 --scan x --place https://id.gs1.org/00/395211010000000017",
        "--boot 1 --seq 1 --scan x --iat -5",
        "--boot 1 --seq 1 --scan x --iat tomorrow",
        "--boot 1 --seq 1 --scan x --previous 0011",
        "--boot 1 --seq 1 --scan x --previous zz",
        "--boot 1 --seq 1 --telemetry temp",
        "--boot 1 --seq 1 --telemetry temp:Cel:warm",
        "--boot 1 --seq 1 --telemetry temp:Cel:1e400",
        "--boot 1 --seq 1 --telemetry temp:Cel:1e-400",
        "--boot 1 --seq 1 --telemetry temp:Cel:1e999999999",
        "--boot 1 --seq 1 --telemetry temp:Cel:1e-2147483647",
        "--boot 1 --seq 1 --telemetry temp:Cel:99999999999999999999",
        "--boot 1 --seq 1 --telemetry ~temp:Cel:1",
        "--boot 1 --seq 1 --attach urn:dev:org:32473-a",
        "--boot 1 --seq 1 --attach logger:1:1",
        "--boot 1 --seq 1 --attach urn:dev:org:32473-a:1:1 urn:dev:org:32473-a:1:2",
        "--boot 1 --seq 1 --scan x --colour red",
      })
  void whatNoGatewayWouldTakeIsNotSigned(String words) {
    assertEquals(64, sign(words.split(" ")), err::toString);
    assertFalse(Files.exists(temp.resolve("out")));
    assertFalse(err.toString().contains("Exception"), err.toString());
    assertFalse(err.toString().contains("Overflow"), err.toString());
  }

  @Test
  void aKeyFileThatIsNoneIsNamed() throws IOException {
    Files.writeString(temp.resolve("bad"), "not hexadecimal");
    assertEquals(
        2,
        run(
            "sim",
            "sign",
            "--key",
            file("bad"),
            "--name",
            NAME,
            "--boot",
            "1",
            "--seq",
            "1",
            "--scan",
            "x",
            "--out",
            file("out")));
    assertTrue(err.toString().contains(file("bad")), err.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo --seconds 0",
        "demo --seconds 3601",
        "demo --seconds x",
        "demo --devices 0",
        "demo --devices 1000000000",
        "demo --seed x",
        "demo --colour",
        "sim",
        "sim key --suite rsa --name urn:dev:org:32473-a --out x",
        "sim key --name logger --out x",
        "bench signatures --seconds 0",
        "bench gateway --suite rsa",
        "bench gateway --part http",
        "bench gateway --heap 1",
        "bench gateway --idle 0",
        "bench soak --minutes 0",
        "bench soak --rate 0",
        "sim run --gateway ftp://x --token-file x",
        "sim fly",
        "fly",
      })
  void aCommandLineThatIsWrongGetsASentence(String words) {
    assertEquals(64, run(words.split(" ")), err::toString);
    assertTrue(err.toString().startsWith("baymark: "), err.toString());
    assertFalse(err.toString().contains("Exception"), err.toString());
  }

  @Test
  void aDataFolderThatIsNotEmptyIsLeftAlone() {
    assertEquals(64, run("demo", "--data", temp.toString()));
    assertTrue(err.toString().contains("is not empty"), err.toString());
  }

  @Test
  void aDataFolderThatIsAFileIsNamed() {
    assertEquals(64, run("demo", "--data", file("key")));
    assertTrue(err.toString().contains(file("key")), err.toString());
  }

  @Test
  void aSummaryThatCannotBeWrittenIsSaidBeforeTheJourney() {
    assertEquals(64, run("demo", "--data", file("new"), "--json", file("none/summary.json")));
    assertFalse(Files.exists(temp.resolve("new")));
  }

  @Test
  void aTokenFileThatIsNotThereIsNamed() {
    assertEquals(
        2, run("sim", "run", "--gateway", "http://127.0.0.1:1", "--token-file", file("none")));
    assertTrue(err.toString().contains(file("none")), err.toString());
  }

  @Test
  void aGatewayThatDoesNotAnswerIsSaid() {
    assertEquals(
        69, run("sim", "run", "--gateway", "http://127.0.0.1:1", "--token-file", file("key")));
  }

  @Test
  void aFileWhoseNameBeginsWithAtIsNoListOfWords() throws IOException {
    Files.writeString(temp.resolve("words"), "--help");
    assertEquals(64, run("demo", "@" + file("words")), out::toString);
  }
}
