package org.baymark.gateway.transport;

import static org.baymark.gateway.transport.Wrong.KNOWN;
import static org.baymark.gateway.transport.Wrong.REVOKED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.baymark.gateway.GatewayFixture;
import org.baymark.gateway.OutgoingFixture;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.admission.Counters.Snapshot;
import org.baymark.gateway.transport.Way.Answer;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Suite;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** PROTOCOL.md, section 15, case by case: the same bytes, the same outcome, each way's own code. */
class ContractTest {
  private static final TestDevice DEVICE = TestDevice.named("contract", Suite.ES256);
  private static final Codes STORED = new Codes("PUBACK", "0x00", "2.04", "200");
  private static final Codes BUSY = new Codes("closed", "0x97", "5.03", "503");
  private static final Codes FORBIDDEN = new Codes("PUBACK", "0x87", "4.03", "403");
  private static final Codes MALFORMED = new Codes("PUBACK", "0x99", "4.00", "400");

  /** Nothing of it reaches admission. */
  private static final Codes UNREAD = new Codes("closed", "closed 0x95", "4.13", "413");

  @TempDir Path folder;

  /**
   * @param coap with DTLS and without
   */
  private record Codes(String mqtt3, String mqtt5, String coap, String http) {
    String of(Way way) {
      return switch (way) {
        case MQTT_3_1_1 -> mqtt3;
        case MQTT_5 -> mqtt5;
        case COAP, COAP_OVER_DTLS -> coap;
        case HTTP -> http;
      };
    }
  }

  /**
   * @param before what the same sender said first, in this order
   * @param outcome what is counted; for a refusal its name and number
   */
  private record Row(
      String what, String topic, List<Bytes> before, Bytes message, String outcome, Codes codes) {}

  private static Row row(
      String what, List<Bytes> before, Bytes message, String outcome, Codes codes) {
    return new Row(what, DEVICE.topic(), before, message, outcome, codes);
  }

  private static Bytes says(long boot, long seq, String celsius) {
    return DEVICE.says(boot, seq, celsius).encoded();
  }

  private static Bytes record(long boot, String celsius) {
    return DEVICE.record(boot, 0, celsius).encoded();
  }

  /** Each in a boot of its own, so that none follows from another. */
  private static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    rows.add(row("a statement", List.of(), says(1, 0, "1"), "accepted", STORED));
    rows.add(row("it again", List.of(says(2, 0, "1")), says(2, 0, "1"), "duplicate", STORED));
    rows.add(row("a late one", List.of(says(3, 1, "1")), says(3, 0, "1"), "accepted late", STORED));
    rows.add(
        row(
            "another with its number",
            List.of(says(4, 0, "1")),
            says(4, 0, "2"),
            "accepted equivocation",
            STORED));
    Bytes large = DEVICE.reports(5, 0, 1_000).encoded();
    rows.add(row("a large one", List.of(), large, "accepted", STORED));
    rows.add(row("a record", List.of(), record(6, "1"), "record", STORED));
    rows.add(row("it again", List.of(record(7, "1")), record(7, "1"), "duplicate", STORED));
    List<Bytes> four = Stream.of("1", "2", "3", "4").map(it -> record(8, it)).toList();
    rows.add(row("a fifth of a number", four, record(8, "5"), "too-many-records (38)", FORBIDDEN));
    Bytes stopped = REVOKED.record(1, 0, "1").encoded();
    rows.add(
        new Row(
            "a record of a revoked one",
            REVOKED.topic(),
            List.of(),
            stopped,
            "revoked-key (36)",
            FORBIDDEN));
    rows.add(row("half a record", List.of(), Bytes.ofHex("84"), "not-cbor (1)", MALFORMED));
    Bytes huge = Bytes.owning(new byte[1_100_000]);
    rows.add(row("more than any way takes", List.of(), huge, "", UNREAD));
    Wrong.all().forEach(wrong -> rows.add(row(wrong)));
    return rows;
  }

  private static Row row(Wrong wrong) {
    Codes codes =
        new Codes(
            "PUBACK",
            "0x%02x".formatted(wrong.mqtt()),
            wrong.coap(),
            wrong.coap().replace(".", ""));
    String outcome = wrong.refusal().wireName() + " (" + wrong.refusal().number() + ")";
    return new Row(wrong.what(), wrong.topic(), List.of(), wrong.bytes(), outcome, codes);
  }

  private static House believing(House house) {
    house.gateway.with(KNOWN).with(REVOKED).with(DEVICE);
    house.gateway.revoke(REVOKED.name());
    return house;
  }

  private Path folder(Way way) {
    try {
      return Files.createDirectory(folder.resolve(way.name()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @TestFactory
  Stream<DynamicTest> theSameBytesHaveTheSameOutcomeAndEachWayItsOwnCode() {
    Map<Way, House> houses = new TreeMap<>();
    for (Way way : Way.values()) {
      houses.put(way, believing(new House(folder(way), 0)));
    }
    return rows().stream()
        .flatMap(
            row ->
                houses.entrySet().stream()
                    .map(
                        entry ->
                            DynamicTest.dynamicTest(
                                row.what() + ", " + entry.getKey(),
                                () -> check(row, entry.getKey(), entry.getValue()))))
        .onClose(() -> houses.values().forEach(House::close));
  }

  private static void check(Row row, Way way, House house) {
    row.before().forEach(message -> way.say(house, row.topic(), message));
    int storedBefore = house.gateway.stored().size();
    Snapshot before = house.gateway.counters.snapshot();
    Answer answer = way.say(house, row.topic(), row.message());
    Snapshot after = house.gateway.counters.snapshot();
    assertEquals(row.codes().of(way), answer.code());
    assertEquals(row.outcome(), outcome(before, after, house));
    List<Bytes> kept =
        house.gateway.stored().stream().skip(storedBefore).map(it -> it.bytes()).toList();
    assertEquals(row.outcome().startsWith("accepted") ? List.of(row.message()) : List.of(), kept);
    if (row.outcome().contains("(")) {
      assertEquals(row.message(), house.gateway.refused().get(0).bytes());
      boolean isTold = way == Way.MQTT_3_1_1 || answer.reason().startsWith(row.outcome() + ": ");
      assertTrue(isTold, answer.toString());
    }
    assertEquals(
        row.outcome().isEmpty(), !before.turnedAway().equals(after.turnedAway()), "turned away");
  }

  /** What the counters say happened; of a refusal, what quarantine says. */
  private static String outcome(Snapshot before, Snapshot after, House house) {
    List<String> happened = new ArrayList<>();
    if (!before.refused().equals(after.refused())) {
      int number = house.gateway.refused().get(0).reason();
      after.refused().keySet().stream()
          .filter(name -> !after.refused().get(name).equals(before.refused().get(name)))
          .forEach(name -> happened.add(name + " (" + number + ")"));
    }
    add(happened, "accepted", after.accepted() - before.accepted());
    add(happened, "late", after.late() - before.late());
    add(happened, "equivocation", after.equivocations() - before.equivocations());
    add(happened, "record", after.records() - before.records());
    add(happened, "duplicate", after.duplicates() - before.duplicates());
    return String.join(" ", happened);
  }

  private static void add(List<String> happened, String what, long times) {
    for (int i = 0; i < times; i++) {
      happened.add(what);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatFindsTheLaneFullIsToldToComeAgainAndThenTaken(Way way) {
    try (House house = believing(new House(folder, 0))) {
      Bytes message = says(1, 0, "1");
      CountDownLatch commit = new CountDownLatch(1);
      Future<Integer> plug = house.gateway.holdUpTheDatabase(commit);
      house.gateway.fillUp();
      assertEquals(BUSY.of(way), way.say(house, DEVICE.topic(), message).code());
      commit.countDown();
      GatewayFixture.join(plug);
      assertEquals(List.of(), house.gateway.stored());
      OutgoingFixture.until(
          () -> way.say(house, DEVICE.topic(), message).code().equals(STORED.of(way)));
      assertEquals(message, house.gateway.stored().get(0).bytes());
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatFindsTheDiskFullIsToldToComeAgain(Way way) {
    try (House house = believing(new House(folder, Long.MAX_VALUE))) {
      assertEquals(BUSY.of(way), way.say(house, DEVICE.topic(), says(1, 0, "1")).code());
      assertEquals(Map.of("busy", 1L), house.gateway.counters.snapshot().refused());
      assertEquals(List.of(), house.gateway.stored());
    }
  }
}
