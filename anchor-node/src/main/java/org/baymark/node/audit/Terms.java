package org.baymark.node.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.governance.Succession;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;

/** Which members the log names for which of its heads (PROTOCOL.md, section 23). */
final class Terms {
  private final List<Term> terms = new ArrayList<>();

  /**
   * @param carriedBy the entry that made them the members: the last vote that it took, or the
   *     genesis
   */
  private record Term(long above, Members members, long carriedBy) {}

  void begin(long above, Members members, long carriedBy) {
    terms.add(new Term(above, members, carriedBy));
  }

  /** How they came to be the present ones; empty where the log has no genesis. */
  Optional<Succession.Line> line() {
    return terms.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Succession.Line(terms.stream().map(Term::members).toList(), Optional.empty()));
  }

  /** The entry that carried the first of the last {@code changes}. */
  long carriedBy(int changes) {
    return terms.get(terms.size() - changes).carriedBy();
  }

  /** Who signs entries now, and certifies the next head. */
  Optional<Members> now() {
    return terms.isEmpty() ? Optional.empty() : Optional.of(last().members());
  }

  /** The head that held the change to them. */
  long above() {
    return terms.isEmpty() ? 0 : last().above();
  }

  private Term last() {
    return terms.get(terms.size() - 1);
  }

  /** Who certifies a head of this size. */
  Optional<Members> of(long size) {
    return terms.stream()
        .filter(term -> term.above() < size)
        .reduce((earlier, later) -> later)
        .map(Term::members);
  }

  /** Whether the reporter key that its issuer has, or had, signed it. */
  boolean isReported(Sign1 signed) {
    return terms.stream()
        .flatMap(term -> term.members().member(signed.issuer()).stream())
        .anyMatch(member -> signed.signedBy(member.keys().reporter()));
  }

  /** Since which entry a member has had its present registrar key. */
  long registrarSince(Member member) {
    long since = above();
    for (int i = terms.size() - 1; i >= 0; i--) {
      boolean had =
          terms
              .get(i)
              .members()
              .member(member.name())
              .filter(then -> then.keys().registrar().equals(member.keys().registrar()))
              .isPresent();
      if (!had) {
        return since;
      }
      since = terms.get(i).above();
    }
    return since;
  }
}
