package org.baymark.protocol.batch;

import static org.baymark.protocol.batch.Statements.GATEWAY;
import static org.baymark.protocol.batch.Statements.SENSOR;
import static org.baymark.protocol.batch.Statements.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.merkle.InclusionProof;
import org.baymark.protocol.merkle.MerkleTree;
import org.junit.jupiter.api.Test;

/** The two storeys together, entries and filings. */
class BatchTest {
  private static final Digest ONE = Digest.ofHex("01".repeat(32));
  private static final Digest TWO = Digest.ofHex("02".repeat(32));
  private static final Digest ROOT_A = Digest.ofHex("aa".repeat(32));
  private static final Digest ROOT_B = Digest.ofHex("bb".repeat(32));
  private static final String ENTRY =
      "84706261796d61726b20656e7472792076315820" + ONE + "035820" + ROOT_A;

  @Test
  void anEntryHasTheseBytes() {
    SubjectEntry entry = new SubjectEntry(ONE, 3, ROOT_A);
    assertEquals(ENTRY, entry.encode().hex());
    assertEquals(Optional.of(entry), SubjectEntry.parse(entry.encode()).toOptional());
  }

  @Test
  void aFilingHasTheseBytes() throws RefusalException {
    Filing filing = new Filing(ROOT_A, 3, ROOT_B);
    assertEquals(
        "84716261796d61726b2066696c696e672076315820" + ROOT_A + "035820" + ROOT_B,
        filing.leaf().hex());
    CborWriter out = new CborWriter();
    filing.write(out);
    assertEquals(filing, Filing.read(CborReader.open(out.toBytes())));
    assertThrows(IllegalArgumentException.class, () -> new Filing(ROOT_A, 0, ROOT_B));
  }

  @Test
  void malformedEntriesAreRefused() {
    Map<String, Refusal> entries = new LinkedHashMap<>();
    entries.put("", Refusal.NOT_CBOR);
    entries.put(ENTRY + "00", Refusal.TRAILING_BYTES);
    entries.put(ENTRY.replace("7631", "7632"), Refusal.WRONG_SHAPE);
    entries.put(ENTRY.replaceFirst("84", "83"), Refusal.TRAILING_BYTES);
    entries.put(ENTRY.replace("035820aa", "005820aa"), Refusal.OUT_OF_RANGE);
    entries.put(ENTRY.replace("035820aa", "205820aa"), Refusal.WRONG_SHAPE);
    entries.put(ENTRY.replace("035820aa", "18035820aa"), Refusal.NOT_DETERMINISTIC);
    entries.put(ENTRY.replace("03", "1b0020000000000000"), Refusal.OUT_OF_RANGE);
    entries.put(ENTRY.replace("5820aaaa", "581faa"), Refusal.WRONG_SHAPE);
    entries.forEach(
        (hex, refusal) ->
            assertEquals(
                refusal.name(),
                SubjectEntry.parse(Bytes.ofHex(hex))
                    .match(entry -> "accepted", no -> no.refusal().name()),
                hex));
  }

  @Test
  void aRootThatAnotherProgramComputed() {
    List<SubjectEntry> entries =
        List.of(new SubjectEntry(ONE, 3, ROOT_A), new SubjectEntry(TWO, 1, ROOT_B));
    assertEquals(
        "d7ed4d27635048744538bddf31e270ed608bdd42f66a7e2ef2c58ffd5201508b",
        Batch.root(GATEWAY, 7, entries).hex());
  }

  @Test
  void entriesStandByKeyAndEachIsProvedFromOne() {
    Batch batch = batch(20);
    assertTrue(Batch.isOrdered(batch.entries()));
    assertEquals(20, batch.subjects().size());
    assertEquals(20 * 21 / 2, batch.statements());
    assertEquals(batch.root(), Batch.root(GATEWAY, 7, batch.entries()));
    for (int i = 0; i < 20; i++) {
      SubjectEntry entry = batch.entries().get(i);
      InclusionProof path = batch.path(entry.subjectKey());
      assertEquals(i + 1, path.index());
      assertEquals(21, path.size());
      assertTrue(path.proves(MerkleTree.leafHash(entry.encode()), batch.root()));
      SubjectTree subject = batch.subject(entry.subjectKey()).orElseThrow();
      assertEquals(entry, subject.entry());
    }
    assertEquals(Optional.empty(), batch.subject(ONE));
    assertThrows(IllegalArgumentException.class, () -> batch.path(ONE));
  }

  @Test
  void noSubjectTwiceOutOfOrderOrEmpty() {
    SubjectEntry one = new SubjectEntry(ONE, 3, ROOT_A);
    SubjectEntry two = new SubjectEntry(TWO, 3, ROOT_A);
    illegal(() -> Batch.root(GATEWAY, 7, List.of(two, one)));
    illegal(() -> Batch.root(GATEWAY, 7, List.of(one, one)));
    illegal(() -> Batch.root(GATEWAY, 0, List.of(one, two)));
    illegal(() -> Batch.seal(GATEWAY, 7, Map.of()));
    illegal(() -> Batch.seal(GATEWAY, 7, Map.of(ONE, List.of())));
  }

  /** A batch of so many subjects: the first with one statement, the next with two .... */
  static Batch batch(int subjects) {
    Map<Digest, List<Sign1>> byKey = new HashMap<>();
    for (int i = 0; i < subjects; i++) {
      List<Sign1> statements = new ArrayList<>();
      for (int seq = i; seq >= 0; seq--) {
        statements.add(event(SENSOR, i, seq, "about " + i));
      }
      byKey.put(Digest.sha256(Bytes.ofUtf8("subject " + i)), statements);
    }
    return Batch.seal(GATEWAY, 7, byKey);
  }

  private static void illegal(java.util.function.Supplier<Object> maker) {
    assertThrows(IllegalArgumentException.class, maker::get);
  }
}
