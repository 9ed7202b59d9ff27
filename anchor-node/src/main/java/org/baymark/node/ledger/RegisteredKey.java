package org.baymark.node.ledger;

import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.index.KeyState;
import org.baymark.protocol.registration.Registration;
import org.baymark.protocol.registration.Revocation;

/**
 * A key that the log holds a registration of.
 *
 * @param member who signed the registration, or was entrusted with the gateway since
 * @param index of the registration in the log
 * @param id of the registration
 * @param end how it ended; empty while the key is live
 */
public record RegisteredKey(
    Registration registration, DevUrn member, long index, Digest id, Optional<End> end) {

  /** The revocation at {@code index} of the log. */
  public record End(Revocation revocation, long index, Digest id) {}

  public boolean isLive() {
    return end.isEmpty();
  }

  /** What the index says of it. */
  KeyState state() {
    return end.map(
            last ->
                new KeyState(index, OptionalLong.of(last.index()), last.revocation().lastBatch()))
        .orElseGet(() -> new KeyState(index, OptionalLong.empty(), OptionalLong.empty()));
  }

  RegisteredKey of(DevUrn owner) {
    return new RegisteredKey(registration, owner, index, id, end);
  }

  RegisteredKey ended(End last) {
    return new RegisteredKey(registration, member, index, id, Optional.of(last));
  }
}
