package org.baymark.gateway.alarm;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.baymark.gateway.alarm.Register.Cause;
import org.baymark.gateway.store.AlarmTable.Alarm;
import org.baymark.gateway.store.BindingTable.Binding;
import org.baymark.gateway.store.CountTable;
import org.baymark.gateway.store.CountTable.Key;
import org.baymark.gateway.store.Transaction;
import org.baymark.protocol.statement.EventField;
import org.baymark.protocol.statement.Kind;
import org.baymark.protocol.statement.LogisticsEvent;
import org.baymark.protocol.statement.Sensor;

/** Holds what was heard against the rules, in the transaction that notes how far it was read. */
final class Assessor {
  static final String EQUIVOCATION = "equivocation";

  private final CountTable counts = new CountTable();
  private final Bindings bindings;
  private final Known known;
  private final Register register;
  private final Counting counting;

  Assessor(Bindings bindings, Known known, Register register) {
    this.bindings = bindings;
    this.known = known;
    this.register = register;
    this.counting = new Counting(bindings, known, register);
  }

  /** How many counts were dropped, or not begun, since the start. */
  long dropped() {
    return counting.dropped();
  }

  /**
   * @param isWatched whether it was stored since there are alarms; before, only bindings are learnt
   */
  void take(
      Transaction transaction, Heard heard, AlarmRules rules, boolean isWatched, Instant now) {
    heard.event().ifPresent(event -> event(transaction, heard, event, rules, now));
    if (isWatched && heard.equivocation()) {
      equivocation(transaction, heard, now);
    }
    if (isWatched) {
      heard.telemetry().ifPresent(pack -> counting.take(transaction, heard, pack, rules, now));
    }
  }

  private void event(
      Transaction transaction, Heard heard, LogisticsEvent event, AlarmRules rules, Instant now) {
    if (event.kind() == Kind.HELLO) {
      Optional<Duration> interval = event.get(EventField.INTERVAL);
      known.declare(
          transaction,
          heard,
          interval.map(it -> OptionalLong.of(it.toSeconds())).orElse(OptionalLong.empty()));
      return;
    }
    if (!heard.binds()) {
      return;
    }
    List<Binding> runs = bindings.said(transaction, heard.subject(), heard.row());
    detached(runs).forEach(device -> leave(transaction, heard.subject(), device, now));
    for (Sensor sensor : event.sensors()) {
      beginSumsAnew(transaction, sensor.name().text(), rules, now);
    }
  }

  /** A device that nobody ever attached is not among them: it counts by its own word. */
  private static Set<String> detached(List<Binding> runs) {
    Set<String> detached = new TreeSet<>();
    runs.stream().map(Binding::device).forEach(detached::add);
    runs.stream().filter(Binding::isOpen).map(Binding::device).forEach(detached::remove);
    return detached;
  }

  private void leave(Transaction transaction, String shipment, String device, Instant now) {
    end(
        transaction,
        shipment,
        device,
        alarm -> !alarm.rule().isEmpty(),
        "the device is no more attached",
        now);
    counts.forget(transaction, shipment, device);
  }

  /** What a device sums up for itself. */
  private void beginSumsAnew(
      Transaction transaction, String device, AlarmRules rules, Instant now) {
    for (AlarmRule rule : rules.rules()) {
      if (rule.isCumulative()) {
        counts.forget(transaction, new Key(rule.text(), device, device));
      }
    }
    end(
        transaction,
        device,
        device,
        alarm -> rules.have(rule -> rule.isCumulative() && rule.text().equals(alarm.rule())),
        "a scanner attached or detached the device, which begins its count anew",
        now);
  }

  private void end(
      Transaction transaction,
      String subject,
      String device,
      Predicate<Alarm> which,
      String why,
      Instant now) {
    known.open(subject, device).stream()
        .filter(which)
        .forEach(alarm -> register.stop(transaction, alarm, why, now));
  }

  private void equivocation(Transaction transaction, Heard heard, Instant now) {
    String device = heard.device().text();
    if (known.open(device, device).stream().noneMatch(it -> it.code().equals(EQUIVOCATION))) {
      String detail =
          "the device signed two different statements with the number "
              + heard.place()
              + "; both are kept";
      register.raise(
          transaction, new Cause(EQUIVOCATION, "", device, device, detail), Optional.empty(), now);
    }
  }
}
