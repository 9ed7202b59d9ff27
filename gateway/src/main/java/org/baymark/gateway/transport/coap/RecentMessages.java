package org.baymark.gateway.transport.coap;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.network.KeyMID;
import org.eclipse.californium.core.network.deduplication.Deduplicator;
import org.jspecify.annotations.Nullable;

/**
 * The messages that came lately, to answer a repetition as before (RFC 7252, section 4.5), the
 * oldest forgotten above so many bytes. Californium's own keeps those of every address for four
 * minutes, however many addresses write. A statement whose first message is forgotten is a
 * duplicate, and answered the same.
 */
final class RecentMessages implements Deduplicator {
  /** EXCHANGE_LIFETIME (RFC 7252, section 4.8.2): later a message id means another message. */
  private static final long LASTS_NANOS = TimeUnit.SECONDS.toNanos(247);

  /** Heap of a message beside its payload, which is kept parsed and as it came; rounded up. */
  private static final long COST = 3L << 10;

  private record Kept(Exchange exchange, long since, long bytes) {}

  private final long bytesMax;

  /** In the order in which they came; guarded by this, with their bytes. */
  private final Map<KeyMID, Kept> kept = new LinkedHashMap<>();

  private long bytes;

  RecentMessages(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  @Override
  public synchronized @Nullable Exchange findPrevious(KeyMID key, Exchange exchange) {
    long now = System.nanoTime();
    forgetOld(now);
    Kept before = kept.get(key);
    if (before != null) {
      return before.exchange;
    }
    keep(key, exchange, now);
    return null;
  }

  @Override
  public synchronized boolean replacePrevious(KeyMID key, Exchange previous, Exchange exchange) {
    Kept before = kept.get(key);
    if (before != null && before.exchange != previous) {
      return false;
    }
    if (before != null) {
      kept.remove(key);
      bytes -= before.bytes;
    }
    keep(key, exchange, System.nanoTime());
    return true;
  }

  @Override
  public synchronized @Nullable Exchange find(KeyMID key) {
    Kept before = kept.get(key);
    return before == null ? null : before.exchange;
  }

  private void keep(KeyMID key, Exchange exchange, long now) {
    long cost = COST + 2L * exchange.getRequest().getPayloadSize();
    kept.put(key, new Kept(exchange, now, cost));
    bytes += cost;
  }

  private void forgetOld(long now) {
    Iterator<Kept> oldest = kept.values().iterator();
    while (oldest.hasNext()) {
      Kept next = oldest.next();
      if (bytes <= bytesMax && now - next.since < LASTS_NANOS) {
        return;
      }
      bytes -= next.bytes;
      oldest.remove();
    }
  }

  @Override
  public synchronized boolean isEmpty() {
    return kept.isEmpty();
  }

  @Override
  public synchronized int size() {
    return kept.size();
  }

  @Override
  public synchronized void clear() {
    kept.clear();
    bytes = 0;
  }

  @Override
  public void start() {}

  @Override
  public void stop() {
    clear();
  }

  @Override
  public void setExecutor(ScheduledExecutorService executor) {}
}
