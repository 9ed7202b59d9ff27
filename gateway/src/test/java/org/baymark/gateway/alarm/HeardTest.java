package org.baymark.gateway.alarm;

import static org.baymark.gateway.GatewayFixture.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.store.ReadTable.Read;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Claims;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.statement.Reading;
import org.baymark.protocol.statement.Telemetry;
import org.junit.jupiter.api.Test;

/** A stored statement, as far as alarms ask. */
class HeardTest {
  private static final TestDevice LOGGER = TestDevice.named("logger", Suite.EDDSA);

  @Test
  void aRowThatDoesNotParseIsPassedOver() {
    Bytes nonsense = Bytes.owning(new byte[] {1, 2, 3});
    assertEquals(Optional.empty(), Heard.of(new Read(1, NOW, false, nonsense)));
  }

  /** A reading without a time of its own counts nothing towards a sum: no time is made up. */
  @Test
  void aReadingWithoutATimeIsNoTime() {
    Telemetry pack = new Telemetry(List.of(Reading.of("t", "Cel", BigDecimal.ONE, BigDecimal.TEN)));
    Claims none =
        new Claims(
            LOGGER.name(),
            Subject.of(LOGGER.name()),
            OptionalLong.empty(),
            Optional.of(new Position(1, 0, Optional.empty(), OptionalLong.empty())));
    Claims timed =
        new Claims(
            LOGGER.name(),
            Subject.of(LOGGER.name()),
            OptionalLong.of(1_700_000_000L),
            none.position());
    assertEquals(OptionalLong.empty(), heard(none, pack).time(pack.readings().get(0)));
    assertEquals(
        OptionalLong.of(1_700_000_001_000L), heard(timed, pack).time(pack.readings().get(0)));
  }

  private static Heard heard(Claims claims, Telemetry pack) {
    Sign1 said = Sign1.sign(LOGGER.key(), ContentType.TELEMETRY, claims, pack.encoded());
    return Heard.of(new Read(1, NOW, false, said.encoded())).orElseThrow();
  }
}
