package org.baymark.protocol.vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.statement.EventField;
import org.baymark.protocol.statement.EventTable;
import org.baymark.protocol.statement.Kind;

/** The blocks about events: the table of their fields, and one payload of each kind. */
final class EventExample {
  /** Shown with all their fields, the others with the least. */
  private static final Set<Kind> WHOLE = Set.of(Kind.SCAN, Kind.HANDOVER, Kind.ALERT);

  private EventExample() {}

  static void addTo(Map<String, String> blocks) {
    blocks.put("event-fields", EventTable.TEXT);
    StringBuilder text = new StringBuilder();
    for (Kind kind : EventTable.kinds()) {
      List<EventField<?>> fields = EventSamples.fields(kind, WHOLE.contains(kind));
      Bytes payload =
          Files.cbor(out -> EventSamples.write(out, kind.wireName(), EventSamples.of(fields)));
      List<String> meanings = new ArrayList<>(List.of("", "kind", ""));
      for (EventField<?> field : fields) {
        meanings.add(field.text());
        meanings.addAll(parts(field));
      }
      text.append("# --- ").append(kind.wireName()).append(", ").append(payload.size());
      text.append(" bytes\n").append(Annotated.bytes(payload, meanings.toArray(String[]::new)));
    }
    blocks.put("events", text.toString());
  }

  /** What the items of a value are. */
  private static List<String> parts(EventField<?> field) {
    return switch (field.label()) {
      case 4 -> List.of("", "", "name", "last", "boot", "seq");
      case 8, 11 -> List.of("an id");
      case 10 -> List.of("", "name", "unit", "value", "", "exponent", "mantissa: -18.25");
      case 12 -> List.of("", "size", "root", "ids", "filing_root");
      case 13 -> List.of("", "version", "SHA-256 of the image");
      default -> List.of("");
    };
  }
}
