package org.baymark.gateway.running;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.baymark.gateway.admission.Arrival;
import org.baymark.gateway.admission.Intake;
import org.baymark.gateway.admission.Outcome;
import org.baymark.gateway.alarm.Alarms;
import org.baymark.gateway.alarm.Webhook;
import org.baymark.gateway.config.AlarmSettings;
import org.baymark.gateway.config.BridgeSettings;
import org.baymark.gateway.exit.CommandFailure;
import org.baymark.gateway.registry.Voice;
import org.baymark.gateway.runtime.StopStack;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.web.AlarmApi;
import org.baymark.protocol.bytes.Bytes;

/** How {@link Gateway} starts what watches over readings, silence and lies. */
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
      Setting setting, StoreStart.Store store, IntakeStart.Admission admission, Voice voice) {
    AlarmSettings settings = setting.config().alarmSettings();
    Vertx vertx = setting.vertx();
    Database database = store.database();
    Intake intake = admission.intake();
    StopStack started = setting.started();
    Alarms alarms =
        new Alarms(
            vertx,
            setting.config().name(),
            database,
            store.tables().statements(),
            admission.registry(),
            admission.enrolling(),
            intake::unfit,
            settings.rules(),
            settings.webhook().isPresent(),
            alert -> admit(intake, alert),
            setting.clock());
    String signing = settings.statements() ? speak(alarms, voice, setting.clock()) : "off";
    Optional<Webhook> webhook =
        settings
            .webhook()
            .map(
                url ->
                    new Webhook(
                        vertx,
                        url,
                        settings
                            .webhookSecret()
                            .map(file -> secret(setting.folder().path().resolve(file))),
                        database,
                        () -> ThreadLocalRandom.current().nextDouble()));
    if (webhook.isEmpty()) {
      var unused = Webhook.forget(database); // on a disk that is full with the next start
    }
    alarms.start();
    started.stopping("alarms", alarms::stop);
    webhook.ifPresent(
        it -> {
          it.start();
          started.stopping("webhook", it::stop);
        });
    return new Watching(
        alarms,
        new AlarmApi(database, signing, () -> webhook.flatMap(Webhook::trouble), alarms::dropped));
  }

  private static String secret(Path file) {
    try {
      return BridgeSettings.password(file);
    } catch (IllegalStateException e) {
      throw CommandFailure.failed(String.valueOf(e.getMessage()));
    }
  }

  /** Has the voice registered that alerts are said with; answers how it stands. */
  private static String speak(Alarms alarms, Voice voice, InstantSource clock) {
    return StopStack.await(
        voice
            .register(clock.instant())
            .map(
                registered -> {
                  alarms.speak(voice);
                  return "on";
                })
            .recover(
                why ->
                    why instanceof IllegalStateException
                        ? Future.succeededFuture(String.valueOf(why.getMessage()))
                        : Future.failedFuture(why)));
  }

  private static Future<Optional<String>> admit(Intake intake, Bytes alert) {
    return intake.take(Arrival.ofVoice(alert)).map(AlarmStart::fate);
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
