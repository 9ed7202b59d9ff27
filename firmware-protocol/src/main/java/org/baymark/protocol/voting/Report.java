package org.baymark.protocol.voting;

import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;

/**
 * A member executed the log to this head. Nobody is bound by it but the member, within the epoch.
 *
 * @param origin of the log
 * @param signed what the member signed; whether it did, an {@link Electorate} knows
 */
public record Report(String origin, Head head, Sign1 signed) implements Message {
  /** In bytes: the longest origin and the longest name fit twice. */
  public static final int SIZE_MAX = 1536;

  private static final String KIND = "baymark report v1";

  public static Report say(Voice voice, String origin, Head head) {
    CborWriter payload = new CborWriter().array(3).text(KIND).text(origin);
    head.write(payload);
    return new Report(origin, head, voice.say(ContentType.REPORT, payload));
  }

  public static Parsed<Report> parse(Bytes encoded) {
    return Parsed.of(() -> parse(Sign1.read(encoded, SIZE_MAX)).orRefuse());
  }

  public static Parsed<Report> parse(Sign1 signed) {
    return signed.inPayload(
        () -> {
          CborReader in = Voice.open(signed, ContentType.REPORT, KIND, 3);
          return new Report(in.text(Voice.ORIGIN_SIZE_MAX), Head.read(in), signed);
        });
  }

  public DevUrn member() {
    return signed.issuer();
  }

  @Override
  public Bytes encoded() {
    return signed.encoded();
  }
}
