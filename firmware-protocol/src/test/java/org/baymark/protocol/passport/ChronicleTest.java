package org.baymark.protocol.passport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.statement.Closing;
import org.baymark.protocol.statement.EventField;
import org.baymark.protocol.statement.Firmware;
import org.baymark.protocol.statement.Kind;
import org.baymark.protocol.statement.LogisticsEvent;
import org.baymark.protocol.statement.Measurement;
import org.junit.jupiter.api.Test;

/** What the account tells of events, and of what they say of each other. */
class ChronicleTest {
  private static final Subject GOODS = Journey.SHIPMENT;
  private static final Optional<Subject> NONE = Optional.empty();
  private static final Optional<Subject> PARTY =
      Optional.of(new Subject("https://id.gs1.org/417/9521321000025"));
  private static final Kind[] ALL =
      EnumSet.complementOf(EnumSet.of(Kind.BATCH)).toArray(Kind[]::new);
  private static final String GIVER = " of urn:dev:os:32473-giver";
  private static final String TAKER = " of urn:dev:os:32473-taker";

  private final World world = new World();
  private final Gateway gateway = world.gateway("gw");
  private final Speaker giver = world.device("giver", ALL);
  private final Speaker taker = world.device("taker", ALL);
  private final Speaker sensor = world.device("sensor", ALL);

  private Account account(Subject... devices) {
    Passport passport = Papers.issue(world, GOODS, devices).together();
    return Verdicts.verdict(Journey.verification(world, GOODS), passport).account();
  }

  /** Each event as "number: text (note) (note)". */
  private List<String> told(Subject... devices) {
    return told(account(devices));
  }

  private static List<String> told(Account account) {
    return account.events().stream()
        .map(event -> event.by() + ": " + event.text() + String.join("", brackets(event)))
        .toList();
  }

  private static List<String> brackets(Account.Event event) {
    return event.notes().stream().map(note -> " (" + note + ")").toList();
  }

  @Test
  void eventsAreToldInTheOrderOfTheLog() {
    gateway.take(giver.tells(GOODS, LogisticsEvent.seal(NONE, "HK 42"))).seal();
    gateway.take(
        taker.tells(GOODS, LogisticsEvent.load(NONE, Journey.OTHER)),
        giver.tells(
            GOODS,
            LogisticsEvent.alert(NONE, "door-open")
                .with(EventField.MEASURED, new Measurement("temp", "Cel", new BigDecimal("9.5")))));
    gateway.seal();
    gateway.take(giver.tells(GOODS, LogisticsEvent.scan(NONE, Bytes.ofHex("00ff")))).seal();
    assertEquals(
        List.of(
            "1/0" + GIVER + ": seal HK 42",
            "1/0" + TAKER + ": load into " + Journey.OTHER,
            "1/1" + GIVER + ": alert door-open, temp 9.5 Cel",
            "1/2" + GIVER + ": scan, read as 0x00ff"),
        told());
  }

  @Test
  void aStatementFiledTwiceIsToldOnce() {
    Sign1 scan = giver.tells(GOODS, LogisticsEvent.scan(NONE, Bytes.ofUtf8("]C1")));
    gateway.take(scan).seal();
    world.gateway("other").take(scan).seal();
    assertEquals(List.of("1/0" + GIVER + ": scan, read as ]C1"), told());
  }

  @Test
  void aRetractStandsBesideWhatItRetracts() {
    Sign1 seal = giver.tells(GOODS, LogisticsEvent.seal(NONE, "HK 42"));
    Sign1 retract = giver.tells(GOODS, LogisticsEvent.retract(seal.id()));
    gateway.take(seal, retract).seal();
    assertEquals(
        List.of(
            "1/0" + GIVER + ": seal HK 42 (retracted by 1/1" + GIVER + ")",
            "1/1" + GIVER + ": retract (retracts the seal 1/0" + GIVER + ")"),
        told());
  }

  /** A gateway does not hold a label against the subject; who reads the passport is told. */
  @Test
  void aLabelIsShownAndHeldAgainstTheSubject() {
    String sscc = GOODS.text().replaceFirst("^.*/00/", "");
    Bytes own = Bytes.ofUtf8("]C100" + sscc);
    Bytes other = Bytes.ofUtf8("]C10109521234543213\u001d10AB");
    for (Bytes raw : List.of(own, other)) {
      gateway.take(giver.tells(GOODS, LogisticsEvent.scan(NONE, raw)));
    }
    gateway.seal();
    assertEquals(
        List.of(
            "1/0"
                + GIVER
                + (": scan, read as " + own.utf8() + ", label (00)" + sscc)
                + " (the label names the same)",
            "1/1"
                + GIVER
                + (": scan, read as " + other.utf8() + ", label (01)09521234543213(10)AB")
                + " (the label names another: https://id.gs1.org/01/09521234543213/10/AB)"),
        told());
  }

  @Test
  void nobodyRetractsForAnother() {
    Sign1 seal = giver.tells(GOODS, LogisticsEvent.seal(NONE, "HK 42"));
    gateway.take(seal, taker.tells(GOODS, LogisticsEvent.retract(seal.id())));
    gateway.take(taker.tells(GOODS, LogisticsEvent.retract(Digest.sha256()))).seal();
    String none = ": retract (retracts something not shown, or not its own: no effect)";
    assertEquals(
        List.of("1/0" + GIVER + ": seal HK 42", "1/0" + TAKER + none, "1/1" + TAKER + none),
        told());
  }

  @Test
  void aHandoverHasTwoHalves() {
    Sign1 given = giver.tells(GOODS, LogisticsEvent.give(NONE, PARTY));
    Sign1 taken = taker.tells(GOODS, LogisticsEvent.take(NONE, NONE, given.id()));
    gateway.take(given, taken).seal();
    assertEquals(
        List.of(
            "1/0"
                + GIVER
                + ": handover, given to "
                + PARTY.orElseThrow()
                + " (the taker's statement is here: 1/0"
                + TAKER
                + ")",
            "1/0" + TAKER + ": handover, taken (the giver's statement is here: 1/0" + GIVER + ")"),
        told());
  }

  @Test
  void halfAHandoverIsSaidToBeHalf() {
    Sign1 scan = giver.tells(GOODS, LogisticsEvent.scan(NONE, Bytes.ofUtf8("]C1")));
    Sign1 elsewhere = giver.tells(Journey.OTHER, LogisticsEvent.give(NONE, NONE));
    gateway.take(scan, elsewhere, giver.tells(GOODS, LogisticsEvent.give(NONE, NONE))).seal();
    for (Digest wrong : List.of(scan.id(), elsewhere.id(), Digest.sha256())) {
      gateway.take(taker.tells(GOODS, LogisticsEvent.take(NONE, PARTY, wrong)));
    }
    gateway.seal();
    String taken = ": handover, taken from " + PARTY.orElseThrow();
    assertEquals("1/2" + GIVER + ": handover, given (no taker's statement is here)", told().get(1));
    for (int i = 0; i < 3; i++) {
      String half = "1/" + i + TAKER + taken + " (the giver's statement is not here)";
      assertEquals(half, told().get(2 + i));
    }
  }

  /** A close of what the world holds now. */
  private Closing closing(long ids) {
    Digest filingRoot = world.smallLog(world.subjectKey(GOODS)).root();
    return new Closing(new TreeHead(world.log.size(), world.log.root()), ids, filingRoot);
  }

  private String closed(Closing closing) {
    gateway.take(taker.tells(GOODS, LogisticsEvent.close(closing)), giver.scans(GOODS)).seal();
    return closedIn(told());
  }

  private static String closedIn(List<String> told) {
    String start = "1/0" + TAKER + ": close (";
    String line = told.stream().filter(it -> it.startsWith(start)).findFirst().orElseThrow();
    return line.substring(start.length(), line.length() - 1);
  }

  @Test
  void aCloseIsCountedAgain() {
    Sign1 scan = giver.scans(GOODS);
    gateway.take(scan, giver.scans(GOODS)).seal();
    world.gateway("other").take(scan).seal();
    assertEquals("agreed to 2 statements; 1 came later", closed(closing(2)));
  }

  @Test
  void aCloseOfAnotherCountOrRootDoesNotMatch() {
    gateway.take(giver.scans(GOODS)).seal();
    String other = " statements, but the log held something else then";
    assertEquals("agrees to 2" + other, closed(closing(2)));
    TreeHead head = new TreeHead(world.log.size(), world.log.root());
    taker.restart();
    taker.jumpTo(0);
    gateway.take(taker.tells(GOODS, LogisticsEvent.close(new Closing(head, 3, Digest.sha256()))));
    gateway.seal();
    String last = told().get(told().size() - 1);
    assertEquals("2/0" + TAKER + ": close (agrees to 3" + other + ")", last);
  }

  @Test
  void aCloseIsNotCountedWhereSomethingIsMissing() {
    gateway.take(giver.scans(GOODS)).seal();
    gateway.take(taker.tells(GOODS, LogisticsEvent.close(closing(1)))).seal();
    Papers papers = Papers.issue(world, GOODS);
    Passport.Part whole = papers.parts.get(0);
    papers.parts.set(
        0, new Passport.Part(GOODS, List.of(Optional.empty(), whole.disclosures().get(1))));
    Verdict verdict = Verdicts.verdict(Journey.verification(world, GOODS), papers.together());
    assertEquals(
        "agrees to 1 statements; this file cannot tell which", closedIn(told(verdict.account())));
  }

  @Test
  void theRunOfASensorSaysWhatSoftwareSpoke() {
    Digest image = Digest.sha256();
    Subject self = sensor.subject();
    gateway.take(sensor.tells(self, LogisticsEvent.hello(new Firmware("1.4.1", image))));
    gateway.take(sensor.tells(self, LogisticsEvent.hello(new Firmware("1.4.2", image))));
    gateway.take(giver.attaches(GOODS, sensor.here()), sensor.reads("4"));
    gateway.take(giver.detaches(GOODS, sensor.here()));
    gateway.take(sensor.tells(self, LogisticsEvent.hello(new Firmware("2.0", image)))).seal();
    Account account = account(self);
    assertEquals(
        List.of(sensor.name + " after 1/1 until 1/2, firmware 1.4.2, sha256 " + image.hex()),
        account.sensors());
    assertEquals("1.4.2", World.get(account.software(), sensor.name.text()).version());
    assertEquals(2, account.events().size(), "hellos are told with the run");
  }

  @Test
  void aHandoverCutsARunInTwo() {
    gateway.take(sensor.reads("1"), giver.attaches(GOODS, sensor.here()), sensor.reads("2"));
    gateway.take(
        giver.tells(
            GOODS,
            LogisticsEvent.give(NONE, NONE).with(EventField.SENSORS, List.of(sensor.here()))));
    gateway.take(sensor.reads("3"), giver.detaches(GOODS, sensor.here())).seal();
    Account account = account(sensor.subject());
    assertEquals(
        List.of(sensor.name + " after 1/0 until 1/1", sensor.name + " after 1/1 until 1/2"),
        account.sensors());
    String given = ": handover, given with " + sensor.name + " after 1/1 (no taker's statement";
    assertTrue(told(account).get(1).startsWith("1/1" + GIVER + given), told(account)::toString);
  }
}
