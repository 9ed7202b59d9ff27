package org.baymark.node.sequence;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.baymark.node.ledger.Command;
import org.baymark.node.ledger.Ledger;
import org.baymark.node.ledger.Result;
import org.baymark.node.sequence.Lane.Submission;
import org.baymark.node.store.LogStore;
import org.baymark.node.store.Place;
import org.baymark.node.store.StoreException;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.registration.Members;

/**
 * Executes commands in the order in which it gets them, whoever decided on it. One thread applies a
 * group of them, writes what they appended in one transaction, and answers when that is on the
 * disk. If it cannot be written, nobody is answered and the node ends.
 */
public final class Execution implements AutoCloseable {
  private Ledger ledger; // the lane's thread owns it once the lane runs
  private final LogStore store; // so too
  private final Heads heads;
  private final Lane lane;

  private volatile Optional<Place> place; // written there only: how far the order is applied
  private volatile LogStatus status;

  private Execution(
      Ledger ledger, LogStore store, Heads heads, int queueMax, Consumer<Throwable> fatal) {
    this.ledger = ledger;
    this.store = store;
    this.heads = heads;
    this.place = store.lastPlace().map(LogStore.Placed::place);
    heads.opened(ledger);
    this.status = new LogStatus(ledger.size(), heads.published());
    this.lane = new Lane(queueMax, this::commit, fatal);
  }

  /**
   * Executes the stored log again and goes on from there.
   *
   * @param queueMax how many commands and questions may wait; more are refused as busy
   * @param fatal hears once why the log can no longer be trusted; the process has to end
   * @throws StoreException if the stored log does not lead to the head that was signed
   */
  public static Execution open(
      LogStore store, Heads heads, int queueMax, Consumer<Throwable> fatal) {
    return new Execution(Recovery.replay(store), store, heads, queueMax, fatal);
  }

  /** The members that the stored genesis names; empty before it. Ask before {@link #start}. */
  public Optional<Members> members() {
    return ledger.members();
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

  /** Answers {@code question} between two commits. */
  public <T> Future<T> ask(Function<Archive, T> question) {
    return lane.ask(() -> question.apply(new Archive(ledger, store)));
  }

  /** How far the log is, as of the last commit. */
  public LogStatus status() {
    return status;
  }

  /**
   * Executes what a peer's log holds beyond ours, and records its place in the order. A peer that
   * hands over what the rules do not lead to changes nothing.
   *
   * @return whether there was more to execute, and it was
   */
  public Future<Boolean> adopt(Piece piece) {
    return lane.ask(() -> adoptNow(piece));
  }

  private boolean adoptNow(Piece piece) {
    if (piece.first() != ledger.size()) {
      return false; // the order has brought more in the meantime
    }
    store.begin();
    for (LogStore.Stored stored : piece.entries()) {
      if (!isSame(execute(Recovery.command(stored)), stored)) {
        store.rollBack();
        ledger = Recovery.replay(store);
        heads.opened(ledger);
        return false;
      }
    }
    Optional<Place> reached = piece.place().filter(this::isAhead);
    reached.ifPresent(here -> store.place(ledger.size(), here));
    store.commit();
    place = reached.or(() -> place);
    committed();
    return !piece.entries().isEmpty();
  }

  private static boolean isSame(Result result, LogStore.Stored stored) {
    return result.match(
        (index, id) -> index == stored.position(),
        closed -> closed.seal().equals(stored.octets()),
        rejected -> false);
  }

  /**
   * Does {@code work} between two commits, on the thread that owns ledger and store: what may be
   * shown to everyone may be another after it.
   */
  public <T> Future<T> between(Supplier<T> work) {
    return lane.ask(
        () -> {
          T done = work.get();
          status = new LogStatus(ledger.size(), heads.published());
          return done;
        });
  }

  /**
   * Cuts the log back to its first {@code size} entries and executes those again. The entries after
   * them are kept aside, see {@link #aside}.
   *
   * @param moved hears of the other ledger, on the thread that owns it
   */
  public Future<Void> rollBack(long size, Consumer<Ledger> moved) {
    return between(
        () -> {
          if (size < ledger.size()) {
            store.begin();
            store.truncate(size);
            store.commit();
            ledger = Recovery.replay(store);
            place = store.lastPlace().map(LogStore.Placed::place);
            moved.accept(ledger);
          }
          return null;
        });
  }

  /** A command that a roll-back took out of the log, under its number. */
  public record Aside(long number, Command command) {}

  /** Some of what roll-backs took out of the log, in the order it had. */
  public Future<List<Aside>> aside(int count) {
    return lane.ask(
        () ->
            store.aside(count).stream()
                .map(stored -> new Aside(stored.position(), Recovery.command(stored)))
                .toList());
  }

  /** What became of the command under this number is known: it waits no longer. */
  public Future<Void> settle(long number) {
    return lane.ask(
        () -> {
          store.begin();
          store.dropAside(number);
          store.commit();
          return null;
        });
  }

  /** How far {@code order} is applied; empty if nothing of it is. */
  public Optional<Place> place(Bytes order) {
    return place.filter(here -> here.order().equals(order));
  }

  /** Whether it applies no more, because it was closed or had to stop. */
  public boolean isStopped() {
    return lane.isStopped();
  }

  private void commit(List<Submission> group) {
    List<Optional<Result>> results = new ArrayList<>(group.size());
    store.begin();
    for (Submission submission : group) {
      boolean isDue = submission.place().map(this::isAhead).orElse(true);
      results.add(isDue ? submission.command().map(this::execute) : Optional.empty());
      place = submission.place().filter(here -> isDue).or(() -> place);
    }
    place.ifPresent(here -> store.place(ledger.size(), here));
    store.commit();
    committed();
    for (int i = 0; i < results.size(); i++) {
      group.get(i).answer().tryComplete(results.get(i));
    }
  }

  private void committed() {
    heads.committed();
    status = new LogStatus(ledger.size(), heads.published());
  }

  /** What was copied from a peer comes in the order again, and was applied already. */
  private boolean isAhead(Place next) {
    return place
        .filter(here -> here.order().equals(next.order()))
        .map(here -> here.index() < next.index())
        .orElse(true);
  }

  private Result execute(Command command) {
    Result result = ledger.apply(command);
    if (result instanceof Result.Appended appended) {
      command
          .entry()
          .ifPresent(entry -> store.append(appended.index(), entry.encoded(), command.beside()));
    } else if (result instanceof Result.Closed closed) {
      store.append(closed.log().head().size() - 1, closed.log().seal(), List.of());
      heads.closed(closed.log(), ledger);
    }
    return result;
  }

  /** Answers what waits, then stops. Does not close the store. */
  @Override
  public void close() {
    lane.close();
  }
}
