package org.baymark.node.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.node.shelf.Shelf;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.log.SignedCheckpoint;

/**
 * The log on the disk. Writes belong to a transaction from {@link #begin} to {@link #commit}, and
 * count when that returns. For one thread. Every failure is a {@link StoreException}, and after one
 * nobody knows what is on the disk: the process has to end and start again through recovery.
 */
public final class LogStore implements AutoCloseable {
  /** A start after a crash executes so many entries at most that it had executed before. */
  private static final int BEHIND_MAX = 200;

  private static final String[] TRUNCATE = {
    "DELETE FROM entry WHERE position >= ?",
    "DELETE FROM subjects WHERE position >= ?",
    "DELETE FROM checkpoint WHERE size > ?",
    "DELETE FROM place WHERE size > ?",
  };

  /** Beside the database: how far the votes in it had come. */
  private static final String MARK = "signed.mark";

  private final Database database;
  private final SignedMark mark;
  private final EntryStore entries;
  private final FactStore facts;
  private int behind; // entries since the facts were written
  private final PreparedStatement insertEntry;
  private final PreparedStatement insertSubjects;
  private final PreparedStatement insertCheckpoint;

  private LogStore(Database database, SignedMark mark) throws SQLException {
    this.database = database;
    this.mark = mark;
    Connection sql = database.connection();
    entries = new EntryStore(sql);
    facts = new FactStore(sql);
    insertEntry = sql.prepareStatement("INSERT INTO entry VALUES (?, ?)");
    insertSubjects = sql.prepareStatement("INSERT INTO subjects VALUES (?, ?)");
    insertCheckpoint = sql.prepareStatement("INSERT INTO checkpoint VALUES (?, ?)");
  }

  /** What the log holds. */
  public EntryStore entries() {
    return entries;
  }

  /** The votes that lie beside the log. */
  public VoteStore votes() {
    return new VoteStore(database.connection(), mark);
  }

  /** What others co-signed, as this member saw it. */
  public SeenStore seen() {
    return new SeenStore(database.connection());
  }

  /** What convicts members. */
  public EvidenceStore evidence() {
    return new EvidenceStore(database.connection());
  }

  /** What follows from the log. Whoever opens the store may find it {@link #BEHIND_MAX behind}. */
  public Shelf facts() {
    return facts;
  }

  /** Where the log stood in orders that are kept elsewhere. */
  public PlaceStore places() {
    return new PlaceStore(database.connection());
  }

  /** Entries that the log no longer holds. */
  public AsideStore aside() {
    return new AsideStore(database.connection());
  }

  /** Opens the database in {@code file}, or makes it. */
  public static LogStore open(Path file) {
    Database database = Database.open(file);
    try {
      return new LogStore(database, SignedMark.open(file.resolveSibling(MARK)));
    } catch (SQLException e) {
      database.close();
      throw StoreException.of("cannot open the database " + file, e);
    } catch (StoreException e) {
      database.close();
      throw e;
    }
  }

  /** The longest certified checkpoint; empty before the first. */
  public Optional<SignedCheckpoint> lastCheckpoint() {
    Optional<String> note =
        run(
            "read the last checkpoint",
            () -> {
              String query = "SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1";
              try (PreparedStatement select = database.connection().prepareStatement(query);
                  ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
              }
            });
    return note.map(LogStore::parse);
  }

  private static SignedCheckpoint parse(String note) {
    return SignedCheckpoint.parse(note)
        .match(
            read -> read,
            refused -> {
              throw StoreException.damaged("the last checkpoint does not read: " + refused.text());
            });
  }

  public void begin() {
    run("begin", () -> autoCommit(false));
  }

  public void append(long position, Bytes entry, List<SubjectEntry> subjects) {
    behind++;
    run(
        "write entry " + position,
        () -> {
          insert(insertEntry, position, entry);
          if (!subjects.isEmpty()) {
            insert(insertSubjects, position, SubjectList.encode(subjects));
          }
          return true;
        });
  }

  private static void insert(PreparedStatement insert, long position, Bytes octets)
      throws SQLException {
    insert.setLong(1, position);
    insert.setBytes(2, octets.unsafeArray());
    insert.executeUpdate();
  }

  /** In the transaction of the seal that it covers: it is on the disk before anyone sees it. */
  public void checkpoint(SignedCheckpoint note) {
    run(
        "write the checkpoint of size " + note.checkpoint().size(),
        () -> {
          insertCheckpoint.setLong(1, note.checkpoint().size());
          insertCheckpoint.setString(2, note.toText());
          return insertCheckpoint.executeUpdate();
        });
  }

  /**
   * In a transaction: the log ends after {@code size} entries.
   *
   * @param keep whether what stood beyond is kept aside, but for the seals
   */
  public void truncate(long size, boolean keep) {
    List<String> statements = new ArrayList<>(List.of(TRUNCATE));
    if (keep) {
      statements.add(0, AsideStore.KEEP);
    }
    run(
        "cut the log back to " + size + " entries",
        () -> {
          for (String statement : statements) {
            try (PreparedStatement sql = database.connection().prepareStatement(statement)) {
              sql.setLong(1, size);
              sql.executeUpdate();
            }
          }
          return true;
        });
  }

  /** Returns when everything since {@link #begin} is on the disk; the facts may lag. */
  public void commit() {
    if (behind >= BEHIND_MAX || !facts.mayWait()) {
      commitFacts();
    } else {
      end();
    }
  }

  /** Returns when everything is on the disk, and the facts too. */
  public void commitFacts() {
    facts.write();
    end();
    behind = 0;
  }

  private void end() {
    run(
        "commit",
        () -> {
          database.connection().commit();
          return autoCommit(true);
        });
    facts.committed();
  }

  /** Undoes everything since {@link #begin}. */
  public void rollBack() {
    run(
        "roll back",
        () -> {
          database.connection().rollback();
          return autoCommit(true);
        });
    facts.rolledBack();
  }

  /** Outside a transaction a read ends with itself: an open one would keep the WAL growing. */
  private boolean autoCommit(boolean on) throws SQLException {
    database.connection().setAutoCommit(on);
    return on;
  }

  interface Work<T> {
    T run() throws SQLException;
  }

  static <T> T run(String what, Work<T> work) {
    try {
      return work.run();
    } catch (SQLException e) {
      throw StoreException.of("cannot " + what + " in the database", e);
    }
  }

  @Override
  public void close() {
    database.close();
    mark.close();
  }
}
