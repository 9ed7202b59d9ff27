package org.baymark.node.ledger;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;

/**
 * The member sets of a log, each in force for the heads above the one that held the change
 * (voting.md, rule 10).
 */
final class Terms {
  private final List<Term> terms = new ArrayList<>();
  private final Set<VerifyingKey> everUsed = new HashSet<>();

  /** {@code members} certify the heads of more than {@code above} entries, until the next term. */
  private record Term(long above, Members members) {}

  /** The first set is that of the genesis, above 0. */
  void begin(long above, Members members) throws RejectionException {
    terms.add(new Term(above, members));
    for (Member member : members.members()) {
      everUsed.addAll(MemberRules.keys(member, members.origin()));
    }
  }

  boolean areFounded() {
    return !terms.isEmpty();
  }

  /** Who certifies the next head, and signs the entries under it. */
  Members now() {
    return last().members();
  }

  /** The head that held the change to the present set; 0 for the first set. */
  long above() {
    return last().above();
  }

  private Term last() {
    return terms.get(terms.size() - 1);
  }

  /** Who certifies a head of this size. */
  Members of(long size) {
    for (int i = terms.size() - 1; i > 0; i--) {
      if (terms.get(i).above() < size) {
        return terms.get(i).members();
      }
    }
    return terms.get(0).members();
  }

  /** Who certifies a head of this size, and who each longer one. */
  List<Members> since(long size) {
    List<Members> sets = new ArrayList<>();
    sets.add(of(size));
    terms.stream().filter(term -> term.above() >= size).map(Term::members).forEach(sets::add);
    return sets;
  }

  /**
   * Since which entry {@code member} signs with its present registrar key: 0 if from the genesis
   * on.
   */
  long registrarSince(Member member) {
    long since = above();
    for (int i = terms.size() - 1; i >= 0 && holds(terms.get(i), member); i--) {
      since = terms.get(i).above();
    }
    return since;
  }

  private static boolean holds(Term term, Member member) {
    return term.members()
        .member(member.name())
        .filter(then -> then.keys().registrar().equals(member.keys().registrar()))
        .isPresent();
  }

  /**
   * What {@code after} asks for can come into force: each key is right for its purpose, and was
   * never a member's before unless the same member holds it now. A key that was given up may be in
   * anybody's hands.
   */
  void check(Members after) throws RejectionException {
    MemberRules.check(after);
    for (Member member : after.members()) {
      Set<VerifyingKey> held = new HashSet<>();
      for (Member now : now().members()) {
        if (now.name().equals(member.name())) {
          held.addAll(MemberRules.keys(now, after.origin()));
        }
      }
      for (VerifyingKey key : MemberRules.keys(member, after.origin())) {
        if (!held.contains(key) && everUsed.contains(key)) {
          throw new RejectionException(
              Rejection.BAD_MEMBERS, "a key of " + member.name() + " was a member's before");
        }
      }
    }
  }
}
