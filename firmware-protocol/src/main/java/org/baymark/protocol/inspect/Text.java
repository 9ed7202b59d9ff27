package org.baymark.protocol.inspect;

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
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.log.TlogProof;
import org.baymark.protocol.log.WitnessRequest;
import org.baymark.protocol.papers.AllianceKeys;

/**
 * Those of our structures that are lines of text, and what the words of their lines are called.
 *
 * @param name for a person
 * @param door what reads it as strictly as the protocol does
 * @param secret a key may stand in it that is not to be shown
 */
record Text(String name, Function<Bytes, Parsed<?>> door, Lines lines, boolean secret) {
  private static final Pattern NOTE = Pattern.compile("\\A[^\n]*\n[0-9]+\n[A-Za-z0-9+/]{43}=\n");
  private static final Pattern SIGNED_TEXT = Pattern.compile("\n\n\u2014 ");
  private static final Pattern POLICY =
      Pattern.compile("(?m)^[ \t]*(log|witness|group|quorum)[ \t]");
  private static final Pattern VKEY =
      Pattern.compile("[^+\n]*\\+[0-9a-fA-F]{1,16}\\+[A-Za-z0-9+/_=-]+\n?");
  private static final Pattern ONE_KEY = Pattern.compile("\\s*([0-9a-fA-F]{64})\\s*");
  private static final Pattern LINE = Pattern.compile("\\bline ([0-9]{1,6})\\b");

  private static final List<String> SIGNED = List.of("", "key name", "key id || signature");
  private static final Map<String, List<String>> SIGNATURES = Map.of("\u2014", SIGNED);
  private static final Map<String, List<String>> HEAD =
      Map.of("0", List.of("origin"), "1", List.of("size"), "2", List.of("root"));
  private static final Map<String, List<String>> NOTE_LINES =
      Map.of("0", List.of("origin"), "1", List.of("size"), "2", List.of("root"), "\u2014", SIGNED);

  private static final Text SHIPMENT_KEY =
      new Text(
          "shipment key",
          Text::shipmentKey,
          new Lines(Map.of("0", List.of("heading"), "1", List.of("sub"), "2", List.of("k"))),
          true);
  private static final Text ALLIANCE_KEYS =
      new Text(
          "alliance key file",
          raw -> AllianceKeys.parseText(raw.utf8()),
          new Lines(
              Map.of("0", List.of("heading"), Lines.NUMBERED, List.of("epoch", "from", "key"))),
          true);
  private static final Text ONE_ALLIANCE_KEY =
      new Text(
          "alliance key file of one key, as 64 hexadecimal digits may be",
          raw -> AllianceKeys.parseText(raw.utf8()),
          new Lines(Map.of()),
          true);
  private static final Text CHECKPOINT =
      new Text("checkpoint note", SignedCheckpoint::parse, new Lines(HEAD, SIGNATURES), false);
  private static final Text PROOF =
      new Text(
          ".tlog-proof",
          TlogProof::parse,
          new Lines(
              Map.of(
                  "0", List.of("version"),
                  "extra", List.of("", "vouched for by nobody"),
                  "index", List.of("", "index")),
              NOTE_LINES),
          false);
  private static final Text REQUEST =
      new Text(
          "add-checkpoint request",
          WitnessRequest::parse,
          new Lines(Map.of("old", List.of("", "size")), NOTE_LINES),
          false);
  private static final Text TRUST_FILE =
      new Text(
          "trust file",
          Policy::parse,
          new Lines(
              Map.of(
                  "log", List.of("", "vkey", "url"),
                  "witness", List.of("", "name", "vkey", "url"),
                  "group", List.of("", "name", "k", "member"),
                  "quorum", List.of("", "name"))),
          false);
  private static final Text KEY =
      new Text("vkey", Text::vkey, new Lines(Map.of("0", List.of("vkey"))), false);
  private static final Text LABEL =
      new Text("device label", Text::label, new Lines(Map.of("0", List.of("label"))), false);
  private static final Text CARD = new Text("device card", Card::parse, new Lines(Map.of()), false);

  /** What {@code raw} is meant to be, if it is text of ours. */
  static Optional<Text> of(Bytes raw) {
    boolean sized = raw.size() > 0 && raw.size() <= Policy.SIZE_MAX;
    if (!sized || !Structure.of(raw).rule().isEmpty()) {
      return Optional.empty();
    }
    String text = raw.utf8();
    if (NOTE.matcher(text).find()) {
      return Optional.of(CHECKPOINT); // whatever its origin begins with
    }
    return ofSecret(text).or(() -> ofStart(text));
  }

  private static Optional<Text> ofStart(String text) {
    if (text.startsWith("c2sp.org/tlog-proof")) {
      return Optional.of(PROOF);
    }
    if (text.startsWith("old ")) {
      return Optional.of(REQUEST);
    }
    if (text.startsWith("baymark:")) {
      return Optional.of(LABEL);
    }
    if (SIGNED_TEXT.matcher(text).find()) {
      return Optional.of(CHECKPOINT);
    }
    if (text.startsWith("{")) {
      return Optional.of(CARD);
    }
    if (VKEY.matcher(text).matches()) {
      return Optional.of(KEY);
    }
    return POLICY.matcher(text).find() ? Optional.of(TRUST_FILE) : Optional.empty();
  }

  /** 64 digits alone are a key, and not to be shown, unless they are a structure of ours. */
  private static Optional<Text> ofSecret(String text) {
    if (text.startsWith("baymark shipment key")) {
      return Optional.of(SHIPMENT_KEY);
    }
    if (text.startsWith("baymark alliance key")) {
      return Optional.of(ALLIANCE_KEYS);
    }
    Matcher one = ONE_KEY.matcher(text);
    return one.matches() && !Structure.isOurs(Bytes.ofHex(one.group(1)))
        ? Optional.of(ONE_ALLIANCE_KEY)
        : Optional.empty();
  }

  private static Parsed<Label> label(Bytes raw) {
    return Label.parse(line(raw));
  }

  private static Parsed<NoteKey> vkey(Bytes raw) {
    return NoteKey.parse(line(raw));
  }

  /** A newline at its end is the file's and not the label's or the key's. */
  private static String line(Bytes raw) {
    String text = raw.utf8();
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
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
    return lines.notation(raw, faultAt, mark, full, secret);
  }
}
