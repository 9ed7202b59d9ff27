package org.baymark.protocol.vectors;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.baymark.protocol.vectors.Cddl.Entry;
import org.baymark.protocol.vectors.Cddl.Range;
import org.baymark.protocol.vectors.Cddl.Type;

/** Reads one block of CDDL; throws where it is none. */
final class CddlReader {
  private static final Pattern TOKEN =
      Pattern.compile(
          ";[^\n]*|\"[^\"]*\"|#6\\.[0-9]+|\\.\\.|\\.[a-z]+|-?[0-9]+"
              + "|[A-Za-z_]([A-Za-z0-9_-]*[A-Za-z0-9_])?|[=/?*+,:()\\[\\]{}]|\\s+|.");

  private final List<String> tokens = new ArrayList<>();
  private int at;

  CddlReader(String block) {
    Matcher token = TOKEN.matcher(block);
    while (token.find()) {
      if (!token.group().isBlank() && !token.group().startsWith(";")) {
        tokens.add(token.group());
      }
    }
  }

  List<Map.Entry<String, Type>> rules() {
    List<Map.Entry<String, Type>> rules = new ArrayList<>();
    while (at < tokens.size()) {
      String name = next();
      demand("=");
      rules.add(Map.entry(name, type()));
    }
    return rules;
  }

  private String peek(int ahead) {
    return at + ahead < tokens.size() ? tokens.get(at + ahead) : "";
  }

  private String next() {
    if (at == tokens.size()) {
      throw new IllegalArgumentException("the block ends too early");
    }
    return tokens.get(at++);
  }

  private boolean take(String token) {
    if (!peek(0).equals(token)) {
      return false;
    }
    at++;
    return true;
  }

  private void demand(String token) {
    if (!take(token)) {
      List<String> before = tokens.subList(Math.max(0, at - 5), at);
      throw new IllegalArgumentException(
          "'" + token + "', not '" + peek(0) + "' behind " + String.join(" ", before));
    }
  }

  private Type type() {
    List<Type> types = new ArrayList<>(List.of(controlled()));
    while (take("/")) {
      types.add(controlled());
    }
    return types.size() == 1 ? types.get(0) : new Cddl.Choice(types);
  }

  private Type controlled() {
    Type type = simple();
    if (take("..")) {
      return new Range(number(type), number(simple()));
    } else if (take(".size")) {
      Type size = simple();
      return new Cddl.Sized(
          type, size instanceof Range range ? range : new Range(number(size), number(size)));
    } else if (take(".regexp")) {
      String pattern = next();
      return new Cddl.Regexp(type, Pattern.compile(pattern.substring(1, pattern.length() - 1)));
    } else if (take(".cbor")) {
      return new Cddl.Encoded(type, simple());
    }
    return type;
  }

  private static BigInteger number(Type type) {
    if (type instanceof Cddl.Literal literal && literal.value() instanceof BigInteger number) {
      return number;
    }
    throw new IllegalArgumentException("not a number: " + type);
  }

  private Type simple() {
    String token = next();
    if (token.startsWith("\"")) {
      return new Cddl.Literal(token.substring(1, token.length() - 1));
    } else if (token.matches("-?[0-9]+")) {
      return new Cddl.Literal(new BigInteger(token));
    } else if (token.startsWith("#6.")) {
      demand("(");
      Type content = type();
      demand(")");
      return new Cddl.Tag(Long.parseLong(token.substring(3)), content);
    }
    return switch (token) {
      case "[" -> new Cddl.Array(entries("]"));
      case "{" -> new Cddl.Fields(entries("}").stream().map(CddlReader::keyed).toList());
      case "(" -> group(entries(")"));
      default -> {
        if (!token.matches("[A-Za-z_].*")) {
          throw new IllegalArgumentException("no type: " + token);
        }
        yield new Cddl.Name(token);
      }
    };
  }

  private static Entry keyed(Entry entry) {
    if (entry.key().isEmpty() || entry.most() != 1) {
      throw new IllegalArgumentException("a field without a number: " + entry);
    }
    return entry;
  }

  /** One type in brackets is that type. */
  private static Type group(List<Entry> entries) {
    Entry first = entries.get(0);
    return entries.size() == 1 && first.least() == 1 && first.most() == 1
        ? first.type()
        : new Cddl.Group(entries);
  }

  private List<Entry> entries(String end) {
    List<Entry> entries = new ArrayList<>();
    while (!take(end)) {
      entries.add(entry());
      if (!take(",") && !peek(0).equals(end)) {
        demand(",");
      }
    }
    return entries;
  }

  private Entry entry() {
    int least = 1;
    int most = 1;
    if (take("?")) {
      least = 0;
    } else if (take("+")) {
      most = Integer.MAX_VALUE;
    } else if (peek(0).equals("*") || (peek(0).matches("[0-9]+") && peek(1).equals("*"))) {
      least = peek(0).equals("*") ? 0 : Integer.parseInt(next());
      demand("*");
      // A number with a colon behind it is a key, and no bound.
      boolean bounded = peek(0).matches("[0-9]+") && !peek(1).equals(":");
      most = bounded ? Integer.parseInt(next()) : Integer.MAX_VALUE;
    }
    Optional<BigInteger> key = Optional.empty();
    if (peek(1).equals(":")) {
      String word = next();
      demand(":");
      key = word.matches("-?[0-9]+") ? Optional.of(new BigInteger(word)) : Optional.empty();
    }
    return new Entry(least, most, key, type());
  }
}
