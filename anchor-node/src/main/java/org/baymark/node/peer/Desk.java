package org.baymark.node.peer;

import io.vertx.core.Future;
import org.baymark.node.sequence.Piece;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;

/** What a member answers to others: each call is the member's whose certificate was shown. */
public interface Desk {
  /** A command for the order; completes when it has its place there. */
  Future<Void> command(DevUrn from, Bytes command);

  /** It cannot follow whoever leads, and asks for another election. */
  Future<Void> yieldLead(DevUrn from);

  /** A voting message; completes when it was looked at. */
  Future<Void> vote(DevUrn from, Bytes message);

  /** The log from entry {@code first} on. */
  Future<Piece> piece(DevUrn from, long first);
}
