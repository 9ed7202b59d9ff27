package org.baymark.node.sequence;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.baymark.protocol.log.SignedCheckpoint;

/**
 * How far the log is, for any thread.
 *
 * @param size entries that are durable, closed or not
 * @param closed how many of them the last head covers that was closed in this era, certified or not
 * @param published the last checkpoint; empty before the first
 * @param members who keeps the log; empty before its genesis
 */
public record LogStatus(
    long size, long closed, Optional<Published> published, Optional<MemberSets> members) {

  /**
   * A checkpoint that is on the disk.
   *
   * @param sinceNanos when it was certified here, by {@link System#nanoTime}; after a restart, when
   *     the node started. A clock that is set back would hide for hours that nothing is certified.
   */
  public record Published(SignedCheckpoint note, long sinceNanos) {
    static Published now(SignedCheckpoint note) {
      return new Published(note, System.nanoTime());
    }

    public long ageMillis() {
      return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sinceNanos);
    }
  }

  /** How many entries the last certified head covers; 0 before the first. */
  public long certified() {
    return published.map(last -> last.note().checkpoint().size()).orElse(0L);
  }

  /**
   * Whether the log holds entries that no head of this era covers. One that waits to be certified
   * is no news: another would only put a seal on top. But what was closed in an earlier epoch and
   * not certified has to be closed again.
   */
  public boolean hasNews() {
    return closed < size;
  }
}
