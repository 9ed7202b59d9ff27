package org.baymark.gateway.alarm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.baymark.gateway.alarm.Register.Cause;
import org.baymark.gateway.store.AlarmTable.Alarm;
import org.baymark.protocol.cose.DevUrn;

/**
 * What a look leads to. Pure.
 *
 * @param over the open alarms that end now, and why; those of readings end by readings, too
 * @param mattering what can change an alarm or a binding
 * @param untold of silent devices and of keys that the alliance refuses, which nobody said yet
 */
record Judgement(Map<Alarm, String> over, List<Heard> mattering, List<Cause> untold) {
  /** A device went over to a key that the alliance refuses. */
  static final String KEY_REFUSED = "key-refused";

  boolean isNothing() {
    return over.isEmpty() && mattering.isEmpty() && untold.isEmpty();
  }

  static Judgement of(
      Look look, Known known, AlarmRules rules, Listening listening, Standing standing) {
    look.heard().forEach(one -> listening.hear(one.device(), one.received()));
    known.intervals().keySet().stream()
        .filter(device -> !standing.isActive(device)) // what is resumed has its time anew
        .forEach(listening::excuse);
    Map<Alarm, String> over = new LinkedHashMap<>();
    for (Alarm alarm : known.open()) {
      over(alarm, known, rules, listening, standing).ifPresent(why -> over.put(alarm, why));
    }
    return new Judgement(
        over,
        look.heard().stream().filter(one -> one.matters(rules)).toList(),
        look.isMore() ? List.of() : untold(known, rules, listening, standing));
  }

  private static List<Cause> untold(
      Known known, AlarmRules rules, Listening listening, Standing standing) {
    List<Cause> untold = new ArrayList<>(refused(known, standing));
    untold.addAll(listening.missing(known.open(), known.intervals(), rules, standing::isActive));
    // The others are raised when there is room: it is so still.
    int room = Math.max(0, Register.OPEN_MAX - known.countOpen());
    return untold.subList(0, Math.min(untold.size(), room));
  }

  private static List<Cause> refused(Known known, Standing standing) {
    return standing.stranded().stream()
        .filter(
            device ->
                known.open(device.name().text(), device.name().text()).stream()
                    .noneMatch(alarm -> alarm.code().equals(KEY_REFUSED)))
        .map(
            device ->
                new Cause(
                    KEY_REFUSED,
                    "",
                    device.name().text(),
                    device.name().text(),
                    "the alliance refuses the key that the device went over to: "
                        + device.refusal().orElseThrow()))
        .toList();
  }

  private static Optional<String> over(
      Alarm alarm, Known known, AlarmRules rules, Listening listening, Standing standing) {
    DevUrn device = new DevUrn(alarm.device());
    if (alarm.code().equals(Listening.SILENCE)) {
      return listening.over(alarm, known.intervals(), rules, standing::isActive);
    }
    String stopped = "the device is suspended or revoked";
    if (alarm.code().equals(Assessor.EQUIVOCATION)) {
      return standing.isActive(device) ? Optional.empty() : Optional.of(stopped);
    }
    if (alarm.code().equals(KEY_REFUSED)) {
      return standing.isStranded(device)
          ? Optional.empty()
          : Optional.of("the key was asked for again, or the device has another or is revoked");
    }
    if (!rules.have(alarm.rule(), alarm.subject())) {
      return Optional.of("the rule is gone from the settings");
    }
    return standing.isStopped(device) ? Optional.of(stopped) : Optional.empty();
  }
}
