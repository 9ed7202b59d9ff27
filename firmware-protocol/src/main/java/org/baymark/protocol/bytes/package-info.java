/** Byte strings as values, digests, and what parsing foreign bytes can answer. */
package org.baymark.protocol.bytes;
