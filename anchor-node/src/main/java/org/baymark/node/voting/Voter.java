package org.baymark.node.voting;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.index.Era;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.NoteSignature;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.voting.Certificate;
import org.baymark.protocol.voting.Conflict;
import org.baymark.protocol.voting.Cosigned;
import org.baymark.protocol.voting.Electorate;
import org.baymark.protocol.voting.Head;
import org.baymark.protocol.voting.Message;
import org.baymark.protocol.voting.Opened;
import org.baymark.protocol.voting.Opening;
import org.baymark.protocol.voting.Report;
import org.baymark.protocol.voting.Seat;
import org.baymark.protocol.voting.Stop;
import org.baymark.protocol.voting.StopSet;

/**
 * One member's part in certifying heads, by the ten rules (PROTOCOL.md, section 22). It changes
 * only itself; what it answers has to be recorded before any of it leaves, and if it cannot be
 * recorded this voter must not be asked again. For one thread.
 */
public final class Voter {
  private static final int OPENINGS_MAX = 64;

  private final String origin;
  private final Pen pen;
  private final Rules rules;
  private Recorded own;

  private final Ballots ballots = new Ballots();
  private final Stops stops = new Stops();
  private final Lines lines = new Lines();
  private final NavigableMap<Long, List<Certificate>> held = new TreeMap<>(); // by size
  private final Map<Long, Opening> openings = new HashMap<>(); // by epoch

  // What the question at hand has led to so far.
  private final List<Minute> minutes = new ArrayList<>();
  private final List<Message> messages = new ArrayList<>();
  private Optional<TreeHead> follow = Optional.empty();

  Voter(String origin, Pen pen, Recorded recorded, Rules rules) {
    this.origin = origin;
    this.pen = pen;
    this.own = recorded;
    this.rules = rules;
    own.highest().ifPresent(this::hold);
    own.report().ifPresent(ballots::add);
    own.stop().ifPresent(stops::add);
  }

  /** The voter of the log {@code origin} that recorded this. */
  public static Voter of(String origin, Pen pen, Recorded recorded) {
    return new Voter(origin, pen, recorded, Rules.WORD_FOR_WORD);
  }

  /** What it would be told if it woke up now. */
  public Recorded recorded() {
    return own;
  }

  /** The only era in which a checkpoint may be closed on its branch. */
  public Era era() {
    return own.era();
  }

  /** Whether it reports and co-signs in this epoch. */
  public boolean votes() {
    return rules.votes(own);
  }

  /**
   * The ledger closed a head.
   *
   * @param tree the head, its seal included
   * @param sealed the era that the seal names
   */
  public Step closed(TreeHead tree, Era sealed, Branch branch, Instant now) {
    Optional<Electorate> members = branch.electorateFor(tree.size());
    boolean isMember = members.map(all -> all.seat(pen.member()).isPresent()).orElse(false);
    if (isMember && branch.holds(tree) && rules.mayReport(own, sealed, tree, branch)) {
      Report report = Report.say(pen.voice(), origin, rules.reportOf(own.era(), tree));
      note(new Minute.Reported(report));
      messages.add(report);
      ballots.add(report);
      prepare(report.head(), branch);
    }
    return done(branch, now);
  }

  /** The branch grew, or another took its place. */
  public Step moved(Branch branch, Instant now) {
    return done(branch, now);
  }

  /** A message of a peer, or of whom ever. */
  public Step heard(Message message, Branch branch, Instant now) {
    message.match(
        report -> heard(report, branch),
        certificate -> heard(certificate, branch),
        stop -> heard(stop, branch),
        opened -> heard(opened, branch),
        cosigned -> heard(cosigned.note(), branch));
    return done(branch, now);
  }

  /**
   * There is no progress, or an operator wants the epoch to end: signs a stop, or the next one if
   * nobody opened an epoch after the last.
   */
  public Step stop(Branch branch, Instant now) {
    if (own.stopped() < own.epoch()) {
      stopIn(own.epoch());
    } else if (branch.electorates().stream().anyMatch(it -> ended(own.stopped(), it, branch))) {
      stopIn(own.stopped() + 1);
    }
    return done(branch, now);
  }

  private boolean ended(long epoch, Electorate members, Branch branch) {
    return stops
        .set(epoch, members, rules.quorum(members))
        .map(set -> rules.isProven(set, members, branch))
        .orElse(false);
  }

  /** What others may have missed. Saying it again changes nothing. */
  public List<Message> again() {
    List<Message> all = new ArrayList<>();
    own.certified().map(Cosigned::new).ifPresent(all::add);
    own.opened().ifPresent(all::add);
    own.report().ifPresent(all::add);
    own.highest().ifPresent(all::add);
    own.signed().map(it -> new Cosigned(it.note())).ifPresent(all::add);
    all.addAll(stops.all());
    return all;
  }

  // Each of these says whether the message was of use; nobody asks.

  private boolean heard(Report report, Branch branch) {
    boolean isOfUse =
        report.origin().equals(origin)
            && report.head().epoch() == rules.epochOf(own)
            && !ballots.has(report)
            && isSaid(report.signed(), branch);
    if (isOfUse && report.member().equals(pen.member())) {
      if (isUnknown(report.head())) {
        lost("a report of the head " + report.head());
      }
    } else if (isOfUse) {
      ballots.conflict(report, branch).ifPresent(this::convict);
      ballots.add(report);
      prepare(report.head(), branch);
    }
    return isOfUse;
  }

  private boolean heard(Certificate certificate, Branch branch) {
    certificate.reports().stream()
        .filter(report -> report.member().equals(pen.member()) && isUnknown(report.head()))
        .filter(report -> isSaid(report.signed(), branch))
        .forEach(report -> lost("a report of the head " + report.head()));
    boolean isOfUse =
        certificate.origin().equals(origin)
            && certificate.head().epoch() <= rules.epochOf(own)
            && !isHeld(certificate.head())
            && rules.isProven(certificate, branch);
    if (isOfUse) {
      keep(certificate);
    }
    return isOfUse;
  }

  private boolean heard(Stop stop, Branch branch) {
    boolean isOfUse =
        stop.origin().equals(origin)
            && stop.epoch() >= own.epoch()
            && isSaid(stop.signed(), branch)
            && stop.highest().map(it -> rules.holdsInStop(it, branch)).orElse(true);
    if (isOfUse && stop.member().equals(pen.member())) {
      if (stop.epoch() > own.stopped()) {
        lost("a stop of epoch " + stop.epoch());
      }
    } else if (isOfUse) {
      stops.conflict(stop).ifPresent(this::convict);
      stops.add(stop);
    }
    return isOfUse;
  }

  private boolean heard(Opened opened, Branch branch) {
    Opening opening = opened.opening();
    boolean isOpening =
        opening.origin().equals(origin)
            && opening.epoch() >= own.epoch()
            && isSaid(opening.signed(), branch);
    if (!isOpening) {
      return false;
    }
    conflict(opening).ifPresent(this::convict);
    if (openings.size() < OPENINGS_MAX) {
      openings.putIfAbsent(opening.epoch(), opening);
    }
    if (opening.member().equals(pen.member()) && opening.epoch() > own.epoch()) {
      lost("the opening of epoch " + opening.epoch());
    }
    boolean mayEnter =
        rules.mayEnter(own, opened.epoch())
            && branch.electorates().stream()
                .anyMatch(
                    members ->
                        members.opener(opened.epoch()).equals(opening.member())
                            && rules.isProven(opened.stopSet(), members, branch));
    if (mayEnter) {
      enter(opened);
    }
    return mayEnter;
  }

  private Optional<Conflict> conflict(Opening opening) {
    return Optional.ofNullable(openings.get(opening.epoch()))
        .filter(other -> other.member().equals(opening.member()))
        .filter(other -> !other.stopSet().equals(opening.stopSet()))
        .map(other -> new Conflict(other.signed(), opening.signed(), Optional.empty()));
  }

  private boolean heard(SignedCheckpoint note, Branch branch) {
    Checkpoint checkpoint = note.checkpoint();
    boolean isOfUse = checkpoint.origin().equals(origin) && checkpoint.size() > own.certifiedSize();
    if (isOfUse) {
      for (NoteSignature line : note.signatures()) {
        cosigner(checkpoint, line, branch).ifPresent(it -> lines.add(checkpoint, it, line));
      }
    }
    return isOfUse;
  }

  private static Optional<DevUrn> cosigner(
      Checkpoint checkpoint, NoteSignature line, Branch branch) {
    return branch.electorates().stream()
        .flatMap(members -> members.seats().stream())
        .filter(seat -> seat.cosigned().test(checkpoint, line))
        .map(Seat::name)
        .findFirst();
  }

  private static boolean isSaid(Sign1 signed, Branch branch) {
    return branch.electorates().stream().anyMatch(members -> members.said(signed));
  }

  /** Rule 2: whether the reports of one head are enough now. */
  private void prepare(Head head, Branch branch) {
    if (isHeld(head)) {
      return;
    }
    List<Electorate> counting =
        branch.holds(head)
            ? branch.electorateFor(head.size()).map(List::of).orElse(List.of())
            : branch.electorates();
    counting.stream()
        .flatMap(members -> ballots.certificate(head, members, rules.quorum(members)).stream())
        .findFirst()
        .ifPresent(this::keep);
  }

  private void keep(Certificate certificate) {
    note(new Minute.Prepared(certificate));
    hold(certificate);
  }

  private void hold(Certificate certificate) {
    held.computeIfAbsent(certificate.head().size(), any -> new ArrayList<>()).add(certificate);
  }

  private boolean isHeld(Head head) {
    return held.getOrDefault(head.size(), List.of()).stream()
        .anyMatch(certificate -> certificate.head().equals(head));
  }

  private List<Certificate> held() {
    return held.values().stream().flatMap(List::stream).toList();
  }

  /** Rule 5. */
  private void stopIn(long epoch) {
    if (own.silence().isPresent()) {
      return;
    }
    Stop stop = Stop.say(pen.voice(), origin, epoch, own.highest());
    note(new Minute.Stopped(stop));
    messages.add(stop);
    stops.add(stop);
  }

  private void enter(Opened opened) {
    note(new Minute.Entered(opened));
    ballots.clear();
    held.clear();
    own.highest().ifPresent(this::hold);
    stops.forget(own.epoch());
    openings.keySet().removeIf(epoch -> epoch < own.epoch());
  }

  /** What follows from all that is known now, until nothing more does. */
  private Step done(Branch branch, Instant now) {
    sign(branch, now);
    certify(branch);
    joinIn(branch);
    open(branch);
    followed(branch);
    Step step = new Step(minutes, messages, follow);
    minutes.clear();
    messages.clear();
    follow = Optional.empty();
    return step;
  }

  private void sign(Branch branch, Instant now) {
    Optional<Head> next =
        rules
            .toSign(own, held(), branch)
            .filter(head -> isMember(branch.electorateFor(head.size())));
    if (next.isPresent()) {
      Checkpoint checkpoint = checkpoint(next.get().tree());
      NoteSignature line = pen.cosign().apply(checkpoint, now);
      SignedCheckpoint note = new SignedCheckpoint(checkpoint, List.of(line));
      note(new Minute.Signed(next.get().epoch(), note));
      messages.add(new Cosigned(note));
      lines.add(checkpoint, pen.member(), line);
    }
  }

  private boolean isMember(Optional<Electorate> members) {
    return members.flatMap(all -> all.seat(pen.member())).isPresent();
  }

  private void certify(Branch branch) {
    Optional<SignedCheckpoint> note =
        lines.certified(
            new Lines.Needed() {
              @Override
              public Optional<Electorate> members(Checkpoint checkpoint) {
                return branch.holds(tree(checkpoint))
                    ? branch.electorateFor(checkpoint.size())
                    : Optional.empty();
              }

              @Override
              public int quorum(Electorate members) {
                return rules.quorum(members);
              }
            });
    if (note.isPresent() && note.get().checkpoint().size() > own.certifiedSize()) {
      note(new Minute.Certified(note.get()));
      lines.forget(own.certifiedSize());
      forget(own.certifiedSize());
    }
  }

  /** What is certified needs no reports, and no certificate but the highest of all. */
  private void forget(long size) {
    ballots.forget(size);
    held.headMap(size, false).clear();
  }

  /** Rule 8: with f+1 stops at least one honest member saw no progress. */
  private void joinIn(Branch branch) {
    for (Electorate members : branch.electorates()) {
      OptionalLong ended = stops.ended(members, members.faults() + 1);
      boolean joins =
          ended.isPresent()
              && ended.getAsLong() >= own.epoch()
              && ended.getAsLong() > own.stopped()
              && members.seat(pen.member()).isPresent();
      if (joins) {
        stopIn(ended.getAsLong());
      }
    }
  }

  /** Rule 8: the member whose turn it is names one stop set, once. */
  private void open(Branch branch) {
    for (Electorate members : branch.electorates()) {
      for (Stop stop : stops.all()) {
        long next = stop.epoch() + 1;
        if (rules.mayEnter(own, next) && members.opener(next).equals(pen.member())) {
          stops
              .set(stop.epoch(), members, rules.quorum(members))
              .filter(set -> rules.isProven(set, members, branch))
              .ifPresent(this::open);
        }
      }
    }
  }

  private void open(StopSet set) {
    if (own.silence().isPresent() || !rules.mayEnter(own, set.epoch() + 1)) {
      return;
    }
    Opening opening = Opening.say(pen.voice(), origin, set.epoch() + 1, set.digest());
    Opened opened = new Opened(opening, set);
    openings.put(opening.epoch(), opening);
    enter(opened);
    messages.add(opened);
  }

  /** The longest head that k members stand behind, and that the branch contradicts or lacks. */
  private void followed(Branch branch) {
    if (own.start().size() > 0 && !branch.holds(own.start())) {
      follow = Optional.of(own.start());
    }
    for (Certificate certificate : held()) {
      Head head = certificate.head();
      boolean ahead = follow.map(it -> it.size() < head.size()).orElse(true);
      if (head.epoch() == rules.epochOf(own) && !branch.holds(head) && ahead) {
        follow = Optional.of(head.tree());
      }
    }
    Optional<TreeHead> certified = lines.beyond(branch);
    if (certified.isPresent()
        && follow.map(it -> it.size() < certified.get().size()).orElse(true)) {
      follow = certified;
    }
  }

  /** Rule 7: whether a report that this very member signed stands in no record of its own. */
  private boolean isUnknown(Head head) {
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

  private void lost(String what) {
    if (own.silence().isEmpty()) {
      note(
          new Minute.Silenced(
              "this member signed "
                  + what
                  + " and has no record of it; its record was lost or is an old copy, so it must"
                  + " not sign: change its keys"));
    }
  }

  private void convict(Conflict conflict) {
    minutes.add(new Minute.Convicted(conflict));
  }

  private void note(Minute minute) {
    minutes.add(minute);
    own = own.after(minute, rules.rank());
  }

  private Checkpoint checkpoint(TreeHead tree) {
    return new Checkpoint(origin, tree.size(), tree.root());
  }

  private static TreeHead tree(Checkpoint checkpoint) {
    return new TreeHead(checkpoint.size(), checkpoint.root());
  }
}
