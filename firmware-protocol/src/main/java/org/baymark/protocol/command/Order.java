package org.baymark.protocol.command;

import java.util.OptionalLong;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborFields;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;

/**
 * What a command tells a device to do.
 *
 * @param seconds between reports, 1 to {@link #INTERVAL_MAX}; of an interval, and of nothing else
 */
public record Order(Kind kind, OptionalLong seconds) {
  /** A week: who is silent for longer is missed by nobody. */
  public static final long INTERVAL_MAX = 604_800;

  private static final int KIND = 4;
  private static final int SECONDS = 5;
  private static final int KIND_SIZE_MAX = 16;

  /** The kinds of orders. */
  public enum Kind {
    /** Take the time of the command for yours. */
    TIME("time"),
    /** Report every so many seconds. */
    INTERVAL("interval"),
    /** Make a new key, and present it by a roll-over. */
    ROLL_OVER("roll-over");

    private final String wireName;

    Kind(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }
  }

  public Order {
    if (seconds.isPresent() != (kind == Kind.INTERVAL)) {
      throw new IllegalArgumentException(kind + " with seconds: " + seconds);
    }
    if (seconds.isPresent() && !isInterval(seconds.getAsLong())) {
      throw new IllegalArgumentException("an interval of " + seconds.getAsLong() + " s");
    }
  }

  public static Order time() {
    return new Order(Kind.TIME, OptionalLong.empty());
  }

  public static Order interval(long seconds) {
    return new Order(Kind.INTERVAL, OptionalLong.of(seconds));
  }

  public static Order rollOver() {
    return new Order(Kind.ROLL_OVER, OptionalLong.empty());
  }

  /** Whether a device can be told to report every so many seconds. */
  public static boolean isInterval(long seconds) {
    return seconds >= 1 && seconds <= INTERVAL_MAX;
  }

  static Order read(CborFields fields, CborReader in) throws RefusalException {
    fields.required(KIND);
    int start = in.offset();
    String name = in.text(KIND_SIZE_MAX);
    return switch (name) {
      case "time" -> time();
      case "interval" -> interval(seconds(fields, in));
      case "roll-over" -> rollOver();
      default -> throw new RefusalException(Refusal.OUT_OF_RANGE, start, "no order to " + name);
    };
  }

  private static long seconds(CborFields fields, CborReader in) throws RefusalException {
    fields.required(SECONDS);
    int start = in.offset();
    long seconds = in.unsigned(INTERVAL_MAX);
    if (seconds == 0) {
      throw new RefusalException(Refusal.OUT_OF_RANGE, start, "an interval of 0 s");
    }
    return seconds;
  }

  void write(CborWriter out) {
    out.integer(KIND).text(kind.wireName());
    seconds.ifPresent(it -> out.integer(SECONDS).integer(it));
  }

  /** For people: {@code interval 600}. */
  @Override
  public String toString() {
    return kind.wireName() + (seconds.isPresent() ? " " + seconds.getAsLong() : "");
  }
}
