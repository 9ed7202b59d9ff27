package org.baymark.protocol.gs1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.baymark.protocol.gs1.ApplicationIdentifier.Component;
import org.junit.jupiter.api.Test;

/** Our table says of every identifier what GS1's dictionary says. */
class DictionaryTest {
  private static final Set<String> CHECKS =
      Arrays.stream(Check.values())
          .map(one -> one.name().toLowerCase(Locale.ROOT))
          .collect(Collectors.toSet());

  /** The identifiers that a subject is made of, and what must be checked of them. */
  private static final Set<String> USED =
      Set.of("00", "01", "10", "21", "254", "401", "402", "414", "417", "8003", "8004");

  @Test
  void everyIdentifierOfTheDictionaryIsHereAndNoOther() throws IOException {
    Set<String> theirs = new TreeSet<>();
    Set<String> contradictions = new TreeSet<>();
    for (String line : Recorded.lines(Recorded.DICTIONARY)) {
      String entry = line.replaceAll("#.*", "").trim();
      if (!entry.isEmpty()) {
        compare(new ArrayList<>(List.of(entry.split(" +"))), theirs, contradictions);
      }
    }
    assertTrue(theirs.size() > 400, () -> theirs.size() + " identifiers");
    Set<String> ours = new TreeSet<>();
    for (int number = 0; number < 10_000; number++) {
      for (int digits = 2; digits <= 4; digits++) {
        String ai = String.format(Locale.ROOT, "%0" + digits + "d", number);
        Dictionary.exactly(ai).ifPresent(one -> ours.add(one.ai()));
      }
    }
    assertEquals(theirs, ours);
    assertEquals(Set.of("01 02", "01 03", "01 37", "01 255", "01 8006", "21 235"), contradictions);
  }

  private static void compare(List<String> words, Set<String> all, Set<String> contradictions) {
    List<String> range = identifiers(words.remove(0));
    String flags = words.get(0).matches("[*?]+") ? words.remove(0) : "";
    String format =
        words.stream()
            .filter(word -> !word.contains("=") && !word.equals("dlpkey"))
            .map(word -> checked(word, range.get(0)))
            .collect(Collectors.joining(" "));
    for (String ai : range) {
      ApplicationIdentifier ours = Dictionary.exactly(ai).orElseThrow();
      assertEquals(flags.contains("*"), ours.predefined(), ai);
      assertEquals(flags.contains("?"), ours.attribute(), ai);
      assertEquals(format, written(ours), ai);
      List<List<String>> qualifiers = new ArrayList<>(List.of(List.of()));
      for (String word : words) {
        if (word.startsWith("dlpkey=")) {
          Arrays.stream(word.substring(7).split("\\|"))
              .forEach(list -> qualifiers.add(List.of(list.split(","))));
        }
        if (word.startsWith("ex=")) {
          for (String other : word.substring(3).split(",", -1)) {
            String pair =
                ai.length() <= other.length() && ai.compareTo(other) < 0
                    ? ai + " " + other
                    : other + " " + ai;
            if (USED.contains(ai) || USED.contains(other)) {
              contradictions.add(pair);
            }
          }
        }
      }
      boolean key = words.stream().anyMatch(word -> word.startsWith("dlpkey"));
      assertEquals(key, Dictionary.key(ai).isPresent(), ai);
      Dictionary.key(ai).ifPresent(one -> assertEquals(qualifiers, one.qualifiers(), ai));
    }
    all.addAll(range);
  }

  private static List<String> identifiers(String range) {
    String[] ends = range.split("-", -1);
    List<String> all = new ArrayList<>();
    for (int n = Integer.parseInt(ends[0]); n <= Integer.parseInt(ends[ends.length - 1]); n++) {
      all.add(String.format(Locale.ROOT, "%0" + ends[0].length() + "d", n));
    }
    return all;
  }

  /** A component without the checks that we do not make; of ours, we make every one. */
  private static String checked(String word, String ai) {
    String[] parts = word.split(",");
    List<String> kept = new ArrayList<>(List.of(parts[0]));
    for (String check : Arrays.asList(parts).subList(1, parts.length)) {
      boolean ofDigits = check.startsWith("gcppos") && parts[0].startsWith("N");
      assertTrue(!USED.contains(ai) || ofDigits || CHECKS.contains(check), ai + ": " + check);
      if (CHECKS.contains(check) && !ofDigits) {
        kept.add(check);
      }
    }
    return String.join(",", kept);
  }

  private static String written(ApplicationIdentifier ours) {
    return ours.components().stream().map(DictionaryTest::written).collect(Collectors.joining(" "));
  }

  private static String written(Component one) {
    String size = one.set() + (one.min() == one.max() && !isVariable(one) ? "" : "..") + one.max();
    String checks =
        one.checks().stream()
            .map(check -> "," + check.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining());
    return (one.optional() ? "[" + size + "]" : size) + checks;
  }

  private static boolean isVariable(Component one) {
    return one.min() != one.max();
  }
}
