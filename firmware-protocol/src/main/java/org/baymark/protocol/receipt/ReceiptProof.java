package org.baymark.protocol.receipt;

import java.util.List;
import java.util.function.Function;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborFields;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.merkle.ConsistencyProof;
import org.baymark.protocol.merkle.HashPath;
import org.baymark.protocol.merkle.InclusionProof;
import org.baymark.protocol.merkle.TreeHead;

/** What a receipt proves (RFC 9942, sections 5.2 and 5.3): the one value of its parameter 396. */
public sealed interface ReceiptProof {
  /** Of one proof in its own bytes: two numbers and a path that cannot be longer. */
  int SIZE_MAX = 3840;

  /** The label of inclusion proofs. */
  int INCLUSION = -1;

  /** The label of consistency proofs. */
  int CONSISTENCY = -2;

  /** That an entry stands in the log. */
  record Inclusion(InclusionProof proof) implements ReceiptProof {}

  /** That the log of an earlier size is how the later one starts. */
  record Consistency(ConsistencyProof proof) implements ReceiptProof {}

  default <R> R match(
      Function<InclusionProof, R> inclusion, Function<ConsistencyProof, R> consistency) {
    return this instanceof Inclusion it
        ? inclusion.apply(it.proof())
        : consistency.apply(((Consistency) this).proof());
  }

  /** Of the tree whose root is signed: for consistency the later one. */
  default long size() {
    return match(InclusionProof::size, ConsistencyProof::newSize);
  }

  /** Reads the map of proofs: of one kind, and one only. */
  static ReceiptProof read(CborReader in) throws RefusalException {
    CborFields fields = in.fields();
    ReceiptProof proof;
    if (fields.optional(INCLUSION)) {
      in.arrayOf(1);
      proof = in.embedded(SIZE_MAX, bytes -> Parsed.of(() -> inclusion(bytes)));
    } else {
      fields.required(CONSISTENCY);
      in.arrayOf(1);
      proof = in.embedded(SIZE_MAX, bytes -> Parsed.of(() -> consistency(bytes)));
    }
    fields.end();
    return proof;
  }

  private static ReceiptProof inclusion(Bytes encoded) throws RefusalException {
    CborReader in = CborReader.open(encoded);
    in.arrayOf(3);
    long size = size(in);
    int indexAt = in.offset();
    long index = in.unsigned(TreeHead.SIZE_MAX);
    if (index >= size) {
      throw new RefusalException(
          Refusal.OUT_OF_RANGE, indexAt, "entry " + index + " in a tree of " + size);
    }
    int pathAt = in.offset();
    InclusionProof proof = new InclusionProof(index, size, HashPath.read(in));
    demandPath(proof.fits(), pathAt, proof.path());
    return new Inclusion(proof);
  }

  private static ReceiptProof consistency(Bytes encoded) throws RefusalException {
    CborReader in = CborReader.open(encoded);
    in.arrayOf(3);
    long oldSize = in.unsignedFrom1(TreeHead.SIZE_MAX);
    int sizeAt = in.offset();
    long size = size(in);
    if (size <= oldSize) {
      throw new RefusalException(
          Refusal.OUT_OF_RANGE, sizeAt, "from " + oldSize + " to " + size + " is no growth");
    }
    int pathAt = in.offset();
    ConsistencyProof proof = new ConsistencyProof(oldSize, size, HashPath.read(in));
    demandPath(proof.fits(), pathAt, proof.path());
    return new Consistency(proof);
  }

  /** The path may not be empty (RFC 9942), as it would be in the tree of one leaf. */
  private static long size(CborReader in) throws RefusalException {
    int start = in.offset();
    long size = in.unsigned(TreeHead.SIZE_MAX);
    if (size < 2) {
      throw new RefusalException(
          Refusal.OUT_OF_RANGE, start, "a tree of " + size + ": receipts begin with 2 entries");
    }
    return size;
  }

  private static void demandPath(boolean fits, int at, List<Digest> path) throws RefusalException {
    if (!fits) {
      throw new RefusalException(
          Refusal.OUT_OF_RANGE, at, "a path of " + path.size() + ", which the sizes do not demand");
    }
  }

  /** Writes the map of proofs. */
  default void write(CborWriter out) {
    CborWriter inside = new CborWriter().array(3);
    out.map(1).integer(match(it -> INCLUSION, it -> CONSISTENCY)).array(1);
    match(
        it -> inside.integer(it.size()).integer(it.index()),
        it -> inside.integer(it.oldSize()).integer(it.newSize()));
    HashPath.write(inside, match(InclusionProof::path, ConsistencyProof::path));
    out.bytes(inside.toBytes());
  }
}
