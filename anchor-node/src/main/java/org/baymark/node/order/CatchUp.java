package org.baymark.node.order;

import io.vertx.core.Future;
import java.util.List;
import org.baymark.node.sequence.Piece;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;

/** What this room needs of the members' exchange. Its methods never block and never throw. */
public interface CatchUp {
  /** All members but this one. */
  List<DevUrn> others();

  /** Hands a command to {@code leader}; completes when the leader has it in the order. */
  Future<Void> forward(DevUrn leader, Bytes command);

  /** What {@code peer} says comes in its log from entry {@code first} on. */
  Future<Piece> log(DevUrn peer, long first);

  /** Asks whoever leads to let somebody be elected anew. */
  Future<Void> askToYield();
}
