package org.baymark.node.sequence;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.baymark.node.ledger.ClosedLog;
import org.baymark.node.ledger.Ledger;
import org.baymark.node.store.LogStore;
import org.baymark.node.store.VoteStore;
import org.baymark.node.voting.Branch;
import org.baymark.node.voting.Minute;
import org.baymark.node.voting.Recorded;
import org.baymark.node.voting.Seen;
import org.baymark.node.voting.Step;
import org.baymark.node.voting.Voter;
import org.baymark.protocol.index.Era;
import org.baymark.protocol.log.NoteSignature;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.registration.Members;
import org.baymark.protocol.voting.Electorate;
import org.baymark.protocol.voting.Message;
import org.baymark.protocol.voting.Stop;

/**
 * Where this member votes: it asks the voter, records what it answers, and lets nothing out before
 * that is on the disk. For the lane's thread, which owns ledger and store.
 *
 * <p>{@link #closed} belongs to the transaction of the entries that were closed; after its commit
 * {@link #committed} lets out what was said. The other questions begin and commit a transaction of
 * their own, if they have something to record, and release at once.
 */
public final class Chamber implements Heads {
  private final LogStore store;
  private final VoteStore votes;
  private final Convictions convictions;
  private final Unwritten unwritten = new Unwritten();
  private final Signatory signatory;
  private Voter voter;
  private final Branch branch;
  private final InstantSource clock;
  private final Consumer<Message> outbox;
  private final List<Message> waiting = new ArrayList<>();
  private Optional<TreeHead> follow = Optional.empty();
  private volatile Course course; // for any thread; as of the last commit
  private Ledger ledger = new Ledger(); // until it is told the one that was recovered
  private Optional<LogStatus.Published> next; // recorded, not yet on the disk
  private volatile Optional<LogStatus.Published> published; // for any thread

  /**
   * @param store where this member's record is: {@link VoteStore#wake} was asked for it
   * @param outbox takes what goes to every other member; never blocks, may lose
   */
  public Chamber(
      LogStore store, Signatory signatory, InstantSource clock, Consumer<Message> outbox) {
    this.store = store;
    this.votes = store.votes();
    this.convictions = new Convictions(store);
    this.signatory = signatory;
    Recorded recorded = votes.wake(signatory.reporter(), false); // and again with the ledger
    this.voter = Voter.of(signatory.origin(), signatory.pen(), recorded, List.of());
    this.branch =
        new LedgerBranch(() -> ledger, () -> recorded().certifiedSize(), store.entries()::at);
    this.clock = clock;
    this.outbox = outbox;
    this.next = store.lastCheckpoint().map(LogStatus.Published::now);
    this.published = next;
    this.course = courseNow();
  }

  /** Where this member has to be. For any thread. */
  public Course course() {
    return course;
  }

  private Course courseNow() {
    return new Course(voter.era(), recorded().start(), follow);
  }

  @Override
  public Era era() {
    return course.era();
  }

  public Recorded recorded() {
    return voter.recorded();
  }

  /** Where this member stands. */
  public Ballot ballot() {
    List<Stop> stops = new ArrayList<>();
    for (Message message : voter.again(branch)) {
      if (message instanceof Stop stop && stop.epoch() >= voter.era().epoch()) {
        stops.add(stop);
      }
    }
    Optional<Electorate> members = branch.electorateFor(ledger.size() + 1);
    long next = Math.max(recorded().epoch(), recorded().stopped()) + 1;
    return new Ballot(
        recorded(),
        voter.votes(),
        ledger.closed().map(ClosedLog::head),
        members.map(Electorate::quorum).orElse(0),
        members.map(all -> all.opener(next)),
        stops);
  }

  @Override
  public void opened(Ledger recovered) {
    ledger = recovered;
    Handwriting handwriting = new Handwriting(signatory, recovered.membersSince(0));
    Recorded recorded = votes.wake(signatory.reporter(), false);
    handwriting.check(recorded);
    List<Seen> seen =
        store.seen().of(recorded.epoch()).stream().filter(handwriting::isOfItsMember).toList();
    voter = Voter.of(signatory.origin(), signatory.pen(), recorded, seen);
    next = published;
    convictions.opened();
    waiting.clear();
    unwritten.clear();
    course = courseNow();
  }

  @Override
  public boolean isAlone(Members members) {
    return members.members().size() == 1
        && members.member(signatory.pen().voice().name()).isPresent();
  }

  @Override
  public void closed(ClosedLog closed, Ledger executed) {
    ledger = executed;
    long size = closed.head().size();
    Optional<SignedCheckpoint> certified =
        record(voter.closed(closed.head(), closed.era(), branch, clock.instant()));
    writeSeen();
    if (certified.isEmpty() && isAlone(ledger.membersFor(size))) {
      throw new IllegalStateException("the only member did not sign " + closed.head());
    }
  }

  @Override
  public void resting() {
    writeSeen();
  }

  private void writeSeen() {
    unwritten.write(store.seen(), recorded().epoch(), branch::holds);
  }

  @Override
  public void committed() {
    published = next;
    convictions.committed();
    votes.mark(signatory.reporter(), recorded());
    waiting.forEach(outbox);
    waiting.clear();
    course = courseNow();
  }

  @Override
  public Optional<LogStatus.Published> published() {
    return published;
  }

  @Override
  public void moved(Ledger other) {
    ledger = other;
    var unused = alone(voter.moved(branch, clock.instant()));
  }

  /**
   * A peer sent this.
   *
   * @return a head that this member executed and that enough others co-signed now, with its own log
   *     signature; it is in the store
   */
  public Optional<SignedCheckpoint> heard(Message message) {
    return alone(voter.heard(message, branch, clock.instant()));
  }

  /** There is no progress, or the operator wants the epoch to end. */
  public void stop() {
    var unused = alone(voter.stop(branch, clock.instant()));
  }

  /** Which epoch {@link #stop} would end now; empty if it would sign nothing. */
  public OptionalLong toStop() {
    return voter.toStop(branch);
  }

  /** The evidence against members that is on the disk. For any thread. */
  public List<Conviction> convictions() {
    return convictions.known();
  }

  /** Says again what others may have missed. */
  public void repeat() {
    voter.again(branch).forEach(outbox);
  }

  private Optional<SignedCheckpoint> alone(Step step) {
    boolean isDurable = !step.minutes().isEmpty() || unwritten.areMany();
    if (isDurable) {
      store.begin();
    }
    Optional<SignedCheckpoint> certified = record(step);
    if (unwritten.areMany() && isDurable) {
      writeSeen();
    }
    if (isDurable) {
      store.commit();
    }
    committed();
    return certified;
  }

  private Optional<SignedCheckpoint> record(Step step) {
    Optional<SignedCheckpoint> newest = Optional.empty();
    for (Minute minute : step.minutes()) {
      if (minute instanceof Minute.Convicted || minute instanceof Minute.CosignedTwice) {
        convictions.keep(minute, ledger);
        continue;
      }
      votes.write(minute);
      if (minute instanceof Minute.Entered) {
        unwritten.clear();
      }
      if (minute instanceof Minute.Certified certified) {
        newest = Optional.of(serve(certified.note()));
        convictions.certified(ledger);
      }
    }
    unwritten.add(step.seen().stream().filter(it -> it.epoch() == recorded().epoch()).toList());
    follow = step.follow();
    waiting.addAll(step.messages());
    return newest;
  }

  /** The certified note as this member serves it: with its own log signature before the others. */
  private SignedCheckpoint serve(SignedCheckpoint cosigned) {
    List<NoteSignature> lines = new ArrayList<>();
    lines.add(signatory.log().signCheckpoint(cosigned.checkpoint()));
    lines.addAll(cosigned.signatures());
    SignedCheckpoint note = new SignedCheckpoint(cosigned.checkpoint(), lines);
    store.checkpoint(note);
    ledger.certified(note.checkpoint().size());
    next = Optional.of(LogStatus.Published.now(note));
    return note;
  }
}
