package org.baymark.gateway.cli;

import static org.baymark.gateway.OutgoingFixture.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.TestMember;
import org.baymark.gateway.cli.GatewayProgram.Ran;
import org.baymark.protocol.batch.ShipmentKey;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.passport.Finding.Outcome;
import org.baymark.protocol.passport.Passport;
import org.baymark.protocol.passport.Step;
import org.baymark.protocol.passport.Verdict;
import org.baymark.protocol.passport.Verification;
import org.baymark.protocol.statement.Kind;
import org.baymark.protocol.statement.Reading;
import org.baymark.protocol.statement.Telemetry;
import org.baymark.protocol.statement.Unverified;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alarms of the program as it runs, and of one that is killed again and again while it erases. */
class AlarmProcessTest {
  private static final TestDevice SENSOR = TestDevice.named("sensor", Suite.EDDSA);
  private static final int KILLS = 4;
  private static final Set<Kind> OWN = EnumSet.of(Kind.ALERT, Kind.ERASE);

  @TempDir Path work;
  private GatewayProgram gateway;

  @BeforeEach
  void init() throws IOException, InterruptedException {
    gateway = GatewayProgram.init(work);
    gateway.set("alarmStatements", "true");
    Path config = gateway.folder.config();
    Files.writeString(
        config, Files.readString(config) + "alarmRules: |\n  too-warm: t Cel >= 8 instant\n");
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private static Bytes says(long seq, String celsius) {
    BigDecimal time = BigDecimal.valueOf(1_780_000_000L + 60 * seq);
    Telemetry pack = new Telemetry(List.of(Reading.of("t", "Cel", time, new BigDecimal(celsius))));
    Subject itself = Subject.of(SENSOR.name());
    return SENSOR.sign(ContentType.TELEMETRY, 1, seq, pack.encoded(), itself).encoded();
  }

  private JsonNode alarms() {
    return new GatewayCaller(gateway.folder).get("/alarms");
  }

  @Test
  void killedAtAnyMomentItRaisesEachAlarmOnceAndSaysItOnce()
      throws IOException, InterruptedException {
    Process process = gateway.start();
    gateway.believe(SENSOR);
    String dir = gateway.folder.path().toString();
    List<String> hidden = new ArrayList<>();
    long seq = 0;
    for (int i = 0; i < KILLS; i++) {
      Bytes content = Bytes.ofUtf8("content " + i);
      Bytes salt = Digest.sha256(content).bytes();
      Sign1 hides = SENSOR.hides(1, seq++, Subject.of(SENSOR.name()), salt, content);
      assertEquals(200, gateway.say(hides.encoded()));
      hidden.add(hides.id().hex());
      Process erasing =
          gateway.begin("gateway", "erase", hidden.get(i), "--reason", "asked", "--dir", dir);
      for (String celsius : List.of("9", "9.5", "4", "9", "4")) {
        assertEquals(200, gateway.say(says(seq++, celsius)));
      }
      Thread.sleep(350L * i); // before, while and after the rules read it
      process.destroyForcibly().waitFor();
      erasing.waitFor();
      process = gateway.start();
    }
    for (String id : hidden) {
      Ran erased = gateway.baymark("gateway", "erase", id, "--reason", "asked", "--dir", dir);
      assertEquals(0, erased.code(), erased.err());
    }
    int wanted = 2 * KILLS;
    until(() -> alarms().path("ended").size() == wanted && isAllStored());
    assertEquals(0, alarms().path("open").size());
    assertEquals("on", alarms().path("signing").asText());
    Set<String> ids = new HashSet<>();
    alarms().path("ended").forEach(alarm -> ids.add(alarm.path("statement").asText()));
    assertEquals(wanted, ids.size());
    gateway.awaitAnchored(7L * KILLS + wanted);

    Path file = work.resolve("sensor.baymark");
    Ran made = gateway.baymark("passport", SENSOR.name().text(), "--dir", dir, "--out", "" + file);
    assertEquals(0, made.code(), made.err());
    Passport passport =
        Passport.parse(Bytes.owning(Files.readAllBytes(file))).toOptional().orElseThrow();
    List<Unverified> own =
        passport.parts().get(0).disclosures().stream()
            .flatMap(shown -> shown.orElseThrow().statements().stream())
            .filter(one -> OWN.contains(one.content().kind()))
            .toList();
    assertEquals(wanted + KILLS, own.size());
    assertEquals(
        own.size(),
        own.stream()
            .map(one -> List.of(one.position().boot(), one.position().seq()))
            .distinct()
            .count(),
        "no number of the voice is used twice");
    Verdict verdict = verdict(passport);
    Set<Step> steps = EnumSet.range(Step.WELL_FORMED, Step.CO_SIGNED);
    assertEquals(Outcome.PASS, verdict.outcome(steps), verdict::toString);
    assertEquals(
        wanted,
        verdict.account().events().stream()
            .filter(event -> event.kind() == Kind.ALERT && event.text().contains("too-warm"))
            .count());
    GatewayProgram.stop(process);
  }

  private boolean isAllStored() {
    for (JsonNode alarm : alarms().path("ended")) {
      if (!alarm.path("fate").asText().equals("stored")) {
        return false;
      }
    }
    return true;
  }

  private static Verdict verdict(Passport passport) {
    return new Verification(
            TestMember.policy(),
            Optional.of(ShipmentKey.ofDevice(passport.about())),
            Optional.empty(),
            Instant.now())
        .verify(passport);
  }

  @Test
  void statusMentionsWhatIsOpenAndIsWellAllTheSame() throws IOException, InterruptedException {
    gateway.start();
    gateway.believe(SENSOR);
    gateway.say(says(0, "9"));
    until(() -> alarms().path("open").size() == 1);
    Ran ran = gateway.baymark("gateway", "status", "--dir", gateway.folder.path().toString());
    assertTrue(ran.out().contains("1 open; see the page, or GET /alarms"), ran.out());
    assertEquals(0, ran.code(), ran.out());
  }

  private void rule(String before, String after) throws IOException {
    Path config = gateway.folder.config();
    String text = Files.readString(config);
    assertTrue(text.contains(before), text);
    Files.writeString(config, text.replace(before, after));
  }

  private Ran reload() throws IOException, InterruptedException {
    return gateway.baymark("gateway", "reload", "--dir", gateway.folder.path().toString());
  }

  private void say(long from, String... celsius) throws IOException, InterruptedException {
    for (int i = 0; i < celsius.length; i++) {
      assertEquals(200, gateway.say(says(from + i, celsius[i])));
    }
  }

  @Test
  void aHysteresisThatIsReloadedEndsTheFlutter() throws IOException, InterruptedException {
    gateway.start();
    gateway.believe(SENSOR);
    say(0, "8", "7.9", "8", "7.9", "8");
    until(() -> alarms().path("ended").size() == 2 && alarms().path("open").size() == 1);

    rule("t Cel >= 8 instant", "t Cel >= 8 cumulative 1h hysteresis 0.5");
    Ran refused = reload();
    assertEquals(2, refused.code(), refused.out());
    assertTrue(refused.err().contains("hysteresis goes with instant and"), refused.err());

    rule("cumulative 1h hysteresis 0.5", "instant hysteresis 0.5");
    Ran done = reload();
    assertEquals(0, done.code(), done.err());
    assertTrue(done.out().contains("hysteresis 0.5 now, and was"), done.out());
    until(() -> alarms().path("ended").size() == 3); // that of the rule as it was
    say(5, "8", "7.9", "8", "7.9", "8", "7.5", "7.6");
    until(() -> alarms().path("open").size() == 1);
    say(12, "7.4");
    until(() -> alarms().path("open").isEmpty());
    assertEquals(4, alarms().path("ended").size());
    assertEquals(
        "too-warm: t Cel >= 8 instant hysteresis 0.5",
        alarms().path("ended").path(0).path("rule").asText());
  }
}
