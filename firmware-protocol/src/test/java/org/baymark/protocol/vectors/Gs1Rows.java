package org.baymark.protocol.vectors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.gs1.Recorded;

/**
 * The part of gs1.json that GS1's own files make: every row of its engine's tests, and for every
 * identifier of its dictionary a value as long as it may be and values that are none.
 */
final class Gs1Rows {
  private static final String SSCC = "003456789012345670";
  private static final String SUBJECT = "https://id.gs1.org/00/" + SSCC;
  private static final Pattern GOODS = Pattern.compile("(?:^|[/^])01/?([0-9]{14})");
  private static final Pattern LOT = Pattern.compile("(?:\\^|01[0-9]{14})10(ABC[0-9]*)");

  private Gs1Rows() {}

  private static List<String> lines(String file) {
    try {
      return Recorded.lines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the engine makes of it decides; a symbol that names no goods names no subject. */
  static ArrayNode engine() {
    ArrayNode list = Files.array();
    for (String line : lines(Recorded.SCANS).subList(1, lines(Recorded.SCANS).size())) {
      String[] fields = line.split("\t", -1);
      ObjectNode one = list.addObject();
      one.put("raw", Bytes.ofUtf8(fields[1].replace("<GS>", "\u001d")).hex());
      Optional<String> named =
          fields[0].equals("true") ? subject(fields[2], fields[3]) : Optional.empty();
      one.put("sub", named.orElse(null));
    }
    return list;
  }

  private static Optional<String> subject(String symbol, String expected) {
    if (symbol.startsWith("EAN")) {
      String number = expected.split("\\|", 2)[0];
      return Optional.of("https://id.gs1.org/01/" + "0".repeat(14 - number.length()) + number);
    }
    Matcher goods = GOODS.matcher(expected);
    if (!goods.find()) {
      return Optional.empty();
    }
    Matcher lot = LOT.matcher(expected);
    String behind = lot.find() ? "/10/" + lot.group(1) : "";
    return Optional.of("https://id.gs1.org/01/" + goods.group(1) + behind);
  }

  /** Behind an SSCC, about which everything is that is said then. */
  static ArrayNode identifiers() {
    ArrayNode list = Files.array();
    for (String line : lines(Recorded.DICTIONARY)) {
      String entry = line.replaceAll("#.*", "").trim();
      if (!entry.isEmpty()) {
        List<String> words = new ArrayList<>(Arrays.asList(entry.split(" +")));
        String range = words.remove(0);
        List<String> format =
            words.stream().filter(word -> word.matches("\\[?[NXYZ][.0-9].*")).toList();
        ais(range).forEach(ai -> add(list.addObject(), ai, format));
      }
    }
    return list;
  }

  private static Stream<String> ais(String range) {
    String[] ends = range.split("-", -1);
    int last = Integer.parseInt(ends[ends.length - 1]);
    return IntStream.rangeClosed(Integer.parseInt(ends[0]), last)
        .mapToObj(number -> String.format("%0" + ends[0].length() + "d", number));
  }

  private static void add(ObjectNode one, String ai, List<String> format) {
    StringBuilder value = new StringBuilder();
    format.forEach(component -> value.append(value(component)));
    String good = ai.equals("00") ? SSCC : value.toString();
    one.put("ai", ai).put("accepted", scan(ai + good)).put("sub", SUBJECT);
    ArrayNode refused = one.putArray("refused");
    char last = format.get(format.size() - 1).replace("[", "").charAt(0);
    refused.add(scan(ai + good + (last == 'N' ? "1" : "A")));
    refused.add(scan(ai + other(format.get(0)) + good.substring(1)));
    refused.add(scan(ai));
  }

  private static String scan(String elements) {
    return Bytes.ofUtf8("]C100" + SSCC + elements).hex();
  }

  /** A character that the component may not have. */
  private static char other(String component) {
    return switch (component.charAt(0)) {
      case 'N' -> 'A';
      case 'X' -> '~';
      case 'Y' -> 'a';
      default -> '.';
    };
  }

  /** As long as it may be, and right by every check that section 3.4 names. */
  private static String value(String component) {
    String[] parts = component.replaceAll("[\\[\\]]", "").split(",");
    List<String> checks = Arrays.asList(parts).subList(1, parts.length);
    int size = Integer.parseInt(parts[0].replaceAll("[^0-9]", ""));
    if (checks.contains("csum")) {
      String digits = "9".repeat(size - 1);
      return digits + checkDigit(digits);
    }
    for (String check : checks) {
      String fixed = fixed(check);
      if (!fixed.isEmpty()) {
        return fixed;
      }
    }
    return parts[0].startsWith("N")
        ? "1".repeat(size)
        : "9521".substring(0, Math.min(4, size)) + "A".repeat(Math.max(0, size - 4));
  }

  private static String fixed(String check) {
    return switch (check) {
      case "zero" -> "0";
      case "yymmdd", "yymmd0" -> "261231";
      case "yyyymmdd" -> "20261231";
      case "hhmi" -> "2359";
      case "hh" -> "23";
      case "mi", "ss" -> "59";
      default -> "";
    };
  }

  private static int checkDigit(String digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      sum += (digits.charAt(digits.length() - 1 - i) - '0') * (i % 2 == 0 ? 3 : 1);
    }
    return (10 - sum % 10) % 10;
  }
}
