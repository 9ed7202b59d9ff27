package org.baymark.protocol.accuse;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.baymark.protocol.accuse.Conflict.Fork;
import org.baymark.protocol.batch.Filing;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.batch.SubjectTree;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.merkle.InclusionProof;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.papers.KeyCard;
import org.baymark.protocol.passport.Evidence;
import org.baymark.protocol.passport.Logged;
import org.baymark.protocol.passport.LoggedHeader;
import org.baymark.protocol.passport.LoggedRegistration;
import org.baymark.protocol.passport.LoggedRegistration.LoggedRevocation;
import org.baymark.protocol.passport.Passport;
import org.baymark.protocol.passport.Passport.Disclosure;
import org.baymark.protocol.passport.SubjectProof;
import org.baymark.protocol.statement.Sensor.Place;
import org.baymark.protocol.statement.Unverified;

/**
 * Looks through what somebody has at hand for what can be held against whom, and puts it together.
 * It proves nothing: that is for {@link Trial}.
 */
public final class Prosecutor {
  private Prosecutor() {}

  /** The device that signed two of these with one number. */
  public static Optional<Accusation> equivocation(Evidence evidence, List<Unverified> statements) {
    return equivocation(evidence, statements, List.of());
  }

  /**
   * The device that signed one of {@code statements} and, with the same number, another of them or
   * of {@code others}.
   */
  public static Optional<Accusation> equivocation(
      Evidence evidence, List<Unverified> statements, List<Unverified> others) {
    Map<String, Map<Place, Unverified>> first = new HashMap<>();
    for (Unverified one : statements) {
      Unverified before =
          first
              .computeIfAbsent(one.signed().issuer().text(), name -> new HashMap<>())
              .putIfAbsent(Place.of(one.position()), one);
      if (before != null && differ(before, one)) {
        return Optional.of(Equivocation.of(evidence, before, one));
      }
    }
    for (Unverified other : others) {
      Unverified before =
          first
              .getOrDefault(other.signed().issuer().text(), Map.of())
              .get(Place.of(other.position()));
      if (before != null && differ(before, other)) {
        return Optional.of(Equivocation.of(evidence, before, other));
      }
    }
    return Optional.empty();
  }

  private static boolean differ(Unverified one, Unverified other) {
    return !one.signed().id().equals(other.signed().id());
  }

  /** All that a passport discloses. */
  public static List<Unverified> statements(Passport passport) {
    return passport.parts().stream()
        .flatMap(part -> part.disclosures().stream())
        .flatMap(Optional::stream)
        .flatMap(disclosure -> disclosure.statements().stream())
        .toList();
  }

  /** The first statement of the passport that stands under a key which is not its subject's. */
  public static Optional<Accusation> misfiling(Passport passport, List<KeyCard> cards) {
    for (Shown shown : shown(passport)) {
      List<Unverified> statements = shown.disclosure().statements();
      for (int i = 0; i < statements.size(); i++) {
        Subject subject = statements.get(i).signed().subject();
        List<KeyCard> own = of(subject, cards);
        Optional<Digest> right =
            new Vouchers(subject, own, passport.evidence().members()).subjectKey();
        if (right.isPresent() && !right.get().equals(shown.subjectKey())) {
          InclusionProof path = shown.path(i + 1);
          return Optional.of(
              new Misfiling(
                  passport.evidence(),
                  own,
                  shown.filed(),
                  path.index(),
                  path.path(),
                  statements.get(i)));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * The first entry of the passport that the index of {@code certified} lacks, although its log
   * holds the batch.
   */
  public static Optional<Accusation> omission(
      Evidence certified, Passport passport, List<KeyCard> cards) {
    for (Shown shown : shown(passport)) {
      Optional<SubjectProof> proof =
          certified.subjects().stream()
              .filter(one -> one.subjectKey().equals(shown.subjectKey()) && one.isWhole())
              .findFirst();
      boolean isLacking =
          certified.header(shown.header().id()).isPresent()
              && proof.isPresent()
              && proof.get().filings().stream().noneMatch(shown.filing()::equals);
      if (isLacking) {
        List<KeyCard> own = of(shown.subject(), cards);
        return Optional.of(new Omission(certified, own, shown.subject(), shown.filed()));
      }
    }
    return Optional.empty();
  }

  /** The promise, beside all that was filed under its key; empty if the passport is of another. */
  public static Optional<Accusation> brokenPromise(Passport passport, SignedPromise promise) {
    for (int i = 0; i < passport.parts().size(); i++) {
      SubjectProof proof = passport.evidence().subjects().get(i);
      if (proof.subjectKey().equals(promise.promised().subjectKey())) {
        List<Optional<Disclosure>> needed = new ArrayList<>();
        for (int j = 0; j < proof.filings().size(); j++) {
          Optional<LoggedHeader> header =
              passport.evidence().header(proof.filings().get(j).headerId());
          needed.add(
              passport
                  .parts()
                  .get(i)
                  .disclosures()
                  .get(j)
                  .filter(any -> header.map(promise::isDueIn).orElse(false)));
        }
        return Optional.of(new BrokenPromise(passport.evidence(), promise, needed));
      }
    }
    return Optional.empty();
  }

  /** Two heads of one epoch; where they are of different sizes, an entry that both files show. */
  public static Optional<Accusation> conflict(Evidence one, Evidence other) {
    boolean ascends = SealedHead.ORDER.compare(SealedHead.of(one), SealedHead.of(other)) < 0;
    Evidence small = ascends ? one : other;
    Evidence large = ascends ? other : one;
    SealedHead first = SealedHead.of(small);
    SealedHead second = SealedHead.of(large);
    if (first.tree().equals(second.tree())) {
      return Optional.empty();
    }
    if (first.tree().size() == second.tree().size()) {
      return Optional.of(new Conflict(first, second, Optional.empty()));
    }
    Map<Long, Leaf> leaves = leaves(small);
    return leaves(large).entrySet().stream()
        .filter(entry -> leaves.containsKey(entry.getKey()))
        .sorted(Comparator.comparing(Map.Entry::getKey))
        .map(
            entry ->
                fork(
                    entry.getKey(),
                    leaves.getOrDefault(entry.getKey(), entry.getValue()),
                    entry.getValue()))
        .filter(fork -> !fork.firstLeaf().equals(fork.secondLeaf()))
        .findFirst()
        .map(fork -> new Conflict(first, second, Optional.of(fork)));
  }

  private static Fork fork(long index, Leaf first, Leaf second) {
    return new Fork(index, first.hash(), first.path(), second.hash(), second.path());
  }

  private record Leaf(Digest hash, List<Digest> path) {
    static Leaf of(Logged logged) {
      return new Leaf(MerkleTree.leafHash(logged.signed().encoded()), logged.path());
    }
  }

  /** By index: every entry that the evidence shows. */
  private static Map<Long, Leaf> leaves(Evidence evidence) {
    Map<Long, Leaf> leaves = new HashMap<>();
    Digest seal = MerkleTree.leafHash(evidence.seal().encode());
    leaves.put(evidence.head().size() - 1, new Leaf(seal, evidence.sealPath()));
    for (LoggedHeader header : evidence.headers()) {
      leaves.put(header.index(), Leaf.of(header.logged()));
    }
    for (LoggedRegistration entry : evidence.registrations()) {
      leaves.put(entry.index(), Leaf.of(entry.logged()));
      entry
          .revocation()
          .map(LoggedRevocation::logged)
          .ifPresent(end -> leaves.put(end.index(), Leaf.of(end)));
    }
    return leaves;
  }

  private static List<KeyCard> of(Subject subject, List<KeyCard> cards) {
    return cards.stream()
        .filter(card -> card.key().subject().equals(subject))
        .sorted(Comparator.comparing(KeyCard::member))
        .toList();
  }

  /** A disclosed filing with its header. */
  private record Shown(
      Subject subject,
      Digest subjectKey,
      Filing filing,
      LoggedHeader header,
      Disclosure disclosure) {

    FiledEntry filed() {
      SubjectEntry entry = new SubjectEntry(subjectKey, filing.n(), filing.subjectRoot());
      return new FiledEntry(header.id(), disclosure.entryIndex(), disclosure.path(), entry);
    }

    /** The path of a statement in its subject tree. */
    InclusionProof path(long leaf) {
      List<Sign1> signed = disclosure.statements().stream().map(Unverified::signed).toList();
      MerkleTree tree =
          new SubjectTree(header.gateway(), header.header().number(), subjectKey, signed).tree();
      return tree.inclusion(leaf, tree.size());
    }
  }

  private static List<Shown> shown(Passport passport) {
    List<Shown> shown = new ArrayList<>();
    for (int i = 0; i < passport.parts().size(); i++) {
      Passport.Part part = passport.parts().get(i);
      SubjectProof proof = passport.evidence().subjects().get(i);
      for (int j = 0; j < proof.filings().size(); j++) {
        Filing filing = proof.filings().get(j);
        Optional<LoggedHeader> header = passport.evidence().header(filing.headerId());
        Optional<Disclosure> disclosure =
            part.disclosures().get(j).filter(it -> SubjectTree.isOrdered(signed(it)));
        if (header.isPresent() && disclosure.isPresent()) {
          shown.add(
              new Shown(
                  part.subject(), proof.subjectKey(), filing, header.get(), disclosure.get()));
        }
      }
    }
    return shown;
  }

  private static List<Sign1> signed(Disclosure disclosure) {
    return disclosure.statements().stream().map(Unverified::signed).toList();
  }
}
