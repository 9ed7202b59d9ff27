package org.baymark.protocol.chain;

import java.util.Comparator;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.statement.Cover;
import org.baymark.protocol.statement.Telemetry;

/**
 * Readings that nobody signed yet: [kid, boot, number, SenML pack]. Anybody can make one, so it is
 * <em>provisional</em> until a {@link Cover} attests it.
 *
 * @param encoded the original bytes, at most 512
 * @param kid of the key that will sign the cover
 * @param number grows by one with each record of a boot, from 0
 */
public record ChainRecord(Bytes encoded, Bytes kid, long boot, long number, Telemetry telemetry) {
  public static final int SIZE_MAX = 512;

  /** By key, boot and number. */
  public static final Comparator<ChainRecord> ORDER =
      Comparator.comparing(ChainRecord::kid)
          .thenComparingLong(ChainRecord::boot)
          .thenComparingLong(ChainRecord::number);

  private static final Bytes LINK = Bytes.ofUtf8("baymark record v1");

  /**
   * Whether these bytes set out as a record does: with the head of an array, where a statement has
   * a tag.
   */
  public static boolean isBegunBy(Bytes encoded) {
    return encoded.size() > 0 && (encoded.at(0) & 0xe0) == 0x80;
  }

  /** Parses the exact bytes that a device sent. */
  public static Parsed<ChainRecord> parse(Bytes encoded) {
    return Parsed.of(() -> read(encoded));
  }

  private static ChainRecord read(Bytes encoded) throws RefusalException {
    if (encoded.size() > SIZE_MAX) {
      String what = encoded.size() + " bytes where a record has " + SIZE_MAX + " at most";
      throw new RefusalException(Refusal.TOO_LARGE, what);
    }
    CborReader in = CborReader.open(encoded);
    in.arrayOf(4);
    Bytes kid = in.bytesOf(Sign1.KID_SIZE);
    long boot = in.unsigned(Position.U32_MAX);
    long number = in.unsigned(Position.U32_MAX);
    return new ChainRecord(encoded, kid, boot, number, Telemetry.read(in));
  }

  /** What a device sends. */
  public static ChainRecord of(Bytes kid, long boot, long number, Telemetry telemetry) {
    CborWriter out = new CborWriter().array(4).bytes(kid).integer(boot).integer(number);
    Bytes encoded = out.raw(telemetry.encoded()).toBytes();
    return new ChainRecord(encoded, kid, boot, number, telemetry);
  }

  /** The link after this record: the first 16 bytes of SHA-256(type, link before, record). */
  public Bytes linkAfter(Bytes before) {
    return Digest.sha256(LINK, before, encoded).bytes().slice(0, Cover.LINK_SIZE);
  }
}
