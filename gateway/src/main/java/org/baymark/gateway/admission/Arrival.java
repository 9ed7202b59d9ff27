package org.baymark.gateway.admission;

import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;

/**
 * Bytes as a transport took them from its wire.
 *
 * @param bytes one message, whole
 * @param transport its name, for the operator: mqtt or coap
 * @param sender what arrives in one order and has to be judged in it: a topic, or a peer's address
 * @param topic where the sender published it, for transports that have topics
 */
public record Arrival(Bytes bytes, String transport, String sender, Optional<String> topic) {}
