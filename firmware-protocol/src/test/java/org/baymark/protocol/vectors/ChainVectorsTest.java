package org.baymark.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.baymark.protocol.chain.ChainRecord;
import org.baymark.protocol.chain.Coverage;
import org.baymark.protocol.statement.Cover;
import org.baymark.protocol.statement.Unverified;
import org.junit.jupiter.api.Test;

/** The records and covers of vectors/chain.json are judged as the file says. */
class ChainVectorsTest {

  @Test
  void records() {
    for (JsonNode one : Files.readJson("chain.json").get("records")) {
      ChainRecord record = record(one.get("record"));
      assertEquals(one.get("kid").asText(), record.kid().hex());
      assertEquals(one.get("boot").asLong(), record.boot());
      assertEquals(one.get("number").asLong(), record.number());
      assertEquals(one.get("linkAfterZero").asText(), record.linkAfter(Cover.START).hex());
    }
  }

  @Test
  void refusedRecords() {
    for (JsonNode one : Files.readJson("chain.json").get("refusedRecords")) {
      String answer =
          ChainRecord.parse(Files.hex(one.get("record")))
              .match(it -> "accepted", refused -> refused.refusal().wireName());
      assertEquals(one.get("reason").asText(), answer, one::toString);
    }
  }

  @Test
  void covers() {
    for (JsonNode one : Files.readJson("chain.json").get("covers")) {
      Cover cover =
          (Cover)
              Unverified.parse(Files.hex(one.get("statement")))
                  .toOptional()
                  .orElseThrow()
                  .content();
      assertEquals(Files.hex(one.get("cover")), cover.encoded());
      List<ChainRecord> arrived = new ArrayList<>();
      one.get("arrived").forEach(hex -> arrived.add(record(hex)));
      Coverage coverage = Coverage.of(cover, arrived);
      assertEquals(numbers(one, "attested"), numbers(coverage.attested()), one::toString);
      assertEquals(numbers(one, "provisional"), numbers(coverage.provisional()), one::toString);
      assertEquals(numbers(one, "contradicted"), numbers(coverage.contradicted()), one::toString);
      assertEquals(numbers(one, "lost"), lost(coverage), one::toString);
    }
  }

  private static List<Long> lost(Coverage coverage) {
    return coverage.lost().stream()
        .flatMap(gap -> LongStream.rangeClosed(gap.first(), gap.last()).boxed())
        .toList();
  }

  private static ChainRecord record(JsonNode hex) {
    return ChainRecord.parse(Files.hex(hex)).toOptional().orElseThrow();
  }

  private static List<Long> numbers(JsonNode one, String name) {
    List<Long> numbers = new ArrayList<>();
    one.get(name).forEach(number -> numbers.add(number.asLong()));
    return numbers;
  }

  private static List<Long> numbers(List<ChainRecord> records) {
    return records.stream().map(ChainRecord::number).toList();
  }
}
