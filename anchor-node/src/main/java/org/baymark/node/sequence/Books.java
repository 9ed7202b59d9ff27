package org.baymark.node.sequence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.node.ledger.ClosedLog;
import org.baymark.node.ledger.Command;
import org.baymark.node.ledger.Ledger;
import org.baymark.node.ledger.Result;
import org.baymark.node.store.LogStore;
import org.baymark.node.store.Place;
import org.baymark.node.store.PlaceStore;
import org.baymark.node.store.StoreException;
import org.baymark.node.store.StoredEntry;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.index.Era;
import org.baymark.protocol.merkle.TreeHead;

/**
 * The ledger, and the same on the disk: they change together, forward command by command, or back
 * to an earlier head. For the lane's thread, but where it says otherwise.
 */
final class Books {
  private Ledger ledger;
  private final LogStore store;
  private final Heads heads;
  private Optional<Part> part = Optional.empty();
  private volatile Optional<Place> place; // how far the order is applied; any thread reads it
  private volatile LogStatus status; // so too

  Books(Ledger ledger, LogStore store, Heads heads) {
    this.ledger = ledger;
    this.store = store;
    this.heads = heads;
    this.place = store.places().last().map(PlaceStore.Placed::place);
    heads.opened(ledger);
    this.status = now();
  }

  Ledger ledger() {
    return ledger;
  }

  /** What may be asked of it as of now. */
  Archive archive() {
    return new Archive(ledger, store, certified());
  }

  /** As of the last commit; for any thread. */
  LogStatus status() {
    return status;
  }

  /** How far {@code order} is applied; empty if nothing of it is. For any thread. */
  Optional<Place> place(Bytes order) {
    return place.filter(here -> here.order().equals(order));
  }

  /** Applies a group in one transaction: what comes back is on the disk. */
  List<Optional<Result>> apply(List<Lane.Submission> group) {
    List<Optional<Result>> results = new ArrayList<>(group.size());
    store.begin();
    for (Lane.Submission submission : group) {
      boolean isDue = submission.place().map(this::isDue).orElse(true);
      results.add(isDue ? submission.command().map(this::execute) : Optional.empty());
      place = submission.place().filter(here -> isDue).or(() -> place);
    }
    place.ifPresent(here -> store.places().write(ledger.size(), here));
    store.commit();
    committed();
    return results;
  }

  /** An order that was left may have commands on their way yet; and copies came in it before. */
  private boolean isDue(Place next) {
    return part.map(it -> it.isOf(next)).orElse(true) && isAhead(next);
  }

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

  /** Executes what of a peer's piece continues this log, all of it or nothing. */
  boolean adopt(Piece offered) {
    if (offered.first() != ledger.size()) {
      return false; // the order has brought more in the meantime
    }
    boolean isBegun = part.flatMap(it -> place(it.order())).isPresent();
    Piece piece = part.map(it -> it.fit(offered, isBegun)).orElse(offered);
    store.begin();
    try {
      if (!isExecuted(piece) || !part.map(it -> it.isOnCourse(ledger)).orElse(true)) {
        return undo();
      }
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException e) {
      undo(); // our own fault; what was begun must not be committed with something else
      throw e;
    }
    Optional<Place> reached = piece.place().filter(this::isAhead);
    reached.ifPresent(here -> store.places().write(ledger.size(), here));
    store.commit();
    place = reached.or(() -> place);
    committed();
    return !piece.entries().isEmpty();
  }

  private boolean isExecuted(Piece piece) {
    for (StoredEntry stored : piece.entries()) {
      boolean isSame =
          Recovery.parse(stored)
              .match(command -> isSame(execute(command), stored), refused -> false);
      if (!isSame) {
        return false;
      }
    }
    return true;
  }

  private boolean undo() {
    store.rollBack();
    ledger = Recovery.open(store, heads);
    heads.opened(ledger);
    return false;
  }

  private static boolean isSame(Result result, StoredEntry stored) {
    return result.match(
        (index, id) -> index == stored.position(),
        closed -> closed.seal().equals(stored.octets()),
        rejected -> false);
  }

  /**
   * From now on {@code next} continues the log, from its start. What lies beyond the start and is
   * neither of this order nor only copied is kept aside.
   *
   * @return whether the log begins with the start
   * @throws StoreException if the start contradicts what k members certified: more of them lie than
   *     the rules can bear
   */
  boolean enter(Part next) {
    part = Optional.of(next);
    boolean isThere = next.isHeldBy(ledger);
    if (!isThere && next.start().size() <= certified()) {
      throw new StoreException(
          "epoch "
              + next.era().epoch()
              + " starts with another head of "
              + next.start().size()
              + " entries than this log has, where "
              + (certified() + " are certified: too many members lie"));
    }
    if (isThere && place(next.order()).isEmpty() && !isOnlyCopied(next.era())) {
      rollBack(Math.max(next.start().size(), certified()), true);
    }
    return isThere;
  }

  /**
   * Whether all of it came from others: it has places in the order of a later epoch than this
   * member knows of, or is of the time when the log's founder was alone and it had none. Nothing of
   * it is on its way to another place, and to copy it once more would bring the same.
   *
   * @param era in whose order it has no place
   */
  private boolean isOnlyCopied(Era era) {
    boolean mayBeOfNone = ledger.membersFor(1).members().size() == 1;
    return era.equals(Era.FIRST) && certified() == 0 && (isOrdered() || mayBeOfNone);
  }

  /** Whether it has a place in any order. For any thread. */
  boolean isOrdered() {
    return place.isPresent();
  }

  /**
   * Back to the last certified head.
   *
   * @param keep whether what lies beyond it has to find another place in the log
   */
  void back(boolean keep) {
    rollBack(certified(), keep);
  }

  /** Not beyond the genesis: that is the same on every branch. */
  void rollBack(long wanted, boolean keep) {
    long size = Math.max(1, wanted);
    if (size < ledger.size()) {
      store.begin();
      store.truncate(size, keep);
      Recovery.cut(store.facts(), size);
      store.commit();
      ledger = Recovery.open(store, heads);
      place = store.places().last().map(PlaceStore.Placed::place);
      heads.moved(ledger);
      status = now();
    }
  }

  /** What became of the command that was kept aside under this number is known. */
  void settle(long number) {
    store.begin();
    store.aside().drop(number);
    store.commit();
  }

  List<StoredEntry> aside(int count) {
    return store.aside().first(count);
  }

  /** Before the end: who starts again has nothing to execute. */
  void rest() {
    store.begin();
    heads.resting();
    store.commitFacts();
  }

  /** What may be shown to everyone may be another now. */
  void looked() {
    status = now();
  }

  private void committed() {
    heads.committed();
    status = now();
  }

  private long certified() {
    return heads.published().map(last -> last.note().checkpoint().size()).orElse(0L);
  }

  private LogStatus now() {
    Era era = heads.era();
    Optional<ClosedLog> closed = ledger.closed().filter(last -> last.era().equals(era));
    long covered = closed.map(ClosedLog::head).map(TreeHead::size).orElse(0L);
    Optional<MemberSets> members =
        ledger
            .members()
            .map(
                any ->
                    new MemberSets(
                        ledger.membersSince(Math.max(1, certified())),
                        ledger.membersFor(certified() + 1)));
    return new LogStatus(ledger.size(), covered, heads.published(), members);
  }
}
