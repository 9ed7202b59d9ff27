package org.baymark.protocol.voting;

import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.log.SignedCheckpoint;

/**
 * Co-signatures of one head, as the signed note that they belong to: one of the sender, or so many
 * that the head is certified. The epoch stands in the head's seal, so the note has none.
 */
public record Cosigned(SignedCheckpoint note) implements Message {
  private static final String KIND = "baymark cosigned v1";

  public static Parsed<Cosigned> parse(Bytes encoded) {
    return Parsed.of(() -> read(encoded));
  }

  private static Cosigned read(Bytes encoded) throws RefusalException {
    CborReader in = CborReader.open(encoded);
    in.arrayOf(2);
    in.literal(KIND);
    return new Cosigned(in.embedded(SignedCheckpoint.SIZE_MAX, SignedCheckpoint::parse));
  }

  @Override
  public Bytes encoded() {
    CborWriter out = new CborWriter().array(2).text(KIND);
    return out.bytes(Bytes.ofUtf8(note.toText())).toBytes();
  }
}
