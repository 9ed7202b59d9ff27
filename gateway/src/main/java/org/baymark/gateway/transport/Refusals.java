package org.baymark.gateway.transport;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.baymark.gateway.admission.Counters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the doors of one transport refuse by themselves. Each is counted; of each kind one a minute
 * is told in the log, so that an operator finds out what is wrong with a device and nobody can fill
 * the log. For any thread.
 */
public final class Refusals {
  private static final Logger log = LoggerFactory.getLogger(Refusals.class);
  private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

  private static final int WHY_MAX = 200;

  private final String transport;
  private final Counters counters;
  private final Map<String, Long> told = new ConcurrentHashMap<>();

  /**
   * @param transport its name, which the counters know it by
   */
  public Refusals(String transport, Counters counters) {
    this.transport = transport;
    this.counters = counters;
  }

  /**
   * @param kind one of few
   * @param from the client's address
   * @param why a clause for a person; it may quote what the client sent
   */
  public void count(String kind, String from, String why) {
    counters.turnedAway(transport + "-" + kind);
    long now = System.nanoTime();
    Long before = told.get(kind);
    if (before == null || now - before >= QUIET_NANOS) {
      told.put(kind, now);
      log.atInfo()
          .addKeyValue("kind", transport + "-" + kind)
          .addKeyValue("from", from)
          .addKeyValue("why", printable(why))
          .log("a client was turned away");
    }
  }

  /** One line of some length, whatever the client made of it. */
  private static String printable(String text) {
    return text.substring(0, Math.min(text.length(), WHY_MAX)).replaceAll("[^ -~]", "?");
  }

  /** Also among the connections that were closed because a message was above the limit. */
  public void countTooLarge() {
    counters.tooLargeConnection();
  }
}
