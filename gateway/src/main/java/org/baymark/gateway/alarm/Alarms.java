package org.baymark.gateway.alarm;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.baymark.gateway.alarm.Register.Cause;
import org.baymark.gateway.registry.DeviceRegistry;
import org.baymark.gateway.registry.Enrolling;
import org.baymark.gateway.registry.Voice;
import org.baymark.gateway.runtime.Rounds;
import org.baymark.gateway.store.AlarmTable;
import org.baymark.gateway.store.AlarmTable.Alarm;
import org.baymark.gateway.store.AlarmTable.Read;
import org.baymark.gateway.store.AlarmTable.Reading;
import org.baymark.gateway.store.AlarmTable.Waiting;
import org.baymark.gateway.store.BindingTable;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.Device;
import org.baymark.gateway.store.Statements;
import org.baymark.gateway.store.Transaction;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.enrolment.Enrolment.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what was stored, in its order, and holds it against the rules. What changes is committed
 * with how far it was read, the signed alert among it, so a process that dies at any moment neither
 * loses an alarm nor raises it twice; an alert is handed to admission until that has answered, and
 * is the same bytes each time. Where nothing changes nothing is written, and it is read again after
 * a start.
 */
public final class Alarms {
  private static final Logger log = LoggerFactory.getLogger(Alarms.class);
  private static final Duration SOON = Duration.ofMillis(1);
  private static final Duration LATER = Duration.ofSeconds(1);
  private static final int ROWS = 200;
  private static final int ALERTS = 16;
  private static final int BINDS = 8;

  /** So many rows are read again after a start at most, where nothing changed. */
  private static final int UNNOTED_MAX = 1_000;

  private static final String SILENCE = "silence";

  private final Database database;
  private final AlarmTable table;
  private final Assessor assessor;
  private final Register register;
  private final DeviceRegistry registry;
  private final Enrolling enrolling;
  private final Supplier<Optional<String>> unfit;
  private final Function<Bytes, Future<Optional<String>>> admission;
  private final InstantSource clock;
  private volatile AlarmRules rules;
  private final Rounds rounds;

  // These belong to the rounds, of which one runs at a time.
  private Optional<Reading> read = Optional.empty();
  private Silence silence;
  private Optional<AlarmRules> applied = Optional.empty();
  private final Map<DevUrn, Instant> heard = new HashMap<>();

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
      AlarmTable table,
      Statements statements,
      DeviceRegistry registry,
      Enrolling enrolling,
      Supplier<Optional<String>> unfit,
      AlarmRules rules,
      boolean posts,
      Function<Bytes, Future<Optional<String>>> admission,
      InstantSource clock) {
    this.database = database;
    this.table = table;
    this.register = new Register(gateway, table, posts);
    this.assessor = new Assessor(table, new Bindings(new BindingTable(), statements), register);
    this.registry = registry;
    this.enrolling = enrolling;
    this.unfit = unfit;
    this.admission = admission;
    this.clock = clock;
    this.rules = rules;
    this.silence = Silence.from(clock.instant());
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

  /** What one look at the store found. */
  private record Look(
      Reading at,
      long noted,
      List<Read> rows,
      List<Heard> heard,
      List<Alarm> open,
      Map<DevUrn, Long> intervals,
      List<Waiting<Bytes>> alerts,
      boolean isMore) {
    boolean isToBeNoted() {
      return noted < 0 || last() - noted >= UNNOTED_MAX;
    }

    long last() {
      return rows.isEmpty() ? at.row() : rows.get(rows.size() - 1).row();
    }
  }

  /** One look; not while another goes on. */
  Future<Optional<Duration>> round() {
    boolean hears = database.failure().isEmpty();
    silence = silence.at(clock.instant(), hears && unfit.get().isEmpty());
    if (!hears) {
      read = Optional.empty();
      return Future.succeededFuture(Optional.of(LATER)); // it was said where it happened
    }
    AlarmRules now = rules;
    return database
        .read(this::look)
        .compose(look -> assess(look, now).compose(done -> file(look.alerts())).map(look))
        .onFailure(why -> read = Optional.empty())
        .map(look -> Optional.of(look.isMore() ? SOON : LATER));
  }

  private static Optional<Heard> heard(Read read) {
    Optional<Heard> heard = Heard.of(read);
    if (heard.isEmpty() && read.encoded().size() > 0) {
      log.atError()
          .addKeyValue("row", read.row())
          .log("a stored statement does not parse: alarms pass it over");
    }
    return heard;
  }

  private Look look(Transaction transaction) {
    Optional<Reading> stored = table.reading(transaction);
    Reading at = read.or(() -> stored).orElseGet(() -> new Reading(0, table.lastRow(transaction)));
    List<Read> found = table.after(transaction, at.row(), ROWS);
    List<Heard> heard = found.stream().flatMap(row -> heard(row).stream()).toList();
    // Each makes a shipment's runs anew while the writer waits: not too many in one transaction.
    OptionalLong end =
        heard.stream().filter(Heard::binds).mapToLong(Heard::row).skip(BINDS - 1).findFirst();
    long last = end.orElse(Long.MAX_VALUE);
    List<Read> rows = found.stream().filter(row -> row.row() <= last).toList();
    return new Look(
        at,
        stored.map(Reading::row).orElse(-1L),
        rows,
        heard.stream().filter(one -> one.row() <= last).toList(),
        table.open(transaction),
        table.intervals(transaction),
        table.unfiled(transaction, ALERTS),
        found.size() == ROWS || rows.size() < found.size());
  }

  private Future<Void> assess(Look look, AlarmRules now) {
    look.heard().forEach(it -> heard.merge(it.device(), it.received(), Alarms::later));
    look.intervals().keySet().stream()
        .filter(device -> !isActive(device)) // what is resumed has its time anew
        .forEach(device -> heard.merge(device, silence.looked(), Alarms::later));
    List<Heard> mattering = look.heard().stream().filter(it -> it.matters(now)).toList();
    List<DevUrn> silent = look.isMore() ? List.of() : silent(look, now);
    Map<Alarm, String> over = over(look, now);
    Reading next = new Reading(look.last(), look.at().sinceRow());
    boolean isNew = !applied.equals(Optional.of(now)); // what gone rules counted goes
    if (mattering.isEmpty()
        && silent.isEmpty()
        && over.isEmpty()
        && !isNew
        && !look.isToBeNoted()) {
      read = Optional.of(next);
      return suspend(look.open(), now);
    }
    Instant time = clock.instant();
    return database
        .write(
            transaction -> {
              over.forEach((alarm, why) -> register.stop(transaction, alarm, why, time));
              table.counted(transaction).stream()
                  .filter(text -> !now.have(rule -> rule.text().equals(text)))
                  .forEach(text -> table.forgetRule(transaction, text));
              for (Heard one : mattering) {
                boolean counts = one.row() > next.sinceRow();
                assessor.take(transaction, one, now, counts, time);
              }
              silent.forEach(device -> silent(transaction, device, look, time));
              table.readTo(transaction, next.row(), next.sinceRow());
              return next;
            })
        .compose(
            done -> {
              read = Optional.of(done);
              applied = Optional.of(now);
              return suspend(look.open(), now);
            });
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private boolean isActive(DevUrn device) {
    return registry
        .find(device)
        .filter(it -> it.state() == State.ACTIVE && !it.isRefused())
        .isPresent();
  }

  /** A stranger is not: what was taken of one would begin its alarm again and again. */
  private boolean isStopped(DevUrn device) {
    return registry.find(device).isPresent() && !isActive(device);
  }

  private boolean isSilent(DevUrn device, Look look, AlarmRules now) {
    Long seconds = look.intervals().get(device);
    return seconds != null
        && now.silenceIntervals() > 0
        && isActive(device)
        && silence.is(
            Duration.ofSeconds(seconds),
            now.silenceIntervals(),
            heard.getOrDefault(device, silence.since()));
  }

  /** Those that are silent, and of whom nothing says so yet. */
  private List<DevUrn> silent(Look look, AlarmRules now) {
    Set<String> known = new HashSet<>();
    look.open().stream()
        .filter(alarm -> alarm.code().equals(SILENCE))
        .forEach(alarm -> known.add(alarm.device()));
    List<DevUrn> silent = new ArrayList<>();
    for (DevUrn device : look.intervals().keySet()) {
      if (!known.contains(device.text()) && isSilent(device, look, now)) {
        silent.add(device);
      }
    }
    silent.sort(DevUrn::compareTo);
    // The others are raised when there is room: they are silent still.
    int room = Math.max(0, Assessor.OPEN_MAX - look.open().size());
    return silent.subList(0, Math.min(silent.size(), room));
  }

  private void silent(Transaction transaction, DevUrn device, Look look, Instant time) {
    String detail =
        "the device said that it speaks every "
            + look.intervals().get(device)
            + " s, and the gateway heard nothing since "
            + later(heard.getOrDefault(device, silence.since()), silence.since());
    register.raise(
        transaction,
        new Cause(SILENCE, "", device.text(), device.text(), detail),
        Optional.empty(),
        time);
  }

  /** The open alarms that end now, and why; those of readings end by readings. */
  private Map<Alarm, String> over(Look look, AlarmRules now) {
    Map<Alarm, String> over = new HashMap<>();
    for (Alarm alarm : look.open()) {
      DevUrn device = new DevUrn(alarm.device());
      if (alarm.code().equals(SILENCE)) {
        // After a start nobody can say yet that it is not silent any more.
        boolean spoke = heard.containsKey(device) && !heard.get(device).isBefore(alarm.raised());
        boolean isMeant = look.intervals().containsKey(device) && now.silenceIntervals() > 0;
        if (!isMeant || !isActive(device)) {
          over.put(alarm, isMeant ? "the device is not heard any more" : "nobody waits for it");
        } else if (spoke) {
          over.put(alarm, "the device spoke");
        }
      } else if (alarm.code().equals(Assessor.EQUIVOCATION)) {
        if (!isActive(device)) {
          over.put(alarm, "the device is suspended or revoked");
        }
      } else if (!now.have(alarm.rule(), alarm.subject())) {
        over.put(alarm, "the rule is gone from the settings");
      } else if (isStopped(device)) {
        over.put(alarm, "the device is suspended or revoked");
      }
    }
    return over;
  }

  /** An alarm stays open until this has happened, so a start in between does it again. */
  private Future<Void> suspend(List<Alarm> open, AlarmRules now) {
    Future<Void> done = Future.succeededFuture();
    for (Alarm alarm : open) {
      Optional<Device> device = registry.find(new DevUrn(alarm.device()));
      if (now.suspendsLiars()
          && alarm.code().equals(Assessor.EQUIVOCATION)
          && device.filter(it -> it.state() == State.ACTIVE).isPresent()) {
        log.atWarn()
            .addKeyValue("device", alarm.device())
            .addKeyValue("because", alarm.detail())
            .log("device suspended");
        done =
            done.compose(
                before ->
                    enrolling.suspend(device.orElseThrow().name(), clock.instant()).mapEmpty());
      }
    }
    return done;
  }

  private Future<Void> file(List<Waiting<Bytes>> alerts) {
    Future<Void> done = Future.succeededFuture();
    for (Waiting<Bytes> alert : alerts) {
      done = done.compose(before -> file(alert));
    }
    return done;
  }

  private Future<Void> file(Waiting<Bytes> alert) {
    return admission
        .apply(alert.what())
        .compose(
            fate ->
                fate.isEmpty()
                    ? Future.succeededFuture()
                    : database
                        .write(
                            transaction -> {
                              table.filed(transaction, alert.number(), fate.get());
                              return alert;
                            })
                        .mapEmpty());
  }
}
