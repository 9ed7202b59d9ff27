package org.baymark.protocol.governance;

import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Signer;
import org.baymark.protocol.log.SignedCheckpoint;

/**
 * What a member asks the others to change, signed by its governor key. To propose is to vote for
 * it.
 *
 * @param memberSet hash of the member set that it would change
 * @param certified a checkpoint that this set certified: the change before is no longer in flight
 */
public record Proposal(Digest memberSet, SignedCheckpoint certified, Change change) {
  static final String TYPE = "baymark proposal v1";

  static Proposal read(CborReader in) throws RefusalException {
    Digest memberSet = in.digest();
    int noteAt = in.offset();
    String note = in.text(SignedCheckpoint.SIZE_MAX);
    SignedCheckpoint certified = Parsed.at(noteAt, SignedCheckpoint.parse(note)::orRefuse);
    return new Proposal(memberSet, certified, Change.read(in));
  }

  private Bytes encoded() {
    CborWriter out = new CborWriter().array(4).text(TYPE).digest(memberSet);
    out.text(certified.toText());
    change.write(out);
    return out.toBytes();
  }

  /** The log entry, by and about {@code member}. */
  public Sign1 sign(Signer governor, DevUrn member, long issuedAt) {
    return Decision.sign(governor, member, issuedAt, encoded());
  }
}
