package org.baymark.protocol.gs1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.baymark.protocol.gs1.ApplicationIdentifier.Component;

/** The application identifiers that are known; where they come from stands in their file. */
final class Dictionary {
  private static final String FILE = "application-identifiers.txt";
  private static final Map<String, ApplicationIdentifier> IDENTIFIERS = new HashMap<>();
  private static final Map<String, Key> KEYS = new HashMap<>();

  static {
    text().lines().filter(line -> !line.isBlank()).forEach(Dictionary::line);
  }

  private Dictionary() {}

  /**
   * An identifier that a Digital Link can be about.
   *
   * @param qualifiers that may follow it in the path: one of these lists, in order, with gaps
   */
  record Key(String ai, List<List<String>> qualifiers) {

    boolean allows(List<String> path) {
      return qualifiers.stream()
          .anyMatch(list -> list.stream().filter(path::contains).toList().equals(path));
    }

    /** Whether {@code attribute} could have stood in this path. */
    boolean belongs(String attribute, List<String> path) {
      return qualifiers.stream()
          .anyMatch(list -> list.contains(attribute) && list.containsAll(path));
    }
  }

  static Optional<ApplicationIdentifier> exactly(String ai) {
    return Optional.ofNullable(IDENTIFIERS.get(ai));
  }

  /** The identifier that stands at {@code from}; none is the beginning of another. */
  static Optional<ApplicationIdentifier> at(String text, int from) {
    for (int end = from + 2; end <= from + 4 && end <= text.length(); end++) {
      ApplicationIdentifier one = IDENTIFIERS.get(text.substring(from, end));
      if (one != null) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  static Optional<Key> key(String ai) {
    return Optional.ofNullable(KEYS.get(ai));
  }

  private static String text() {
    try (InputStream in = Dictionary.class.getResourceAsStream(FILE)) {
      return new String(Objects.requireNonNull(in, FILE).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void line(String line) {
    String[] fields = line.split("\\|", -1);
    List<String> words = words(fields[0]);
    if (line.startsWith("#")) {
      return;
    }
    if (words.get(0).equals("key")) {
      List<List<String>> qualifiers = new ArrayList<>(List.of(List.of()));
      Arrays.stream(fields).skip(1).map(Dictionary::words).forEach(qualifiers::add);
      KEYS.put(words.get(1), new Key(words.get(1), List.copyOf(qualifiers)));
      return;
    }
    boolean flagged = words.get(0).startsWith("*") || words.get(0).startsWith("?");
    List<Component> components =
        words.stream().skip(flagged ? 1 : 0).map(Dictionary::component).toList();
    for (String range : words(fields[1])) {
      int dash = range.indexOf('-');
      String first = dash < 0 ? range : range.substring(0, dash);
      int last = Integer.parseInt(range.substring(dash + 1));
      for (int number = Integer.parseInt(first); number <= last; number++) {
        String ai = String.format(Locale.ROOT, "%0" + first.length() + "d", number);
        boolean predefined = flagged && words.get(0).contains("*");
        boolean attribute = flagged && words.get(0).contains("?");
        IDENTIFIERS.put(ai, new ApplicationIdentifier(ai, predefined, attribute, components));
      }
    }
  }

  /** As the dictionary of GS1 writes it: {@code N13,csum}, {@code X..20}, {@code [N6],yymmdd}. */
  private static Component component(String word) {
    boolean optional = word.startsWith("[");
    String[] parts = word.replaceAll("[\\[\\]]", "").split(",", -1);
    boolean variable = parts[0].contains("..");
    int max = Integer.parseInt(parts[0].substring(variable ? 3 : 1));
    List<Check> checks =
        Arrays.stream(parts)
            .skip(1)
            .map(name -> Check.valueOf(name.toUpperCase(Locale.ROOT)))
            .toList();
    return new Component(parts[0].charAt(0), variable ? 1 : max, max, optional, checks);
  }

  private static List<String> words(String field) {
    return Arrays.stream(field.trim().split(" +", -1)).filter(word -> !word.isEmpty()).toList();
  }
}
