package org.baymark.protocol.receipt;

import java.util.ArrayList;
import java.util.List;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborFields;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.Sign1;

/**
 * A signed statement and the receipts for it in its unprotected map (RFC 9943, section 7). The log
 * holds it without them; what is proven is that form, which is the one with an empty map.
 *
 * @param encoded the original bytes, never rebuilt
 * @param statement as the log holds it
 * @param receipts of members, each for itself; 1 to 64, in any order
 */
public record TransparentStatement(Bytes encoded, Sign1 statement, List<Receipt> receipts) {
  /** Of a log entry, in bytes (C2SP tlog-tiles, "Log entries"). */
  public static final int STATEMENT_SIZE_MAX = 65_535;

  /** One of each member. */
  public static final int RECEIPTS_MAX = 64;

  public static final int SIZE_MAX = STATEMENT_SIZE_MAX + RECEIPTS_MAX * (Receipt.SIZE_MAX + 3) + 8;

  private static final int RECEIPTS = 394;

  public TransparentStatement {
    receipts = List.copyOf(receipts);
  }

  public static Parsed<TransparentStatement> parse(Bytes encoded) {
    return Parsed.of(() -> read(encoded));
  }

  private static TransparentStatement read(Bytes encoded) throws RefusalException {
    if (encoded.size() > SIZE_MAX) {
      String what = encoded.size() + " bytes where " + SIZE_MAX + " are allowed";
      throw new RefusalException(Refusal.TOO_LARGE, what);
    }
    CborReader in = CborReader.open(encoded);
    in.tag(Receipt.TAG);
    in.arrayOf(4);
    Bytes header = in.bytes(STATEMENT_SIZE_MAX);
    CborFields fields = in.fields();
    fields.required(RECEIPTS);
    int count = in.array(1, RECEIPTS_MAX);
    List<Receipt> receipts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      receipts.add(in.embedded(Receipt.SIZE_MAX, Receipt::parse));
    }
    fields.end();
    Bytes payload = in.bytes(STATEMENT_SIZE_MAX);
    Bytes signature = in.bytesOf(Sign1.SIGNATURE_SIZE);
    // What is refused in it stands before its unprotected map, so that its offsets are these.
    Sign1 statement = Sign1.read(entry(header, payload, signature), STATEMENT_SIZE_MAX);
    return new TransparentStatement(encoded, statement, receipts);
  }

  /** There is one accepted encoding: so this is what was signed and logged, byte for byte. */
  private static Bytes entry(Bytes header, Bytes payload, Bytes signature) {
    CborWriter out = new CborWriter().tag(Receipt.TAG).array(4).bytes(header).map(0);
    return out.bytes(payload).bytes(signature).toBytes();
  }

  /** {@code statement} with the receipts for it. */
  public static TransparentStatement of(Sign1 statement, List<Receipt> receipts) {
    if (receipts.isEmpty() || receipts.size() > RECEIPTS_MAX) {
      throw new IllegalArgumentException(receipts.size() + " receipts");
    }
    Bytes entry = statement.encoded();
    int behindMap = // the heads of payload and signature, and these
        CborWriter.sizeOfString(statement.payload().size())
            + CborWriter.sizeOfString(statement.signature().size());
    int mapAt = entry.size() - behindMap - 1;
    CborWriter out = new CborWriter().raw(entry.slice(0, mapAt));
    out.map(1).integer(RECEIPTS).array(receipts.size());
    receipts.forEach(receipt -> out.bytes(receipt.encoded()));
    Bytes encoded = out.raw(entry.slice(mapAt + 1, entry.size())).toBytes();
    return new TransparentStatement(encoded, statement, receipts);
  }
}
