package org.baymark.gateway.transport.mqtt;

/**
 * How much MQTT clients may take.
 *
 * @param connections clients at once; one more is told that the server is not available
 * @param messagesPerSecond over one connection, twice as many at once after a pause; 0 for no limit
 * @param unsentBytes of answers of all clients that wait to be sent; above that, those who read
 *     least are let go
 */
public record MqttLimits(int connections, int messagesPerSecond, long unsentBytes) {
  /**
   * Heap that is not for connections: a gateway that has none lives of 15 MiB, and messages on
   * their way, a batch that is put together and a password that is checked may take as much again.
   */
  private static final long RESERVED = 40L << 20;

  /**
   * Heap of one idle connection, measured as docs/mqtt.md says and rounded up: 8.6 kB without TLS,
   * 14 to 24 kB with it. The rest is for a few messages of its.
   */
  private static final long PLAIN_COST = 12L << 10;

  private static final long TLS_COST = 32L << 10;

  /** However little heap there is: a site has so many devices. */
  private static final int LEAST = 64;

  /** However much there is: each is a file of the process, too. */
  private static final int MOST = 16_384;

  /** A quarter of {@code heapMax}: Java lets buffers beside the heap take as much as the heap. */
  public static long unsentFor(long heapMax) {
    return heapMax / 4;
  }

  /**
   * As many connections as {@code heapMax} bytes of heap are good for.
   *
   * @param tls whether there is a door that speaks TLS
   */
  public static int connectionsFor(long heapMax, boolean tls) {
    long fit = (heapMax - RESERVED) / (tls ? TLS_COST : PLAIN_COST);
    return (int) Math.max(LEAST, Math.min(MOST, fit));
  }
}
