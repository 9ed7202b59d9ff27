package org.baymark.node.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.baymark.node.shelf.Shelf;
import org.baymark.protocol.bytes.Bytes;

/**
 * The shelf on the disk, in the database of the log. It lags: what changes stays in memory until it
 * is worth to be written, in the transaction of some later entries. So what a new process finds are
 * the facts as they were at the end of some earlier transaction, and it has to execute the entries
 * after it. What one key had before a mark lies under the mark, until that is dropped.
 */
final class FactStore implements Shelf {
  static final String TABLE =
      "CREATE TABLE fact (key BLOB PRIMARY KEY, octets BLOB NOT NULL) WITHOUT ROWID";

  /** Of memory, about; more than is read again within a checkpoint of a thousand subjects. */
  private static final long CACHE_OCTETS_MAX = 4 << 20;

  /** Likewise. The more is written at once, the more of it lies on one page of the disk. */
  private static final long UNWRITTEN_OCTETS_MAX = 4 << 20;

  /** Within a transaction, which may change more. */
  private static final long TRANSACTION_OCTETS_MAX = 6 << 20;

  private final Connection sql;
  private final PreparedStatement select;
  private final PreparedStatement selectBefore;
  private final PreparedStatement selectAfter;
  private final PreparedStatement replace;
  private final Marks marks;
  private final FactCache cache = new FactCache(CACHE_OCTETS_MAX);
  private final UnwrittenFacts unwritten = new UnwrittenFacts();

  /** Marks that are on the disk still: what it holds has to be what was at one moment. */
  private final NavigableSet<Long> dropped = new TreeSet<>();

  /** Whether the open transaction changes facts on the disk, and so has to write all of them. */
  private boolean isBegun;

  FactStore(Connection sql) throws SQLException {
    this.sql = sql;
    select = sql.prepareStatement("SELECT octets FROM fact WHERE key = ?");
    String nearest = "SELECT key, octets FROM fact WHERE key ";
    selectBefore = sql.prepareStatement(nearest + "< ? ORDER BY key DESC LIMIT 1");
    selectAfter = sql.prepareStatement(nearest + "> ? ORDER BY key LIMIT 1");
    replace = sql.prepareStatement("INSERT OR REPLACE INTO fact VALUES (?, ?)");
    marks = new Marks(sql);
  }

  @Override
  public Optional<Bytes> get(Bytes key) {
    return unwritten.get(key).or(() -> written(key));
  }

  private Optional<Bytes> written(Bytes key) {
    return cache.get(key).or(() -> stored(key));
  }

  private Optional<Bytes> stored(Bytes key) {
    Optional<Bytes> stored = LogStore.run("read a fact", () -> select(key));
    stored.ifPresent(octets -> cache.put(key, octets));
    return stored;
  }

  private Optional<Bytes> select(Bytes key) throws SQLException {
    select.setBytes(1, key.unsafeArray());
    try (ResultSet row = select.executeQuery()) {
      if (row.next()) {
        return Optional.of(CheckedFact.open(key, row.getBytes(1)));
      }
    }
    isNotHidden(key, selectBefore, -1);
    isNotHidden(key, selectAfter, 1);
    return Optional.empty();
  }

  /** If bits turned in the key of a row, a search for that key ends beside the row. */
  private static void isNotHidden(Bytes key, PreparedStatement nearest, int side)
      throws SQLException {
    nearest.setBytes(1, key.unsafeArray());
    try (ResultSet row = nearest.executeQuery()) {
      if (row.next()) {
        Bytes other = Bytes.owning(row.getBytes(1));
        CheckedFact.open(other, row.getBytes(2));
        CheckedFact.demandOrder(Integer.signum(other.compareTo(key)) == side);
      }
    }
  }

  @Override
  public Optional<Bytes> get(Bytes key, long mark) {
    if (unwritten.marks().contains(mark)) {
      return unwritten.get(key, mark).or(() -> written(key));
    }
    return LogStore.run(
        "read a fact as it was at " + Shelf.known(marks(), mark),
        () -> marks.old(key, mark) instanceof Marks.Old.Was then ? then.octets() : select(key));
  }

  @Override
  public void put(Bytes key, Bytes value) {
    unwritten.put(key, value);
    if (unwritten.octets() > TRANSACTION_OCTETS_MAX) {
      write();
    }
  }

  /** Whether the transaction may end without {@link #write}. */
  boolean mayWait() {
    return !isBegun && unwritten.octets() <= UNWRITTEN_OCTETS_MAX;
  }

  /** The transaction has ended. */
  void committed() {
    isBegun = false;
  }

  /** Writes what is in memory only into the transaction. */
  void write() {
    change(
        "write facts",
        () -> {
          for (long mark : dropped) {
            marks.drop(mark);
          }
          write(unwritten.beforeMarks());
          for (Map.Entry<Long, Map<Bytes, Bytes>> layer : unwritten.afterMarks().entrySet()) {
            marks.add(layer.getKey());
            write(layer.getValue());
          }
        });
    unwritten.clear();
    dropped.clear();
  }

  private void write(Map<Bytes, Bytes> layer) throws SQLException {
    // In their order: neighbours lie on one page.
    for (Map.Entry<Bytes, Bytes> fact : new TreeMap<>(layer).entrySet()) {
      marks.keep(fact.getKey());
      replace.setBytes(1, fact.getKey().unsafeArray());
      replace.setBytes(2, CheckedFact.seal(fact.getKey(), fact.getValue()).unsafeArray());
      replace.executeUpdate();
      cache.put(fact.getKey(), fact.getValue());
    }
  }

  @Override
  public void mark(long mark) {
    unwritten.mark(mark);
  }

  @Override
  public NavigableSet<Long> marks() {
    NavigableSet<Long> all = new TreeSet<>(marks.all());
    all.removeAll(dropped);
    all.addAll(unwritten.marks());
    return all;
  }

  @Override
  public void drop(long mark) {
    if (unwritten.marks().contains(mark)) {
      unwritten.drop(mark);
    } else {
      dropped.add(Shelf.known(marks(), mark));
    }
  }

  @Override
  public void goBack(long mark) {
    if (unwritten.marks().contains(mark)) {
      unwritten.goBack(mark);
    } else {
      NavigableSet<Long> older = new TreeSet<>(dropped.headSet(Shelf.known(marks(), mark)));
      forgetAll();
      dropped.addAll(older);
      change("go back to a mark", () -> marks.goBack(mark));
    }
  }

  @Override
  public void clear() {
    forgetAll();
    change(
        "clear the facts",
        () -> {
          try (Statement delete = sql.createStatement()) {
            delete.executeUpdate("DELETE FROM fact");
          }
          marks.clear();
        });
  }

  /** The transaction was rolled back: what is on the disk is all there is. */
  void rolledBack() {
    forgetAll();
    change("read the marks", marks::read);
    isBegun = false;
  }

  private void forgetAll() {
    unwritten.clear();
    dropped.clear();
    cache.clear();
  }

  private interface Change {
    void run() throws SQLException;
  }

  private void change(String what, Change change) {
    isBegun = true;
    LogStore.run(
        what,
        () -> {
          change.run();
          return true;
        });
  }
}
