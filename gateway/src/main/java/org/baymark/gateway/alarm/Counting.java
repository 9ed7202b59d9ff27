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

  void take(Transaction transaction, Heard heard, Telemetry pack, AlarmRules rules, Instant now) {
    List<Target> targets = targets(transaction, heard);
    Counts.Room room = counts.new Room(transaction, heard.row(), now);
    for (Reading reading : pack.readings()) {
      for (AlarmRule rule : rules.rules()) {
        if (rule.measures(heard.device(), reading)) {
          take(transaction, heard, reading, rule, targets, room, now);
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

  private void take(
      Transaction transaction,
      Heard heard,
      Reading reading,
      AlarmRule rule,
      List<Target> targets,
      Counts.Room room,
      Instant now) {
    OptionalLong time = heard.time(reading);
    if (time.isEmpty() && rule.isCumulative()) {
      return; // nobody knows how long it was
    }
    long at = time.orElse(heard.received().toEpochMilli());
    for (Target target : targets) {
      Key key = new Key(rule.text(), target.subject(), heard.device().text());
      if (rule.isAbout(target.subject())) {
        room.series(key)
            .ifPresent(
                series ->
                    count(
                        transaction, heard, reading, rule, key, series, at, target.isPast(), now));
      }
    }
  }

  private void count(
      Transaction transaction,
      Heard heard,
      Reading reading,
      AlarmRule rule,
      Key key,
      Series series,
      long at,
      boolean isPast,
      Instant now) {
    BigDecimal value = reading.number().orElseThrow();
    Bytes before = series.kept();
    Series.Change change = series.take(rule, at, rule.level(value), isPast);
    boolean isFull = change == Series.Change.RAISED && known.countOpen() >= Register.OPEN_MAX;
    if (isFull) {
      series.end();
    }
    if (!series.kept().equals(before)) {
      counts.keep(transaction, key, heard.row(), series);
    }
    String detail =
        "%s %s %s at %s"
            .formatted(reading.name(), shown(value), reading.unit(), Instant.ofEpochMilli(at));
    Cause cause = new Cause(rule.name(), rule.text(), key.subject(), key.device(), detail);
    switch (change) {
      case NONE -> {}
      case RAISED -> {
        Alarm alarm = register.raise(transaction, cause, measured(reading, value), now);
        if (isFull) {
          String why = Register.OPEN_MAX + " alarms are open; more are not watched to their end";
          register.end(transaction, alarm, why, now);
        }
      }
      case PASSED -> {
        Alarm alarm = register.raise(transaction, cause, measured(reading, value), now);
        register.end(transaction, alarm, "it was over before the gateway heard of it", now);
      }
      case ENDED ->
          known.open(key.subject(), key.device()).stream()
              .filter(alarm -> alarm.code().equals(rule.name()))
              .forEach(
                  alarm ->
                      register.end(transaction, alarm, "the readings keep the rule again", now));
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
