package org.baymark.gateway.transport.coap;

/**
 * The heap that one door for CoAP may fill with what strangers send: each door has an even share,
 * so that one that is full takes nothing from another.
 *
 * @param halfSent bodies that were begun and not ended
 * @param recentBytes of messages that are kept to know their repetitions
 */
record Room(int halfSent, long recentBytes) {
  /**
   * Bytes of one message: one too large for admission still gets its reason up to here. Californium
   * takes as many for a body as soon as its first block is here.
   */
  static final int BODY_SIZE_MAX = 20 * 1024;

  /** The part of the heap that all half-sent bodies may fill, and all recent messages. */
  private static final int SHARE = 16;

  private static final int HALF_SENT_MOST = 2_000;
  private static final long RECENT_BYTES_MOST = 64L << 20;

  /** For one of {@code doors} doors of a gateway with {@code heapMax} bytes of heap. */
  static Room of(long heapMax, int doors) {
    long share = heapMax / SHARE;
    return new Room(
        (int) Math.max(1, Math.min(HALF_SENT_MOST, share / BODY_SIZE_MAX) / doors),
        Math.min(RECENT_BYTES_MOST, share) / doors);
  }
}
