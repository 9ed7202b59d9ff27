package org.baymark.protocol.voting;

import java.util.function.Function;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.Sign1;

/** What members send one another to certify heads. All of it may be lost, doubled or old. */
public sealed interface Message permits Report, Certificate, Stop, Opened, Cosigned {
  /** In bytes: of the longest of them, at the largest alliance. */
  int SIZE_MAX = 64 + Opening.SIZE_MAX + StopSet.SIZE_MAX;

  Bytes encoded();

  /** The message that these bytes are. No signature is checked here. */
  static Parsed<? extends Message> parse(Bytes encoded) {
    if (encoded.size() > SIZE_MAX) {
      return Parsed.of(() -> refused(Refusal.TOO_LARGE, "more than " + SIZE_MAX + " bytes"));
    }
    return isSigned(encoded) ? signed(encoded) : Parsed.of(() -> typed(encoded));
  }

  private static boolean isSigned(Bytes encoded) {
    return encoded.size() > 0 && (encoded.at(0) & 0xff) == 0xd2; // tag 18
  }

  private static Parsed<? extends Message> signed(Bytes encoded) {
    return Sign1.parse(encoded, Stop.SIZE_MAX)
        .match(
            said ->
                said.contentType() == ContentType.STOP ? Stop.parse(said) : Report.parse(encoded),
            refused -> new Parsed.Refused<>(refused.refusal(), refused.offset(), refused.detail()));
  }

  private static Message typed(Bytes encoded) throws RefusalException {
    CborReader in = CborReader.open(encoded);
    in.array(2, 3);
    String kind = in.text(64);
    return switch (kind) {
      case "baymark certificate v1" -> Certificate.parse(encoded).orRefuse();
      case "baymark opened v1" -> Opened.parse(encoded).orRefuse();
      case "baymark cosigned v2" -> Cosigned.parse(encoded).orRefuse();
      default -> refused(Refusal.WRONG_SHAPE, "no message is called \"" + kind + "\"");
    };
  }

  private static Message refused(Refusal refusal, String detail) throws RefusalException {
    throw new RefusalException(refusal, detail);
  }

  default <R> R match(
      Function<Report, R> report,
      Function<Certificate, R> certificate,
      Function<Stop, R> stop,
      Function<Opened, R> opened,
      Function<Cosigned, R> cosigned) {
    if (this instanceof Report it) {
      return report.apply(it);
    }
    if (this instanceof Certificate it) {
      return certificate.apply(it);
    }
    if (this instanceof Stop it) {
      return stop.apply(it);
    }
    return this instanceof Opened it ? opened.apply(it) : cosigned.apply((Cosigned) this);
  }
}
