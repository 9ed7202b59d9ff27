package org.baymark.gateway.alarm;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.gateway.alarm.Register.Cause;
import org.baymark.gateway.store.AlarmTable;
import org.baymark.gateway.store.BindingTable.Binding;
import org.baymark.gateway.store.CountTable;
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

  private final AlarmTable alarms = new AlarmTable();
  private final CountTable counts = new CountTable();
  private final Bindings bindings;
  private final Register register;

  Counting(Bindings bindings, Register register) {
    this.bindings = bindings;
    this.register = register;
  }

  void take(Transaction transaction, Heard heard, Telemetry pack, AlarmRules rules, Instant now) {
    for (Reading reading : pack.readings()) {
      for (AlarmRule rule : rules.rules()) {
        if (rule.measures(heard.device(), reading)) {
          take(transaction, heard, reading, rule, now);
        }
      }
    }
  }

  private void take(
      Transaction transaction, Heard heard, Reading reading, AlarmRule rule, Instant now) {
    if (rule.isAbout(heard.subject())) {
      count(transaction, heard, reading, rule, heard.subject(), false, now);
    }
    if (!heard.isAboutItself()) {
      return;
    }
    for (Binding binding :
        bindings.holding(transaction, heard.device().text(), heard.place(), heard.row())) {
      if (rule.isAbout(binding.shipment())) {
        count(transaction, heard, reading, rule, binding.shipment(), !binding.isOpen(), now);
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
    Key key = new Key(rule.text(), subject, heard.device().text());
    Series series = counts.find(transaction, key).map(Series::of).orElseGet(Series::empty);
    BigDecimal value = reading.number().orElseThrow();
    Bytes before = series.kept();
    Series.Change change = series.take(rule, at, rule.isViolatedBy(value), isPast);
    boolean isFull =
        change == Series.Change.RAISED && alarms.countOpen(transaction) >= Register.OPEN_MAX;
    if (isFull) {
      series.end();
    }
    Bytes after = series.kept();
    if (!after.equals(before)) {
      counts.keep(transaction, key, after);
    }
    String detail =
        "%s %s %s at %s"
            .formatted(reading.name(), shown(value), reading.unit(), Instant.ofEpochMilli(at));
    Cause cause = new Cause(rule.name(), rule.text(), subject, key.device(), detail);
    switch (change) {
      case NONE -> {}
      case RAISED -> {
        long number = register.raise(transaction, cause, measured(reading, value), now);
        if (isFull) {
          String why = Register.OPEN_MAX + " alarms are open; more are not watched to their end";
          register.endAtOnce(transaction, number, cause, why, now);
        }
      }
      case PASSED -> {
        long number = register.raise(transaction, cause, measured(reading, value), now);
        String why = "it was over before the gateway heard of it";
        register.endAtOnce(transaction, number, cause, why, now);
      }
      case ENDED ->
          alarms
              .open(transaction, rule.name(), subject, key.device())
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
