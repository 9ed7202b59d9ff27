package org.baymark.protocol.passport;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.batch.Filing;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.index.IndexKeys;
import org.baymark.protocol.index.IndexProof;
import org.baymark.protocol.index.SubjectState;
import org.baymark.protocol.merkle.HashPath;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.merkle.RangeProof;
import org.baymark.protocol.merkle.TreeHead;

/**
 * What all gateways together filed about one subject, as the index knows it, and a run of these
 * filings: [K, statements, size, first, filings, range proof, index path]. Or that they filed
 * nothing: [K, proof of absence].
 *
 * @param subjectKey K
 * @param statements in all filings, not only in those shown
 * @param range size of the subject's small log, number of the first filing shown, and the hashes of
 *     those that are not
 * @param filings those shown, in log order; none only where nothing was filed
 * @param proof that the index holds this; where nothing was filed, that it holds nothing
 */
public record SubjectProof(
    Digest subjectKey, long statements, RangeProof range, List<Filing> filings, IndexProof proof) {
  public static final int FILINGS_MAX = 1 << 20;

  private static final int ITEMS = 7;
  private static final int ITEMS_OF_NOTHING = 2;

  public SubjectProof {
    filings = List.copyOf(filings);
  }

  /** That nobody filed anything about the subject. */
  public static SubjectProof nothing(Digest subjectKey, IndexProof absence) {
    RangeProof empty = new RangeProof(0, 0, List.of());
    return new SubjectProof(subjectKey, 0, empty, List.of(), absence);
  }

  public static SubjectProof read(CborReader in) throws RefusalException {
    int start = in.offset();
    int items = in.array(ITEMS_OF_NOTHING, ITEMS);
    Digest subjectKey = in.digest();
    return switch (items) {
      case ITEMS_OF_NOTHING -> nothing(subjectKey, IndexProof.readAbsence(in));
      case ITEMS -> filed(subjectKey, in);
      default -> throw new RefusalException(Refusal.WRONG_SHAPE, start, "a proof of 2 or 7 items");
    };
  }

  private static SubjectProof filed(Digest subjectKey, CborReader in) throws RefusalException {
    int start = in.offset();
    long statements = in.unsignedFrom1(TreeHead.SIZE_MAX);
    long size = in.unsignedFrom1(statements);
    long first = in.unsigned(size - 1);
    int count = in.array(1, FILINGS_MAX);
    if (first + count > size) {
      throw new RefusalException(Refusal.OUT_OF_RANGE, start, "more filings than there are");
    }
    List<Filing> filings = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      filings.add(Filing.read(in));
    }
    RangeProof range = new RangeProof(size, first, HashPath.read(in));
    return new SubjectProof(subjectKey, statements, range, filings, IndexProof.read(in));
  }

  public void write(CborWriter out) {
    if (isNothing()) {
      proof.writeAbsence(out.array(ITEMS_OF_NOTHING).digest(subjectKey));
      return;
    }
    out.array(ITEMS).digest(subjectKey).integer(statements);
    out.integer(range.size()).integer(range.first()).array(filings.size());
    filings.forEach(filing -> filing.write(out));
    HashPath.write(out, range.outside());
    proof.write(out);
  }

  /** Whether this says that nothing was filed. */
  public boolean isNothing() {
    return range.size() == 0;
  }

  /** Whether every filing is shown. */
  public boolean isWhole() {
    return range.first() == 0 && filings.size() == range.size();
  }

  /** Whether the map with this root says of the subject just what stands here. */
  public boolean isIn(Digest indexRoot) {
    if (isNothing()) {
      return proof.excludes(IndexKeys.subject(subjectKey), indexRoot);
    }
    List<Digest> leaves =
        filings.stream().map(filing -> MerkleTree.leafHash(filing.leaf())).toList();
    Optional<Bytes> value =
        range
            .rootFrom(leaves)
            .map(root -> new SubjectState(range.size(), statements, root).encode());
    return value.isPresent()
        && proof.includes(IndexKeys.subject(subjectKey), value.get(), indexRoot);
  }
}
