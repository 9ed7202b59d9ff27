package org.baymark.sim.uplink;

import java.util.concurrent.CompletableFuture;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;

/**
 * One client of a gateway, for one device or for many. Safe for many threads.
 *
 * <p>While the other side is away an uplink connects again and sends again, so a statement may
 * arrive twice; the gateway stores it once. An answer {@code LOST} therefore says nothing against
 * sending the same bytes again.
 */
public interface Uplink extends AutoCloseable {

  /**
   * Sends one statement. Returns at once; statements beyond the window of the connection wait in a
   * queue without a bound, so a caller bounds what it has under way. The future never fails: it
   * completes with the answer, on a thread of the uplink that must not be blocked.
   *
   * @param issuer the name under which it is sent; the gateway compares it with the statement's own
   */
  CompletableFuture<Answer> send(DevUrn issuer, Bytes statement);

  /** Ends the connection; what has no answer yet is lost. */
  @Override
  void close();
}
