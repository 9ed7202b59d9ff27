package org.baymark.gateway.store;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.statement.Kind;

/**
 * A device that the operator added.
 *
 * @param id in this database only: what statements name it by
 * @param owner whose it is
 * @param kinds what its key may say
 * @param revoked when its key was, if it was
 * @param refusal why the alliance would not register it, if it said no
 */
public record Device(
    long id,
    DevUrn name,
    VerifyingKey key,
    String owner,
    Set<Kind> kinds,
    Instant added,
    Optional<Instant> revoked,
    Optional<String> refusal) {
  public Device {
    kinds = Set.copyOf(kinds);
  }

  public boolean isRevoked() {
    return revoked.isPresent();
  }

  public boolean isRefused() {
    return refusal.isPresent();
  }

  Device revokedAt(Instant now) {
    return new Device(id, name, key, owner, kinds, added, Optional.of(now), refusal);
  }
}
