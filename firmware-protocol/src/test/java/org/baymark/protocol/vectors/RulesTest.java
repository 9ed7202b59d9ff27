package org.baymark.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.baymark.protocol.bytes.Refusal;
import org.junit.jupiter.api.Test;

/**
 * vectors/rules.md, the list of what refuses: each rule stands on the page as quoted, and the
 * vector named for it is refused with that number. No section that refuses and no number is left
 * out.
 */
class RulesTest {
  private static final Pattern HEADING = Pattern.compile("#{2,3} ([0-9]+(\\.[0-9]+)?) .*");
  private static final Pattern CELLS = Pattern.compile("(?<!\\\\)\\|");

  /**
   * Sections that speak of refusals and make no rule of form: of the words, of what a verifier
   * finds, of devices and nodes that are refused something, of examples and of the vectors
   * themselves.
   */
  private static final Set<String> OTHERS = Set.of("16", "18", "19", "21", "21.2");

  private final Map<String, String> sections = sections();

  /** A line of the table. */
  private record Rule(String section, String quotation, String number, String file, String vector) {
    static Rule of(String line) {
      List<String> cells =
          Stream.of(CELLS.split(line, -1)).map(cell -> cell.replace("\\|", "|").strip()).toList();
      return new Rule(cells.get(1), cells.get(2), cells.get(3), cells.get(4), cells.get(5));
    }
  }

  private static List<Rule> rules() {
    return Files.read(Files.ROOT.resolve("rules.md"))
        .utf8()
        .lines()
        .filter(line -> line.matches("\\| [0-9].*"))
        .map(Rule::of)
        .toList();
  }

  private static Map<String, String> sections() {
    Map<String, StringBuilder> texts = new LinkedHashMap<>();
    StringBuilder text = new StringBuilder();
    for (String line : Files.read(Files.PAGE).utf8().lines().toList()) {
      var heading = HEADING.matcher(line);
      if (heading.matches()) {
        text = texts.computeIfAbsent(heading.group(1), any -> new StringBuilder());
      }
      text.append(line).append('\n');
    }
    Map<String, String> sections = new LinkedHashMap<>();
    texts.forEach((number, all) -> sections.put(number, oneLine(all.toString())));
    return sections;
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ");
  }

  @Test
  void everyRuleStandsOnThePageAndRefusesItsVector() {
    Map<String, Map<String, Set<String>>> refused = new HashMap<>();
    for (Rule rule : rules()) {
      String text = sections.getOrDefault(rule.section(), "");
      assertTrue(text.contains(oneLine(rule.quotation())), rule::toString);
      Set<String> numbers =
          refused
              .computeIfAbsent(rule.file(), RefusedNames::in)
              .getOrDefault(rule.vector(), Set.of());
      assertTrue(numbers.contains(rule.number()), () -> rule + " has " + numbers);
    }
  }

  @Test
  void noSectionThatRefusesIsLeftOut() {
    Set<String> without = new TreeSet<>();
    sections.forEach(
        (number, text) -> {
          if (text.contains("refuse") && !OTHERS.contains(number)) {
            without.add(number);
          }
        });
    rules().forEach(rule -> without.remove(rule.section()));
    assertEquals(Set.of(), without);
  }

  @Test
  void everyNumberHasARule() {
    Set<String> numbers =
        Stream.of(Refusal.values())
            .map(one -> String.valueOf(one.number()))
            .collect(Collectors.toCollection(TreeSet::new));
    rules().forEach(rule -> numbers.remove(rule.number()));
    assertEquals(Set.of(), numbers);
  }
}
