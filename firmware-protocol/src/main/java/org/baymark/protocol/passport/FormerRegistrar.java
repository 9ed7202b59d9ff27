package org.baymark.protocol.passport;

import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.index.IndexKeys;
import org.baymark.protocol.index.IndexProof;
import org.baymark.protocol.index.RegistrarState;
import org.baymark.protocol.merkle.TreeHead;

/**
 * A registrar key that is no longer a member's, and what the index says of it: [key, name, from,
 * until, path]. What it signed under the log's eyes stays signed.
 */
public record FormerRegistrar(VerifyingKey key, RegistrarState state, IndexProof status) {

  static FormerRegistrar read(CborReader in) throws RefusalException {
    in.arrayOf(5);
    VerifyingKey key = VerifyingKey.read(in);
    int nameAt = in.offset();
    DevUrn name = DevUrn.read(in.text(DevUrn.SIZE_MAX), nameAt);
    long from = in.unsigned(TreeHead.SIZE_MAX);
    int untilAt = in.offset();
    long until = in.unsigned(TreeHead.SIZE_MAX);
    if (until <= from) {
      throw new RefusalException(Refusal.OUT_OF_RANGE, untilAt, "a key that ends before it begins");
    }
    return new FormerRegistrar(key, new RegistrarState(name, from, until), IndexProof.read(in));
  }

  void write(CborWriter out) {
    out.array(5).raw(key.encoded()).text(state.name().text());
    out.integer(state.from()).integer(state.until());
    status.write(out);
  }

  /** By what the list of an evidence is ordered. */
  Digest thumbprint() {
    return key.thumbprint();
  }

  /** Whether the map with this root says of the key just what stands here. */
  boolean isStatusIn(Digest indexRoot) {
    return status.includes(IndexKeys.registrar(key.thumbprint()), state.encode(), indexRoot);
  }

  /** Whether this key made {@code entry}, under its own name and while it could. */
  boolean signed(Sign1 entry, long index) {
    return entry.issuer().equals(state.name())
        && index >= state.from()
        && index < state.until()
        && entry.signedBy(key);
  }
}
