package org.baymark.protocol.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.statement.Cover;
import org.baymark.protocol.statement.Reading;
import org.baymark.protocol.statement.Telemetry;
import org.junit.jupiter.api.Test;

/** Records without a signature (PROTOCOL.md, section 6.3). */
class ChainRecordTest {
  static final Bytes KID = Bytes.ofHex("0102030405060708");
  private static final String HEAD = "84" + "48" + KID.hex();
  private static final String PACK = "81a20061740205"; // [{n: "t", v: 5}]

  /** Record {@code number} of boot 3, which reads {@code value}. */
  static ChainRecord record(long number, long value) {
    Reading reading = Reading.of("t", "Cel", BigDecimal.ZERO, BigDecimal.valueOf(value));
    return ChainRecord.of(KID, 3, number, new Telemetry(List.of(reading)));
  }

  @Test
  void recordsComeBack() {
    ChainRecord record = record(300, -5);
    assertEquals(
        Optional.of(record.encoded()),
        ChainRecord.parse(record.encoded()).toOptional().map(ChainRecord::encoded));
    assertEquals(
        record.number(), ChainRecord.parse(record.encoded()).toOptional().orElseThrow().number());
  }

  @Test
  void malformedRecordsAreRefused() {
    Map<String, String> records = new LinkedHashMap<>();
    records.put(HEAD + "0100" + PACK, "accepted");
    records.put(HEAD + "1affffffff" + "1affffffff" + PACK, "accepted");
    records.put("", "not-cbor");
    records.put("83" + HEAD.substring(2) + "01" + PACK, "wrong-shape");
    records.put("85" + HEAD.substring(2) + "0100" + PACK + "f6", "wrong-shape");
    records.put("84" + "47" + KID.hex().substring(2) + "0100" + PACK, "wrong-shape");
    records.put(HEAD + "1b0000000100000000" + "00" + PACK, "out-of-range");
    records.put(HEAD + "00" + "1b0000000100000000" + PACK, "out-of-range");
    records.put(HEAD + "2000" + PACK, "wrong-shape"); // a negative boot
    records.put(HEAD + "0100" + "80", "wrong-shape"); // no reading
    records.put(HEAD + "0100" + "81a1026174", "bad-telemetry"); // a value that is text
    records.put(HEAD + "0100" + "81a0", "bad-telemetry");
    records.put(HEAD + "0100" + PACK + "00", "trailing-bytes");
    records.put(HEAD + "180100" + PACK, "not-deterministic");
    records.put(HEAD + "0100" + "81a2006174" + "08" + "5901f0" + "00".repeat(496), "too-large");
    records.forEach((hex, answer) -> assertEquals(answer, answer(hex), hex));
  }

  private static String answer(String hex) {
    return ChainRecord.parse(Bytes.ofHex(hex))
        .match(it -> "accepted", refused -> refused.refusal().wireName());
  }

  @Test
  void theFirstByteTellsARecordFromAStatement() {
    assertTrue(ChainRecord.isBegunBy(record(0, 1).encoded()));
    assertFalse(ChainRecord.isBegunBy(Bytes.ofHex("d2")));
    assertFalse(ChainRecord.isBegunBy(Bytes.EMPTY));
  }

  @Test
  void aLinkIsAHashOfTypeLinkAndRecord() {
    ChainRecord record = record(0, 1);
    Bytes all = Bytes.ofUtf8("baymark record v1").concat(Cover.START).concat(record.encoded());
    assertEquals(Digest.sha256(all).bytes().slice(0, 16), record.linkAfter(Cover.START));
  }
}
