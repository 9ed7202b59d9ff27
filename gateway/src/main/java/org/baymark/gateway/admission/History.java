package org.baymark.gateway.admission;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.baymark.gateway.store.EventLog.Highest;
import org.baymark.gateway.store.EventLog.Kept;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.Position;

/**
 * What each device has said so far, as far as a new statement needs it. The highest numbers are
 * kept here, so that the common case, a higher one, asks the store nothing. Belongs to the
 * database's thread.
 */
final class History {
  private final Map<Long, Optional<Highest>> highest = new HashMap<>();

  /**
   * What a statement is among those of its device.
   *
   * @param duplicate the very same is stored already
   * @param late a higher number is stored already
   * @param lies rows of other statements with the same number
   */
  record Judgement(boolean duplicate, boolean late, List<Long> lies) {
    static final Judgement NEXT = new Judgement(false, false, List.of());
  }

  /**
   * Judges a verified statement.
   *
   * @param stored the highest number of a device in the store; asked once for each device
   * @param sameNumber the stored statements of this device and number; asked only where the number
   *     is not above the highest
   */
  Judgement judge(
      long device,
      Position position,
      Digest id,
      LongFunction<Optional<Highest>> stored,
      Function<Position, List<Kept>> sameNumber) {
    Optional<Highest> known = highest.computeIfAbsent(device, stored::apply);
    if (known.isEmpty() || compare(position, known.get()) > 0) {
      return Judgement.NEXT;
    }
    List<Kept> others = sameNumber.apply(position);
    if (others.stream().anyMatch(kept -> kept.id().equals(id))) {
      return new Judgement(true, false, List.of());
    }
    boolean late = compare(position, known.get()) < 0;
    return new Judgement(false, late, others.stream().map(Kept::row).toList());
  }

  /** Remembers that a statement with this number is stored. */
  void stored(long device, Position position) {
    Highest number = new Highest(position.boot(), position.seq());
    highest.merge(
        device,
        Optional.of(number),
        (before, now) -> before.isPresent() && compare(position, before.get()) <= 0 ? before : now);
  }

  /** Forgets everything: what was remembered may have been undone. */
  void forget() {
    highest.clear();
  }

  private static int compare(Position position, Highest other) {
    int byBoot = Long.compare(position.boot(), other.boot());
    return byBoot != 0 ? byBoot : Long.compare(position.seq(), other.seq());
  }
}
