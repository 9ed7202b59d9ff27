package org.baymark.protocol.receipt;

import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.cose.VerifyingKey;

/**
 * Whose word a receipt is: that of one member about one log, and not the quorum's.
 *
 * @param origin the name of the log
 * @param member the name under which the member signs
 * @param key the member's receipts key; ES256, which the verifiers of others know
 */
public record ReceiptIssuer(String origin, DevUrn member, VerifyingKey key) {
  public ReceiptIssuer {
    if (key.suite() != Suite.ES256) {
      throw new IllegalArgumentException("receipts are signed with ES256, not " + key.suite());
    }
  }
}
