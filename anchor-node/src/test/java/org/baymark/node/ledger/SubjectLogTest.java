package org.baymark.node.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.baymark.node.shelf.MemoryShelf;
import org.baymark.node.store.LogStore;
import org.baymark.protocol.batch.Filing;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.merkle.MerkleTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The small log of a subject is the tree over its filings, whatever their number. */
class SubjectLogTest {
  private static final int SIZE = 150; // rows of rows, and some
  private static final Digest SUBJECT = digest("subject");

  private final MemoryShelf shelf = new MemoryShelf();
  private final Filings filings = new Filings(shelf);

  private static Digest digest(String text) {
    return Digest.sha256(Bytes.ofUtf8(text));
  }

  @Test
  void everySizeAndRangeIsTheSame() {
    List<Filing> all = new ArrayList<>();
    MerkleTree tree = new MerkleTree();
    long statements = 0;
    for (int i = 0; i < SIZE; i++) {
      Filing filing = new Filing(digest("header " + i), 1 + i % 5, digest("root " + i));
      all.add(filing);
      tree.append(MerkleTree.leafHash(filing.leaf()));
      statements += filing.n();
      var state = filings.append(SUBJECT, filing);
      assertEquals(i + 1, state.entries());
      assertEquals(statements, state.statements());
      assertEquals(tree.root(), state.root());
    }
    SubjectLog log = filings.of(SUBJECT);
    assertEquals(statements, log.statements());
    for (int i = 0; i < SIZE; i++) {
      assertEquals(all.get(i), log.filing(i));
    }
    for (int size = 1; size <= SIZE; size += 3) {
      for (int first = 0; first < size; first += 4) {
        for (int count = 1; count <= size - first; count += 5) {
          assertEquals(tree.range(first, count, size), log.range(first, count, size));
        }
      }
    }
  }

  /** SQLite gives what is longer than 488 bytes a page of 2,048 for its rest. */
  @Test
  void noneOfItsFactsTakesAPageOfTheDiskForItself(@TempDir Path folder) throws SQLException {
    Path file = folder.resolve("node.db");
    try (LogStore store = LogStore.open(file)) {
      store.begin();
      Filings stored = new Filings(store.facts());
      for (int i = 0; i < SIZE; i++) {
        stored.append(SUBJECT, new Filing(digest("header " + i), 1L << 32, digest("root " + i)));
      }
      store.commitFacts();
    }
    String longest = "SELECT count(*), max(length(key) + length(octets)) FROM fact";
    try (Connection sql = DriverManager.getConnection("jdbc:sqlite:" + file);
        ResultSet row = sql.createStatement().executeQuery(longest)) {
      assertTrue(row.getLong(1) > SIZE / 4, "rows of four");
      long header = 5; // of a row: its own length, and a type of up to two bytes for each column
      assertTrue(row.getLong(2) + header <= 488, row.getLong(2) + " bytes");
    }
  }

  @Test
  void aSubjectThatNobodyFiledAboutHasNothing() {
    filings.append(SUBJECT, new Filing(digest("header"), 2, digest("root")));
    assertEquals(0, filings.of(digest("other")).size());
    assertEquals(0, filings.statements(digest("other")));
  }
}
