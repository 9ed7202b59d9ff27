package org.baymark.protocol.accuse;

import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.merkle.HashPath;
import org.baymark.protocol.merkle.InclusionProof;
import org.baymark.protocol.merkle.TreeHead;

/**
 * Against a member: it co-signed two heads of one epoch, neither of which goes on from the other.
 *
 * @param first the smaller head, or of two of one size that with the smaller root
 * @param fork where heads of different sizes part; of one size, the roots tell it
 */
public record Conflict(SealedHead first, SealedHead second, Optional<Fork> fork)
    implements Accusation {
  private static final int ITEMS = 4;

  /** Two entries at one index, each with its path to the root of its head. */
  public record Fork(
      long index,
      Digest firstLeaf,
      List<Digest> firstPath,
      Digest secondLeaf,
      List<Digest> secondPath) {
    private static final int ITEMS = 5;

    public Fork {
      firstPath = List.copyOf(firstPath);
      secondPath = List.copyOf(secondPath);
    }

    static Fork read(CborReader in) throws RefusalException {
      in.arrayOf(ITEMS);
      long index = in.unsigned(TreeHead.SIZE_MAX);
      Digest firstLeaf = in.digest();
      List<Digest> firstPath = HashPath.read(in);
      return new Fork(index, firstLeaf, firstPath, in.digest(), HashPath.read(in));
    }

    void write(CborWriter out) {
      HashPath.write(out.array(ITEMS).integer(index).digest(firstLeaf), firstPath);
      HashPath.write(out.digest(secondLeaf), secondPath);
    }

    /** Whether one history has here what the other has not. */
    boolean parts(TreeHead first, TreeHead second) {
      return !firstLeaf.equals(secondLeaf)
          && new InclusionProof(index, first.size(), firstPath).proves(firstLeaf, first.root())
          && new InclusionProof(index, second.size(), secondPath).proves(secondLeaf, second.root());
    }
  }

  static Conflict read(int items, CborReader in) throws RefusalException {
    Accusation.demandItems(items, ITEMS);
    SealedHead first = SealedHead.read(in);
    int start = in.offset();
    SealedHead second = SealedHead.read(in);
    if (SealedHead.ORDER.compare(first, second) >= 0) {
      throw new RefusalException(Refusal.NOT_DETERMINISTIC, start, "heads out of order");
    }
    int forkAt = in.offset();
    Optional<Fork> fork = in.skipNull() ? Optional.empty() : Optional.of(Fork.read(in));
    if (fork.isEmpty() != (first.tree().size() == second.tree().size())) {
      String what = "a fork where sizes differ, and none where they do not";
      throw new RefusalException(Refusal.WRONG_SHAPE, forkAt, what);
    }
    return new Conflict(first, second, fork);
  }

  @Override
  public Kind kind() {
    return Kind.CONFLICT;
  }

  @Override
  public Bytes encoded() {
    CborWriter out = new CborWriter().array(ITEMS).text(kind().type());
    first.write(out);
    second.write(out);
    fork.ifPresentOrElse(it -> it.write(out), out::nil);
    return out.toBytes();
  }
}
