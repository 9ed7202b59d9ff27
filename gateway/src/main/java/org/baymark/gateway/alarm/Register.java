package org.baymark.gateway.alarm;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
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
  private final AlarmTable table = new AlarmTable();
  private final CountTable counts = new CountTable();
  private final PostTable queue = new PostTable();
  private final boolean posts;
  private volatile Optional<Voice> voice = Optional.empty();

  Register(DevUrn gateway, boolean posts) {
    this.gateway = gateway;
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
   * Enters an alarm, and answers its number.
   *
   * @param measured the reading that set it off, as far as an alert can hold it
   */
  long raise(Transaction transaction, Cause cause, Optional<Measurement> measured, Instant now) {
    long number =
        table.raise(
            transaction,
            cause.code(),
            cause.rule(),
            cause.subject(),
            cause.device(),
            cause.detail(),
            now);
    Optional<Digest> id = Optional.empty();
    if (voice.isPresent()) {
      LogisticsEvent alert = LogisticsEvent.alert(Optional.empty(), cause.code());
      LogisticsEvent event =
          measured.map(value -> alert.with(EventField.MEASURED, value)).orElse(alert);
      Subject about = new Subject(cause.subject());
      Sign1 said = voice.get().say(transaction, about, ContentType.EVENT, event.encoded(), now);
      table.signed(transaction, number, said.encoded(), said.id());
      id = Optional.of(said.id());
    }
    post(transaction, "raised", number, cause, id, now, Optional.empty());
    return number;
  }

  void end(Transaction transaction, Alarm alarm, String why, Instant now) {
    Cause cause =
        new Cause(alarm.code(), alarm.rule(), alarm.subject(), alarm.device(), alarm.detail());
    table.end(transaction, alarm.number(), why, now);
    post(transaction, "ended", alarm.number(), cause, alarm.statement(), now, Optional.of(why));
  }

  /** Ends one for another reason than a reading: what was counted for it begins anew. */
  void stop(Transaction transaction, Alarm alarm, String why, Instant now) {
    counts.forget(transaction, new Key(alarm.rule(), alarm.subject(), alarm.device()));
    end(transaction, alarm, why, now);
  }

  /** Ends one that was over when it was found. */
  void endAtOnce(Transaction transaction, long number, Cause cause, String why, Instant now) {
    table.end(transaction, number, why, now);
    post(transaction, "ended", number, cause, Optional.empty(), now, Optional.of(why));
  }

  private void post(
      Transaction transaction,
      String event,
      long number,
      Cause cause,
      Optional<Digest> statement,
      Instant now,
      Optional<String> why) {
    if (!posts) {
      return;
    }
    JsonObject body =
        new JsonObject()
            .put("event", event)
            .put("alarm", number)
            .put("gateway", gateway.text())
            .put("code", cause.code())
            .put("rule", cause.rule())
            .put("subject", cause.subject())
            .put("device", cause.device())
            .put("detail", cause.detail())
            .put("at", now.toString());
    statement.ifPresent(id -> body.put("statement", id.hex()));
    why.ifPresent(it -> body.put("why", it));
    queue.add(transaction, body.encode(), POSTS_MAX);
  }
}
