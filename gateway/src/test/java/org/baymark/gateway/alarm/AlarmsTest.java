package org.baymark.gateway.alarm;

import static org.baymark.gateway.GatewayFixture.NOW;
import static org.baymark.gateway.GatewayFixture.join;
import static org.baymark.gateway.OutgoingFixture.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.store.AlarmTable.Alarm;
import org.baymark.gateway.store.StoredStatements;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.enrolment.Enrolment.State;
import org.baymark.protocol.enrolment.Proof;
import org.baymark.protocol.statement.Kind;
import org.baymark.protocol.statement.LogisticsEvent;
import org.junit.jupiter.api.Test;

/** What was stored, held against the rules. */
class AlarmsTest extends AlarmFixture {
  @Test
  void aReadingRaisesAnAlarmAndAnotherEndsIt() {
    gateway.take(warm(0, 0, "7.99"), warm(1, 60, "8.0"), warm(2, 120, "9"));
    until(() -> open().size() == 1);
    Alarm alarm = open().get(0);
    assertEquals("too-warm", alarm.code());
    assertEquals(LOGGER.name().text(), alarm.subject());
    assertEquals("t 8 Cel at 2026-11-22T10:01:00Z", alarm.detail());
    gateway.take(warm(3, 180, "4"));
    until(() -> open().isEmpty());
    assertEquals(1, ended().size());
  }

  @Test
  void twoOfOneNumberAreAnAlarmAndTheDeviceIsSuspendedWhereThatIsAsked() {
    gateway.take(warm(0, 0, "4"), warm(0, 0, "5"));
    until(() -> open().size() == 1);
    assertEquals("equivocation", open().get(0).code());
    assertTrue(open().get(0).detail().contains("1/0"), open().get(0).detail());
    assertEquals(State.ACTIVE, state());
    alarms.replace(new AlarmRules(List.of(), 2, true));
    until(() -> open().isEmpty());
    assertEquals(State.SUSPENDED, state());
    join(gateway.enrolling.resume(LOGGER.name()));
    gateway.take(warm(1, 60, "4"));
    assertEquals(State.ACTIVE, state(), "what the operator resumed stays so");
  }

  @Test
  void aKeyThatTheAllianceRefusesIsAnAlarmUntilItIsAskedForAgain() {
    gateway.anchor();
    gateway.take(warm(0, 0, "4"));
    gateway.sealAndAnchor();
    node.refuseRegistrations(true);
    SigningKey next = TestDevice.named("later", Suite.ES256).key();
    Sign1 order = Proof.rollOver(LOGGER.key(), next, LOGGER.name());
    assertTrue(join(gateway.enrolling.rollOver(order, NOW)).toOptional().isPresent());
    until(() -> open().size() == 1);
    assertEquals("key-refused", open().get(0).code());
    assertTrue(open().get(0).detail().contains("key-taken"), open().get(0).detail());
    node.refuseRegistrations(false);
    join(
        gateway.registry.add(
            LOGGER.name(),
            next.verifyingKey(),
            "the test",
            EnumSet.complementOf(EnumSet.of(Kind.BATCH)),
            NOW));
    until(() -> open().isEmpty());
    assertEquals(1, ended().size(), "raised once");
  }

  @Test
  void whatWasStoredBeforeThereWereAlarmsRaisesNoneAndBindsAllTheSame() {
    join(alarms.stop());
    gateway.take(warm(0, 0, "9"), scans(0, LogisticsEvent.attach(Optional.empty(), logger(0))));
    gateway.inStore(StoredStatements::forgetAlarms);
    alarms = alarms(RULES, false, this::admit);
    until(() -> bindings().size() == 1);
    assertEquals(List.of(), open());
    gateway.take(warm(1, 60, "9"));
    until(() -> open().size() == 2);
  }

  @Test
  void aRuleThatIsGoneEndsItsAlarms() {
    gateway.take(warm(0, 0, "9"));
    until(() -> open().size() == 1);
    alarms.replace(rules("other: t Cel > 100 instant"));
    until(() -> open().isEmpty());
    assertEquals("the rule is gone from the settings", ended().get(0).why().orElseThrow());
  }

  @Test
  void aReadingFromTheFutureDoesNotOutliveWhatFollows() {
    byHand();
    gateway.take(warm(0, 86_400, "9"));
    join(alarms.round());
    assertEquals(1, open().size());
    gateway.take(warm(1, 60, "4"));
    join(alarms.round());
    assertEquals(List.of(), open());
  }

  @Test
  void theAlarmsOfADeviceThatIsSuspendedEndAndBeginAgainWhenItIsResumed() {
    byHand();
    gateway.take(warm(0, 0, "9"));
    join(alarms.round());
    join(gateway.enrolling.suspend(LOGGER.name(), NOW));
    join(alarms.round());
    assertEquals("the device is suspended or revoked", ended().get(0).why().orElseThrow());
    join(gateway.enrolling.resume(LOGGER.name()));
    gateway.take(warm(1, 60, "9"));
    join(alarms.round());
    assertEquals(1, open().size());
  }

  @Test
  void aThousandAlarmsAreOpenAndWhatComesThenIsRaisedAndEndedAtOnce() {
    gateway.inStore(
        transaction -> {
          for (int i = 0; i < 1_000; i++) {
            String rule = RULES.rules().get(0).text();
            table.raise(
                transaction, "too-warm", rule, "urn:x:" + i, SCANNER.name().text(), "", NOW);
          }
          return 0;
        });
    byHand();
    gateway.take(warm(0, 0, "9"), warm(1, 60, "9"));
    join(alarms.round());
    assertEquals(1_000, open().size());
    assertEquals(1, ended().size(), "one, and not one with each reading");
    assertTrue(ended().get(0).why().orElseThrow().contains("1000 alarms are open"));
  }

  @Test
  void aRuleThatComesBackCountsAnewAndRaisesAgain() {
    byHand();
    gateway.take(warm(0, 0, "9"));
    join(alarms.round());
    alarms.replace(rules("too-warm: t Cel >= 8 instant of https://id.gs1.org/00/*"));
    join(alarms.round());
    assertEquals(List.of(), open());
    alarms.replace(RULES);
    gateway.take(warm(1, 60, "9"));
    join(alarms.round());
    assertEquals(1, open().size());
  }

  @Test
  void whatAGoneRuleCountedIsForgottenThoughNothingElseIsWritten() {
    byHand();
    gateway.take(warm(0, 0, "4"));
    join(alarms.round());
    assertEquals(1, gateway.inStore(counts::rules).size());
    alarms.replace(rules("other: t Cel > 100 instant"));
    join(alarms.round());
    assertEquals(List.of(), gateway.inStore(counts::rules));
  }

  private State state() {
    return gateway.registry.find(LOGGER.name()).orElseThrow().state();
  }

  private void meddle(String sql) {
    gateway.inStore(transaction -> StoredStatements.meddle(transaction, sql));
  }

  @Test
  void aStartThatChangesNothingWritesNothingAndACommitThatFailsIsDoneAgain() {
    gateway.take(warm(0, 0, "4"));
    byHand();
    join(alarms.round());
    meddle(
        "CREATE TRIGGER locked BEFORE INSERT ON alarm_reading"
            + " BEGIN SELECT RAISE(ABORT, 'it writes'); END");
    byHand();
    join(alarms.round());
    gateway.take(warm(1, 60, "9"));
    assertThrows(CompletionException.class, () -> join(alarms.round()), "what changes is written");
    assertEquals(List.of(), open());
    meddle("DROP TRIGGER locked");
    join(alarms.round());
    assertEquals(1, open().size());
    gateway.take(warm(2, 120, "4"));
    join(alarms.round());
    assertEquals(List.of(), open());
    assertEquals(1, ended().size());
  }
}
