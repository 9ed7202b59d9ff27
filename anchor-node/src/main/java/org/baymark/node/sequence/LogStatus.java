package org.baymark.node.sequence;

import java.time.Instant;
import java.util.Optional;
import org.baymark.protocol.log.SignedCheckpoint;

/**
 * How far the log is, for any thread.
 *
 * @param size entries that are durable, closed or not
 * @param published the last checkpoint; empty before the first
 */
public record LogStatus(long size, Optional<Published> published) {

  /**
   * A checkpoint that is on the disk.
   *
   * @param closedAt by this node's clock; after a restart, when it started
   */
  public record Published(SignedCheckpoint note, Instant closedAt) {}

  /** Whether the log holds entries that no checkpoint covers. */
  public boolean hasNews() {
    return published.map(last -> last.note().checkpoint().size()).orElse(0L) < size;
  }
}
