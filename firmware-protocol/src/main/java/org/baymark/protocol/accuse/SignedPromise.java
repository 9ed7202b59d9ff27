package org.baymark.protocol.accuse;

import java.util.List;
import org.baymark.protocol.batch.Acknowledgement;
import org.baymark.protocol.batch.Acknowledgement.Promised;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.merkle.HashPath;
import org.baymark.protocol.merkle.InclusionProof;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.passport.Logged;
import org.baymark.protocol.passport.LoggedHeader;

/**
 * A gateway's signed acknowledgement, and the path of one statement in it: what a sender gets.
 *
 * @param index of the statement in the commit, from 0
 */
public record SignedPromise(
    Sign1 signed, Acknowledgement ack, Promised promised, long index, List<Digest> path) {
  static final int ITEMS = 5;
  private static final String TYPE = "baymark promise v1";

  public SignedPromise {
    path = List.copyOf(path);
  }

  /** Parses what a gateway hands to the sender of a statement. */
  public static Parsed<SignedPromise> parse(Bytes encoded) {
    return Parsed.of(
        () -> {
          CborReader in = CborReader.open(encoded);
          in.arrayOf(1 + ITEMS);
          in.literal(TYPE);
          return readInside(in);
        });
  }

  static SignedPromise readInside(CborReader in) throws RefusalException {
    int start = in.offset();
    Sign1 signed =
        in.embedded(Logged.ENTRY_SIZE_MAX, ack -> Sign1.parse(ack, Logged.ENTRY_SIZE_MAX));
    Acknowledgement ack = Parsed.at(start, Acknowledgement.parse(signed)::orRefuse);
    Promised promised = new Promised(in.digest(), in.digest());
    long index = in.unsigned(TreeHead.SIZE_MAX);
    return new SignedPromise(signed, ack, promised, index, HashPath.read(in));
  }

  void writeInside(CborWriter out) {
    out.bytes(signed.encoded()).digest(promised.id()).digest(promised.subjectKey());
    HashPath.write(out.integer(index), path);
  }

  public Bytes encoded() {
    CborWriter out = new CborWriter().array(1 + ITEMS).text(TYPE);
    writeInside(out);
    return out.toBytes();
  }

  public DevUrn gateway() {
    return signed.issuer();
  }

  /** Whether this batch is one of those by which the statement had to be filed. */
  boolean isDueIn(LoggedHeader header) {
    return header.gateway().equals(gateway()) && header.header().number() <= ack.number();
  }

  /** Whether the statement is among those that were acknowledged. */
  public boolean isAcknowledged() {
    return new InclusionProof(index, ack.count(), path)
        .proves(MerkleTree.leafHash(promised.leaf()), ack.root());
  }
}
