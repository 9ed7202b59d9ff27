package org.baymark.gateway;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.baymark.gateway.admission.Arrival;
import org.baymark.gateway.admission.Intake;
import org.baymark.gateway.admission.Outcome;
import org.baymark.gateway.alarm.Alarms;
import org.baymark.gateway.alarm.Voice;
import org.baymark.gateway.alarm.Webhook;
import org.baymark.gateway.registry.Addition;
import org.baymark.gateway.registry.DeviceRegistry;
import org.baymark.gateway.registry.Enrolling;
import org.baymark.gateway.store.AlarmTable;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.Tables;
import org.baymark.gateway.web.AlarmApi;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.statement.Kind;

/** How {@link Main} starts what watches over readings, silence and lies. */
final class AlarmStart {
  private AlarmStart() {}

  /**
   * What runs then.
   *
   * @param alarms takes other rules while it runs
   * @param calls that show it
   */
  record Watching(Alarms alarms, AlarmApi calls) {}

  static Watching open(
      Vertx vertx,
      GatewayFolder folder,
      GatewayConfig config,
      Database database,
      Tables tables,
      DeviceRegistry registry,
      Enrolling enrolling,
      Intake intake,
      InstantSource clock,
      StopStack started) {
    AlarmSettings settings = config.alarmSettings();
    AlarmTable table = new AlarmTable();
    Alarms alarms =
        new Alarms(
            vertx,
            config.name(),
            database,
            table,
            tables.statements(),
            registry,
            enrolling,
            settings.rules(),
            settings.webhook().isPresent(),
            alert -> admit(intake, alert),
            clock);
    String signing = settings.statements() ? speak(alarms, folder, config, registry, clock) : "off";
    Optional<Webhook> webhook =
        settings
            .webhook()
            .map(
                url ->
                    new Webhook(
                        vertx,
                        url,
                        settings.webhookSecret().map(file -> secret(folder.path().resolve(file))),
                        database,
                        table,
                        () -> ThreadLocalRandom.current().nextDouble()));
    alarms.start();
    started.stopping("alarms", alarms::stop);
    webhook.ifPresent(
        it -> {
          it.start();
          started.stopping("webhook", it::stop);
        });
    return new Watching(
        alarms, new AlarmApi(database, signing, () -> webhook.flatMap(Webhook::trouble)));
  }

  private static String secret(Path file) {
    try {
      return BridgeSettings.password(file);
    } catch (IllegalStateException e) {
      throw CommandFailure.failed(String.valueOf(e.getMessage()));
    }
  }

  /** Has the name registered that alerts are signed under; answers how it stands. */
  private static String speak(
      Alarms alarms,
      GatewayFolder folder,
      GatewayConfig config,
      DeviceRegistry registry,
      InstantSource clock) {
    DevUrn name;
    try {
      name = Voice.nameOf(config.name());
    } catch (IllegalArgumentException e) {
      throw CommandFailure.failed(
          "alarmStatements: the gateway's name is too long to have _alarms behind it");
    }
    SigningKey key = folder.alarmKey();
    Addition added =
        StopStack.await(
            registry.add(
                name, key.verifyingKey(), config.owner(), Set.of(Kind.ALERT), clock.instant()));
    return switch (added.result()) {
      case ADDED, SAME, ASKED_AGAIN -> {
        alarms.speak(new Voice(config.name(), key, new AlarmTable()));
        yield "on";
      }
      case OTHER, REVOKED, CLAIMED, KEY_IN_USE ->
          name + " is a device already with another key, owner or end: alarms are not signed";
    };
  }

  private static Future<Optional<String>> admit(Intake intake, Bytes alert) {
    return intake
        .take(new Arrival(alert, "alarm", "alarm", Optional.empty()))
        .map(AlarmStart::fate);
  }

  private static Optional<String> fate(Outcome outcome) {
    if (outcome instanceof Outcome.Busy) {
      return Optional.empty();
    }
    return outcome instanceof Outcome.Refused refused
        ? Optional.of("refused: " + refused.detail())
        : Optional.of("stored");
  }
}
