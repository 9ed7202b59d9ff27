package org.baymark.node.voting;

import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.merkle.ConsistencyProof;
import org.baymark.protocol.merkle.InclusionProof;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.voting.Cosigned;
import org.baymark.protocol.voting.Electorate;
import org.baymark.protocol.voting.Head;

/** What this member executed itself. Never blocks; answers about the same log within one call. */
public interface Branch {
  /** The root of its first {@code size} entries; empty beyond its end. */
  Optional<Digest> rootAt(long size);

  /** From {@code size} to {@code newSize} entries of it, both within its end. */
  ConsistencyProof consistency(long size, long newSize);

  /** The hash of its entry at {@code index}; empty beyond its end. */
  Optional<Digest> leaf(long index);

  /** That an entry stands in its first {@code size}, both within its end. */
  InclusionProof inclusion(long index, long size);

  /** The seal that ends its first {@code size} entries; empty if none does. */
  Optional<Cosigned.Seal> seal(long size);

  /** Who certifies a head of {@code size} entries of it; empty before the genesis. */
  Optional<Electorate> electorateFor(long size);

  /**
   * Whose stops count: who certified its last head, and who certifies what comes after each change
   * in it since. Empty before the genesis.
   */
  List<Electorate> electorates();

  /** Whether one of those whose votes count signed this, under its own name. */
  default boolean said(Sign1 signed) {
    return electorates().stream().anyMatch(members -> members.said(signed));
  }

  /**
   * Whether the signer's present key signed it, under its own name. Of what a member signed with
   * keys that it gave up it need not have a record (rule 7).
   */
  default boolean saidByPresentKey(Sign1 signed) {
    List<Electorate> sets = electorates();
    return !sets.isEmpty() && sets.get(sets.size() - 1).said(signed);
  }

  default boolean holds(TreeHead head) {
    return rootAt(head.size()).equals(Optional.of(head.root()));
  }

  default boolean holds(Head head) {
    return holds(head.tree());
  }
}
