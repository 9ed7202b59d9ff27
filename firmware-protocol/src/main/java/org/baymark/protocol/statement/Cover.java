package org.baymark.protocol.statement;

import java.util.ArrayList;
import java.util.List;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.Position;

/**
 * A device's signature for readings that it sent without one: [first, count, stride, before,
 * links]. The records are those of its boot, from number {@code first} on.
 *
 * @param first number of the first record
 * @param count 1 to 1024 records
 * @param stride 1 to count: after how many records each link stands. With 1 the loss of a record
 *     costs that record alone; with count the cover is smallest
 * @param before the link before the first record: 16 bytes, all zero before number 0
 * @param links of 16 bytes: after each stride, and after the last record
 */
public record Cover(long first, int count, int stride, Bytes before, List<Bytes> links)
    implements Content {
  public static final int COUNT_MAX = 1024;
  public static final int LINK_SIZE = 16;

  /** The link before record 0 of a boot. */
  public static final Bytes START = Bytes.owning(new byte[LINK_SIZE]);

  public Cover {
    links = List.copyOf(links);
  }

  @Override
  public Kind kind() {
    return Kind.TELEMETRY;
  }

  static Cover read(Bytes payload) throws RefusalException {
    CborReader in = CborReader.open(payload);
    in.arrayOf(5);
    int start = in.offset();
    long first = in.unsigned(Position.U32_MAX);
    int count = (int) in.unsignedFrom1(COUNT_MAX);
    int stride = (int) in.unsignedFrom1(count);
    Bytes before = in.bytesOf(LINK_SIZE);
    if (first + count - 1 > Position.U32_MAX) {
      throw new RefusalException(Refusal.OUT_OF_RANGE, start, "records beyond number 2^32-1");
    }
    if (first == 0 && !before.equals(START)) {
      throw new RefusalException(Refusal.BAD_TELEMETRY, start, "a link before record 0");
    }
    int strides = strides(count, stride);
    in.arrayOf(strides);
    List<Bytes> links = new ArrayList<>(strides);
    for (int i = 0; i < strides; i++) {
      links.add(in.bytesOf(LINK_SIZE));
    }
    return new Cover(first, count, stride, before, links);
  }

  private static int strides(int count, int stride) {
    return (count + stride - 1) / stride;
  }

  /** The deterministic payload. */
  public Bytes encoded() {
    CborWriter out = new CborWriter().array(5);
    out.integer(first).integer(count).integer(stride).bytes(before).array(links.size());
    links.forEach(out::bytes);
    return out.toBytes();
  }

  /** Number of the last record. */
  public long last() {
    return first + count - 1;
  }
}
