package org.baymark.node.running;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;

/**
 * What was said to each of the others lately, and reached them as far as is known: to say it again
 * each second costs more than all the rest, where members are many. It is said again nevertheless
 * now and then, for who was told may not have been able to use it yet, or was started again since.
 * For any thread.
 */
final class Told {
  static final Duration AGAIN = Duration.ofSeconds(3);

  /** More than a member has to say at one time, but for stops of many epochs. */
  private static final int EACH_MAX = 64;

  private final Map<DevUrn, Map<Bytes, Long>> byMember = new ConcurrentHashMap<>();

  /**
   * Whether {@code message} is to be sent to {@code member}; if so, it counts as said.
   *
   * @param nanos by the nanosecond clock
   */
  boolean isDue(DevUrn member, Bytes message, long nanos) {
    Map<Bytes, Long> said = byMember.computeIfAbsent(member, any -> new LinkedHashMap<>());
    synchronized (said) {
      Long last = said.get(message);
      if (last != null && nanos - last < AGAIN.toNanos()) {
        return false;
      }
      said.remove(message); // the oldest stand first
      said.put(message, nanos);
      if (said.size() > EACH_MAX) {
        said.remove(said.keySet().iterator().next());
      }
      return true;
    }
  }

  /** It did not reach {@code member}; whoever was away knows nothing of what came before, too. */
  void lost(DevUrn member) {
    byMember.remove(member);
  }
}
