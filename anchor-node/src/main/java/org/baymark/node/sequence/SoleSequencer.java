package org.baymark.node.sequence;

import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.baymark.node.cosign.Cosigner;
import org.baymark.node.ledger.ClosedLog;
import org.baymark.node.ledger.Command;
import org.baymark.node.ledger.Ledger;
import org.baymark.node.ledger.Result;
import org.baymark.node.sequence.Lane.Submission;
import org.baymark.node.store.LogStore;
import org.baymark.node.store.StoreException;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.ConsistencyProof;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.registration.Members;

/**
 * The order of an alliance of one member: first come, first applied. One thread applies a group of
 * commands, writes what they appended and the checkpoint they closed in one transaction, and
 * answers when that is on the disk. If it cannot be written, nobody is answered and the node ends.
 */
public final class SoleSequencer implements Sequencer, AutoCloseable {
  private final Ledger ledger; // the lane's thread owns it once the lane runs
  private final LogStore store; // so too
  private final Cosigner cosigner;
  private final InstantSource clock;
  private final Lane lane;
  private final Archive archive;
  private Optional<TreeHead> signed; // the longest head signed and on the disk; so too

  private volatile LogStatus status;

  private SoleSequencer(
      Ledger ledger,
      LogStore store,
      Cosigner cosigner,
      InstantSource clock,
      int queueMax,
      Consumer<Throwable> fatal) {
    this.ledger = ledger;
    this.store = store;
    this.cosigner = cosigner;
    this.clock = clock;
    this.archive = new Archive(ledger, store);
    Optional<SignedCheckpoint> last = store.lastCheckpoint();
    this.signed = last.map(Recovery::head);
    Instant now = clock.instant();
    this.status =
        new LogStatus(ledger.size(), last.map(note -> new LogStatus.Published(note, now)));
    this.lane = new Lane(queueMax, this::commit, fatal);
  }

  /**
   * Executes the stored log again and goes on from there.
   *
   * @param queueMax how many commands and questions may wait; more are refused as busy
   * @param fatal hears once why the sequencer can no longer be trusted; the process has to end
   * @throws StoreException if the stored log does not lead to the head that was signed
   */
  public static SoleSequencer open(
      LogStore store,
      Cosigner cosigner,
      InstantSource clock,
      int queueMax,
      Consumer<Throwable> fatal) {
    Ledger ledger = Recovery.replay(store);
    return new SoleSequencer(ledger, store, cosigner, clock, queueMax, fatal);
  }

  /** The members that the stored genesis names; empty before it. Ask before {@link #start}. */
  public Optional<Members> members() {
    return ledger.members();
  }

  public void start() {
    lane.start();
  }

  @Override
  public Future<Result> submit(Command command) {
    return lane.submit(command);
  }

  /** Answers {@code question} between two commits; it fails as {@link #submit} does. */
  public <T> Future<T> ask(Function<Archive, T> question) {
    return lane.ask(() -> question.apply(archive));
  }

  /** How far the log is, as of the last commit. */
  public LogStatus status() {
    return status;
  }

  /** Whether it answers no more, because it was closed or had to stop. */
  public boolean isStopped() {
    return lane.isStopped();
  }

  private void commit(List<Submission> group) {
    List<Result> results = new ArrayList<>(group.size());
    LogStatus next = status;
    store.begin();
    for (Submission submission : group) {
      Result result = ledger.apply(submission.command());
      results.add(result);
      next = write(submission.command(), result, next);
    }
    store.commit();
    status = next;
    for (int i = 0; i < results.size(); i++) {
      group.get(i).answer().tryComplete(results.get(i));
    }
  }

  private LogStatus write(Command command, Result result, LogStatus before) {
    if (result instanceof Result.Appended appended) {
      command
          .entry()
          .ifPresent(entry -> store.append(appended.index(), entry.encoded(), command.beside()));
      return new LogStatus(ledger.size(), before.published());
    }
    if (result instanceof Result.Closed closed) {
      return close(closed.log());
    }
    return before;
  }

  private LogStatus close(ClosedLog closed) {
    TreeHead head = closed.head();
    long from = signed.map(TreeHead::size).orElse(0L);
    ConsistencyProof proof = ledger.log().consistency(from, head.size());
    Instant now = clock.instant();
    SignedCheckpoint note =
        cosigner
            .decide(signed, head, proof, now)
            .match(
                signature -> signature,
                reason -> {
                  throw new IllegalStateException("refused to sign: " + reason);
                });
    store.append(head.size() - 1, closed.seal(), List.of());
    store.checkpoint(note);
    signed = Optional.of(head);
    return new LogStatus(ledger.size(), Optional.of(new LogStatus.Published(note, now)));
  }

  /** Answers what waits, then stops. Does not close the store. */
  @Override
  public void close() {
    lane.close();
  }
}
