package org.baymark.gateway.alarm;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.baymark.gateway.registry.DeviceRegistry;
import org.baymark.gateway.registry.Enrolling;
import org.baymark.gateway.registry.Voice;
import org.baymark.gateway.runtime.Rounds;
import org.baymark.gateway.store.AlarmTable.Alarm;
import org.baymark.gateway.store.CountTable;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.ReadTable.Mark;
import org.baymark.gateway.store.Statements;
import org.baymark.gateway.store.Transaction;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;

/**
 * Reads what was stored, in its order, and holds it against the rules. What changes is committed
 * with how far it was read, the signed alert among it, so a process that dies at any moment neither
 * loses an alarm nor raises it twice. Where nothing changes nothing is written, and it is read
 * again after a start.
 */
public final class Alarms {
  private static final Duration SOON = Duration.ofMillis(1);
  private static final Duration LATER = Duration.ofSeconds(1);

  private final Database database;
  private final Register register;
  private final Assessor assessor;
  private final Standing standing;
  private final Liars liars;
  private final Alerts alerts;
  private final Supplier<Optional<String>> unfit;
  private final InstantSource clock;
  private final CountTable counts = new CountTable();
  private final Rounds rounds;
  private volatile AlarmRules rules;

  // These belong to the rounds, of which one runs at a time.
  private final Listening listening;
  private final Known known = new Known();
  private Optional<AlarmRules> applied = Optional.empty();

  /**
   * @param unfit why nothing that devices hand in is taken now
   * @param posts whether a webhook is to be told
   * @param admission takes an alert like any statement, and answers what became of it; empty where
   *     it is to come again
   */
  public Alarms(
      Vertx vertx,
      DevUrn gateway,
      Database database,
      Statements statements,
      DeviceRegistry registry,
      Enrolling enrolling,
      Supplier<Optional<String>> unfit,
      AlarmRules rules,
      boolean posts,
      Function<Bytes, Future<Optional<String>>> admission,
      InstantSource clock) {
    this.database = database;
    this.register = new Register(gateway, known, posts);
    this.assessor = new Assessor(new Bindings(statements), known, register);
    this.standing = new Standing(registry);
    this.liars = new Liars(standing, enrolling, clock);
    this.alerts = new Alerts(database, admission);
    this.unfit = unfit;
    this.rules = rules;
    this.clock = clock;
    this.listening = new Listening(clock.instant());
    this.rounds = new Rounds("alarms", vertx, this::round);
  }

  public void start() {
    rounds.start();
  }

  /** Completes when the round that may be on its way has ended. */
  public Future<Void> stop() {
    return rounds.stop();
  }

  /** From the next round on these are the rules. Alarms of rules that are gone end. */
  public void replace(AlarmRules next) {
    rules = next;
  }

  /** From now on each alarm is said in a statement too. */
  public void speak(Voice voice) {
    register.speak(voice);
  }

  /** How many counts were dropped, or not begun, for want of room since the start. */
  public long dropped() {
    return assessor.dropped();
  }

  /** One look; not while another goes on. */
  Future<Optional<Duration>> round() {
    boolean hears = database.failure().isEmpty();
    listening.look(clock.instant(), hears && unfit.get().isEmpty());
    if (!hears) {
      known.forget();
      return Future.succeededFuture(Optional.of(LATER)); // it was said where it happened
    }
    AlarmRules now = rules;
    boolean isNew = !applied.equals(Optional.of(now)); // what gone rules counted goes
    return database
        .read(transaction -> Look.at(transaction, known, now, isNew))
        .compose(look -> judge(look, now))
        .compose(look -> alerts.handIn(look.alerts()).map(look))
        .onFailure(why -> known.forget())
        .map(look -> Optional.of(look.isMore() ? SOON : LATER));
  }

  private Future<Look> judge(Look look, AlarmRules now) {
    List<Alarm> open = known.open();
    Judgement judgement = Judgement.of(look, known, now, listening, standing);
    return settle(look, judgement, now)
        .compose(
            done -> {
              applied = Optional.of(now);
              return liars.suspend(open, now).map(look);
            });
  }

  private Future<Void> settle(Look look, Judgement judgement, AlarmRules now) {
    Mark next = look.next();
    if (judgement.isNothing() && look.gone().isEmpty() && !known.isToBeNoted(next)) {
      known.passed(next);
      return Future.succeededFuture();
    }
    Instant time = clock.instant();
    return database
        .write(
            transaction -> {
              commit(transaction, look, judgement, now, time);
              return next;
            })
        .mapEmpty();
  }

  private void commit(
      Transaction transaction, Look look, Judgement judgement, AlarmRules now, Instant time) {
    judgement.over().forEach((alarm, why) -> register.stop(transaction, alarm, why, time));
    look.gone().forEach(rule -> counts.forgetRule(transaction, rule));
    for (Heard one : judgement.mattering()) {
      boolean isWatched = one.row() > look.next().sinceRow();
      assessor.take(transaction, one, now, isWatched, time);
    }
    judgement.untold().forEach(cause -> register.raise(transaction, cause, Optional.empty(), time));
    known.note(transaction, look.next());
  }
}
