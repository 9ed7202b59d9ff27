package org.baymark.gateway.admission;

import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;

/**
 * Bytes as a transport took them from its wire.
 *
 * @param bytes one message, whole
 * @param transport its name, for the operator: mqtt or coap
 * @param sender what arrives in one order and has to be judged in it: a topic, or a peer's address
 * @param topic where the sender published it, for transports that have topics
 * @param asksPromise whether the sender wants the gateway's signature that it was taken
 */
public record Arrival(
    Bytes bytes, String transport, String sender, Optional<String> topic, boolean asksPromise) {
  /** A device publishes under this and its own name. */
  private static final String TOPIC_PREFIX = "baymark/v1/";

  /** Of a sender to whom the answer is enough. */
  public Arrival(Bytes bytes, String transport, String sender, Optional<String> topic) {
    this(bytes, transport, sender, topic, false);
  }

  /** Where a device publishes. */
  public static String topicOf(DevUrn name) {
    return TOPIC_PREFIX + name.text();
  }

  /** Of the gateway itself. */
  public static Arrival ofVoice(Bytes bytes) {
    return new Arrival(bytes, "gateway", "gateway", Optional.empty());
  }
}
