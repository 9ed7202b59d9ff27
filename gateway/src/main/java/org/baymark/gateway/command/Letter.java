package org.baymark.gateway.command;

import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;

/**
 * A command that waits for a device, signed.
 *
 * @param message its bytes, as they travel
 */
public record Letter(DevUrn device, long number, Bytes message) {}
