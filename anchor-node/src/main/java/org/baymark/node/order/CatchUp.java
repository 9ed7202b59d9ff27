package org.baymark.node.order;

import io.vertx.core.Future;
import java.util.Optional;
import org.baymark.node.store.Place;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;

/** What this room needs of the members' exchange. Its methods never block and never throw. */
public interface CatchUp {
  /** Hands a command to {@code leader}; completes when the leader has it in the order. */
  Future<Void> forward(DevUrn leader, Bytes command);

  /**
   * Copies what this member's log lacks from a peer and executes it.
   *
   * @param leader whom to ask first
   * @return the place in {@code order} that was reached; empty if no peer had anything of it
   */
  Future<Optional<Place>> copy(Bytes order, Optional<DevUrn> leader);

  /** Asks whoever leads to let somebody be elected anew. */
  Future<Void> askToYield();

  /** The size of the longest log that another member says it has; 0 if none answers. */
  Future<Long> longest();
}
