package org.baymark.node.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import org.baymark.node.shelf.Shelf;
import org.baymark.protocol.bytes.Bytes;

/**
 * The shelf on the disk, in the database of the log: its facts change in the transaction of the
 * entries that they follow from. What one transaction writes again and again is written once, at
 * its end; what was there before lies under the last mark, until that is dropped.
 */
final class FactStore implements Shelf {
  static final String TABLE =
      "CREATE TABLE fact (key BLOB PRIMARY KEY, octets BLOB NOT NULL) WITHOUT ROWID";

  /** Of memory, about; more than is read again within a checkpoint of a thousand subjects. */
  private static final long CACHE_OCTETS_MAX = 6 << 20;

  /** Likewise; a transaction may write more. */
  private static final long PENDING_OCTETS_MAX = 2 << 20;

  private final Connection sql;
  private final PreparedStatement select;
  private final PreparedStatement replace;
  private final Marks marks;
  private final FactCache cache = new FactCache(CACHE_OCTETS_MAX);
  private final Map<Bytes, Bytes> pending = new HashMap<>();
  private long pendingOctets;

  FactStore(Connection sql) throws SQLException {
    this.sql = sql;
    select = sql.prepareStatement("SELECT octets FROM fact WHERE key = ?");
    replace = sql.prepareStatement("INSERT OR REPLACE INTO fact VALUES (?, ?)");
    marks = new Marks(sql);
  }

  @Override
  public Optional<Bytes> get(Bytes key) {
    Bytes written = pending.get(key);
    return written != null ? Optional.of(written) : cache.get(key).or(() -> stored(key));
  }

  private Optional<Bytes> stored(Bytes key) {
    Optional<Bytes> stored = LogStore.run("read a fact", () -> select(key));
    stored.ifPresent(octets -> cache.put(key, octets));
    return stored;
  }

  private Optional<Bytes> select(Bytes key) throws SQLException {
    select.setBytes(1, key.unsafeArray());
    try (ResultSet row = select.executeQuery()) {
      return row.next() ? Optional.of(Bytes.owning(row.getBytes(1))) : Optional.empty();
    }
  }

  /** What is pending came after the last mark: the database alone knows what was before it. */
  @Override
  public Optional<Bytes> get(Bytes key, long mark) {
    return LogStore.run(
        "read a fact as it was at " + mark,
        () -> marks.old(key, mark) instanceof Marks.Old.Was then ? then.octets() : select(key));
  }

  @Override
  public void put(Bytes key, Bytes value) {
    Bytes before = pending.put(key, value);
    pendingOctets += FactCache.size(key, value);
    pendingOctets -= before == null ? 0 : FactCache.size(key, before);
    if (pendingOctets > PENDING_OCTETS_MAX) {
      flush();
    }
  }

  /** Writes what is pending into the transaction: at its end, or before it is too much. */
  void flush() {
    change("write facts", this::write);
  }

  private void write() throws SQLException {
    List<Bytes> keys = new ArrayList<>(pending.keySet());
    Collections.sort(keys); // neighbours lie on one page
    for (Bytes key : keys) {
      Bytes octets = Optional.ofNullable(pending.get(key)).orElseThrow();
      marks.keep(key);
      replace.setBytes(1, key.unsafeArray());
      replace.setBytes(2, octets.unsafeArray());
      replace.executeUpdate();
      cache.put(key, octets);
    }
    forgetPending();
  }

  private void forgetPending() {
    pending.clear();
    pendingOctets = 0;
  }

  @Override
  public void mark(long mark) {
    flush();
    change("set a mark", () -> marks.add(mark));
  }

  @Override
  public NavigableSet<Long> marks() {
    return marks.all();
  }

  @Override
  public void drop(long mark) {
    change("drop a mark", () -> marks.drop(mark));
  }

  @Override
  public void goBack(long mark) {
    forgetAll();
    change("go back to a mark", () -> marks.goBack(mark));
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

  /** The transaction was rolled back: what it wrote is nowhere. */
  void rolledBack() {
    forgetAll();
    change("read the marks", marks::read);
  }

  private void forgetAll() {
    forgetPending();
    cache.clear();
  }

  private interface Change {
    void run() throws SQLException;
  }

  private static void change(String what, Change change) {
    LogStore.run(
        what,
        () -> {
          change.run();
          return true;
        });
  }
}
