package org.baymark.gateway.running;

import java.nio.file.Path;
import java.util.Set;
import org.baymark.gateway.admission.Intake;
import org.baymark.gateway.alarm.Alarms;
import org.baymark.gateway.batch.Batcher;
import org.baymark.gateway.batch.SealRule;
import org.baymark.gateway.batch.SealRules;
import org.baymark.gateway.config.GatewayConfig;
import org.baymark.gateway.folder.GatewayFolder;
import org.baymark.gateway.upkeep.Keeper;
import org.baymark.gateway.upkeep.Retention;

/**
 * Settings as the rooms take them, and which rooms follow a change of them beside the doors, the
 * bridge and the anchoring.
 */
final class RunningSettings {
  private RunningSettings() {}

  private record Keeping(Retention rule, Path to) {}

  static SealRule sealRule(GatewayConfig config) {
    return new SealRule(config.sealAfter(), config.sealStatements(), config.sealBytes());
  }

  static Retention retention(GatewayConfig config) {
    return Retention.of(config.keep().keepDays(), config.keep().keepMegabytes());
  }

  static Path pruneTo(GatewayFolder folder, GatewayConfig config) {
    return folder.path().resolve(config.keep().pruneTo());
  }

  /** In bytes. */
  static long reserve(GatewayConfig config) {
    return (long) config.diskReserveMegabytes() << 20;
  }

  static void followIn(Reloading reloading, StoreStart.Store store) {
    reloading.follow(
        Set.of("commitDelay"), GatewayConfig::commitDelay, store.database()::commitDelay);
    reloading.follow(
        Set.of("diskReserveMegabytes"), RunningSettings::reserve, store.room()::reserve);
    reloading.follow(
        Set.of("quarantineMessages", "quarantineBytes"),
        now -> now,
        now -> store.tables().quarantine().bound(now.quarantineMessages(), now.quarantineBytes()));
  }

  static void followIn(Reloading reloading, Intake intake, SealRules rules, Batcher batcher) {
    reloading.follow(
        Set.of("deviceRate"), now -> now.mqttSettings().deviceRate(), intake::deviceRate);
    reloading.follow(
        Set.of("sealAfter", "sealStatements", "sealBytes"),
        RunningSettings::sealRule,
        rule -> {
          rules.change(rule);
          batcher.rule(rules.now());
        });
  }

  static void followIn(Reloading reloading, GatewayFolder folder, Keeper keeper) {
    reloading.follow(
        Set.of("keepDays", "keepMegabytes", "pruneTo"),
        now -> new Keeping(retention(now), pruneTo(folder, now)),
        now -> keeper.keep(now.rule(), now.to()));
  }

  static void followIn(Reloading reloading, Alarms alarms) {
    reloading.follow(
        Set.of("alarmRules", "alarmSilence", "suspendOnEquivocation"),
        now -> now.alarmSettings().rules(),
        alarms::replace);
  }
}
