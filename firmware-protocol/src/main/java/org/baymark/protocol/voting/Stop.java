package org.baymark.protocol.voting;

import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.merkle.TreeHead;

/**
 * A member votes no more in this epoch, nor in any before it.
 *
 * @param highest of all certificates it holds, by epoch, then by size; empty if it holds none
 */
public record Stop(String origin, long epoch, Optional<Certificate> highest, Sign1 signed)
    implements Message {
  /** In bytes. */
  public static final int SIZE_MAX = Report.SIZE_MAX + Certificate.SIZE_MAX;

  private static final String KIND = "baymark stop v1";

  public static Stop say(Voice voice, String origin, long epoch, Optional<Certificate> highest) {
    CborWriter payload = new CborWriter().array(4).text(KIND).text(origin).integer(epoch);
    highest.map(Certificate::encoded).ifPresentOrElse(payload::bytes, payload::nil);
    return new Stop(origin, epoch, highest, voice.say(ContentType.STOP, payload));
  }

  public static Parsed<Stop> parse(Bytes encoded) {
    return Parsed.of(() -> parse(Sign1.read(encoded, SIZE_MAX)).orRefuse());
  }

  public static Parsed<Stop> parse(Sign1 signed) {
    return signed.inPayload(
        () -> {
          CborReader in = Voice.open(signed, ContentType.STOP, KIND, 4);
          String origin = in.text(Voice.ORIGIN_SIZE_MAX);
          long epoch = in.unsigned(TreeHead.SIZE_MAX);
          return new Stop(origin, epoch, highest(in, origin, epoch), signed);
        });
  }

  private static Optional<Certificate> highest(CborReader in, String origin, long epoch)
      throws RefusalException {
    if (in.skipNull()) {
      return Optional.empty();
    }
    int start = in.offset();
    Certificate highest = in.embedded(Certificate.SIZE_MAX, Certificate::parse);
    if (highest.head().epoch() > epoch || !highest.origin().equals(origin)) {
      throw new RefusalException(
          Refusal.OUT_OF_RANGE, start, "a certificate of a later epoch or of another log");
    }
    return Optional.of(highest);
  }

  public DevUrn member() {
    return signed.issuer();
  }

  @Override
  public Bytes encoded() {
    return signed.encoded();
  }
}
