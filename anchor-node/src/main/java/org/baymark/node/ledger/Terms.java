package org.baymark.node.ledger;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.baymark.node.shelf.Label;
import org.baymark.node.shelf.Shelf;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.index.RegistrarState;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;

/**
 * The member sets of a log, each in force for the heads above the one that held the change
 * (voting.md, rule 10).
 */
final class Terms {
  private final Shelf shelf;
  private final List<Term> terms = new ArrayList<>();
  private final Set<Digest> everUsed = new HashSet<>();
  private final List<Former> formers = new ArrayList<>();

  /**
   * {@code members} certify the heads of more than {@code above} entries, until the next term.
   *
   * @param decisions where the log holds the proposal that made them, and the votes for it; none of
   *     the first
   */
  record Term(long above, Members members, List<Long> decisions) {
    Bytes encoded() {
      CborWriter out = new CborWriter().array(3).integer(above).bytes(members.encoded());
      Own.writePlaces(out, decisions);
      return out.toBytes();
    }

    static Term read(CborReader in) throws RefusalException {
      in.arrayOf(3);
      long above = in.unsigned(TreeHead.SIZE_MAX);
      Members members = in.embedded(Integer.MAX_VALUE, Members::parse);
      return new Term(above, members, Own.readPlaces(in));
    }
  }

  /** A registrar key that is no longer a member's. */
  record Former(VerifyingKey key, RegistrarState state) {}

  /** The member sets that are on the shelf. */
  Terms(Shelf shelf) {
    this.shelf = shelf;
    Optional<Term> next = stored(0);
    while (next.isPresent()) {
      take(next.get());
      next = stored(terms.size());
    }
  }

  private Optional<Term> stored(long number) {
    return shelf.get(Label.TERMS.key(number)).map(fact -> Own.read(fact, Term::read));
  }

  /** The members that the genesis names. */
  void found(Members members) {
    put(new Term(0, members, List.of()));
  }

  /**
   * From now on those that {@code due} names are in force.
   *
   * @return whose registrar keys are no longer a member's
   */
  List<Former> begin(long above, Pending.Due due) {
    return put(new Term(above, due.members(), due.decisions()));
  }

  private List<Former> put(Term term) {
    shelf.put(Label.TERMS.key((long) terms.size()), term.encoded());
    return take(term);
  }

  private List<Former> take(Term term) {
    List<Former> ended = areFounded() ? ended(term) : List.of();
    formers.addAll(ended);
    terms.add(term);
    for (Member member : term.members().members()) {
      everUsed.addAll(keys(member));
    }
    return ended;
  }

  private List<Former> ended(Term next) {
    List<Former> ended = new ArrayList<>();
    for (Member member : now().members()) {
      if (!holds(next, member)) {
        VerifyingKey registrar = member.keys().registrar();
        ended.add(
            new Former(
                registrar,
                new RegistrarState(member.name(), registrarSince(member), next.above())));
      }
    }
    return ended;
  }

  private Set<Digest> keys(Member member) {
    try {
      return Set.copyOf(MemberRules.keys(member, now().origin()));
    } catch (RejectionException e) {
      throw new IllegalStateException("a member set in force breaks its rules", e);
    }
  }

  /** The former registrar key that signed {@code entry}; empty where a present one did. */
  Optional<Former> former(Sign1 entry, Members members) {
    return members.signed(entry)
        ? Optional.empty()
        : formers.stream()
            .filter(it -> it.state().name().equals(entry.issuer()) && entry.signedBy(it.key()))
            .findFirst();
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

  /** The terms up to that in which a head of this size is certified. */
  List<Term> upTo(long size) {
    return terms.stream().filter(term -> term.above() < size).toList();
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
  private long registrarSince(Member member) {
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
      Set<Digest> held = new HashSet<>();
      for (Member now : now().members()) {
        if (now.name().equals(member.name())) {
          held.addAll(keys(now));
        }
      }
      for (Digest key : MemberRules.keys(member, after.origin())) {
        if (!held.contains(key) && everUsed.contains(key)) {
          throw new RejectionException(
              Rejection.BAD_MEMBERS, "a key of " + member.name() + " was a member's before");
        }
      }
    }
  }
}
