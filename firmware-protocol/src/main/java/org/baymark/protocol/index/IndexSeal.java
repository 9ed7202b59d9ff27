package org.baymark.protocol.index;

import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.merkle.TreeHead;

/**
 * The last log entry of every checkpoint. It is unsigned: each member recomputes it before it signs
 * the checkpoint.
 *
 * @param epoch in which the checkpoint was closed, from 0; where an order had to stop, the next
 *     begins
 * @param stopSet digest of the stops that the epoch began with; absent in epoch 0 only
 * @param height counts the checkpoints of the log, from 1
 * @param covers how many entries the index speaks of: all before this one
 * @param indexRoot of the {@link IndexMap}
 * @param memberSet hash of the members structure
 * @param previous the checkpoint before; absent at height 1 only
 */
public record IndexSeal(
    long epoch,
    Optional<Digest> stopSet,
    long height,
    long covers,
    Digest indexRoot,
    Digest memberSet,
    Optional<TreeHead> previous) {
  private static final String KIND = "baymark index seal v1";

  public IndexSeal {
    Optional<String> fault = fault(epoch, stopSet, height, covers, previous);
    if (fault.isPresent()) {
      throw new IllegalArgumentException(fault.get());
    }
  }

  private static Optional<String> fault(
      long epoch, Optional<Digest> stopSet, long height, long covers, Optional<TreeHead> previous) {
    if (!Era.isValid(epoch, stopSet)) {
      return Optional.of("epoch " + epoch + ": epoch 0, and no other, begins with no stop set");
    }
    if (height < 1 || previous.isEmpty() != (height == 1)) {
      return Optional.of("height " + height + ": height 1, and no other, is the first checkpoint");
    }
    if (covers < 1 || previous.filter(head -> head.size() > covers).isPresent()) {
      return Optional.of("covers " + covers + " after " + previous);
    }
    return Optional.empty();
  }

  public Era era() {
    return new Era(epoch, stopSet);
  }

  /** The log entry. */
  public Bytes encode() {
    CborWriter out = new CborWriter().array(8).text(KIND).integer(epoch);
    stopSet.ifPresentOrElse(out::digest, out::nil);
    out.integer(height).integer(covers).digest(indexRoot).digest(memberSet);
    previous.ifPresentOrElse(head -> head.write(out), out::nil);
    return out.toBytes();
  }

  public static Parsed<IndexSeal> parse(Bytes entry) {
    return Parsed.of(() -> read(CborReader.open(entry)));
  }

  private static IndexSeal read(CborReader in) throws RefusalException {
    in.arrayOf(8);
    in.literal(KIND);
    long epoch = in.unsigned(TreeHead.SIZE_MAX);
    Optional<Digest> stopSet = in.skipNull() ? Optional.empty() : Optional.of(in.digest());
    long height = in.unsigned(TreeHead.SIZE_MAX);
    long covers = in.unsigned(TreeHead.SIZE_MAX);
    Digest indexRoot = in.digest();
    Digest memberSet = in.digest();
    Optional<TreeHead> previous = in.skipNull() ? Optional.empty() : Optional.of(TreeHead.read(in));
    Optional<String> fault = fault(epoch, stopSet, height, covers, previous);
    if (fault.isPresent()) {
      throw new RefusalException(Refusal.OUT_OF_RANGE, fault.get());
    }
    return new IndexSeal(epoch, stopSet, height, covers, indexRoot, memberSet, previous);
  }
}
