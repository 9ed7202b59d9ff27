package org.baymark.gateway.alarm;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.gateway.alarm.Register.Cause;
import org.baymark.gateway.store.AlarmTable.Alarm;
import org.baymark.gateway.store.CountTable.Key;
import org.baymark.gateway.store.Transaction;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.statement.Measurement;
import org.baymark.protocol.statement.Reading;
import org.baymark.protocol.statement.Telemetry;

/** Counts readings for whom they are about, and raises and ends what follows from that. */
final class Counting {
  private static final int SCALE_MAX = 18; // PROTOCOL.md, section 6.1
  private static final int BITS_MAX = 63;

  private final Bindings bindings;
  private final Known known;
  private final Register register;
  private final Counts counts;

  Counting(Bindings bindings, Known known, Register register) {
    this.bindings = bindings;
    this.known = known;
    this.register = register;
    this.counts = new Counts(known, register);
  }

  /** Whose alarm a reading can be; and whether the device is not there any more. */
  private record Target(String subject, boolean isPast) {}

  /** How many counts were dropped, or not begun, since the start. */
  long dropped() {
    return counts.dropped();
  }

  /**
   * A reading that a rule is about.
   *
   * @param at when, in milliseconds since 1970
   */
  private record Measured(Reading reading, BigDecimal value, AlarmRule rule, long at) {
    String shown() {
      return "%s %s %s at %s"
          .formatted(
              reading.name(), Counting.shown(value), reading.unit(), Instant.ofEpochMilli(at));
    }
  }

  void take(Transaction transaction, Heard heard, Telemetry pack, AlarmRules rules, Instant now) {
    List<Target> targets = targets(transaction, heard);
    Counts.Room room = counts.new Room(transaction, heard.row(), now);
    Raising raising = new Raising(transaction, now);
    for (Reading reading : pack.readings()) {
      for (AlarmRule rule : rules.rules()) {
        OptionalLong time = heard.time(reading);
        if (!rule.measures(heard.device(), reading)
            || (time.isEmpty() && rule.isCumulative())) { // nobody knows how long it was
          continue;
        }
        long at = time.orElse(heard.received().toEpochMilli());
        Measured measured = new Measured(reading, reading.number().orElseThrow(), rule, at);
        for (Target target : targets) {
          if (rule.isAbout(target.subject())) {
            count(heard, measured, target, room, raising);
          }
        }
      }
    }
  }

  /** The newest bindings first, and so in one order for each statement. */
  private List<Target> targets(Transaction transaction, Heard heard) {
    List<Target> targets = new ArrayList<>();
    targets.add(new Target(heard.subject(), false));
    if (heard.isAboutItself()) {
      bindings.holding(transaction, heard.device().text(), heard.place(), heard.row()).stream()
          .map(binding -> new Target(binding.shipment(), !binding.isOpen()))
          .limit(Counts.OF_DEVICE_MAX)
          .forEach(targets::add);
    }
    return targets;
  }

  private void count(
      Heard heard, Measured measured, Target target, Counts.Room room, Raising raising) {
    Key key = new Key(measured.rule().text(), target.subject(), heard.device().text());
    Optional<Series> found = room.series(key);
    if (found.isEmpty()) {
      return;
    }
    Series series = found.get();
    Bytes before = series.kept();
    AlarmRule rule = measured.rule();
    Series.Change change =
        series.take(rule, measured.at(), rule.level(measured.value()), target.isPast());
    boolean isFull = change == Series.Change.RAISED && known.countOpen() >= Register.OPEN_MAX;
    if (isFull) {
      series.end();
    }
    if (!series.kept().equals(before)) {
      counts.keep(raising.transaction, key, heard.row(), series);
    }
    raising.follow(change, measured, key, isFull);
  }

  /** What follows from a count, all in one commit. */
  private final class Raising {
    private final Transaction transaction;
    private final Instant now;

    Raising(Transaction transaction, Instant now) {
      this.transaction = transaction;
      this.now = now;
    }

    void follow(Series.Change change, Measured measured, Key key, boolean isFull) {
      switch (change) {
        case NONE -> {}
        case RAISED -> {
          Alarm alarm = raise(measured, key);
          if (isFull) {
            end(alarm, Register.OPEN_MAX + " alarms are open; more are not watched to their end");
          }
        }
        case PASSED -> end(raise(measured, key), "it was over before the gateway heard of it");
        case ENDED ->
            known.open(key.subject(), key.device()).stream()
                .filter(alarm -> alarm.code().equals(measured.rule().name()))
                .forEach(alarm -> end(alarm, "the readings keep the rule again"));
      }
    }

    private Alarm raise(Measured measured, Key key) {
      AlarmRule rule = measured.rule();
      Cause cause =
          new Cause(rule.name(), rule.text(), key.subject(), key.device(), measured.shown());
      return register.raise(
          transaction, cause, measured(measured.reading(), measured.value()), now);
    }

    private void end(Alarm alarm, String why) {
      register.end(transaction, alarm, why, now);
    }
  }

  /** A stranger's number can have digits without end. */
  private static String shown(BigDecimal value) {
    return value.precision() + Math.abs((long) value.scale()) > 40
        ? value.round(new MathContext(9)).toString()
        : value.toPlainString();
  }

  private static Optional<Measurement> measured(Reading reading, BigDecimal value) {
    BigDecimal shortest = value.stripTrailingZeros();
    boolean fits =
        Math.abs(shortest.scale()) <= SCALE_MAX && shortest.unscaledValue().bitLength() <= BITS_MAX;
    return fits
        ? Optional.of(new Measurement(reading.name(), reading.unit(), value))
        : Optional.empty();
  }
}
