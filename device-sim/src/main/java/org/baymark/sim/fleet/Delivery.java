package org.baymark.sim.fleet;

import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;

/**
 * Bytes on their way to a gateway, and what is behind them.
 *
 * @param issuer under whose name they travel
 * @param id of the statement that the bytes are
 */
public record Delivery(DevUrn issuer, Bytes encoded, Digest id, Intent intent) {

  /** What the gateway ought to make of it. */
  public enum Intent {
    /** An honest statement: to be stored. */
    HONEST,
    /** The same bytes as before: to be acknowledged again and stored once. */
    REPLAY,
    /** A second statement with a number that is taken: to be stored, as evidence. */
    TWIN,
    /** Signed by somebody else than it says: to be refused. */
    FORGERY,
    /** Not what its device signed any more: to be refused. */
    CHANGED;

    /** Whether a gateway that does its work acknowledges it. */
    public boolean isAcceptable() {
      return this == HONEST || this == REPLAY || this == TWIN;
    }
  }

  public static Delivery of(Sign1 said, Intent intent) {
    return new Delivery(said.issuer(), said.encoded(), said.id(), intent);
  }
}
