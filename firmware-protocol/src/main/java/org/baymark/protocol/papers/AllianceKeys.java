package org.baymark.protocol.papers;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.baymark.protocol.batch.ShipmentKey;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.Subject;

/**
 * The secrets that blind shipments, one after the other: what members and their gateways share. An
 * alliance that never changed its key has one.
 *
 * @param keys by epoch; each begins after the one before it, and ends where the next begins
 */
public record AllianceKeys(List<AllianceKey> keys) {
  /** Of the file, in characters. */
  public static final int TEXT_MAX = 65_536;

  private static final String HEADING = "baymark alliance keys v1\n";
  private static final Pattern ONE = Pattern.compile("[0-9a-f]{64}\n?");
  private static final Pattern LINE =
      Pattern.compile("(0|[1-9][0-9]{0,8}) ([0-9TZ:-]{20}) ([0-9a-f]{64})");

  /**
   * One of them.
   *
   * @param secret 32 bytes
   */
  public record AllianceKey(KeyEpoch epoch, Bytes secret) {
    public AllianceKey {
      if (secret.size() != ShipmentKey.SIZE) {
        throw new IllegalArgumentException("an alliance key has 32 bytes");
      }
    }

    /** The key of {@code subject} in this epoch; that of a device is the same in all. */
    public ShipmentKey keyOf(Subject subject) {
      return ShipmentKey.ofAlliance(secret, subject);
    }

    /** Names the key without showing it. */
    @Override
    public String toString() {
      return "alliance key of epoch " + epoch.number();
    }
  }

  public AllianceKeys {
    keys = List.copyOf(keys);
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("no alliance key");
    }
  }

  /** Those of an alliance that never changed its key. */
  public static AllianceKeys of(Bytes secret) {
    return new AllianceKeys(List.of(new AllianceKey(KeyEpoch.FIRST, secret)));
  }

  /** The key for the shipments of a batch that was opened then; empty before the first known. */
  public Optional<AllianceKey> at(long openedMillis) {
    return keys.stream().filter(key -> key.epoch().holds(openedMillis)).findFirst();
  }

  public Optional<AllianceKey> ofEpoch(long number) {
    return keys.stream().filter(key -> key.epoch().number() == number).findFirst();
  }

  /** Newest first. */
  public List<AllianceKey> newestFirst() {
    List<AllianceKey> reversed = new ArrayList<>(keys);
    Collections.reverse(reversed);
    return reversed;
  }

  /**
   * These, and one more that begins then: the last one ends there.
   *
   * @param from seconds since 1970, at least {@link KeyEpoch#NOTICE_SECONDS} after {@code now}
   */
  public AllianceKeys followedBy(Bytes secret, long from, long now) {
    AllianceKey last = keys.get(keys.size() - 1);
    if (from < now + KeyEpoch.NOTICE_SECONDS || from <= last.epoch().from()) {
      throw new IllegalArgumentException(
          "the next alliance key begins 180 days from now or later, and after the last one");
    }
    List<AllianceKey> more = new ArrayList<>(keys.subList(0, keys.size() - 1));
    KeyEpoch ended =
        new KeyEpoch(last.epoch().number(), last.epoch().from(), OptionalLong.of(from));
    more.add(new AllianceKey(ended, last.secret()));
    KeyEpoch next = new KeyEpoch(ended.number() + 1, from, OptionalLong.empty());
    more.add(new AllianceKey(next, secret));
    return new AllianceKeys(more);
  }

  /** Parses an alliance key file: what {@link #toText} writes, or one key alone in hexadecimal. */
  public static Parsed<AllianceKeys> parseText(String text) {
    return Parsed.of(() -> read(text));
  }

  private static AllianceKeys read(String text) throws RefusalException {
    if (text.length() > TEXT_MAX) {
      throw new RefusalException(Refusal.TOO_LARGE, "more than " + TEXT_MAX + " characters");
    }
    if (ONE.matcher(text).matches()) {
      return of(Bytes.ofHex(text.strip()));
    }
    if (!text.startsWith(HEADING) || !text.endsWith("\n")) {
      throw new RefusalException(Refusal.WRONG_SHAPE, "not an alliance key file");
    }
    List<String> lines = text.substring(HEADING.length()).lines().toList();
    List<AllianceKey> keys = new ArrayList<>();
    OptionalLong until = OptionalLong.empty();
    for (int i = lines.size() - 1; i >= 0; i--) { // an epoch ends where the next begins
      AllianceKey key = line(lines.get(i), until, "line " + (i + 2));
      if (!keys.isEmpty() && keys.get(0).epoch().number() != key.epoch().number() + 1) {
        throw new RefusalException(Refusal.OUT_OF_RANGE, "line " + (i + 2) + ": an epoch between");
      }
      keys.add(0, key);
      until = OptionalLong.of(key.epoch().from());
    }
    if (keys.isEmpty()) {
      throw new RefusalException(Refusal.MISSING_FIELD, "an alliance key file without a key");
    }
    return new AllianceKeys(keys);
  }

  private static AllianceKey line(String line, OptionalLong until, String where)
      throws RefusalException {
    Matcher parts = LINE.matcher(line);
    if (!parts.matches()) {
      String what = where + ": not an epoch, a time and 64 hexadecimal digits";
      throw new RefusalException(Refusal.WRONG_SHAPE, what);
    }
    long from = seconds(parts.group(2), where);
    if (until.isPresent() && until.getAsLong() <= from) {
      throw new RefusalException(Refusal.OUT_OF_RANGE, where + ": begins after the next");
    }
    KeyEpoch epoch = new KeyEpoch(Long.parseLong(parts.group(1)), from, until);
    return new AllianceKey(epoch, Bytes.ofHex(parts.group(3)));
  }

  private static long seconds(String time, String where) throws RefusalException {
    try {
      long seconds = Instant.parse(time).getEpochSecond();
      if (Instant.ofEpochSecond(seconds).toString().equals(time)
          && seconds >= 0
          && seconds <= Position.U53_MAX) {
        return seconds;
      }
    } catch (DateTimeException e) {
      // Said below.
    }
    throw new RefusalException(Refusal.OUT_OF_RANGE, where + ": not a time such as 2027-01-01");
  }

  /** The alliance key file, a secret: a heading, then a line a key: epoch, beginning, key. */
  public String toText() {
    StringBuilder text = new StringBuilder(HEADING);
    for (AllianceKey key : keys) {
      text.append(key.epoch().number()).append(' ');
      text.append(Instant.ofEpochSecond(key.epoch().from())).append(' ');
      text.append(key.secret().hex()).append('\n');
    }
    return text.toString();
  }

  /** Names the keys without showing them. */
  @Override
  public String toString() {
    return keys.toString();
  }
}
