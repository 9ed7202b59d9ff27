package org.baymark.protocol.log;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;

/**
 * Reads one policy file, line by line (C2SP tlog-policy, "Policy file syntax and structure"). Names
 * are octets there, whatever they mean in UTF-8: the lines are read as ISO 8859-1, which gives each
 * octet its own character, and turn into UTF-8 only where they are shown.
 */
final class PolicyReader {
  private static final Pattern WHITESPACE = Pattern.compile("[ \t]+");
  private static final Pattern ISSUED =
      Pattern.compile("# issued ([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)");

  private final List<Policy.Log> logs = new ArrayList<>();
  private final List<Policy.Witness> witnesses = new ArrayList<>();
  private int groups;
  private final Set<Digest> logKeys = new HashSet<>();
  private final Set<Digest> witnessKeys = new HashSet<>();

  /** What a signature line says of its key; of two alike no line could be told apart. */
  private final Set<String> namesOfKeys = new HashSet<>();

  private final QuorumRules rules = new QuorumRules();
  private Optional<Quorum> quorum = Optional.empty();
  private Optional<Instant> issued = Optional.empty();

  private PolicyReader() {}

  static Policy read(Bytes file) throws RefusalException {
    if (file.size() > Policy.SIZE_MAX) {
      String what = "a policy of more than " + Policy.SIZE_MAX + " bytes";
      throw new RefusalException(Refusal.TOO_LARGE, what);
    }
    PolicyReader reader = new PolicyReader();
    String text = new String(file.unsafeArray(), StandardCharsets.ISO_8859_1);
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      try {
        if (i == lines.length - 1 && !lines[i].isEmpty()) {
          throw wrong("does not end in a newline");
        }
        reader.line(lines[i]);
      } catch (RefusalException e) {
        throw new RefusalException(e.refusal(), "line " + (i + 1) + ": " + e.detail());
      }
    }
    Quorum rule =
        reader.quorum.orElseThrow(
            () -> new RefusalException(Refusal.MISSING_FIELD, "the policy has no quorum line"));
    return new Policy(reader.logs, reader.witnesses, rule, reader.issued);
  }

  private void line(String line) throws RefusalException {
    if (line.chars().anyMatch(c -> (c < 0x20 && c != '\t') || c == 0x7f)) {
      throw wrong("a control character other than tab and newline");
    }
    String content = trimmed(line);
    if (content.startsWith("#")) {
      comment(content);
    } else if (!content.isEmpty()) {
      List<String> items = Arrays.asList(WHITESPACE.split(content));
      switch (items.get(0)) {
        case "log" -> log(items);
        case "witness" -> witness(items);
        case "group" -> group(items);
        case "quorum" -> quorum(items);
        default -> throw wrong("starts with none of log, witness, group, quorum and #");
      }
    }
  }

  /** Not strip(), which knows more whitespace; not a pattern, which takes time squared. */
  private static String trimmed(String line) {
    int from = 0;
    int to = line.length();
    while (from < to && isWhite(line.charAt(from))) {
      from++;
    }
    while (from < to && isWhite(line.charAt(to - 1))) {
      to--;
    }
    return line.substring(from, to);
  }

  private static boolean isWhite(char c) {
    return c == ' ' || c == '\t';
  }

  private void comment(String comment) {
    Matcher date = ISSUED.matcher(comment);
    if (issued.isEmpty() && date.matches()) {
      try {
        issued = Optional.of(Instant.parse(date.group(1)));
      } catch (DateTimeException e) {
        // The thirteenth month: then it is a comment like any other.
      }
    }
  }

  private void log(List<String> items) throws RefusalException {
    if (items.size() < 2 || items.size() > 3) {
      throw wrong("a log is: log <vkey> [<url>]");
    }
    atMost(logs.size(), "logs");
    NoteKey key = key(items.get(1), true, "log", logKeys);
    logs.add(new Policy.Log(key, url(items, 2)));
  }

  private void witness(List<String> items) throws RefusalException {
    if (items.size() < 3 || items.size() > 4) {
      throw wrong("a witness is: witness <name> <vkey> [<url>]");
    }
    atMost(witnesses.size(), "witnesses");
    NoteKey key = key(items.get(2), false, "witness", witnessKeys);
    Policy.Witness witness = new Policy.Witness(shown(items.get(1)), key, url(items, 3));
    rules.define(items.get(1), new Quorum.One(witness));
    witnesses.add(witness);
  }

  private void group(List<String> items) throws RefusalException {
    if (items.size() < 4) {
      throw wrong("a group is: group <name> all|any|<k> <name>...");
    }
    atMost(groups++, "groups");
    rules.group(items.get(1), items.get(2), items.subList(3, items.size()));
  }

  private void quorum(List<String> items) throws RefusalException {
    if (items.size() != 2) {
      throw wrong("a quorum is: quorum <name>|none");
    }
    if (quorum.isPresent()) {
      throw wrong("a second quorum line");
    }
    quorum = Optional.of(rules.quorum(items.get(1)));
  }

  private NoteKey key(String vkey, boolean isLog, String what, Set<Digest> others)
      throws RefusalException {
    NoteKey key = NoteKey.read(NoteText.ofUtf8(octets(vkey)));
    if ((key.type() == NoteKey.LOG) != isLog) {
      throw badKey("a key of type " + key.type() + " is not that of a " + what);
    }
    if (!others.add(key.identity())) {
      throw badKey("an earlier " + what + " has this public key");
    }
    if (!namesOfKeys.add(key.name() + "+" + key.keyId().hex())) {
      throw badKey("an earlier line has a key of this name and key ID");
    }
    return key;
  }

  private static RefusalException badKey(String detail) {
    return new RefusalException(Refusal.BAD_KEY, detail);
  }

  private static void atMost(int count, String what) throws RefusalException {
    if (count == Policy.COUNT_MAX) {
      throw new RefusalException(Refusal.TOO_LARGE, "more than " + count + " " + what);
    }
  }

  private static Optional<String> url(List<String> items, int index) {
    return index < items.size() ? Optional.of(shown(items.get(index))) : Optional.empty();
  }

  private static Bytes octets(String item) {
    return Bytes.owning(item.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** As UTF-8; octets that are none are shown as U+FFFD. */
  static String shown(String item) {
    return octets(item).utf8();
  }

  private static RefusalException wrong(String detail) {
    return new RefusalException(Refusal.WRONG_SHAPE, detail);
  }
}
