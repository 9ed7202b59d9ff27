package org.baymark.node.sequence;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.baymark.node.ledger.Command;
import org.baymark.node.ledger.Result;
import org.baymark.node.sequence.Lane.Submission;
import org.baymark.node.store.LogStore;
import org.baymark.node.store.Place;
import org.baymark.node.store.StoreException;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.index.Era;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.registration.Members;

/**
 * Executes commands in the order in which it gets them, whoever decided on it. One thread applies a
 * group of them, writes what they appended in one transaction, and answers when that is on the
 * disk. If it cannot be written, nobody is answered and the node ends.
 */
public final class Execution implements AutoCloseable {
  private final Books books; // the lane's thread owns them once the lane runs
  private final Lane lane;

  private Execution(Books books, int queueMax, Consumer<Throwable> fatal) {
    this.books = books;
    this.lane = new Lane(queueMax, this::commit, books::rest, fatal);
  }

  /**
   * Goes on where the stored log ends.
   *
   * @param queueMax how many commands and questions may wait; more are refused as busy
   * @param fatal hears once why the log can no longer be trusted; the process has to end
   * @throws StoreException if the stored log does not lead to the head that was signed
   */
  public static Execution open(
      LogStore store, Heads heads, int queueMax, Consumer<Throwable> fatal) {
    return new Execution(new Books(Recovery.open(store, heads), store, heads), queueMax, fatal);
  }

  /** Every member set that the stored log ever had, the first first. Ask before {@link #start}. */
  public List<Members> memberSets() {
    return books.ledger().membersSince(0);
  }

  public void start() {
    lane.start();
  }

  /** Applies {@code command} next; answers and fails as {@link Sequencer#submit} does. */
  public Future<Result> apply(Command command) {
    return lane.submit(command);
  }

  /**
   * Applies {@code command}, whose place was decided elsewhere, and records that place with it.
   * Waits for room in the queue: an order has no gaps.
   *
   * @param command empty if the place holds nothing that can be applied
   */
  public Future<Optional<Result>> apply(Place place, Optional<Command> command)
      throws InterruptedException {
    return lane.put(place, command);
  }

  private void commit(List<Submission> group) {
    List<Optional<Result>> results = books.apply(group);
    for (int i = 0; i < results.size(); i++) {
      group.get(i).answer().tryComplete(results.get(i));
    }
  }

  /** Answers {@code question} between two commits. */
  public <T> Future<T> ask(Function<Archive, T> question) {
    return lane.ask(() -> question.apply(books.archive()));
  }

  /** How far the log is, as of the last commit. */
  public LogStatus status() {
    return books.status();
  }

  /** How far {@code order} is applied; empty if nothing of it is. */
  public Optional<Place> place(Bytes order) {
    return books.place(order);
  }

  /** Whether the log has a place in any order. */
  public boolean isOrdered() {
    return books.isOrdered();
  }

  /**
   * Does {@code work} between two commits, on the thread that owns ledger and store: what may be
   * shown to everyone may be another after it.
   */
  public <T> Future<T> between(Supplier<T> work) {
    return lane.ask(
        () -> {
          T done = work.get();
          books.looked();
          return done;
        });
  }

  /**
   * From now on the order of this name continues the log, and no other; from the start of its epoch
   * on. What the log holds beyond that start, and not from this order, is kept aside. Waits for
   * room in the queue.
   *
   * @return whether the log begins with the start; if not, it has to be copied, and this asked
   *     again
   */
  public Future<Boolean> enter(Bytes order, Era era, TreeHead start) {
    return lane.insist(() -> books.enter(new Part(order, era, start)));
  }

  /** Whether the log begins with {@code head}. Waits for room in the queue. */
  public Future<Boolean> holds(TreeHead head) {
    return lane.insist(() -> books.archive().holds(head));
  }

  /**
   * Executes what a peer's log holds beyond ours, and records its place in the order. A peer that
   * hands over what the rules do not lead to, or another branch than this epoch's, changes nothing.
   *
   * @return whether there was more to execute, and it was
   */
  public Future<Boolean> adopt(Piece piece) {
    return lane.ask(() -> books.adopt(piece));
  }

  /**
   * Cuts the log back to the last certified head, and executes again what is left. Waits for room
   * in the queue.
   *
   * @param keep whether the entries after it are kept aside, see {@link #aside}; those that were
   *     only copied are not worth it
   */
  public Future<Void> back(boolean keep) {
    return lane.insist(
        () -> {
          books.back(keep);
          return null;
        });
  }

  /** A command that was taken out of the log again, under its number. */
  public record Aside(long number, Command command) {}

  /** Some of what was taken out of the log again, in the order it had. */
  public Future<List<Aside>> aside(int count) {
    return lane.ask(
        () ->
            books.aside(count).stream()
                .map(stored -> new Aside(stored.position(), Recovery.command(stored)))
                .toList());
  }

  /** What became of the command under this number is known: it waits no longer. */
  public Future<Void> settle(long number) {
    return lane.ask(
        () -> {
          books.settle(number);
          return null;
        });
  }

  /** Whether it applies no more, because it was closed or had to stop. */
  public boolean isStopped() {
    return lane.isStopped();
  }

  /** Answers what waits, then stops. Does not close the store. */
  @Override
  public void close() {
    lane.close();
  }
}
