package org.baymark.node.ledger;

import static org.baymark.node.ledger.Own.ok;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.governance.Carried;
import org.baymark.protocol.governance.Carried.Ballot;
import org.baymark.protocol.governance.Carried.Motion;
import org.baymark.protocol.governance.Succession;
import org.baymark.protocol.index.IndexSeal;

/** How the members of a head came to be, from the entries of the log. */
public final class Successions {
  private Successions() {}

  /**
   * The changes up to who certifies a head of {@code size}; of very many the last ones. Empty where
   * the first members do, or there are none yet.
   *
   * @param entries the bytes of a log entry, by index
   */
  public static Optional<Succession> of(Ledger ledger, LongFunction<Bytes> entries, long size) {
    List<Terms.Term> terms = ledger.termsUpTo(size);
    int first = Math.max(0, terms.size() - 1 - Succession.CHANGES_MAX);
    List<Carried> changes = new ArrayList<>();
    for (int i = first + 1; i < terms.size(); i++) {
      changes.add(carried(ledger, entries, terms.get(i).decisions()));
    }
    return changes.isEmpty()
        ? Optional.empty()
        : Optional.of(new Succession(terms.get(first).members(), changes));
  }

  private static Carried carried(Ledger ledger, LongFunction<Bytes> entries, List<Long> decisions) {
    Motion motion = ok(Carried.motion(entries.apply(decisions.get(0))));
    List<Ballot> votes =
        decisions.stream()
            .skip(1)
            .map(index -> ok(Carried.ballot(entries.apply(index))))
            .sorted(Comparator.comparing(Ballot::voter))
            .toList();
    long head = motion.proposal().certified().checkpoint().size();
    return new Carried(
        ok(IndexSeal.parse(entries.apply(head - 1))),
        ledger.log().inclusion(head - 1, head).path(),
        motion,
        votes);
  }
}
