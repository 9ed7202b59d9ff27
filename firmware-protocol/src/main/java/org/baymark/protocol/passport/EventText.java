package org.baymark.protocol.passport;

import java.util.Optional;
import java.util.stream.Collectors;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.gs1.Label;
import org.baymark.protocol.statement.EventField;
import org.baymark.protocol.statement.LogisticsEvent;
import org.baymark.protocol.statement.Sensor;

/** An event in words. */
final class EventText {
  private static final int SENSORS_SHOWN = 3;
  private static final int RAW_SHOWN = 64;
  private static final int FNC1 = 0x1d; // the separator of GS1 element strings

  private EventText() {}

  static String of(LogisticsEvent event) {
    String what =
        switch (event.kind()) {
          case SCAN -> "scan";
          case LOAD -> "load into " + text(event.carrier());
          case UNLOAD -> "unload from " + text(event.carrier());
          case SEAL -> "seal " + event.get(EventField.SEAL_NUMBER).orElse("");
          case UNSEAL -> "unseal " + event.get(EventField.SEAL_NUMBER).orElse("");
          case HANDOVER -> handover(event);
          case ALERT -> alert(event);
          default -> event.kind().wireName();
        };
    String read = event.get(EventField.RAW).map(EventText::read).orElse("");
    String where = event.get(EventField.PLACE).map(place -> ", at " + place).orElse("");
    return what + sensors(event) + read + where;
  }

  private static String text(Optional<Subject> subject) {
    return subject.map(Subject::text).orElse("");
  }

  private static String handover(LogisticsEvent event) {
    boolean taken = event.get(EventField.GIVEN).isPresent();
    String other = taken ? " from " : " to ";
    return (taken ? "handover, taken" : "handover, given")
        + event.get(EventField.PARTY).map(party -> other + party).orElse("");
  }

  private static String alert(LogisticsEvent event) {
    return "alert "
        + event.get(EventField.ALERT_CODE).orElse("")
        + event
            .get(EventField.MEASURED)
            .map(it -> ", " + it.name() + " " + it.value().toPlainString() + " " + it.unit())
            .map(String::stripTrailing)
            .orElse("");
  }

  private static String sensors(LogisticsEvent event) {
    if (event.sensors().isEmpty()) {
      return "";
    }
    int more = event.sensors().size() - SENSORS_SHOWN;
    return event.sensors().stream()
        .limit(SENSORS_SHOWN)
        .map(sensor -> sensor.name() + last(sensor))
        .collect(Collectors.joining(", ", " with ", more > 0 ? " and " + more + " more" : ""));
  }

  private static String last(Sensor sensor) {
    return sensor.last().map(place -> " after " + place).orElse("");
  }

  /** What the scanner sent; and if that is a label of GS1, as people read it. */
  private static String read(Bytes raw) {
    String label = Label.read(raw).match(Label::text, refused -> "");
    return ", read as " + raw(raw) + (label.isEmpty() ? "" : ", label " + label);
  }

  /** As text where it is printable ASCII and separators, else in hexadecimal digits. */
  private static String raw(Bytes raw) {
    boolean plain = true;
    for (int i = 0; i < raw.size(); i++) {
      plain &= (raw.at(i) >= 0x20 && raw.at(i) < 0x7f) || raw.at(i) == FNC1;
    }
    String text = plain ? raw.utf8() : "0x" + raw.hex();
    return text.length() <= RAW_SHOWN ? text : text.substring(0, RAW_SHOWN) + "...";
  }
}
