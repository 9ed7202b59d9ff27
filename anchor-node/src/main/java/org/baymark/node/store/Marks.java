package org.baymark.node.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.baymark.node.shelf.Shelf;
import org.baymark.protocol.bytes.Bytes;

/**
 * What was under the keys at each mark, as far as it changed since: of every key that changed
 * between two marks the octets that it had at the first of them.
 */
final class Marks {
  static final String[] SCHEMA = {
    "CREATE TABLE mark (mark INTEGER PRIMARY KEY)",
    // As in the other table; nothing but the check sum where the key had nothing.
    "CREATE TABLE undo (mark INTEGER NOT NULL, key BLOB NOT NULL, octets BLOB NOT NULL,"
        + " PRIMARY KEY (mark, key)) WITHOUT ROWID",
  };

  private static final String IS_NOTHING = "length(octets) = " + CheckedFact.SUM_SIZE;

  private final Connection sql;
  private final PreparedStatement keep;
  private final PreparedStatement selectOld;
  private final PreparedStatement selectBefore;
  private final PreparedStatement selectAfter;
  private final NavigableSet<Long> marks = new TreeSet<>();

  Marks(Connection sql) throws SQLException {
    this.sql = sql;
    keep =
        sql.prepareStatement(
            "INSERT OR IGNORE INTO undo"
                + " VALUES (?1, ?2, coalesce((SELECT octets FROM fact WHERE key = ?2), ?3))");
    // Few marks are looked through; an index by key would have to be written with every change.
    selectOld = sql.prepareStatement("SELECT octets FROM undo WHERE mark = ? AND key = ?");
    String nearest = "SELECT mark, key, octets FROM undo WHERE (mark, key) ";
    selectBefore = sql.prepareStatement(nearest + "< (?, ?) ORDER BY mark DESC, key DESC LIMIT 1");
    selectAfter = sql.prepareStatement(nearest + "> (?, ?) ORDER BY mark, key LIMIT 1");
    read();
  }

  void read() throws SQLException {
    marks.clear();
    try (Statement all = sql.createStatement();
        ResultSet row = all.executeQuery("SELECT mark FROM mark")) {
      while (row.next()) {
        marks.add(row.getLong(1));
      }
    }
    try (Statement all = sql.createStatement();
        ResultSet row =
            all.executeQuery(
                "SELECT 1 FROM undo WHERE mark NOT IN (SELECT mark FROM mark) LIMIT 1")) {
      CheckedFact.demandOrder(!row.next());
    }
  }

  NavigableSet<Long> all() {
    return Collections.unmodifiableNavigableSet(marks);
  }

  /** Before the fact under {@code key} changes for the first time since the last mark. */
  void keep(Bytes key) throws SQLException {
    if (!marks.isEmpty()) {
      keep.setLong(1, marks.last());
      keep.setBytes(2, key.unsafeArray());
      keep.setBytes(3, CheckedFact.seal(key, Bytes.EMPTY).unsafeArray());
      keep.executeUpdate();
    }
  }

  /** What was under a key at a mark. */
  sealed interface Old {
    /** What is there now. */
    record Unchanged() implements Old {}

    record Was(Optional<Bytes> octets) implements Old {}
  }

  Old old(Bytes key, long mark) throws SQLException {
    for (long each : marks.tailSet(Shelf.known(marks, mark), true)) {
      selectOld.setLong(1, each);
      selectOld.setBytes(2, key.unsafeArray());
      try (ResultSet row = selectOld.executeQuery()) {
        if (row.next()) {
          Bytes octets = CheckedFact.open(key, row.getBytes(1));
          return new Old.Was(Optional.of(octets).filter(it -> it.size() > 0));
        }
      }
      isNotHidden(each, key, selectBefore, -1);
      isNotHidden(each, key, selectAfter, 1);
    }
    return new Old.Unchanged();
  }

  /** As with the facts of now. */
  private void isNotHidden(long mark, Bytes key, PreparedStatement nearest, int side)
      throws SQLException {
    nearest.setLong(1, mark);
    nearest.setBytes(2, key.unsafeArray());
    try (ResultSet row = nearest.executeQuery()) {
      if (row.next()) {
        long otherMark = row.getLong(1);
        Bytes other = Bytes.owning(row.getBytes(2));
        CheckedFact.open(other, row.getBytes(3));
        int byMark = Long.compare(otherMark, mark);
        int order = byMark == 0 ? Integer.signum(other.compareTo(key)) : byMark;
        CheckedFact.demandOrder(order == side && marks.contains(otherMark));
      }
    }
  }

  void add(long mark) throws SQLException {
    change("INSERT INTO mark VALUES (?)", mark);
    marks.add(mark);
  }

  void drop(long mark) throws SQLException {
    Optional<Long> older = Optional.ofNullable(marks.lower(Shelf.known(marks, mark)));
    openAll(mark);
    if (older.isPresent()) {
      change(
          "INSERT OR IGNORE INTO undo SELECT ?, key, octets FROM undo WHERE mark = ?",
          older.get(),
          mark);
    }
    change("DELETE FROM undo WHERE mark = ?", mark);
    change("DELETE FROM mark WHERE mark = ?", mark);
    marks.remove(mark);
  }

  /** The facts are as they were at {@code mark}. */
  void goBack(long mark) throws SQLException {
    for (long later : marks.tailSet(Shelf.known(marks, mark), true).descendingSet()) {
      openAll(later);
      change(
          "DELETE FROM fact WHERE key IN"
              + (" (SELECT key FROM undo WHERE mark = ? AND " + IS_NOTHING + ")"),
          later);
      change(
          "INSERT OR REPLACE INTO fact"
              + (" SELECT key, octets FROM undo WHERE mark = ? AND NOT " + IS_NOTHING),
          later);
    }
    change("DELETE FROM undo WHERE mark >= ?", mark);
    change("DELETE FROM mark WHERE mark > ?", mark);
    marks.tailSet(mark, false).clear();
  }

  /** What is copied is not read otherwise: a turned bit would get a good check sum beside it. */
  private void openAll(long mark) throws SQLException {
    try (PreparedStatement rows =
        sql.prepareStatement("SELECT key, octets FROM undo WHERE mark = ?")) {
      rows.setLong(1, mark);
      try (ResultSet row = rows.executeQuery()) {
        while (row.next()) {
          CheckedFact.open(Bytes.owning(row.getBytes(1)), row.getBytes(2));
        }
      }
    }
  }

  void clear() throws SQLException {
    change("DELETE FROM undo");
    change("DELETE FROM mark");
    marks.clear();
  }

  private void change(String statement, long... arguments) throws SQLException {
    try (PreparedStatement change = sql.prepareStatement(statement)) {
      for (int i = 0; i < arguments.length; i++) {
        change.setLong(i + 1, arguments[i]);
      }
      change.executeUpdate();
    }
  }
}
