package org.baymark.node.voting;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.baymark.protocol.index.Era;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.voting.Certificate;
import org.baymark.protocol.voting.Electorate;
import org.baymark.protocol.voting.Head;
import org.baymark.protocol.voting.Report;

/** Rules 1 and 2: reports, and the certificates that enough of them make. */
final class Preparing {
  private final Draft draft;
  private final Rules rules;
  private final Ballots ballots = new Ballots();
  private final NavigableMap<Long, List<Certificate>> held = new TreeMap<>(); // by size

  Preparing(Draft draft) {
    this.draft = draft;
    this.rules = draft.rules;
    draft.own().highest().ifPresent(this::hold);
    draft.own().report().ifPresent(ballots::add);
  }

  /** Rule 1: the ledger closed a head. */
  void closed(TreeHead tree, Era sealed, Branch branch) {
    boolean isMember = branch.electorateFor(tree.size()).map(draft::isMember).orElse(false);
    if (isMember && branch.holds(tree) && rules.mayReport(draft.own(), sealed, tree, branch)) {
      Head head = rules.reportOf(draft.own().era(), tree);
      Report report = Report.say(draft.pen.voice(), draft.origin, head);
      draft.note(new Minute.Reported(report));
      draft.say(report);
      ballots.add(report);
      prepare(report.head(), branch);
    }
  }

  /** Whether it was of use. */
  boolean heard(Report report, Branch branch) {
    boolean isOfUse =
        report.origin().equals(draft.origin)
            && report.head().epoch() == rules.epochOf(draft.own())
            && !ballots.has(report)
            && branch.said(report.signed());
    if (isOfUse && isOwn(report)) {
      lost(report, branch);
    } else if (isOfUse) {
      ballots.conflict(report, branch).ifPresent(draft::convict);
      ballots.add(report);
      prepare(report.head(), branch);
    }
    return isOfUse;
  }

  /** Whether it was of use. */
  boolean heard(Certificate certificate, Branch branch) {
    if (!certificate.origin().equals(draft.origin) || isHeld(certificate, branch)) {
      return false;
    }
    certificate.reports().stream()
        .filter(report -> isOwn(report) && isUnknown(report.head()))
        .forEach(report -> lost(report, branch));
    boolean isOfUse =
        certificate.head().epoch() <= rules.epochOf(draft.own())
            && rules.isProven(certificate, branch);
    if (isOfUse) {
      keep(certificate);
    }
    return isOfUse;
  }

  /** Rule 2: whether the reports of one head are enough now. */
  private void prepare(Head head, Branch branch) {
    List<Electorate> counting =
        branch.holds(head)
            ? branch.electorateFor(head.size()).map(List::of).orElse(List.of())
            : branch.electorates();
    counting.stream()
        .filter(members -> !isHeld(head, members))
        .flatMap(members -> ballots.certificate(head, members, rules.quorum(members)).stream())
        .findFirst()
        .ifPresent(this::keep);
  }

  private void keep(Certificate certificate) {
    draft.note(new Minute.Prepared(certificate));
    hold(certificate);
  }

  private void hold(Certificate certificate) {
    held.computeIfAbsent(certificate.head().size(), any -> new ArrayList<>()).add(certificate);
  }

  /**
   * While members change, a certificate that is enough for the old set can come before one that is
   * enough for the new set.
   */
  private boolean isHeld(Head head, Electorate members) {
    return held(head)
        .anyMatch(
            certificate ->
                certificate.reports().stream()
                        .filter(report -> members.seat(report.member()).isPresent())
                        .count()
                    >= rules.quorum(members));
  }

  private boolean isHeld(Certificate other, Branch branch) {
    return held(other.head()).anyMatch(it -> it.reports().size() >= other.reports().size())
        || branch.electorates().stream().allMatch(members -> isHeld(other.head(), members));
  }

  private Stream<Certificate> held(Head head) {
    return held.getOrDefault(head.size(), List.of()).stream()
        .filter(certificate -> certificate.head().equals(head));
  }

  /** The certificates that may still matter. */
  Collection<Certificate> held() {
    return held.values().stream().flatMap(List::stream).toList();
  }

  /** The longest head of a certificate of this epoch that the branch contradicts or lacks. */
  Optional<TreeHead> beyond(Branch branch) {
    for (List<Certificate> ofSize : held.descendingMap().values()) {
      for (Certificate certificate : ofSize) {
        Head head = certificate.head();
        if (head.epoch() == rules.epochOf(draft.own()) && !branch.holds(head)) {
          return Optional.of(head.tree());
        }
      }
    }
    return Optional.empty();
  }

  /** A new epoch began: reports of the old one are of no use, and of certificates one is. */
  void entered() {
    ballots.clear();
    held.clear();
    draft.own().highest().ifPresent(this::hold);
  }

  /** What is certified needs no reports, and no certificate but the highest of all. */
  void forget(long size) {
    ballots.forget(size);
    held.headMap(size, false).clear();
  }

  private boolean isOwn(Report report) {
    return report.member().equals(draft.self());
  }

  private void lost(Report report, Branch branch) {
    if (isUnknown(report.head()) && branch.saidByPresentKey(report.signed())) {
      draft.lost("a report of the head " + report.head());
    }
  }

  /** Rule 7: whether a report that this very member signed stands in no record of its own. */
  private boolean isUnknown(Head head) {
    Recorded own = draft.own();
    boolean isNew =
        head.epoch() > own.epoch()
            || (head.epoch() == own.epoch()
                && own.reported().map(last -> last.size() < head.size()).orElse(true));
    boolean isOther =
        own.reported()
            .filter(last -> last.epoch() == head.epoch() && last.size() == head.size())
            .filter(last -> !last.equals(head))
            .isPresent();
    return isNew || isOther;
  }
}
