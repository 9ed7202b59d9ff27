package org.baymark.protocol.statement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Which field must, may or may not stand on an event of which kind. */
public final class EventTable {

  /** Whether a field stands on a kind. */
  public enum Standing {
    MUST,
    MAY,
    NEVER
  }

  /** The table as PROTOCOL.md shows it; a dash is never. Field 1, the kind, stands on all. */
  public static final String TEXT =
      """
                      scan load unload attach detach seal unseal handover alert retract close hello
       2 place        may  may  may    may    may    may  may    may      may   may     may   may
       3 raw          must may  may    -      -      may  may    may      -     -       -     -
       4 sensors      -    -    -      must   must   -    -      may      -     -       -     -
       5 carrier      -    must must   -      -      -    -      -        -     -       -     -
       6 seal number  -    -    -      -      -      must must   -        -     -       -     -
       7 party        -    -    -      -      -      -    -      may      -     -       -     -
       8 given        -    -    -      -      -      -    -      may      -     -       -     -
       9 alert code   -    -    -      -      -      -    -      -        must  -       -     -
      10 measured     -    -    -      -      -      -    -      -        may   -       -     -
      11 retracted    -    -    -      -      -      -    -      -        -     must    -     -
      12 closed       -    -    -      -      -      -    -      -        -     -       must  -
      13 firmware     -    -    -      -      -      -    -      -        -     -       -     must
      14 interval     -    -    -      -      -      -    -      -        -     -       -     may
      """;

  private static final List<Kind> KINDS = new ArrayList<>();
  private static final Map<String, List<Standing>> ROWS = new HashMap<>();

  static {
    List<String> lines = TEXT.lines().toList();
    for (String name : lines.get(0).strip().split(" +", -1)) {
      KINDS.add(Kind.ofWireName(name).orElseThrow());
    }
    for (String line : lines.subList(1, lines.size())) {
      List<String> words = List.of(line.strip().split(" +", -1));
      int cells = words.size() - KINDS.size();
      List<Standing> row =
          words.subList(cells, words.size()).stream().map(EventTable::standing).toList();
      ROWS.put(String.join(" ", words.subList(1, cells)), row);
    }
  }

  private EventTable() {}

  private static Standing standing(String cell) {
    return cell.equals("-") ? Standing.NEVER : Standing.valueOf(cell.toUpperCase(Locale.ROOT));
  }

  /** The kinds of events, in the order of the table. */
  public static List<Kind> kinds() {
    return List.copyOf(KINDS);
  }

  /** Whether {@code field} stands on events of {@code kind}. */
  public static Standing of(Kind kind, EventField<?> field) {
    List<Standing> row = ROWS.getOrDefault(field.text(), List.of());
    return row.get(KINDS.indexOf(kind));
  }

  /** What is wrong if {@code field} is there, or is not, on an event of {@code kind}. */
  static Optional<String> fault(Kind kind, EventField<?> field, boolean isThere) {
    String what = "event " + kind.wireName() + ": field " + field.label() + " (" + field.text();
    return switch (of(kind, field)) {
      case MUST -> isThere ? Optional.empty() : Optional.of(what + ") is missing");
      case NEVER -> isThere ? Optional.of(what + ") is not of this kind") : Optional.empty();
      case MAY -> Optional.empty();
    };
  }
}
