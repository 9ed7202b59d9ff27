package org.baymark.protocol.log;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which sets of witnesses are enough (C2SP tlog-policy, "Defining the quorum"). A tree: each
 * witness and each group stands in one place only, so asking it costs one visit to each.
 */
sealed interface Quorum {

  boolean metBy(Set<Policy.Witness> cosigners);

  /** The size of the smallest set that is enough. */
  int fewest();

  /** What it asks for, whatever order and whatever names the file has: equal if it is the same. */
  String asked();

  /** {@code quorum none}: the log's own signature is enough. */
  record None() implements Quorum {
    @Override
    public boolean metBy(Set<Policy.Witness> cosigners) {
      return true;
    }

    @Override
    public int fewest() {
      return 0;
    }

    @Override
    public String asked() {
      return "none";
    }
  }

  /** One witness, who has to co-sign. */
  record One(Policy.Witness witness) implements Quorum {
    @Override
    public boolean metBy(Set<Policy.Witness> cosigners) {
      return cosigners.contains(witness);
    }

    @Override
    public int fewest() {
      return 1;
    }

    @Override
    public String asked() {
      return witness.key().vkey(); // of no spaces
    }
  }

  /** At least {@code k} of the members, 1 to their number. */
  record Group(int k, List<Quorum> members) implements Quorum {
    @Override
    public boolean metBy(Set<Policy.Witness> cosigners) {
      return members.stream().filter(member -> member.metBy(cosigners)).count() >= k;
    }

    @Override
    public int fewest() {
      return members.stream().mapToInt(Quorum::fewest).sorted().limit(k).sum();
    }

    @Override
    public String asked() {
      return members.stream()
          .map(Quorum::asked)
          .sorted()
          .collect(Collectors.joining(" ", "( " + k + " ", " )"));
    }
  }
}
