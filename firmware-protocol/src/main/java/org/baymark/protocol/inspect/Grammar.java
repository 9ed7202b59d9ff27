package org.baymark.protocol.inspect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.baymark.protocol.inspect.Shape.Part;

/** Reads the {@link Table}: our own text, so what is wrong in it is our own broken promise. */
public final class Grammar {
  private static final Pattern TOKEN =
      Pattern.compile("\"[^\"]*\"|-?[0-9]+|@?[A-Za-z][A-Za-z0-9_.+-]*|[=\\[\\]{}<>#*:,/]");

  /** Of our own structures. */
  public static final Grammar OURS = new Grammar(Table.TEXT);

  private final List<String> tokens = new ArrayList<>();
  private final Map<String, Shape> rules = new LinkedHashMap<>();
  private int at;

  private Grammar(String text) {
    Matcher token = TOKEN.matcher(text);
    while (token.find()) {
      tokens.add(token.group());
    }
    while (at < tokens.size()) {
      String name = next();
      demand("=");
      rules.put(name, shape());
    }
  }

  /** All rules by their names, in the order of the table. */
  public Map<String, Shape> rules() {
    return new LinkedHashMap<>(rules);
  }

  /** The shape of this name; plain where the table has no such rule. */
  public Shape rule(String name) {
    return rules.getOrDefault(name, new Shape.Plain());
  }

  /** The shape of a payload by its content type, as the notation writes it. */
  public Shape payload(String contentType) {
    return rule("content_type") instanceof Shape.Values values
        ? rule(values.meanings().getOrDefault(contentType, ""))
        : new Shape.Plain();
  }

  /** The rule of the arrays that begin with this text. */
  public Optional<String> ofType(String text) {
    return rules.entrySet().stream()
        .filter(rule -> begins(rule.getValue(), text))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static boolean begins(Shape shape, String text) {
    return shape instanceof Shape.ByCount several
        ? several.alternatives().stream().anyMatch(one -> text.equals(type(one)))
        : text.equals(type(shape));
  }

  /** The text that an array of this shape begins with; empty where it begins with none. */
  private static String type(Shape shape) {
    if (shape instanceof Shape.Items items
        && !items.parts().isEmpty()
        && items.parts().get(0).shape() instanceof Shape.Values values) {
      String text = values.meanings().keySet().iterator().next();
      return text.substring(1, text.length() - 1);
    }
    return "";
  }

  private Shape shape() {
    String token = next();
    return switch (token) {
      case "[" -> {
        Shape.Items first = items();
        yield is("/") ? byCount(first) : first;
      }
      case "{" -> fields();
      case "<" -> {
        Shape inside = shape();
        demand(">");
        yield new Shape.Embedded(inside);
      }
      case "#" -> new Shape.Tagged(Long.parseLong(next()), shape());
      default -> isValue(token) ? values(token) : named(token);
    };
  }

  private static boolean isValue(String token) {
    return token.matches("\".*|-?[0-9]+");
  }

  private static Shape named(String name) {
    return switch (name) {
      case "seconds" -> new Shape.Seconds();
      case "millis" -> new Shape.Millis();
      case "secret" -> new Shape.Secret();
      default -> name.startsWith("@") ? new Shape.MeantBy(name.substring(1)) : new Shape.Rule(name);
    };
  }

  private Shape values(String first) {
    Map<String, String> meanings = new LinkedHashMap<>();
    meanings.put(first, meaning());
    while (is("/")) {
      at++;
      meanings.put(next(), meaning());
    }
    return new Shape.Values(meanings);
  }

  /** The word behind a value; a word before an equals sign begins the next rule. */
  private String meaning() {
    boolean isWord = at < tokens.size() && Character.isLetter(tokens.get(at).charAt(0));
    boolean isRule = at + 1 < tokens.size() && tokens.get(at + 1).equals("=");
    return isWord && !isRule ? next() : "";
  }

  private Shape byCount(Shape.Items first) {
    List<Shape.Items> alternatives = new ArrayList<>(List.of(first));
    while (is("/")) {
      at++;
      demand("[");
      alternatives.add(items());
    }
    return new Shape.ByCount(alternatives);
  }

  private Shape.Items items() {
    List<Part> parts = new ArrayList<>();
    Optional<Shape> rest = Optional.empty();
    while (!is("]")) {
      if (is("*")) {
        at++;
        rest = Optional.of(shape());
      } else {
        boolean hasName = Character.isLetter(tokens.get(at).charAt(0));
        parts.add(hasName ? part() : new Part("", shape()));
      }
      comma("]");
    }
    at++;
    return new Shape.Items(parts, rest);
  }

  private Shape fields() {
    Map<Long, Part> parts = new LinkedHashMap<>();
    while (!is("}")) {
      long label = Long.parseLong(next());
      parts.put(label, part());
      comma("}");
    }
    at++;
    return new Shape.Fields(parts);
  }

  private Part part() {
    String name = next();
    if (is(":")) {
      at++;
      return new Part(name, shape());
    }
    return new Part(name, new Shape.Rule(name));
  }

  private void comma(String end) {
    if (!is(end)) {
      demand(",");
    }
  }

  private boolean is(String token) {
    return at < tokens.size() && tokens.get(at).equals(token);
  }

  private String next() {
    return tokens.get(at++);
  }

  private void demand(String token) {
    String found = next();
    if (!found.equals(token)) {
      throw new IllegalStateException("token " + at + " of the table: " + found + ", no " + token);
    }
  }
}
