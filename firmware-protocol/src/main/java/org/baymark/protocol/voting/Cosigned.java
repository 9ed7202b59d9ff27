package org.baymark.protocol.voting;

import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.index.IndexSeal;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.HashPath;
import org.baymark.protocol.merkle.InclusionProof;
import org.baymark.protocol.merkle.MerkleTree;

/**
 * Co-signatures of one head, as the signed note that they belong to: one of the sender, or so many
 * that the head is certified. The epoch stands in the head's seal, so the note has none.
 *
 * @param seal of that head: with it two notes tell whether a member broke its word; empty where the
 *     sender no longer holds the head
 */
public record Cosigned(SignedCheckpoint note, Optional<Seal> seal) implements Message {
  private static final String KIND = "baymark cosigned v2";

  /** Of an index seal, in bytes. */
  private static final int SEAL_SIZE_MAX = 65_535;

  /**
   * The last entry under a head.
   *
   * @param path that leads from it to the head's root
   */
  public record Seal(IndexSeal seal, List<Digest> path) {
    public Seal {
      path = List.copyOf(path);
    }
  }

  public Cosigned {
    if (!fits(note, seal)) {
      throw new IllegalArgumentException("not the seal of " + note.checkpoint());
    }
  }

  private static boolean fits(SignedCheckpoint note, Optional<Seal> seal) {
    long size = note.checkpoint().size();
    return seal.map(
            it ->
                it.seal().covers() == size - 1
                    && new InclusionProof(size - 1, size, it.path())
                        .proves(MerkleTree.leafHash(it.seal().encode()), note.checkpoint().root()))
        .orElse(true);
  }

  public static Parsed<Cosigned> parse(Bytes encoded) {
    return Parsed.of(() -> read(encoded));
  }

  private static Cosigned read(Bytes encoded) throws RefusalException {
    CborReader in = CborReader.open(encoded);
    in.arrayOf(3);
    in.literal(KIND);
    SignedCheckpoint note = in.embedded(SignedCheckpoint.SIZE_MAX, SignedCheckpoint::parse);
    int start = in.offset();
    Optional<Seal> seal = in.skipNull() ? Optional.empty() : Optional.of(seal(in));
    if (!fits(note, seal)) {
      throw new RefusalException(Refusal.OUT_OF_RANGE, start, "not the seal of this head");
    }
    return new Cosigned(note, seal);
  }

  private static Seal seal(CborReader in) throws RefusalException {
    in.arrayOf(2);
    return new Seal(in.embedded(SEAL_SIZE_MAX, IndexSeal::parse), HashPath.read(in));
  }

  @Override
  public Bytes encoded() {
    CborWriter out = new CborWriter().array(3).text(KIND);
    out.bytes(Bytes.ofUtf8(note.toText()));
    seal.ifPresentOrElse(
        it -> HashPath.write(out.array(2).bytes(it.seal().encode()), it.path()), out::nil);
    return out.toBytes();
  }
}
