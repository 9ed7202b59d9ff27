package org.baymark.protocol.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.statement.Sensor.Place;
import org.junit.jupiter.api.Test;

/** Scans, attaches and detaches. */
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

  @Test
  void eventsComeBack() {
    List<LogisticsEvent> events =
        List.of(
            LogisticsEvent.scan(Optional.empty(), Bytes.ofHex("5d4331")),
            LogisticsEvent.scan(DOCK, Bytes.owning(new byte[512])),
            LogisticsEvent.attach(DOCK, sensors(1)),
            LogisticsEvent.attach(Optional.empty(), sensors(64)),
            LogisticsEvent.detach(DOCK, sensors(2)));
    for (LogisticsEvent event : events) {
      assertEquals(event, Payloads.event(event.encoded().hex()));
    }
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
    events.put("a3" + scan + raw + "0500", "unknown-field");
    events.put("a2" + raw + scan, "not-deterministic");
    events.put("a2" + scan + raw + "00", "trailing-bytes");
    events.forEach(
        (hex, answer) -> assertEquals(answer, Payloads.answer(ContentType.EVENT, hex), hex));
  }

  @Test
  void anEventNamesAtMost64Sensors() {
    Bytes many = LogisticsEvent.attach(Optional.empty(), sensors(65)).encoded();
    assertEquals("wrong-shape", Payloads.answer(ContentType.EVENT, many.hex()));
  }
}
