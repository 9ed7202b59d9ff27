package org.baymark.gateway.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import org.baymark.gateway.alarm.AlarmRule;
import org.baymark.gateway.alarm.AlarmRules;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;

/**
 * The part of {@code gateway.yaml} that says what the operator wants to hear of at once.
 *
 * @param lines the rules on readings, as written; one a line
 * @param silenceIntervals after how many of its declared intervals a device is silent; 0: never
 * @param suspendOnEquivocation whether who signs two statements of one number is suspended
 * @param statements whether each alarm is said in a signed statement, by a name of its own
 * @param webhook where alarms are posted
 * @param webhookSecret the file whose first line signs what is posted; for its owner alone
 */
public record AlarmSettings(
    List<String> lines,
    int silenceIntervals,
    boolean suspendOnEquivocation,
    boolean statements,
    Optional<URI> webhook,
    Optional<String> webhookSecret) {
  static final AlarmSettings USUAL =
      new AlarmSettings(List.of(), 2, false, false, Optional.empty(), Optional.empty());

  public AlarmSettings {
    lines = List.copyOf(lines);
    rules(lines, silenceIntervals, suspendOnEquivocation);
    if (webhookSecret.isPresent() && webhook.isEmpty()) {
      throw new IllegalArgumentException("alarmWebhookSecret is there, and alarmWebhook is not");
    }
    webhook.ifPresent(AlarmSettings::check);
  }

  /** One rule a line; lines that are blank are none. */
  static List<String> linesOf(String text) {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  static URI url(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("this is no address", e); // which is not repeated
    }
  }

  private static void check(URI url) {
    boolean isHttp = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    // The address may be secret: a sentence that goes to the log does not repeat it.
    if (!isHttp || url.getHost() == null || url.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "alarmWebhook has to be http://host/path or https://host/path, without a user or password"
              + " in it: alarmWebhookSecret names a file for a secret");
    }
  }

  /** Its host, and what tells two addresses apart: the rest may be what opens it. */
  Optional<String> webhookShown() {
    return webhook.map(
        url ->
            url.getHost()
                + " ("
                + Digest.sha256(Bytes.ofUtf8(url.toString())).hex().substring(0, 8)
                + ")");
  }

  public AlarmRules rules() {
    return rules(lines, silenceIntervals, suspendOnEquivocation);
  }

  private static AlarmRules rules(List<String> lines, int intervals, boolean suspends) {
    return new AlarmRules(lines.stream().map(AlarmSettings::rule).toList(), intervals, suspends);
  }

  private static AlarmRule rule(String line) {
    try {
      return AlarmRule.parse(line, Durations::parse);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("alarmRules: '" + line + "': " + e.getMessage(), e);
    }
  }
}
