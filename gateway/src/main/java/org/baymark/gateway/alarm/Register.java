package org.baymark.gateway.alarm;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.baymark.gateway.registry.Voice;
import org.baymark.gateway.store.AlarmTable;
import org.baymark.gateway.store.AlarmTable.Alarm;
import org.baymark.gateway.store.CountTable;
import org.baymark.gateway.store.CountTable.Key;
import org.baymark.gateway.store.PostTable;
import org.baymark.gateway.store.Transaction;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.statement.EventField;
import org.baymark.protocol.statement.LogisticsEvent;
import org.baymark.protocol.statement.Measurement;

/** Enters alarms and their ends: with each its alert and what the webhook is to be told. */
final class Register {
  /** Bodies above these go, the oldest first. */
  private static final int POSTS_MAX = 1_000;

  /** So many are open at most, all in all; a device can be said to be a liar above that. */
  static final int OPEN_MAX = 1_000;

  private final DevUrn gateway;
  private final Known known;
  private final AlarmTable table = new AlarmTable();
  private final CountTable counts = new CountTable();
  private final PostTable queue = new PostTable();
  private final boolean posts;
  private volatile Optional<Voice> voice = Optional.empty();

  Register(DevUrn gateway, Known known, boolean posts) {
    this.gateway = gateway;
    this.known = known;
    this.posts = posts;
  }

  void speak(Voice voice) {
    this.voice = Optional.of(voice);
  }

  /**
   * What an alarm is about.
   *
   * @param rule as text; empty for silence and equivocation
   */
  record Cause(String code, String rule, String subject, String device, String detail) {}

  /**
   * Enters an alarm.
   *
   * @param measured the reading that set it off, as far as an alert can hold it
   */
  Alarm raise(Transaction transaction, Cause cause, Optional<Measurement> measured, Instant now) {
    long number =
        table.raise(
            transaction,
            cause.code(),
            cause.rule(),
            cause.subject(),
            cause.device(),
            cause.detail(),
            now);
    Optional<Digest> id = voice.map(it -> say(it, transaction, number, cause, measured, now));
    Alarm alarm =
        new Alarm(
            number,
            cause.code(),
            cause.rule(),
            cause.subject(),
            cause.device(),
            cause.detail(),
            now.truncatedTo(ChronoUnit.MILLIS), // as it is stored
            Optional.empty(),
            Optional.empty(),
            id,
            Optional.empty());
    known.raised(alarm);
    post(transaction, "raised", alarm, now, Optional.empty());
    return alarm;
  }

  private Digest say(
      Voice voice,
      Transaction transaction,
      long number,
      Cause cause,
      Optional<Measurement> measured,
      Instant now) {
    LogisticsEvent alert = LogisticsEvent.alert(Optional.empty(), cause.code());
    LogisticsEvent event =
        measured.map(value -> alert.with(EventField.MEASURED, value)).orElse(alert);
    Subject about = new Subject(cause.subject());
    Sign1 said = voice.say(transaction, about, ContentType.EVENT, event.encoded(), now);
    table.signed(transaction, number, said.encoded(), said.id());
    return said.id();
  }

  void end(Transaction transaction, Alarm alarm, String why, Instant now) {
    table.end(transaction, alarm.number(), why, now);
    known.ended(alarm.number());
    post(transaction, "ended", alarm, now, Optional.of(why));
  }

  /** Ends one for another reason than a reading: what was counted for it begins anew. */
  void stop(Transaction transaction, Alarm alarm, String why, Instant now) {
    counts.forget(transaction, new Key(alarm.rule(), alarm.subject(), alarm.device()));
    end(transaction, alarm, why, now);
  }

  private void post(
      Transaction transaction, String event, Alarm alarm, Instant now, Optional<String> why) {
    if (!posts) {
      return;
    }
    JsonObject body =
        new JsonObject()
            .put("event", event)
            .put("alarm", alarm.number())
            .put("gateway", gateway.text())
            .put("code", alarm.code())
            .put("rule", alarm.rule())
            .put("subject", alarm.subject())
            .put("device", alarm.device())
            .put("detail", alarm.detail())
            .put("at", now.toString());
    alarm.statement().ifPresent(id -> body.put("statement", id.hex()));
    why.ifPresent(it -> body.put("why", it));
    queue.add(transaction, body.encode(), POSTS_MAX);
  }
}
