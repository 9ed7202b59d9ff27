package org.baymark.protocol.batch;

import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;

/**
 * A leaf of the batch tree: all that a batch says about one subject, to those who do not hold its
 * statements.
 *
 * @param subjectKey K of {@link ShipmentKey#subjectKey}
 * @param n how many statements; from 1
 * @param root of the {@link SubjectTree}
 */
public record SubjectEntry(Digest subjectKey, long n, Digest root) {
  private static final String KIND = "baymark entry v1";

  public SubjectEntry {
    Counts.checkFrom1(n, "statements of a subject");
  }

  public Bytes encode() {
    return new CborWriter()
        .array(4)
        .text(KIND)
        .digest(subjectKey)
        .integer(n)
        .digest(root)
        .toBytes();
  }

  public static Parsed<SubjectEntry> parse(Bytes encoded) {
    return Parsed.of(
        () -> {
          CborReader in = CborReader.open(encoded);
          in.arrayOf(4);
          in.literal(KIND);
          return new SubjectEntry(in.digest(), Counts.readFrom1(in), in.digest());
        });
  }
}
