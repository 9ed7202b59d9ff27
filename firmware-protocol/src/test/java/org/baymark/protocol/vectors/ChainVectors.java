package org.baymark.protocol.vectors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.chain.ChainRecord;
import org.baymark.protocol.chain.Coverage;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.statement.Cover;
import org.baymark.protocol.statement.Reading;
import org.baymark.protocol.statement.Telemetry;

/** chain.json: records without a signature, and what covers say of them. */
final class ChainVectors {
  private static final Bytes KID = TestKeys.SENSOR.verifyingKey().kid();
  private static final long BOOT = 3;

  private final ObjectNode root = Files.object();

  static Bytes make() {
    ChainVectors vectors = new ChainVectors();
    vectors.records();
    vectors.covers();
    vectors.refusedRecords();
    return Files.json(vectors.root);
  }

  /** A temperature of a boot, in tenths of a degree. */
  static ChainRecord record(long number, long tenths) {
    Reading reading = Reading.of("t", "Cel", BigDecimal.ZERO, BigDecimal.valueOf(tenths, 1));
    return ChainRecord.of(KID, BOOT, number, new Telemetry(List.of(reading)));
  }

  static List<ChainRecord> records(int first, int count) {
    return IntStream.range(first, first + count).mapToObj(i -> record(i, 40 + i)).toList();
  }

  /** The cover of these records, whose chain is known from {@code before} on. */
  static Cover cover(List<ChainRecord> records, int stride, Bytes before) {
    List<Bytes> links = new ArrayList<>();
    Bytes link = before;
    for (int i = 0; i < records.size(); i++) {
      link = records.get(i).linkAfter(link);
      if ((i + 1) % stride == 0 || i + 1 == records.size()) {
        links.add(link);
      }
    }
    return new Cover(records.get(0).number(), records.size(), stride, before, links);
  }

  private void records() {
    ArrayNode list = root.putArray("records");
    accept(list, "the first of a boot", record(0, 40));
    accept(list, "the last that can be", record(4_294_967_295L, -1));
    Telemetry two =
        new Telemetry(
            List.of(
                Reading.of("t", "Cel", BigDecimal.valueOf(1_780_000_000L), BigDecimal.TEN),
                Reading.of("h", "%RH", BigDecimal.valueOf(1_780_000_000L), BigDecimal.ONE)));
    accept(list, "two readings with a time", ChainRecord.of(KID, BOOT, 7, two));
    accept(list, "of 512 bytes", parsed(large(228)));
  }

  private static ChainRecord parsed(Bytes encoded) {
    return ChainRecord.parse(encoded).toOptional().orElseThrow();
  }

  private static void accept(ArrayNode list, String note, ChainRecord record) {
    ObjectNode one = list.addObject().put("note", note).put("record", record.encoded().hex());
    one.put("size", record.encoded().size()).put("kid", record.kid().hex());
    one.put("boot", record.boot()).put("number", record.number());
    one.put("linkAfterZero", record.linkAfter(Cover.START).hex());
    StatementVectors.readings(one, record.telemetry());
  }

  private void covers() {
    List<ChainRecord> six = records(0, 6);
    for (int stride : new int[] {1, 2, 4, 6}) {
      Cover cover = cover(six, stride, Cover.START);
      String of = ", a link after every " + stride;
      judge("all arrived" + of, cover, six);
      judge("the third is lost" + of, cover, without(six, 2));
      List<ChainRecord> changed = new ArrayList<>(six);
      changed.set(2, record(2, 99));
      judge("the third is another" + of, cover, changed);
      List<ChainRecord> late = new ArrayList<>(six);
      Collections.reverse(late);
      judge("the last came first" + of, cover, late);
    }
    Bytes before = cover(six, 6, Cover.START).links().get(0);
    judge("a second cover of the boot", cover(records(6, 3), 2, before), records(6, 3));
    judge("none arrived", cover(six, 2, Cover.START), List.of());
  }

  private static List<ChainRecord> without(List<ChainRecord> records, int index) {
    List<ChainRecord> rest = new ArrayList<>(records);
    rest.remove(index);
    return rest;
  }

  private void judge(String note, Cover cover, List<ChainRecord> arrived) {
    ArrayNode list = root.withArray("covers");
    Sign1 signed = Said.cover(BOOT, 0, cover);
    ObjectNode one = list.addObject().put("note", note).put("statement", signed.encoded().hex());
    one.put("cover", cover.encoded().hex()).put("size", signed.encoded().size());
    ArrayNode records = one.putArray("arrived");
    arrived.forEach(record -> records.add(record.encoded().hex()));
    Coverage coverage = Coverage.of(cover, arrived);
    numbers(one.putArray("attested"), coverage.attested());
    numbers(one.putArray("provisional"), coverage.provisional());
    numbers(one.putArray("contradicted"), coverage.contradicted());
    ArrayNode lost = one.putArray("lost");
    for (Coverage.Lost gap : coverage.lost()) {
      LongStream.rangeClosed(gap.first(), gap.last()).forEach(lost::add);
    }
  }

  private static void numbers(ArrayNode list, List<ChainRecord> records) {
    records.forEach(record -> list.add(record.number()));
  }

  private void refusedRecords() {
    ArrayNode list = root.putArray("refusedRecords");
    refuse(list, Refusal.NOT_CBOR, "nothing", Bytes.EMPTY);
    refuse(list, Refusal.TOO_LARGE, "513 bytes", large(229));
    refuse(list, Refusal.TRAILING_BYTES, "a byte behind", good().concat(Bytes.ofHex("00")));
    refuse(list, Refusal.WRONG_SHAPE, "three items", of(3, KID, 3, 0, out -> {}));
    refuse(
        list,
        Refusal.WRONG_SHAPE,
        "a kid of 7 bytes",
        of(4, KID.slice(0, 7), 3, 0, ChainVectors::pack));
    refuse(list, Refusal.OUT_OF_RANGE, "boot 2^32", of(4, KID, 1L << 32, 0, ChainVectors::pack));
    refuse(list, Refusal.OUT_OF_RANGE, "number 2^32", of(4, KID, 3, 1L << 32, ChainVectors::pack));
    refuse(list, Refusal.WRONG_SHAPE, "a negative number", of(4, KID, 3, -1, ChainVectors::pack));
    refuse(list, Refusal.WRONG_SHAPE, "no reading", of(4, KID, 3, 0, out -> out.array(0)));
    refuse(
        list,
        Refusal.WRONG_SHAPE,
        "a pack as a byte string",
        of(4, KID, 3, 0, out -> out.bytes(Files.cbor(ChainVectors::pack))));
    refuse(
        list,
        Refusal.BAD_TELEMETRY,
        "a reading without a name",
        of(4, KID, 3, 0, out -> out.array(1).map(1).integer(2).integer(1)));
  }

  private static void pack(CborWriter out) {
    out.array(1).map(2).integer(0).text("t").integer(2).integer(1);
  }

  private static Bytes good() {
    return of(4, KID, 3, 0, ChainVectors::pack);
  }

  private static Bytes of(int items, Bytes kid, long boot, long number, Consumer<CborWriter> pack) {
    return Files.cbor(
        out -> pack.accept(out.array(items).bytes(kid).integer(boot).integer(number)));
  }

  /** A record with two data values, of 256 bytes and of this many: 284 bytes more. */
  private static Bytes large(int data) {
    return of(
        4,
        KID,
        3,
        0,
        out -> {
          out.array(2).map(2).integer(0).text("t").integer(8).bytes(Bytes.of(new byte[256]));
          out.map(2).integer(0).text("u").integer(8).bytes(Bytes.of(new byte[data]));
        });
  }

  private static void refuse(ArrayNode list, Refusal reason, String note, Bytes record) {
    ObjectNode one = list.addObject().put("note", note).put("record", record.hex());
    one.put("reason", reason.wireName()).put("number", reason.number());
  }
}
