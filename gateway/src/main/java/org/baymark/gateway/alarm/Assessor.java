package org.baymark.gateway.alarm;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.baymark.gateway.alarm.Register.Cause;
import org.baymark.gateway.store.AlarmTable;
import org.baymark.gateway.store.AlarmTable.Alarm;
import org.baymark.gateway.store.BindingTable.Binding;
import org.baymark.gateway.store.Transaction;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.statement.EventField;
import org.baymark.protocol.statement.Kind;
import org.baymark.protocol.statement.LogisticsEvent;
import org.baymark.protocol.statement.Measurement;
import org.baymark.protocol.statement.Reading;
import org.baymark.protocol.statement.Sensor;

/** Holds what was heard against the rules, in the transaction that notes how far it was read. */
final class Assessor {
  static final String EQUIVOCATION = "equivocation";

  /** So many are open at most, all in all; a device can be said to be a liar above that. */
  static final int OPEN_MAX = 1_000;

  private static final int SCALE_MAX = 18; // PROTOCOL.md, section 6.1
  private static final int BITS_MAX = 63;

  private final AlarmTable table;
  private final Bindings bindings;
  private final Register register;

  Assessor(AlarmTable table, Bindings bindings, Register register) {
    this.table = table;
    this.bindings = bindings;
    this.register = register;
  }

  /**
   * @param counts whether it was stored since there are alarms; before, only bindings are learnt
   */
  void take(Transaction transaction, Heard heard, AlarmRules rules, boolean counts, Instant now) {
    heard.event().ifPresent(event -> event(transaction, heard, event, now));
    if (counts && heard.equivocation()) {
      equivocation(transaction, heard, now);
    }
    if (counts) {
      heard
          .telemetry()
          .ifPresent(
              pack ->
                  pack.readings()
                      .forEach(reading -> reading(transaction, heard, reading, rules, now)));
    }
  }

  private void event(Transaction transaction, Heard heard, LogisticsEvent event, Instant now) {
    if (event.kind() == Kind.HELLO) {
      Optional<Duration> interval = event.get(EventField.INTERVAL);
      table.declare(
          transaction,
          heard.device(),
          heard.place(),
          interval.map(it -> OptionalLong.of(it.toSeconds())).orElse(OptionalLong.empty()));
      return;
    }
    if (!Bindings.matters(event) || heard.said().signed().subject().isDevice()) {
      return;
    }
    List<Binding> runs = bindings.said(transaction, heard.subject(), heard.row());
    Set<String> attached = new TreeSet<>();
    runs.stream().filter(Binding::isOpen).map(Binding::device).forEach(attached::add);
    Set<String> named = new TreeSet<>();
    runs.stream().map(Binding::device).forEach(named::add);
    String shipment = heard.subject();
    named.removeAll(attached); // a device that nobody ever attached counts by its own word
    for (String device : named) {
      end(transaction, shipment, device, "", "the device is no more attached", now);
      table.forgetSeries(transaction, shipment, device);
    }
    for (Sensor sensor : event.sensors()) {
      String device = sensor.name().text();
      table.forgetSums(transaction, device, device);
      end(
          transaction,
          device,
          device,
          " cumulative ",
          "a scanner attached or detached the device, which begins its count anew",
          now);
    }
  }

  /** Ends those of rules that have this in their text. */
  private void end(
      Transaction transaction, String subject, String device, String how, String why, Instant now) {
    for (Alarm alarm : table.open(transaction, subject, device)) {
      if (!alarm.rule().isEmpty() && alarm.rule().contains(how)) {
        register.stop(transaction, alarm, why, now);
      }
    }
  }

  private void equivocation(Transaction transaction, Heard heard, Instant now) {
    String device = heard.device().text();
    if (table.open(transaction, EQUIVOCATION, device, device).isEmpty()) {
      String detail =
          "the device signed two different statements with the number "
              + heard.place()
              + "; both are kept";
      register.raise(
          transaction, new Cause(EQUIVOCATION, "", device, device, detail), Optional.empty(), now);
    }
  }

  private void reading(
      Transaction transaction, Heard heard, Reading reading, AlarmRules rules, Instant now) {
    for (AlarmRule rule : rules.rules()) {
      if (!rule.measures(heard.device(), reading)) {
        continue;
      }
      if (rule.isAbout(heard.subject())) {
        count(transaction, heard, reading, rule, heard.subject(), false, now);
      }
      if (heard.isAboutItself()) {
        bindings.holding(transaction, heard.device().text(), heard.place(), heard.row()).stream()
            .filter(binding -> rule.isAbout(binding.shipment()))
            .forEach(
                binding ->
                    count(
                        transaction,
                        heard,
                        reading,
                        rule,
                        binding.shipment(),
                        !binding.isOpen(),
                        now));
      }
    }
  }

  private void count(
      Transaction transaction,
      Heard heard,
      Reading reading,
      AlarmRule rule,
      String subject,
      boolean isPast,
      Instant now) {
    OptionalLong time = heard.time(reading);
    if (time.isEmpty() && rule.isCumulative()) {
      return; // nobody knows how long it was
    }
    long at = time.orElse(heard.received().toEpochMilli());
    String device = heard.device().text();
    Series series =
        table
            .series(transaction, rule.text(), subject, device)
            .map(Series::of)
            .orElseGet(Series::empty);
    BigDecimal value = reading.number().orElseThrow();
    Bytes before = series.kept();
    Series.Change change = series.take(rule, at, rule.isViolatedBy(value), isPast);
    boolean isFull = change == Series.Change.RAISED && table.countOpen(transaction) >= OPEN_MAX;
    if (isFull) {
      series.end();
    }
    Bytes after = series.kept();
    if (!after.equals(before)) {
      table.keepSeries(transaction, rule.text(), subject, device, after);
    }
    Cause cause =
        new Cause(
            rule.name(),
            rule.text(),
            subject,
            device,
            "%s %s %s at %s"
                .formatted(reading.name(), shown(value), reading.unit(), Instant.ofEpochMilli(at)));
    switch (change) {
      case NONE -> {}
      case RAISED, PASSED -> {
        long number = register.raise(transaction, cause, measured(reading, value), now);
        if (change == Series.Change.PASSED) {
          String why = "it was over before the gateway heard of it";
          register.endAtOnce(transaction, number, cause, why, now);
        } else if (isFull) {
          String why = OPEN_MAX + " alarms are open; more are not watched to their end";
          register.endAtOnce(transaction, number, cause, why, now);
        }
      }
      case ENDED ->
          table
              .open(transaction, rule.name(), subject, device)
              .forEach(
                  it -> register.end(transaction, it, "the readings keep the rule again", now));
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
