package org.baymark.protocol.log;

import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.merkle.TreeHead;

/**
 * Where an entry stands in the log; given only after it is durable there (PROTOCOL.md, section 16).
 * The same entry gets the same receipt, however often it is sent.
 *
 * @param index in the log, from 0
 * @param entryId id of the signed thing there
 */
public record LogReceipt(long index, Digest entryId) {
  private static final String KIND = "baymark receipt v1";

  public static Parsed<LogReceipt> parse(Bytes encoded) {
    return Parsed.of(
        () -> {
          CborReader in = CborReader.open(encoded);
          in.arrayOf(3);
          in.literal(KIND);
          return new LogReceipt(in.unsigned(TreeHead.SIZE_MAX), in.digest());
        });
  }

  public Bytes encoded() {
    return new CborWriter().array(3).text(KIND).integer(index).digest(entryId).toBytes();
  }
}
