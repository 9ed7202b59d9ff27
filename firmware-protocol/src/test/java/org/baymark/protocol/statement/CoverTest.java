package org.baymark.protocol.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cose.Claims;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;
import org.junit.jupiter.api.Test;

/** The statement that signs for records (PROTOCOL.md, section 6.3). */
class CoverTest {
  private static final String ZEROS = "50" + "00".repeat(16);
  private static final String LINK = "50" + "11".repeat(16);

  @Test
  void coversComeBack() {
    Bytes link = Bytes.ofHex("11".repeat(16));
    List<Cover> covers =
        List.of(
            new Cover(0, 1, 1, Cover.START, List.of(link)),
            new Cover(0, 5, 2, Cover.START, List.of(link, link, link)),
            new Cover(Position.U32_MAX, 1, 1, link, List.of(link)),
            new Cover(7, 1024, 1024, link, List.of(link)));
    for (Cover cover : covers) {
      assertEquals(
          cover,
          Payloads.parse(ContentType.RECORDS, cover.encoded().hex())
              .match(it -> it, CoverTest::fail));
    }
  }

  private static Content fail(Parsed.Refused<Content> refused) {
    throw new AssertionError(refused.text());
  }

  @Test
  void malformedCoversAreRefused() {
    Map<String, String> covers = new LinkedHashMap<>();
    covers.put("85000101" + ZEROS + "81" + LINK, "accepted");
    covers.put("85010101" + LINK + "81" + LINK, "accepted");
    covers.put("85000302" + ZEROS + "82" + LINK + LINK, "accepted");
    covers.put("84000101" + ZEROS, "wrong-shape");
    covers.put("85000001" + ZEROS + "80", "out-of-range"); // no record
    covers.put("850019040101" + ZEROS + "81" + LINK, "out-of-range"); // 1025 records
    covers.put("85000100" + ZEROS + "81" + LINK, "out-of-range"); // a stride of 0
    covers.put("85000102" + ZEROS + "81" + LINK, "out-of-range"); // a stride above the count
    covers.put("85000101" + LINK + "81" + LINK, "bad-telemetry"); // a link before record 0
    covers.put("85000101" + "4f" + "00".repeat(15) + "81" + LINK, "wrong-shape");
    covers.put("85000302" + ZEROS + "81" + LINK, "wrong-shape"); // a link too few
    covers.put("85000302" + ZEROS + "83" + LINK.repeat(3), "wrong-shape");
    covers.put("85000101" + ZEROS + "81" + "4f" + "11".repeat(15), "wrong-shape");
    covers.put("851affffffff0201" + LINK + "82" + LINK + LINK, "out-of-range");
    covers.put("851b00000001000000000101" + LINK + "81" + LINK, "out-of-range");
    covers.forEach(
        (hex, answer) -> assertEquals(answer, Payloads.answer(ContentType.RECORDS, hex), hex));
  }

  @Test
  void aCoverIsAboutItsOwnDevice() {
    Position position = new Position(1, 0, Optional.empty(), OptionalLong.empty());
    Claims claims =
        new Claims(
            Payloads.SENSOR,
            Subject.ofSscc("003456789012345670"),
            OptionalLong.of(1),
            Optional.of(position));
    Bytes payload = Bytes.ofHex("85000101" + ZEROS + "81" + LINK);
    Sign1 signed = Sign1.sign(Payloads.KEY, ContentType.RECORDS, claims, payload);
    assertEquals(
        "bad-subject",
        Unverified.parse(signed.encoded())
            .match(it -> "accepted", refused -> refused.refusal().wireName()));
  }
}
