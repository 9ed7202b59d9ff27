package org.baymark.node.sequence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.baymark.node.ledger.Ledger;
import org.baymark.node.voting.Branch;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.index.IndexSeal;
import org.baymark.protocol.merkle.ConsistencyProof;
import org.baymark.protocol.merkle.InclusionProof;
import org.baymark.protocol.registration.Members;
import org.baymark.protocol.voting.Cosigned;
import org.baymark.protocol.voting.Electorate;

/** The branch that the ledger executed, closed or not. */
final class LedgerBranch implements Branch {
  private final Supplier<Ledger> ledger;
  private final LongSupplier certifiedSize;
  private final LongFunction<Optional<Bytes>> entries;

  /** To read the keys of a set costs more than to ask it; a log has few sets. */
  private final Map<Members, Electorate> known = new HashMap<>();

  /**
   * @param entries of the log, durable or about to be
   * @param ledger as it is now: a roll-back puts another in its place
   * @param certifiedSize of this member's last certified head
   */
  LedgerBranch(
      Supplier<Ledger> ledger, LongSupplier certifiedSize, LongFunction<Optional<Bytes>> entries) {
    this.entries = entries;
    this.ledger = ledger;
    this.certifiedSize = certifiedSize;
  }

  @Override
  public Optional<Digest> rootAt(long size) {
    return size >= 0 && size <= ledger.get().size()
        ? Optional.of(ledger.get().log().root(size))
        : Optional.empty();
  }

  @Override
  public ConsistencyProof consistency(long size, long newSize) {
    return ledger.get().log().consistency(size, newSize);
  }

  @Override
  public Optional<Digest> leaf(long index) {
    return index < ledger.get().size()
        ? Optional.of(ledger.get().log().leaf(index))
        : Optional.empty();
  }

  @Override
  public InclusionProof inclusion(long index, long size) {
    return ledger.get().log().inclusion(index, size);
  }

  @Override
  public Optional<Cosigned.Seal> seal(long size) {
    return size < 1 || size > ledger.get().size()
        ? Optional.empty()
        : entries
            .apply(size - 1)
            .flatMap(entry -> IndexSeal.parse(entry).toOptional())
            .map(seal -> new Cosigned.Seal(seal, inclusion(size - 1, size).path()));
  }

  @Override
  public Optional<Electorate> electorateFor(long size) {
    return ledger.get().members().isPresent()
        ? Optional.of(electorate(ledger.get().membersFor(size)))
        : Optional.empty();
  }

  /** Rule 10: a change counts above the head that holds it; until then either set stops. */
  @Override
  public List<Electorate> electorates() {
    List<Electorate> all = new ArrayList<>();
    for (Members members : ledger.get().membersSince(Math.max(1, certifiedSize.getAsLong()))) {
      all.add(electorate(members));
    }
    return all;
  }

  private Electorate electorate(Members members) {
    return known.computeIfAbsent(members, Electorate::of);
  }
}
