package org.baymark.node.ledger;

import java.util.Optional;
import org.baymark.protocol.index.GatewayState;

/**
 * A gateway as the log knows it.
 *
 * @param key registered last under its name, live or not
 * @param last of its batches; empty before the first
 */
public record KnownGateway(RegisteredKey key, Optional<GatewayState> last) {}
