package org.baymark.protocol.index;

import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.merkle.TreeHead;

/**
 * The last batch of a gateway that the log holds: [last number, last header id].
 *
 * @param number from 1
 */
public record GatewayState(long number, Digest headerId) {
  public GatewayState {
    if (number < 1 || number > TreeHead.SIZE_MAX) {
      throw new IllegalArgumentException("batch number " + number);
    }
  }

  public Bytes encode() {
    return new CborWriter().array(2).integer(number).digest(headerId).toBytes();
  }

  public static Parsed<GatewayState> parse(Bytes encoded) {
    return Parsed.of(
        () -> {
          CborReader in = CborReader.open(encoded);
          in.arrayOf(2);
          long number = in.unsigned(TreeHead.SIZE_MAX);
          if (number == 0) {
            throw new RefusalException(Refusal.OUT_OF_RANGE, "batches are numbered from 1");
          }
          return new GatewayState(number, in.digest());
        });
  }
}
