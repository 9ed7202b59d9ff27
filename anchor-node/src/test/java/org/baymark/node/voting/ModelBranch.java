package org.baymark.node.voting;

import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.merkle.ConsistencyProof;
import org.baymark.protocol.merkle.InclusionProof;
import org.baymark.protocol.voting.Cosigned;
import org.baymark.protocol.voting.Electorate;

/**
 * A branch of blocks.
 *
 * @param before the members at the beginning
 * @param after the members above the block that changes them
 * @param certifiedSize of the member whose branch it is
 */
record ModelBranch(Block tip, Electorate before, Electorate after, long certifiedSize)
    implements Branch {
  @Override
  public Optional<Digest> rootAt(long size) {
    return tip.at(size).map(Block::root);
  }

  @Override
  public ConsistencyProof consistency(long size, long newSize) {
    return new ConsistencyProof(size, newSize, List.of());
  }

  /** Blocks are not entries. */
  @Override
  public Optional<Digest> leaf(long index) {
    return Optional.empty();
  }

  @Override
  public InclusionProof inclusion(long index, long size) {
    return new InclusionProof(index, size, List.of());
  }

  @Override
  public Optional<Cosigned.Seal> seal(long size) {
    return Optional.empty();
  }

  @Override
  public Optional<Electorate> electorateFor(long size) {
    return Optional.of(tip.changeBefore(size).isPresent() ? after : before);
  }

  @Override
  public List<Electorate> electorates() {
    Optional<Long> change = tip.changeBefore(Long.MAX_VALUE);
    if (change.isEmpty()) {
      return List.of(before);
    }
    return change.get() < certifiedSize ? List.of(after) : List.of(before, after);
  }
}
