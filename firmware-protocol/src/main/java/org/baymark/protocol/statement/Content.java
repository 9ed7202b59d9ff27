package org.baymark.protocol.statement;

import java.util.function.Function;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.Sign1;

/** What a statement says: readings, or a logistics event. */
public sealed interface Content permits Telemetry, LogisticsEvent {

  Kind kind();

  default <R> R match(Function<Telemetry, R> telemetry, Function<LogisticsEvent, R> event) {
    if (this instanceof Telemetry readings) {
      return telemetry.apply(readings);
    }
    return event.apply((LogisticsEvent) this);
  }

  /** The content of what a device signed, by its content type. */
  static Content read(Sign1 signed) throws RefusalException {
    return signed.inPayload(() -> readPayload(signed)).orRefuse();
  }

  private static Content readPayload(Sign1 signed) throws RefusalException {
    return switch (signed.contentType()) {
      case TELEMETRY -> Telemetry.read(signed.payload());
      default -> LogisticsEvent.read(signed.expect(ContentType.EVENT));
    };
  }
}
