/**
 * COSE receipts (RFC 9942): proofs about the log for programs that know SCITT and nothing of us.
 */
package org.baymark.protocol.receipt;
