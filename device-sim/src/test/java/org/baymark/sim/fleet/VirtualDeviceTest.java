package org.baymark.sim.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.statement.EventField;
import org.baymark.protocol.statement.LogisticsEvent;
import org.baymark.protocol.statement.Reading;
import org.baymark.protocol.statement.Sensor;
import org.baymark.protocol.statement.Unverified;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class VirtualDeviceTest {
  private static final Instant START = Instant.parse("2026-03-01T06:00:00Z");
  private static final DevUrn NAME = new DevUrn("urn:dev:org:32473-logger-1");

  private static VirtualDevice device(Suite suite, int count) {
    SigningKey key =
        SigningKey.ofSecret(suite, Digest.sha256(Bytes.ofUtf8("a key")).bytes())
            .toOptional()
            .orElseThrow();
    VirtualDevice.Schedule schedule =
        new VirtualDevice.Schedule(Duration.ofMillis(200), Duration.ofSeconds(1), count);
    return new VirtualDevice(
        NAME,
        key,
        7,
        schedule,
        (index, at) ->
            List.of(
                Reading.of(
                    "temp",
                    "Cel",
                    BigDecimal.valueOf(at.toEpochMilli(), 3),
                    BigDecimal.valueOf(index))));
  }

  /** A minute at least, however often it measures; and nothing where it measures never. */
  @ParameterizedTest
  @CsvSource({"PT1S,5,PT1M", "PT1M0.001S,5,PT1M1S", "PT24H,1,PT24H", "P30D,1,P7D", "PT1S,0,"})
  void itsHelloSaysHowOftenItWillSpeak(Duration every, int count, @Nullable Duration declared) {
    SigningKey key =
        SigningKey.ofSecret(Suite.EDDSA, Digest.sha256(Bytes.ofUtf8("a key")).bytes())
            .toOptional()
            .orElseThrow();
    VirtualDevice.Schedule schedule = new VirtualDevice.Schedule(Duration.ZERO, every, count);
    Sign1 hello = new VirtualDevice(NAME, key, 7, schedule, (index, at) -> List.of()).hello(START);
    Unverified said = Unverified.parse(hello.encoded()).toOptional().orElseThrow();
    LogisticsEvent event = (LogisticsEvent) said.content();
    assertEquals(Optional.ofNullable(declared), event.get(EventField.INTERVAL));
  }

  @ParameterizedTest
  @EnumSource(Suite.class)
  void everyStatementIsWellFormedSignedAndNamesTheOneBefore(Suite suite) {
    VirtualDevice device = device(suite, 5);
    device.begin(START);
    List<Sign1> said = device.tick(START.plusSeconds(60));
    assertEquals(5, said.size());
    Optional<Bytes> previous = Optional.empty();
    for (int i = 0; i < said.size(); i++) {
      Unverified parsed = Unverified.parse(said.get(i).encoded()).toOptional().orElseThrow();
      assertTrue(parsed.verifiedBy(device.key().verifyingKey()).isPresent());
      assertEquals(NAME, parsed.signed().issuer());
      assertEquals(Subject.of(NAME), parsed.signed().subject());
      assertEquals(7, parsed.position().boot());
      assertEquals(i, parsed.position().seq());
      assertEquals(previous, parsed.position().previous());
      previous = Optional.of(parsed.signed().id().bytes().slice(0, Position.PREVIOUS_SIZE));
    }
    assertTrue(device.isDone());
  }

  @Test
  void nothingFallsDueBeforeTheBeginning() {
    VirtualDevice device = device(Suite.EDDSA, 5);
    assertEquals(List.of(), device.tick(START.plusSeconds(60)));
  }

  @Test
  void howOftenItIsTickedChangesNothing() {
    List<Sign1> often = new ArrayList<>();
    VirtualDevice one = device(Suite.ES256, 8);
    one.begin(START);
    for (int millis = 0; millis <= 9_000; millis += 37) {
      often.addAll(one.tick(START.plusMillis(millis)));
    }
    VirtualDevice other = device(Suite.ES256, 8);
    other.begin(START);
    List<Sign1> once = other.tick(START.plusSeconds(60));
    assertEquals(once, often);
  }

  @Test
  void aStatementIsMadeAtItsTimeAndNotBefore() {
    VirtualDevice device = device(Suite.EDDSA, 2);
    device.begin(START);
    assertEquals(0, device.tick(START.plusMillis(199)).size());
    assertEquals(1, device.tick(START.plusMillis(200)).size());
    assertEquals(0, device.tick(START.plusMillis(1_199)).size());
    assertFalse(device.isDone());
    assertEquals(1, device.tick(START.plusMillis(1_200)).size());
    assertTrue(device.isDone());
  }

  @Test
  void anAttachNamesTheLastStatementOfTheSensor() {
    VirtualDevice device = device(Suite.EDDSA, 0);
    assertEquals(Optional.empty(), device.asSensor().last());
    device.measure(List.of(Reading.of("temp", "Cel", BigDecimal.TEN, BigDecimal.ONE)), START);
    assertEquals(Optional.of(new Sensor.Place(7, 0)), device.asSensor().last());
    device.report(
        Subject.of(NAME), LogisticsEvent.scan(Optional.empty(), Bytes.ofUtf8("x")), START);
    assertEquals(Optional.of(new Sensor.Place(7, 1)), device.asSensor().last());
  }

  @Test
  void sayingItAgainTakesNoNumber() {
    VirtualDevice device = device(Suite.EDDSA, 2);
    device.begin(START);
    Sign1 first = device.tick(START.plusMillis(200)).get(0);
    Sign1 twin = device.again(first, first.payload());
    assertEquals(first.claims(), twin.claims());
    Sign1 second = device.tick(START.plusSeconds(2)).get(0);
    assertEquals(1, second.claims().position().orElseThrow().seq());
  }
}
