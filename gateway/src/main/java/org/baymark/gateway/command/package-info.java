/** What devices are told: queued, signed, sent by the transports, and how far it has come. */
@NullMarked
package org.baymark.gateway.command;

import org.jspecify.annotations.NullMarked;
