package org.baymark.protocol.inspect;

import org.baymark.protocol.batch.BatchHeader;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.passport.Logged;

/** Doors for what nobody reads in this module: what passes between a gateway and a node, keys. */
final class Doors {
  private Doors() {}

  /** A COSE_Key; a private one too, which has its place in key files. */
  static Parsed<VerifyingKey> key(Bytes input) {
    Parsed<VerifyingKey> read = VerifyingKey.parse(input);
    return SigningKey.parse(input)
        .match(secret -> new Parsed.Ok<>(secret.verifyingKey()), refused -> read);
  }

  /** PROTOCOL.md, section 16: [header, [+ subject entry]]. */
  static Parsed<BatchHeader> batchBody(Bytes input) {
    return Parsed.of(
        () -> {
          CborReader in = CborReader.open(input);
          in.arrayOf(2);
          BatchHeader header = in.embedded(Logged.ENTRY_SIZE_MAX, Doors::header);
          for (int left = in.array(1, input.size()); left > 0; left--) {
            in.embedded(Logged.ENTRY_SIZE_MAX, SubjectEntry::parse);
          }
          return header;
        });
  }

  private static Parsed<BatchHeader> header(Bytes entry) {
    return Parsed.of(() -> BatchHeader.parse(Sign1.read(entry, Logged.ENTRY_SIZE_MAX)).orRefuse());
  }
}
