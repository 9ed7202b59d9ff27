package org.baymark.protocol.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed.Refused;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.statement.Sensor.Place;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Every kind of event comes back, and what breaks a rule does not come in. */
class LogisticsEventTest {
  private static final Optional<Subject> DOCK =
      Optional.of(new Subject("https://id.gs1.org/414/9521321000018"));

  private static List<Sensor> sensors(int count) {
    List<Sensor> sensors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Optional<Place> last = i % 3 == 0 ? Optional.empty() : Optional.of(new Place(i, 0xffffffffL));
      sensors.add(new Sensor(new DevUrn("urn:dev:os:32473-" + i), last));
    }
    return sensors;
  }

  private static final Digest ID = Digest.sha256();
  private static final Optional<Subject> NOBODY = Optional.empty();
  private static final Subject PALLET = Subject.ofSscc("003456789012345687");
  private static final Optional<Subject> PARTY =
      Optional.of(new Subject("https://id.gs1.org/417/9521321000025"));

  @Test
  void eventsComeBack() {
    Measurement measured = new Measurement("temp", "Cel", new BigDecimal("-18.25"));
    Closing closed = new Closing(new TreeHead(8, ID), 5, ID);
    List<LogisticsEvent> events =
        List.of(
            LogisticsEvent.scan(NOBODY, Bytes.ofHex("5d4331")),
            LogisticsEvent.scan(DOCK, Bytes.owning(new byte[512])),
            LogisticsEvent.load(DOCK, PALLET),
            LogisticsEvent.load(NOBODY, PALLET).with(EventField.RAW, Bytes.ofHex("1d")),
            LogisticsEvent.unload(DOCK, PALLET),
            LogisticsEvent.attach(DOCK, sensors(1)),
            LogisticsEvent.attach(NOBODY, sensors(64)),
            LogisticsEvent.detach(DOCK, sensors(2)),
            LogisticsEvent.seal(DOCK, "HK 0042"),
            LogisticsEvent.unseal(NOBODY, "HK 0042"),
            LogisticsEvent.give(NOBODY, NOBODY),
            LogisticsEvent.give(DOCK, PARTY).with(EventField.SENSORS, sensors(3)),
            LogisticsEvent.take(DOCK, PARTY, ID),
            LogisticsEvent.alert(DOCK, "door-open"),
            LogisticsEvent.alert(NOBODY, "a").with(EventField.MEASURED, measured),
            LogisticsEvent.retract(ID),
            LogisticsEvent.close(closed),
            LogisticsEvent.hello(new Firmware("1.4.2", ID)),
            hello("1").with(EventField.INTERVAL, Duration.ofSeconds(1)),
            hello("1").with(EventField.INTERVAL, Duration.ofDays(7)));
    for (LogisticsEvent event : events) {
      assertEquals(event, Payloads.event(event.encoded().hex()));
      assertEquals(event.hashCode(), Payloads.event(event.encoded().hex()).hashCode());
    }
    assertEquals(events.size(), Set.copyOf(events).size());
  }

  @Test
  void whatNoEventCanSayIsNotMade() {
    LogisticsEvent scan = LogisticsEvent.scan(NOBODY, Bytes.ofHex("00"));
    Map<String, Executable> wrong = new LinkedHashMap<>();
    wrong.put("event scan: field 4 (sensors)", () -> scan.with(EventField.SENSORS, sensors(1)));
    wrong.put("event hello: field 7", () -> hello("1").with(EventField.PARTY, PARTY.orElseThrow()));
    wrong.put("1 to 512 bytes", () -> scan.with(EventField.RAW, Bytes.EMPTY));
    wrong.put("its GLN (414)", () -> scan.with(EventField.PLACE, PALLET));
    wrong.put("its GLN (417)", () -> LogisticsEvent.give(NOBODY, DOCK));
    wrong.put("a carrier is a thing", () -> LogisticsEvent.load(NOBODY, DOCK.orElseThrow()));
    wrong.put("1 to 64 sensors", () -> LogisticsEvent.attach(NOBODY, sensors(65)));
    wrong.put("each once", () -> LogisticsEvent.attach(NOBODY, List.of()));
    wrong.put("a seal number is 1 to 64", () -> LogisticsEvent.seal(NOBODY, "x "));
    wrong.put("an alert code is", () -> LogisticsEvent.alert(NOBODY, "Door"));
    wrong.put("a version is", () -> hello(""));
    for (String interval : List.of("PT0S", "PT1.5S", "-PT1S", "P7DT1S", "PT9223372036854775807S")) {
      wrong.put(
          "an interval is 1 to 604,800 whole seconds: " + Duration.parse(interval),
          () -> hello("1").with(EventField.INTERVAL, Duration.parse(interval)));
    }
    wrong.put("not a name", () -> new Measurement(" ", "", BigDecimal.ONE));
    wrong.put("0 ids", () -> new Closing(new TreeHead(8, ID), 0, ID));
    wrong.forEach(
        (said, making) -> {
          String why = assertThrows(IllegalArgumentException.class, making).getMessage();
          assertTrue(String.valueOf(why).contains(said), why);
        });
  }

  private static LogisticsEvent hello(String version) {
    return LogisticsEvent.hello(new Firmware(version, ID));
  }

  /** The sentence names kind and field, so that a maker sees what to change. */
  @Test
  void aRefusalNamesKindAndField() {
    Map<String, String> sentences = new LinkedHashMap<>();
    sentences.put("a1" + "01" + "646c6f6164", "event load: field 5 (carrier) is missing");
    sentences.put(
        "a3" + "01" + "647363616e" + "034101" + "066131",
        "event scan: field 6 (seal number) is not of this kind");
    sentences.put("a2" + "01" + "647365616c" + "0660", "a seal number is 1 to 64 printable");
    sentences.forEach(
        (hex, said) -> {
          String text =
              Payloads.parse(ContentType.EVENT, hex).match(ok -> "accepted", Refused::text);
          assertTrue(text.contains(said), text);
        });
  }

  @Test
  void theTableHasARowForEveryFieldAndAColumnForEveryKindOfEvent() {
    Set<Kind> kinds = EnumSet.complementOf(EnumSet.of(Kind.BATCH, Kind.ERASE, Kind.TELEMETRY));
    assertEquals(kinds, EnumSet.copyOf(EventTable.kinds()));
    int label = 2;
    for (EventField<?> field : EventField.ALL) {
      assertEquals(label++, field.label());
      String row = String.format("%2d %s ", field.label(), field.text());
      assertTrue(EventTable.TEXT.lines().anyMatch(line -> line.startsWith(row)), row);
      kinds.forEach(kind -> EventTable.of(kind, field));
    }
    assertEquals(label, EventTable.TEXT.lines().count() + 1);
  }

  @Test
  void malformedEventsAreRefused() {
    String scan = "01" + "647363616e";
    String attach = "01" + "66617474616368";
    String raw = "03" + "4101";
    String dock = "02" + "7824" + Bytes.ofUtf8(DOCK.orElseThrow().text());
    String name = "6f" + Bytes.ofUtf8("urn:dev:mac:001");
    String right = "6e" + Bytes.ofUtf8("urn:dev:mac:00");
    Map<String, String> events = new LinkedHashMap<>();
    events.put("", "not-cbor");
    events.put("80", "wrong-shape");
    events.put("a0", "missing-field");
    events.put("a2" + scan + raw, "accepted");
    events.put("a3" + scan + dock + raw, "accepted");
    events.put("a1" + scan, "bad-event"); // nothing scanned
    events.put("a2" + scan + "0340", "bad-event");
    events.put("a2" + scan + "03590201" + "00".repeat(513), "too-large");
    events.put("a2" + scan + "036161", "wrong-shape");
    events.put("a3" + scan + raw + "0481" + "82" + right + "f6", "bad-event"); // with sensors
    events.put("a2" + "01" + "6974656c656d65747279" + raw, "bad-event");
    events.put("a2" + "01" + "656261746368" + raw, "bad-event");
    events.put("a2" + "01" + "645363616e" + raw, "bad-event");
    events.put("a2" + "01" + "60" + raw, "bad-event");
    events.put("a2" + "0101" + raw, "wrong-shape");
    events.put("a3" + scan + "02" + "6161" + raw, "bad-subject");
    events.put("a3" + scan + "02" + right + raw, "bad-event"); // a place that is a device
    events.put("a1" + attach, "bad-event"); // nothing attached
    events.put("a2" + attach + "0480", "wrong-shape");
    events.put("a2" + attach + raw, "bad-event");
    events.put("a3" + attach + raw + "0481" + "82" + right + "f6", "bad-event");
    events.put("a2" + attach + "0481" + "82" + right + "f6", "accepted");
    events.put("a2" + attach + "0481" + "82" + right + "820102", "accepted");
    events.put("a2" + attach + "0481" + "82" + name + "f6", "bad-name"); // half a byte
    events.put("a2" + attach + "0481" + "81" + right, "wrong-shape");
    events.put("a2" + attach + "0481" + "82" + right + "8101", "wrong-shape");
    events.put("a2" + attach + "0481" + "82" + right + "8220" + "01", "wrong-shape");
    events.put("a2" + attach + "0481" + "82" + right + "82001b0000000100000000", "out-of-range");
    events.put("a2" + attach + "0482" + ("82" + right + "f6").repeat(2), "bad-event"); // twice
    events.put("a3" + scan + raw + "0f00", "unknown-field");
    events.put("a2" + raw + scan, "not-deterministic");
    events.put("a2" + scan + raw + "00", "trailing-bytes");
    events.forEach(
        (hex, answer) -> assertEquals(answer, Payloads.answer(ContentType.EVENT, hex), hex));
  }
}
