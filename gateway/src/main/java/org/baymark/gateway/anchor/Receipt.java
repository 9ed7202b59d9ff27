package org.baymark.gateway.anchor;

import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.merkle.TreeHead;

/**
 * Where an entry stands in the log; given only after it is durable there. The same entry gets the
 * same receipt, however often it is sent.
 *
 * @param entryId id of the signed thing in the log
 */
public record Receipt(long logIndex, Digest entryId) {
  private static final String TYPE = "baymark receipt v1";

  public static Parsed<Receipt> parse(Bytes encoded) {
    return Parsed.of(
        () -> {
          CborReader in = CborReader.open(encoded);
          in.arrayOf(3);
          in.literal(TYPE);
          return new Receipt(in.unsigned(TreeHead.SIZE_MAX), in.digest());
        });
  }
}
