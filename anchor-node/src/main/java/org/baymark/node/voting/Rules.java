package org.baymark.node.voting;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.baymark.protocol.index.Era;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.voting.Certificate;
import org.baymark.protocol.voting.Electorate;
import org.baymark.protocol.voting.Head;
import org.baymark.protocol.voting.StopSet;

/**
 * The rules whose breach shows only under attack, each by itself. There is one way to keep them,
 * {@link #WORD_FOR_WORD}; tests break one at a time and have to be caught.
 */
class Rules {
  static final Rules WORD_FOR_WORD = new Rules();

  Rules() {}

  /** k. */
  int quorum(Electorate members) {
    return members.quorum();
  }

  /** Rule 2: which of two certificates counts. */
  Comparator<Certificate> rank() {
    return Certificate.BY_RANK;
  }

  /** Rule 1: what a report of this head says. */
  Head reportOf(Era era, TreeHead tree) {
    return Head.of(era.epoch(), tree);
  }

  /** Rules 5 and 6: a stop ends its epoch and all before, and to enter one ends those before. */
  boolean votes(Recorded own) {
    return own.silence().isEmpty() && own.epoch() > own.stopped();
  }

  /** Rule 1, of a head that the branch holds and that was closed in {@code sealed}. */
  boolean mayReport(Recorded own, Era sealed, TreeHead tree, Branch branch) {
    return votes(own)
        && sealed.equals(own.era())
        && extendsStart(own, tree, branch)
        && extendsReported(own, tree, branch);
  }

  /** Strictly: to report the start again would give an old head the rank of the new epoch. */
  boolean extendsStart(Recorded own, TreeHead tree, Branch branch) {
    return tree.size() > own.start().size() && branch.holds(own.start());
  }

  boolean extendsReported(Recorded own, TreeHead tree, Branch branch) {
    return own.reported().map(last -> continues(last, tree, branch)).orElse(true);
  }

  /** Rule 3: what it co-signed in earlier epochs does not bind it. */
  boolean extendsSigned(Recorded own, TreeHead tree, Branch branch) {
    return own.signed().map(last -> continues(last.head(), tree, branch)).orElse(true);
  }

  static boolean continues(Head last, TreeHead tree, Branch branch) {
    return tree.size() > last.size() && branch.holds(last);
  }

  /**
   * Rule 3: the newest head to co-sign; empty where there is none.
   *
   * @param held certificates, of this epoch and others
   */
  Optional<Head> toSign(Recorded own, Collection<Certificate> held, Branch branch) {
    return held.stream()
        .filter(certificate -> certificate.head().epoch() == epochOf(own))
        .filter(certificate -> branch.holds(certificate.head()))
        .filter(certificate -> maySign(own, certificate.head(), branch))
        .sorted(rank().reversed())
        .filter(certificate -> isProven(certificate, branch)) // last: it costs k signatures
        .map(Certificate::head)
        .findFirst();
  }

  final boolean maySign(Recorded own, Head head, Branch branch) {
    return votes(own)
        && extendsStart(own, head.tree(), branch)
        && extendsSigned(own, head.tree(), branch);
  }

  /** The epoch that certificates of this member's epoch name. */
  long epochOf(Recorded own) {
    return own.epoch();
  }

  /**
   * Rules 2 and 10: by the members whose head it is. Where this member cannot know them, because
   * its branch has another head or none, by any whose votes may count: two certificates of one
   * epoch have an honest reporter in common all the same.
   */
  boolean isProven(Certificate certificate, Branch branch) {
    if (branch.holds(certificate.head())) {
      return branch
          .electorateFor(certificate.head().size())
          .map(members -> members.votes(certificate) >= quorum(members))
          .orElse(false);
    }
    return mayBeProven(certificate, branch);
  }

  private boolean mayBeProven(Certificate certificate, Branch branch) {
    return branch.electorates().stream()
        .anyMatch(members -> members.votes(certificate) >= quorum(members));
  }

  /**
   * Rule 6: nobody takes a certificate inside a stop on trust. But whoever stopped may not have
   * known the members whose head it is, and says so only once: one that any set proves whose votes
   * may count is good enough to start from, since it contradicts no other of its epoch.
   */
  boolean holdsInStop(Certificate certificate, Branch branch) {
    return isProven(certificate, branch) || mayBeProven(certificate, branch);
  }

  /** Rules 6 and 10: of {@code members}, with every certificate in it. */
  final boolean isProven(StopSet stops, Electorate members, Branch branch) {
    return members.votes(stops, certificate -> holdsInStop(certificate, branch)) >= quorum(members);
  }

  /**
   * Rule 7: each epoch once, and none that was stopped before it began. Who may not sign goes along
   * with the others, and signs nothing in any epoch.
   */
  boolean mayEnter(Recorded own, long epoch) {
    return epoch > own.epoch() && epoch > own.stopped();
  }
}
