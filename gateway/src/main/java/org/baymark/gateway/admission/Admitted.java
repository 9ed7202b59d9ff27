package org.baymark.gateway.admission;

import java.util.Optional;
import java.util.function.Function;
import org.baymark.gateway.store.Device;
import org.baymark.protocol.chain.ChainRecord;
import org.baymark.protocol.statement.Statement;

/** A message that passed all checks of {@link Admission}. */
sealed interface Admitted {

  /** A verified statement and the device that made it. */
  record Signed(Statement statement, Device device) implements Admitted {}

  /**
   * A record, which nobody signed.
   *
   * @param topic where it was published, for transports that have topics
   */
  record Unsigned(ChainRecord record, Optional<String> topic) implements Admitted {}

  default <R> R match(Function<Signed, R> signed, Function<Unsigned, R> unsigned) {
    return this instanceof Signed one ? signed.apply(one) : unsigned.apply((Unsigned) this);
  }
}
