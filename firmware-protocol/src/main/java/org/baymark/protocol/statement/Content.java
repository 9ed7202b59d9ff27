package org.baymark.protocol.statement;

import java.util.function.Function;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;

/**
 * What a statement says: readings, a logistics event, which records it signs for, the hash of what
 * it hides, or that what another hides was erased.
 */
public sealed interface Content permits Telemetry, LogisticsEvent, Cover, Hidden, Erasure {

  Kind kind();

  default <R> R match(
      Function<Telemetry, R> telemetry,
      Function<LogisticsEvent, R> event,
      Function<Cover, R> cover,
      Function<Hidden, R> hidden,
      Function<Erasure, R> erasure) {
    if (this instanceof Telemetry readings) {
      return telemetry.apply(readings);
    }
    if (this instanceof Cover records) {
      return cover.apply(records);
    }
    if (this instanceof Erasure word) {
      return erasure.apply(word);
    }
    return this instanceof Hidden hash ? hidden.apply(hash) : event.apply((LogisticsEvent) this);
  }

  /** The content of what a device signed, by its content type. */
  static Content read(Sign1 signed) throws RefusalException {
    return signed.inPayload(() -> readPayload(signed)).orRefuse();
  }

  private static Content readPayload(Sign1 signed) throws RefusalException {
    return switch (signed.contentType()) {
      case TELEMETRY -> Telemetry.read(CborReader.open(signed.payload()));
      case RECORDS -> cover(signed);
      case HIDDEN -> Hidden.read(signed);
      case ERASURE -> Erasure.read(signed);
      default -> LogisticsEvent.read(signed.expect(ContentType.EVENT));
    };
  }

  private static Cover cover(Sign1 signed) throws RefusalException {
    if (!signed.subject().equals(Subject.of(signed.issuer()))) {
      throw new RefusalException(Refusal.BAD_SUBJECT, "a cover is about its own device");
    }
    return Cover.read(signed.payload());
  }
}
