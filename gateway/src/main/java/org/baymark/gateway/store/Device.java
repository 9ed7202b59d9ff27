package org.baymark.gateway.store;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.enrolment.Enrolment.State;
import org.baymark.protocol.statement.Kind;

/**
 * A device that the operator added, or that proved to have the key that it was claimed with.
 *
 * @param id in this database only: what statements name it by
 * @param key after a roll-over the new one
 * @param owner whose it is
 * @param kinds what its key may say
 * @param revoked when its key was, if it was
 * @param refusal why the alliance would not register it, if it said no
 * @param suspended since when the operator does not want to hear it, if that is so
 * @param isAwaited whether it rolled over to its key, and the log does not hold that yet
 */
public record Device(
    long id,
    DevUrn name,
    VerifyingKey key,
    String owner,
    Set<Kind> kinds,
    Instant added,
    Optional<Instant> revoked,
    Optional<String> refusal,
    Optional<Instant> suspended,
    boolean isAwaited) {
  public Device {
    kinds = Set.copyOf(kinds);
  }

  public boolean isRevoked() {
    return revoked.isPresent();
  }

  public boolean isRefused() {
    return refusal.isPresent();
  }

  public boolean isSuspended() {
    return suspended.isPresent() && !isRevoked();
  }

  /** Whether it went over to a key that the alliance refuses: neither of its keys is heard. */
  public boolean isStranded() {
    return isAwaited && isRefused() && !isRevoked();
  }

  /** Where it stands by PROTOCOL.md, section 10.1. */
  public State state() {
    if (isRevoked()) {
      return State.REVOKED;
    }
    return isSuspended() ? State.SUSPENDED : State.ACTIVE;
  }
}
