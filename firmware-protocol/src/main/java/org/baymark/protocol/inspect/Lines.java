package org.baymark.protocol.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.baymark.protocol.bytes.Bytes;

/**
 * Text as lines whose words are named.
 *
 * @param head what the words of a line are called: of lines by their number from 0, or, where the
 *     lines begin with a word of their own, by that; a line with one name is shown as a whole
 * @param behind the same of the lines behind the first empty one, which are counted anew
 */
record Lines(Map<String, List<String>> head, Map<String, List<String>> behind) {
  private static final int SHOWN_MAX = 64;

  /** No key of ours is shorter, and nothing else that stands beside one is so long. */
  private static final Pattern KEY = Pattern.compile("[0-9a-fA-F]{32,}");

  /** Stands for the first word of lines that begin with a number. */
  static final String NUMBERED = "*";

  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  /** The same names on both sides of an empty line. */
  Lines(Map<String, List<String>> head) {
    this(head, head);
  }

  /**
   * What {@code raw} says, the line at {@code faultAt} behind {@code mark}.
   *
   * @param secret hides what may be a key, wherever it stands
   */
  String notation(Bytes raw, int faultAt, String mark, boolean full, boolean secret) {
    StringBuilder out = new StringBuilder();
    List<String> lines = List.of(raw.utf8().split("\n", -1));
    Map<String, List<String>> names = head;
    int number = 0;
    int at = 0;
    int hidden = 0;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      int end = at + Bytes.ofUtf8(line).size() + 1;
      boolean fault = faultAt >= at && faultAt < end;
      boolean isEnd = i == lines.size() - 1 && line.isEmpty();
      out.append(fault ? mark + "\n" : "");
      if (full || i < SHOWN_MAX || fault) {
        boolean hide = secret && KEY.matcher(line).find();
        String seen = hide ? KEY.matcher(line).replaceAll("...") : line;
        String shown =
            named(seen, names, number, full) + (hide ? " / a secret is not shown /" : "");
        out.append(isEnd ? "" : shown + "\n");
      } else {
        hidden++;
      }
      at = end;
      boolean first = line.isEmpty() && names != behind;
      names = line.isEmpty() ? behind : names;
      number = first ? 0 : number + 1;
    }
    return out + (hidden == 0 ? "" : "/ " + hidden + " lines more, see --full /\n");
  }

  private static String named(
      String line, Map<String, List<String>> all, int number, boolean full) {
    List<String> whole = all.getOrDefault(Integer.toString(number), List.of());
    if (whole.size() == 1) {
      return "/ " + whole.get(0) + " / " + quoted(line, full);
    }
    List<String> said = List.of(line.strip().split("[ \t]+"));
    boolean counted = NUMBER.matcher(said.get(0)).matches();
    List<String> names = all.getOrDefault(counted ? NUMBERED : said.get(0), List.of());
    if (names.isEmpty()) {
      return quoted(line, full);
    }
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < said.size(); i++) {
      String name = names.get(Math.min(i, names.size() - 1));
      parts.add(name.isEmpty() ? said.get(i) : "/ " + name + " / " + quoted(said.get(i), full));
    }
    return String.join(" ", parts);
  }

  private static String quoted(String text, boolean full) {
    byte[] octets = Bytes.ofUtf8(text).unsafeArray();
    return Scalars.text(octets, 0, octets.length, full).orElse("");
  }
}
