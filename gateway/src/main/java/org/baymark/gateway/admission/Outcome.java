package org.baymark.gateway.admission;

import java.util.function.Function;
import org.baymark.gateway.store.ClaimedTime;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Refusal;

/** What became of a message. All but {@link Busy} are durable when they are told. */
public sealed interface Outcome {

  /**
   * Stored.
   *
   * @param late the device had already used a higher number
   * @param equivocation the device had already used the same number for something else
   * @param time how the time that it claims stands to the gateway's
   */
  record Accepted(boolean late, boolean equivocation, ClaimedTime time) implements Outcome {
    public Accepted(boolean late, boolean equivocation) {
      this(late, equivocation, ClaimedTime.PLAUSIBLE);
    }
  }

  /** A record without a signature, stored; nothing says yet whose it is. */
  record Provisional() implements Outcome {}

  /** Stored already; the sender may forget it as if it had just been stored. */
  record Duplicate() implements Outcome {}

  /**
   * Stored, now or before, and the sender asked for the gateway's word for it.
   *
   * @param promise a promise of PROTOCOL.md, section 24.3, encoded
   */
  record Promised(Outcome stored, Bytes promise) implements Outcome {}

  /**
   * Not stored, and never will be; the bytes are in quarantine, but for those of a reveal.
   *
   * @param detail for a person; printable, at most 256 characters
   */
  record Refused(Refusal refusal, String detail) implements Outcome {
    private static final int DETAIL_MAX = 256;

    public Refused {
      // It may quote foreign text, and goes to logs, pages and strings that must not hold controls.
      detail = detail.replaceAll("\\p{Cntrl}", "?");
      detail = detail.substring(0, Math.min(detail.length(), DETAIL_MAX));
    }
  }

  /** Neither stored nor judged; come again. */
  record Busy(String why) implements Outcome {}

  default <R> R match(
      Function<Accepted, R> accepted,
      Function<Provisional, R> provisional,
      Function<Duplicate, R> duplicate,
      Function<Promised, R> promised,
      Function<Refused, R> refused,
      Function<Busy, R> busy) {
    if (this instanceof Accepted one) {
      return accepted.apply(one);
    }
    if (this instanceof Provisional one) {
      return provisional.apply(one);
    }
    if (this instanceof Duplicate one) {
      return duplicate.apply(one);
    }
    if (this instanceof Promised one) {
      return promised.apply(one);
    }
    if (this instanceof Refused one) {
      return refused.apply(one);
    }
    return busy.apply((Busy) this);
  }

  /** The refusal that this is, as one line for the sender: name, number, detail. */
  static String text(Refusal refusal, String detail) {
    return refusal.wireName() + " (" + refusal.number() + "): " + detail;
  }
}
