package org.baymark.protocol.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.baymark.protocol.batch.ShipmentKey;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.enrolment.Label;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.log.SignedCheckpoint;

/**
 * Those of our structures that are lines of text, and what the words of their lines are called.
 *
 * @param name for a person
 * @param door what reads it as strictly as the protocol does
 * @param words names of the words of a line: of lines by their number from 0, or, where the lines
 *     begin with a word of their own, by that
 */
record Text(String name, Function<Bytes, Parsed<?>> door, Map<String, List<String>> words) {
  private static final Pattern NOTE =
      Pattern.compile("\\A[^\n]*\n[0-9]+\n[A-Za-z0-9+/]{43}=\n|\n\n\u2014 ");
  private static final Pattern POLICY =
      Pattern.compile("(?m)^[ \t]*(log|witness|group|quorum)[ \t]");
  private static final Pattern LINE = Pattern.compile("\\bline ([0-9]{1,6})\\b");
  private static final int LINES_SHOWN_MAX = 64;

  private static final Text SHIPMENT_KEY =
      new Text(
          "shipment key",
          Text::shipmentKey,
          Map.of("0", List.of("heading"), "1", List.of("sub"), "2", List.of("k")));
  private static final Text CHECKPOINT =
      new Text(
          "checkpoint note",
          SignedCheckpoint::parse,
          Map.of(
              "0", List.of("origin"),
              "1", List.of("size"),
              "2", List.of("root"),
              "\u2014", List.of("", "key name", "key id || signature")));
  private static final Text TRUST_FILE =
      new Text(
          "trust file",
          Policy::parse,
          Map.of(
              "log", List.of("", "vkey", "url"),
              "witness", List.of("", "name", "vkey", "url"),
              "group", List.of("", "name", "k", "member"),
              "quorum", List.of("", "name")));
  private static final Text LABEL =
      new Text("device label", Text::label, Map.of("0", List.of("label")));
  private static final Text CARD = new Text("device card", Card::parse, Map.of());

  /** What {@code raw} is meant to be, if it is text of ours. */
  static Optional<Text> of(Bytes raw) {
    boolean sized = raw.size() > 0 && raw.size() <= Policy.SIZE_MAX;
    if (!sized || !Structure.of(raw).rule().isEmpty()) {
      return Optional.empty();
    }
    String text = raw.utf8();
    if (text.startsWith("baymark shipment key")) {
      return Optional.of(SHIPMENT_KEY);
    }
    if (text.startsWith("baymark:")) {
      return Optional.of(LABEL);
    }
    if (NOTE.matcher(text).find()) {
      return Optional.of(CHECKPOINT);
    }
    if (raw.at(0) == '{') {
      return Optional.of(CARD);
    }
    return POLICY.matcher(text).find() ? Optional.of(TRUST_FILE) : Optional.empty();
  }

  /** A newline at its end is the file's and not the label's. */
  private static Parsed<Label> label(Bytes raw) {
    String text = raw.utf8();
    return Label.parse(text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
  }

  private static Parsed<ShipmentKey> shipmentKey(Bytes raw) {
    return Parsed.of(
        () -> {
          if (raw.size() > 4_096) {
            throw new RefusalException(Refusal.TOO_LARGE, "more than 4096 bytes");
          }
          return ShipmentKey.parseText(raw.utf8()).orRefuse();
        });
  }

  /** Where in {@code raw} the fault is: a refusal of text names its line. */
  static int offset(Bytes raw, Parsed.Refused<?> refused) {
    Matcher line = LINE.matcher(refused.detail());
    if (refused.offset() >= 0 || !line.find()) {
      return refused.offset();
    }
    int left = Integer.parseInt(line.group(1)) - 1;
    int at = 0;
    for (; left > 0 && at < raw.size(); at++) {
      left -= raw.at(at) == '\n' ? 1 : 0;
    }
    return at;
  }

  /** The lines with their words named, the one at {@code faultAt} behind {@code mark}. */
  String notation(Bytes raw, int faultAt, String mark, boolean full) {
    StringBuilder out = new StringBuilder();
    List<String> lines = List.of(raw.utf8().split("\n", -1));
    int at = 0;
    int hidden = 0;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      int end = at + Bytes.ofUtf8(line).size() + 1;
      boolean fault = faultAt >= at && faultAt < end;
      boolean isEnd = i == lines.size() - 1 && line.isEmpty();
      out.append(fault ? mark + "\n" : "");
      if (full || i < LINES_SHOWN_MAX || fault) {
        out.append(isEnd ? "" : named(line, i, full) + "\n");
      } else {
        hidden++;
      }
      at = end;
    }
    return out + (hidden == 0 ? "" : "/ " + hidden + " lines more, see --full /\n");
  }

  private String named(String line, int number, boolean full) {
    List<String> whole = words.getOrDefault(Integer.toString(number), List.of());
    if (!whole.isEmpty()) {
      String shown = whole.equals(List.of("k")) ? "\"...\" / secret /" : quoted(line, full);
      return "/ " + whole.get(0) + " / " + shown;
    }
    List<String> said = List.of(line.strip().split("[ \t]+"));
    List<String> names = words.getOrDefault(said.get(0), List.of());
    if (names.isEmpty()) {
      return quoted(line, full);
    }
    List<String> parts = new ArrayList<>(List.of(said.get(0)));
    for (int i = 1; i < said.size(); i++) {
      String name = names.get(Math.min(i, names.size() - 1));
      parts.add("/ " + name + " / " + quoted(said.get(i), full));
    }
    return String.join(" ", parts);
  }

  private static String quoted(String text, boolean full) {
    byte[] octets = Bytes.ofUtf8(text).unsafeArray();
    return Scalars.text(octets, 0, octets.length, full).orElse("");
  }
}
