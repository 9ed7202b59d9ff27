package org.baymark.protocol.governance;

import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Signer;

/**
 * A member's word on a proposal, signed by its governor key; its only one, except that whoever
 * proposed may vote against it later, which withdraws it.
 *
 * @param proposal id of the proposal's statement
 */
public record Vote(Digest proposal, boolean approves) {
  static final String TYPE = "baymark vote v1";

  static Vote read(CborReader in) throws RefusalException {
    Digest proposal = in.digest();
    return new Vote(proposal, in.bool());
  }

  private Bytes encoded() {
    CborWriter out = new CborWriter().array(3).text(TYPE).digest(proposal);
    return out.bool(approves).toBytes();
  }

  /** The log entry, by and about {@code member}. */
  public Sign1 sign(Signer governor, DevUrn member, long issuedAt) {
    return Decision.sign(governor, member, issuedAt, encoded());
  }
}
