package org.baymark.protocol.batch;

import static org.baymark.protocol.batch.Statements.GATEWAY;
import static org.baymark.protocol.batch.Statements.KEY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.cose.Claims;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.merkle.TreeHead;
import org.junit.jupiter.api.Test;

/** What a gateway signs for a batch. */
class BatchHeaderTest {
  private static final Digest ID = Digest.ofHex("11".repeat(32));
  private static final Digest ROOT = Digest.ofHex("22".repeat(32));
  private static final String D = "5820" + ID;
  private static final String REST = "041865051866" + "060307010858" + "20" + ROOT;
  private static final String SECOND = "a80102" + "02" + D + "038209" + D + REST;

  private static final BatchHeader HEADER =
      new BatchHeader(2, Optional.of(ID), Optional.of(new TreeHead(9, ID)), 101, 102, 3, 1, ROOT);

  @Test
  void aHeaderHasTheseBytesAndComesBack() {
    assertEquals(SECOND, HEADER.payload().hex());
    Sign1 signed = HEADER.sign(KEY, GATEWAY);
    assertTrue(signed.signedBy(KEY.verifyingKey()));
    assertEquals(Optional.of(HEADER), BatchHeader.parse(signed).toOptional());
  }

  @Test
  void theFirstHasNoneBeforeItAndMaySeeNoCheckpoint() {
    BatchHeader first = new BatchHeader(1, Optional.empty(), Optional.empty(), 5, 5, 1, 1, ROOT);
    Sign1 signed = first.sign(KEY, GATEWAY);
    assertEquals(Optional.of(first), BatchHeader.parse(signed).toOptional());
  }

  @Test
  void aClockThatWentBackIsNoReasonToRefuse() {
    BatchHeader back = new BatchHeader(1, Optional.empty(), Optional.empty(), 9, 5, 1, 1, ROOT);
    Sign1 signed = back.sign(KEY, GATEWAY);
    assertEquals(Optional.of(back), BatchHeader.parse(signed).toOptional());
  }

  @Test
  void malformedPayloadsAreRefused() {
    Map<String, Refusal> payloads = new LinkedHashMap<>();
    payloads.put("", Refusal.NOT_CBOR);
    payloads.put("80", Refusal.WRONG_SHAPE);
    payloads.put("a0", Refusal.MISSING_FIELD);
    payloads.put(SECOND + "00", Refusal.TRAILING_BYTES);
    payloads.put(SECOND.replaceFirst("a8", "a9") + "0900", Refusal.UNKNOWN_FIELD);
    payloads.put("a7" + SECOND.substring(2, SECOND.length() - 70), Refusal.MISSING_FIELD);
    payloads.put("a8010102" + D + "03f6" + REST, Refusal.OUT_OF_RANGE); // batch 1 has one before
    payloads.put("a8010202f603f6" + REST, Refusal.OUT_OF_RANGE); // batch 2 has none
    payloads.put("a8010002f603f6" + REST, Refusal.OUT_OF_RANGE); // batch 0
    payloads.put("a8012002f603f6" + REST, Refusal.WRONG_SHAPE);
    payloads.put("a8010102f603f6" + REST.replace("06030701", "06000700"), Refusal.OUT_OF_RANGE);
    payloads.put("a8010102f603f6" + REST.replace("06030701", "06030704"), Refusal.OUT_OF_RANGE);
    payloads.put("a8010102f603f6" + REST.replace("041865", "041805"), Refusal.NOT_DETERMINISTIC);
    payloads.put(
        "a8010102f603f6" + REST.replace("041865", "041b0020000000000000"), Refusal.OUT_OF_RANGE);
    payloads.put("a8010102f60380" + REST, Refusal.WRONG_SHAPE);
    payloads.put("a8010102f50380" + REST, Refusal.WRONG_SHAPE);
    payloads.put("a8010102f603f6" + REST.replace("085820", "085821") + "00", Refusal.WRONG_SHAPE);
    payloads.forEach(
        (hex, refusal) -> {
          Sign1 signed = Statements.ofGateway(ContentType.BATCH, Bytes.ofHex(hex));
          assertEquals(refusal.name(), answer(signed), hex);
        });
  }

  @Test
  void aGatewaySpeaksOfItselfAsABatchWithoutIat() {
    Bytes payload = HEADER.payload();
    Claims elsewhere =
        new Claims(GATEWAY, Statements.SHIPMENT, OptionalLong.empty(), Optional.empty());
    Claims timed = new Claims(GATEWAY, Subject.of(GATEWAY), OptionalLong.of(1), Optional.empty());
    assertEquals("BAD_SUBJECT", answer(Sign1.sign(KEY, ContentType.BATCH, elsewhere, payload)));
    assertEquals("UNKNOWN_FIELD", answer(Sign1.sign(KEY, ContentType.BATCH, timed, payload)));
    assertEquals(
        "UNKNOWN_CONTENT_TYPE", answer(Statements.ofGateway(ContentType.REQUEST, payload)));
  }

  @Test
  void itCoversExactlyItsEntries() {
    Batch batch = BatchTest.batch(5);
    List<SubjectEntry> entries = batch.entries();
    BatchHeader header = header(15, 5, batch.root());
    assertTrue(header.covers(GATEWAY, entries));
    assertFalse(header.covers(new DevUrn("urn:dev:os:32473-gw2"), entries));
    assertFalse(header.covers(GATEWAY, entries.subList(0, 4)));
    assertFalse(header.covers(GATEWAY, List.of()));
    assertFalse(header(14, 5, batch.root()).covers(GATEWAY, entries));
    assertFalse(header(16, 5, batch.root()).covers(GATEWAY, entries));
    assertFalse(header(15, 4, batch.root()).covers(GATEWAY, entries));
    assertFalse(header(15, 5, ROOT).covers(GATEWAY, entries));
    for (int i = 0; i < 5; i++) {
      List<SubjectEntry> other = new ArrayList<>(entries);
      other.set(i, entries.get((i + 1) % 5));
      assertFalse(header.covers(GATEWAY, other), "entry " + i + " is another");
      other.set(i, new SubjectEntry(entries.get(i).subjectKey(), TreeHead.SIZE_MAX, ROOT));
      assertFalse(header.covers(GATEWAY, other), "entry " + i + " counts too much");
    }
  }

  @Test
  void noImpossibleHeaderCanBeMade() {
    assertThrows(IllegalArgumentException.class, () -> header(0, 0, ROOT));
    assertThrows(IllegalArgumentException.class, () -> header(1, 2, ROOT));
    assertThrows(
        IllegalArgumentException.class,
        () -> new BatchHeader(2, Optional.empty(), Optional.empty(), 1, 1, 1, 1, ROOT));
  }

  private static BatchHeader header(long statements, long subjects, Digest root) {
    return new BatchHeader(
        7, Optional.of(ID), Optional.empty(), 101, 102, statements, subjects, root);
  }

  private static String answer(Sign1 signed) {
    return BatchHeader.parse(signed).match(header -> "accepted", wrong -> wrong.refusal().name());
  }
}
