package org.baymark.protocol.voting;

import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.log.LogReceipt;

/** What a member answers to an entry for which a promise was asked. */
public record PromisedReceipt(LogReceipt receipt, LogPromise promise) {
  /** In bytes. */
  public static final int SIZE_MAX = 128 + LogPromise.SIZE_MAX;

  private static final String KIND = "baymark promised receipt v1";

  public static Parsed<PromisedReceipt> parse(Bytes encoded) {
    return Parsed.of(() -> read(encoded));
  }

  private static PromisedReceipt read(Bytes encoded) throws RefusalException {
    CborReader in = CborReader.open(encoded);
    in.arrayOf(3);
    in.literal(KIND);
    LogReceipt receipt = in.embedded(128, LogReceipt::parse);
    int start = in.offset();
    LogPromise promise = in.embedded(LogPromise.SIZE_MAX, LogPromise::parse);
    if (!promise.entry().equals(receipt.entryId())) {
      throw new RefusalException(Refusal.OUT_OF_RANGE, start, "a promise of another entry");
    }
    return new PromisedReceipt(receipt, promise);
  }

  public Bytes encoded() {
    CborWriter out = new CborWriter().array(3).text(KIND).bytes(receipt.encoded());
    return out.bytes(promise.signed().encoded()).toBytes();
  }
}
