package org.baymark.gateway.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;

/**
 * The tables of the database, and how a file of an older program comes to have them: step by step,
 * all or none, after a copy of it was put beside it.
 */
final class Schema {
  private static final Logger log = LoggerFactory.getLogger(Schema.class);

  static final int VERSION = 7;
  private static final int OLDEST = 3;
  private static final List<String> SINCE_5 =
      List.of("schema-promises.sql", "schema-enrolment.sql", "schema-pruned.sql");
  private static final List<String> SINCE_6 =
      List.of("schema-numbers.sql", "schema-commands.sql", "schema-alarms.sql", "schema-voice.sql");
  private static final List<String> SINCE_7 = List.of("schema-alarm-counts.sql");
  private static final List<String> TABLES =
      Stream.of(
              List.of("schema-events.sql", "schema-batches.sql", "schema-records.sql"),
              SINCE_5,
              SINCE_6,
              SINCE_7)
          .flatMap(List::stream)
          .toList();

  /** What brings a file of each version to the next. */
  private static final Map<Long, List<String>> STEPS =
      Map.of(
          3L,
          List.of("schema-3-to-4.sql"),
          4L,
          SINCE_5,
          5L,
          Stream.concat(
                  Stream.of("schema-5-to-6-numbers.sql", "schema-5-to-6-series.sql"),
                  SINCE_6.stream())
              .toList(),
          6L,
          Stream.concat(SINCE_7.stream(), Stream.of("schema-6-to-7-series.sql")).toList());

  /**
   * Bytes. A commit of one statement adds one page to the write-ahead log, with 24 bytes before it
   * (SQLite, "Database File Format", section 4.1), and the system writes whole blocks of 4 KiB: of
   * a page as large as a block always two, of a small one mostly one.
   */
  static final int PAGE = 1_024;

  private Schema() {}

  /** Gives an empty file what a file has from its first page on, before there is a log or table. */
  static void shape(Path file) {
    try {
      if (Files.size(file) > 0) {
        return;
      }
      Transaction plain = connectPlain(file);
      wish(plain);
      plain.execute("VACUUM");
      plain.close();
    } catch (IOException e) {
      throw new StoreException("cannot make the database " + file + ": " + e.getMessage(), e);
    }
  }

  /** How the next file that this connection writes as a whole is to be: as new ones are. */
  static void wish(Transaction connection) {
    connection.execute("PRAGMA page_size = " + PAGE);
    connection.execute("PRAGMA auto_vacuum = INCREMENTAL");
  }

  static Transaction connectPlain(Path file) {
    try {
      return new Transaction(new SQLiteConfig().createConnection("jdbc:sqlite:" + file));
    } catch (SQLException e) {
      throw new StoreException("cannot open the database " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Makes the tables of a new file, or brings those of an older one forward.
   *
   * @throws StoreException with a sentence, if the file is of a newer program or of one too old
   */
  static void bringUpToDate(Transaction writer, Path file) {
    long version = writer.first("PRAGMA user_version", row -> row.integer(1)).orElseThrow();
    if (version == VERSION) {
      return;
    }
    if (version == 0) {
      run(writer, TABLES);
      return;
    }
    if (version > VERSION) {
      throw new StoreException(
          "the database %s is of version %d, newer than this program, which knows versions to %d:"
                  .formatted(file, version, VERSION)
              + " start the program that wrote it, or a newer one");
    }
    if (version < OLDEST) {
      throw new StoreException(
          "the database %s is of version %d; this program brings forward those from version %d on"
              .formatted(file, version, OLDEST));
    }
    Path copy = copy(file, version);
    run(
        writer,
        LongStream.range(version, VERSION)
            .boxed()
            .flatMap(from -> STEPS.getOrDefault(from, List.of()).stream())
            .toList());
    log.atInfo()
        .addKeyValue("from", version)
        .addKeyValue("to", VERSION)
        .addKeyValue("copy", copy)
        .log("the database was brought forward, and a copy of it kept");
  }

  private static void run(Transaction writer, List<String> steps) {
    writer.execute("BEGIN IMMEDIATE");
    steps.forEach(name -> writer.execute(resource(name)));
    writer.execute("PRAGMA user_version = " + VERSION);
    writer.execute("COMMIT");
  }

  /**
   * A backup like any other: this gateway goes on from {@code file}, and were the copy moved back
   * later, another batch would be sealed under each number since. One that led to nothing yet is
   * made anew.
   */
  private static Path copy(Path file, long version) {
    Path copy = file.resolveSibling(file.getFileName() + ".of-version-" + version);
    try {
      Files.deleteIfExists(copy);
    } catch (IOException e) {
      throw new StoreException("cannot keep a copy of the database as " + copy + ": " + e, e);
    }
    try (StoreFile store = StoreFile.open(file)) {
      Backup.write(store, copy);
    }
    return copy;
  }

  private static String resource(String name) {
    try (InputStream in = Schema.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new StoreException("cannot read " + name + ": " + e, e);
    }
  }
}
