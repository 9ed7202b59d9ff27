package org.baymark.gateway.alarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.baymark.gateway.alarm.AlarmRule.Level;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.statement.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlarmRuleTest {
  private static AlarmRule parse(String line) {
    return AlarmRule.parse(line, Duration::parse);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "r: t Cel >= 8 instant",
        "r: t - < -0.5 consecutive 3",
        "too-warm: urn:dev:x:a:temp Cel > 8 cumulative PT30M gap PT5M",
        "r: t Cel > 8 instant hysteresis 0.5",
        "r: t Cel < -5 consecutive 3 hysteresis 2",
      })
  void aRuleIsWrittenAsItIsRead(String line) {
    assertEquals(line, parse(line).text());
    assertEquals(parse(line), parse(parse(line).text()));
  }

  @Test
  void whatIsLeftOutIsUsual() {
    AlarmRule rule = parse("  warm :  t  Cel >= 8   cumulative PT30M ");
    assertEquals(Duration.ofMinutes(10), rule.cap());
    assertTrue(rule.isAbout("https://id.gs1.org/00/003456789012345670"));
    assertFalse(parse("r: t Cel > 8 instant of urn:dev:x:a*").isAbout("urn:dev:x:b"));
    assertTrue(parse("r: t Cel > 8 instant of urn:dev:x:a*").isAbout("urn:dev:x:ab"));
    assertFalse(parse("r: t Cel > 8 instant of urn:dev:x:a").isAbout("urn:dev:x:ab"));
  }

  @ParameterizedTest
  @CsvSource({
    "t,t,Cel,true",
    "t,urn:dev:os:32473-a:t,Cel,true",
    "urn:dev:os:32473-a:t,urn:dev:os:32473-a:t,Cel,true",
    "t,urn:dev:os:32473-b:t,Cel,false",
    "t,urn:dev:os:32473-a:tt,Cel,false",
    "t,T,Cel,false",
    "t,t,K,false",
  })
  void whatADeviceMeasuresMayBearItsName(
      String measured, String name, String unit, boolean isMeant) {
    Reading reading = Reading.of(name, unit, BigDecimal.ZERO, BigDecimal.TEN);
    AlarmRule rule = parse("r: " + measured + " Cel > 8 instant");
    assertEquals(isMeant, rule.measures(new DevUrn("urn:dev:os:32473-a"), reading));
  }

  @ParameterizedTest
  @CsvSource({
    ">,7.9,KEEPS",
    ">,8.00,KEEPS",
    ">,8.01,VIOLATES",
    ">=,8.0,VIOLATES",
    ">=,7.99,KEEPS",
    "<,8,KEEPS",
    "<,7.999999999,VIOLATES",
    "<=,8.000,VIOLATES",
    "<=,8.001,KEEPS",
  })
  void thresholdsAreExact(String sign, String value, Level level) {
    assertEquals(level, parse("r: t Cel " + sign + " 8 instant").level(new BigDecimal(value)));
  }

  @ParameterizedTest
  @CsvSource({
    ">,8.01,VIOLATES",
    ">,8,BETWEEN",
    ">,7.501,BETWEEN",
    ">,7.50,KEEPS",
    ">=,8.0,VIOLATES",
    ">=,7.99,BETWEEN",
    ">=,7.500,BETWEEN",
    ">=,7.499,KEEPS",
    "<,7.99,VIOLATES",
    "<,8,BETWEEN",
    "<,8.4999,BETWEEN",
    "<,8.5,KEEPS",
    "<=,8,VIOLATES",
    "<=,8.5,BETWEEN",
    "<=,8.51,KEEPS",
  })
  void theHysteresisIsExactToo(String sign, String value, Level level) {
    AlarmRule rule = parse("r: t Cel " + sign + " 8 instant hysteresis 0.5 of urn:dev:x:a");
    assertEquals(level, rule.level(new BigDecimal(value)));
    assertFalse(rule.isAbout("urn:dev:x:b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "r",
        "r:",
        "R: t Cel > 8 instant",
        "silence: t Cel > 8 instant",
        "equivocation: t Cel > 8 instant",
        "r: t Cel = 8 instant",
        "r: t Cel > 1e9 instant",
        "r: t Cel > x instant",
        "r: t Cel > 8",
        "r: t Cel > 8 often",
        "r: t Cel > 8 consecutive",
        "r: t Cel > 8 consecutive 0",
        "r: t Cel > 8 consecutive 65",
        "r: t Cel > 8 consecutive -1",
        "r: t Cel > 8 cumulative",
        "r: t Cel > 8 cumulative PT0S",
        "r: t Cel > 8 cumulative P367D",
        "r: t Cel > 8 cumulative PT1H gap",
        "r: t Cel > 8 cumulative PT1H gap -PT1S",
        "r: t Cel > 8 instant hysteresis",
        "r: t Cel > 8 instant hysteresis x",
        "r: t Cel > 8 instant hysteresis 0",
        "r: t Cel > 8 instant hysteresis 0.00",
        "r: t Cel > 8 instant hysteresis -1",
        "r: t Cel > 8 instant hysteresis 1 hysteresis 1",
        "r: t Cel > 8 hysteresis 1 instant",
        "r: t Cel > 8 instant of * hysteresis 1",
        "r: t Cel > 8 cumulative PT1H hysteresis 1",
        "r: t Cel > 8 cumulative PT1H gap PT1M hysteresis 1",
        "r: t Cel > 8 instant of",
        "r: t Cel > 8 instant of a*b",
        "r: t Cel > 8 instant of *a*",
        "r: t Cel > 8 instant more",
      })
  void whatIsNoRuleIsRefusedInASentence(String line) {
    RuntimeException no = assertThrows(RuntimeException.class, () -> parse(line));
    assertTrue(String.valueOf(no.getMessage()).length() > 10, no::toString);
  }

  @Test
  void whereAHysteresisMakesNoSenseItIsSaidWhy() {
    assertTrue(refused("r: t Cel > 8 cumulative PT1H hysteresis 1").contains("not ended by a"));
    assertTrue(refused("r: t Cel > 8 instant hysteresis -0.5").contains("above 0"));
  }

  private static String refused(String line) {
    RuntimeException no = assertThrows(IllegalArgumentException.class, () -> parse(line));
    return String.valueOf(no.getMessage());
  }

  @Test
  void aSetOfRulesNamesEachOnce() {
    AlarmRule rule = parse("r: t Cel > 8 instant");
    assertThrows(
        IllegalArgumentException.class, () -> new AlarmRules(List.of(rule, rule), 2, false));
    assertThrows(IllegalArgumentException.class, () -> new AlarmRules(List.of(), -1, false));
  }

  @Test
  void whatNobodyCouldHearIsNotHeldAgainstADevice() {
    Instant start = Instant.EPOCH;
    Duration minute = Duration.ofMinutes(1);
    Silence silence = Silence.from(start);
    for (int i = 1; i <= 120; i++) {
      silence = silence.at(start.plusSeconds(i), true);
    }
    assertFalse(silence.is(minute, 2, start), "two minutes, and not more");
    silence = silence.at(start.plusSeconds(121), true);
    assertTrue(silence.is(minute, 2, start));
    assertFalse(silence.is(minute, 2, start.plusSeconds(1)));
    assertFalse(silence.at(start.plusSeconds(122), false).is(minute, 2, start), "no disk");
    assertFalse(silence.at(start.plusSeconds(1_000), true).is(minute, 2, start), "it slept");
    assertFalse(silence.at(start.minusSeconds(9), true).is(minute, 2, start), "its clock was set");
  }
}
