package org.baymark.node.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.baymark.node.shelf.Shelf;
import org.baymark.protocol.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConnection;

/**
 * Every bit of every fact in a small database is turned in the file, one at a time: what the facts
 * were is told as it was, or not at all.
 */
class TurnedBitsTest {
  private static final int KEYS = 5;
  private static final List<Long> MARKS = List.of(1L, 2L);

  /** Of a turned bit that SQLite itself finds there is nothing to see here. */
  private static final String OURS = "is another than the one that was written";

  @TempDir Path folder;

  private final Map<Bytes, Bytes> now = new TreeMap<>();
  private final Map<Long, Map<Bytes, Bytes>> then = new HashMap<>();

  private Path file() {
    return folder.resolve("node.db");
  }

  private static Bytes key(int number) {
    return Bytes.ofUtf8("Key" + number);
  }

  private void put(Shelf shelf, int number, String value) {
    Bytes octets = Bytes.ofUtf8("<" + value + ">");
    shelf.put(key(number), octets);
    now.put(key(number), octets);
  }

  private void mark(Shelf shelf, long mark) {
    shelf.mark(mark);
    then.put(mark, Map.copyOf(now));
  }

  /** Key 0 stays as it is, key 4 comes later, the others change once or twice. */
  private void live() {
    try (LogStore store = LogStore.open(file())) {
      store.begin();
      Shelf shelf = store.facts();
      for (int number = 0; number < KEYS - 1; number++) {
        put(shelf, number, "a");
      }
      mark(shelf, MARKS.get(0));
      put(shelf, 1, "b");
      put(shelf, 2, "b");
      mark(shelf, MARKS.get(1));
      put(shelf, 2, "c");
      put(shelf, 3, "c");
      put(shelf, KEYS - 1, "c");
      store.commitFacts();
    }
  }

  /** Where a row of facts begins in the file: its key, and behind it what lies under it. */
  private static List<Integer> places(byte[] octets, int number) {
    String text = new String(octets, StandardCharsets.ISO_8859_1);
    List<Integer> places = new ArrayList<>();
    String key = key(number).utf8();
    for (int at = text.indexOf(key); at >= 0; at = text.indexOf(key, at + 1)) {
      places.add(at);
    }
    return places;
  }

  private static int size(byte[] octets, int at) {
    int end = at + key(0).size();
    if (octets[end] == '<') {
      while (octets[end] != '>') {
        end++;
      }
      end++;
    }
    return end + Integer.BYTES - at;
  }

  @Test
  void noneIsTakenForAnotherFact() throws IOException, SQLException {
    live();
    byte[] sound = Files.readAllBytes(file());
    sound[18] = 1; // "no write-ahead log": in memory there can be none
    sound[19] = 1;
    assertEquals(List.of(), refusals(sound));
    int rows = 0;
    int found = 0;
    for (int number = 0; number < KEYS; number++) {
      for (int at : places(sound, number)) {
        rows++;
        for (int bit = 0; bit < 8 * size(sound, at); bit++) {
          byte[] turned = sound.clone();
          turned[at + bit / 8] ^= (byte) (1 << bit % 8);
          List<String> refused = refusals(turned);
          assertNotEquals(List.of(), refused, "bit " + bit + " of key " + number + " at " + at);
          found += refused.stream().allMatch(it -> it.contains(OURS)) ? 1 : 0;
        }
      }
    }
    assertEquals(KEYS + 5, rows, "facts, and what they were");
    assertTrue(found > 0);
  }

  /** What is refused of all that can be asked; another answer than the true one fails. */
  private List<String> refusals(byte[] database) throws SQLException {
    List<String> refused = new ArrayList<>();
    try (Connection sql = DriverManager.getConnection("jdbc:sqlite::memory:")) {
      sql.unwrap(SQLiteConnection.class).deserialize("main", database);
      Shelf shelf = new FactStore(sql);
      for (int number = 0; number < KEYS; number++) {
        Bytes key = key(number);
        ask(refused, () -> shelf.get(key), now, key);
        for (long mark : MARKS) {
          ask(refused, () -> shelf.get(key, mark), then.getOrDefault(mark, Map.of()), key);
        }
      }
    } catch (StoreException e) {
      refused.add(sentence(e)); // it does not even open
    }
    return refused;
  }

  private static void ask(
      List<String> refused,
      Supplier<Optional<Bytes>> question,
      Map<Bytes, Bytes> facts,
      Bytes key) {
    try {
      assertEquals(Optional.ofNullable(facts.get(key)), question.get());
    } catch (StoreException e) {
      refused.add(sentence(e));
    }
  }

  private static String sentence(StoreException e) {
    String sentence = String.valueOf(e.getMessage());
    assertTrue(sentence.contains(StoreException.DAMAGED), sentence);
    return sentence;
  }

  @Test
  void aFactUnderAMarkThatIsGoneIsRefused() throws Exception {
    live();
    try (Database database = Database.open(file());
        var sql = database.connection().createStatement()) {
      sql.executeUpdate("UPDATE mark SET mark = 3 WHERE mark = 2");
    }
    assertThrows(StoreException.class, () -> LogStore.open(file()).close());
  }
}
