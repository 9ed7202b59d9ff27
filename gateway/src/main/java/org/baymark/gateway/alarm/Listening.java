package org.baymark.gateway.alarm;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.baymark.gateway.alarm.Register.Cause;
import org.baymark.gateway.store.AlarmTable.Alarm;
import org.baymark.protocol.cose.DevUrn;

/**
 * When each device was heard last, and who is silent. Nothing of it is kept over a start: after it
 * every device has its time anew. Pure; belongs to the rounds, of which one runs at a time.
 */
final class Listening {
  static final String SILENCE = "silence";

  private final Map<DevUrn, Instant> heard = new HashMap<>();
  private Silence silence;

  Listening(Instant start) {
    this.silence = Silence.from(start);
  }

  /**
   * @param hears whether what devices hand in was taken just now
   */
  void look(Instant now, boolean hears) {
    silence = silence.at(now, hears);
  }

  void hear(DevUrn device, Instant received) {
    heard.merge(device, received, Listening::later);
  }

  /** Gives a device its time anew. */
  void excuse(DevUrn device) {
    hear(device, silence.looked());
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private Instant heard(DevUrn device) {
    return later(heard.getOrDefault(device, silence.since()), silence.since());
  }

  /**
   * Those that are silent, and of whom nothing says so yet, by name.
   *
   * @param open alarms that are not over
   * @param intervals how often each means to speak, in seconds
   */
  List<Cause> missing(
      List<Alarm> open, Map<DevUrn, Long> intervals, AlarmRules rules, Predicate<DevUrn> isActive) {
    Set<String> known = new HashSet<>();
    open.stream()
        .filter(alarm -> alarm.code().equals(SILENCE))
        .forEach(alarm -> known.add(alarm.device()));
    List<DevUrn> silent = new ArrayList<>();
    intervals.forEach(
        (device, seconds) -> {
          if (!known.contains(device.text())
              && isSilent(device, seconds, rules)
              && isActive.test(device)) {
            silent.add(device);
          }
        });
    return silent.stream().sorted().map(device -> cause(device, intervals)).toList();
  }

  private boolean isSilent(DevUrn device, long seconds, AlarmRules rules) {
    return rules.silenceIntervals() > 0
        && silence.is(Duration.ofSeconds(seconds), rules.silenceIntervals(), heard(device));
  }

  private Cause cause(DevUrn device, Map<DevUrn, Long> intervals) {
    String detail =
        "the device said that it speaks every "
            + intervals.get(device)
            + " s, and the gateway heard nothing since "
            + heard(device);
    return new Cause(SILENCE, "", device.text(), device.text(), detail);
  }

  /** Why an alarm of silence is over; empty while it is not. */
  Optional<String> over(
      Alarm alarm, Map<DevUrn, Long> intervals, AlarmRules rules, Predicate<DevUrn> isActive) {
    DevUrn device = new DevUrn(alarm.device());
    if (rules.silenceIntervals() == 0 || !intervals.containsKey(device)) {
      return Optional.of("nobody waits for it");
    }
    if (!isActive.test(device)) {
      return Optional.of("the device is not heard any more");
    }
    // After a start nobody can say yet that it is not silent any more.
    boolean spoke = heard.containsKey(device) && !heard.get(device).isBefore(alarm.raised());
    return spoke ? Optional.of("the device spoke") : Optional.empty();
  }
}
