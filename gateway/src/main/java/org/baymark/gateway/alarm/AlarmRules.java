package org.baymark.gateway.alarm;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.statement.Reading;

/**
 * What the operator wants to hear of. May be exchanged while the gateway runs.
 *
 * @param rules on readings; no name stands twice
 * @param silenceIntervals after how many of a device's declared intervals it is silent; 0: never
 * @param suspendsLiars whether a device that signed two statements of one number is suspended
 */
public record AlarmRules(List<AlarmRule> rules, int silenceIntervals, boolean suspendsLiars) {
  private static final int RULES_MAX = 100;
  private static final int INTERVALS_MAX = 100;

  public AlarmRules {
    rules = List.copyOf(rules);
    if (rules.size() > RULES_MAX) {
      throw new IllegalArgumentException(
          "alarmRules has " + rules.size() + " rules; " + RULES_MAX + " are allowed");
    }
    Set<String> names = new HashSet<>();
    for (AlarmRule rule : rules) {
      if (!names.add(rule.name())) {
        throw new IllegalArgumentException("alarmRules names '" + rule.name() + "' twice");
      }
    }
    if (silenceIntervals < 0 || silenceIntervals > INTERVALS_MAX) {
      throw new IllegalArgumentException(
          "alarmSilence is "
              + silenceIntervals
              + "; from 0 to "
              + INTERVALS_MAX
              + " intervals are allowed");
    }
  }

  boolean measure(DevUrn device, Reading reading) {
    return rules.stream().anyMatch(rule -> rule.measures(device, reading));
  }

  /** Whether an alarm of such a rule about this subject can still go on. */
  boolean have(String rule, String subject) {
    return rules.stream().anyMatch(it -> it.text().equals(rule) && it.isAbout(subject));
  }

  boolean have(Predicate<AlarmRule> which) {
    return rules.stream().anyMatch(which);
  }
}
