package org.baymark.gateway.transport.coap;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.baymark.protocol.cose.DevUrn;

/** The confirmable answers that are under way: of a device one at most. For one thread. */
final class UnderWay {
  /**
   * Later no acknowledgement comes (RFC 7252, section 4.8.2), though nobody was told that none did:
   * a notification that waits for another one to end is forgotten with its observation.
   */
  static final Duration LASTS = Duration.ofSeconds(247);

  private final Map<DevUrn, Ticket> tickets = new HashMap<>();

  /** A right to send something to one device. */
  static final class Ticket {
    private final DevUrn device;
    private final long since;

    private Ticket(DevUrn device, long since) {
      this.device = device;
      this.since = since;
    }
  }

  boolean has(DevUrn device) {
    return tickets.containsKey(device);
  }

  /**
   * @param now of {@link System#nanoTime()}
   */
  Ticket begin(DevUrn device, long now) {
    Ticket ticket = new Ticket(device, now);
    tickets.put(device, ticket);
    return ticket;
  }

  /** Does nothing where another one took its place. */
  void end(Ticket ticket) {
    tickets.remove(ticket.device, ticket);
  }

  /**
   * Ends those that began {@link #LASTS} ago.
   *
   * @param now of {@link System#nanoTime()}
   */
  void endOld(long now) {
    tickets.values().removeIf(ticket -> now - ticket.since >= LASTS.toNanos());
  }
}
