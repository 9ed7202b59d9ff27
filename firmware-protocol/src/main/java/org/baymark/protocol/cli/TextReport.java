package org.baymark.protocol.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Printable;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.passport.Account;
import org.baymark.protocol.passport.Concealed;
import org.baymark.protocol.passport.Finding;

/**
 * The verdict for a person at a terminal. Foreign text never reaches it with control characters.
 */
record TextReport(PrintWriter out) implements Report {
  private static final int EVENTS_SHOWN = 200;
  private static final int TEXT_SHOWN = 256;

  @Override
  public void verdict(Checked checked) {
    Account account = checked.verdict().account();
    heading(checked, account);
    out.println();
    for (Finding finding : checked.verdict().findings()) {
      String mark = checked.required().contains(finding.step()) ? "*" : " ";
      out.printf(
          "  %s %-13s  %-11s  %s%n",
          mark,
          finding.step().wireName(),
          finding.outcome().wireName(),
          Printable.of(finding.detail()));
    }
    out.println("  (* required)");
    out.println();
    times(account);
    account.gateways().forEach((name, last) -> line("gateway", name + ", last batch " + last));
    account.sensors().forEach(run -> line("sensor", run));
    account.facts().forEach(fact -> line("note", fact));
    events(account);
    account.hidden().forEach(this::hidden);
    out.println();
    out.println("Not proven by any passport:");
    NOT_PROVEN.forEach(limit -> out.println("  - " + limit));
    out.println();
    out.println(conclusion(checked));
    out.flush();
  }

  private void heading(Checked checked, Account account) {
    Checkpoint checkpoint = account.checkpoint();
    line("passport", account.about().text());
    line("", account.statements() + " statements in " + account.batches() + " batches");
    line("log", checkpoint.origin() + ", " + checkpoint.size() + " entries");
    line("", "root " + checkpoint.root().hex());
    line(
        "checkpoint",
        account
            .anchored()
            .map(at -> at + " (" + age(at, checked.now()) + ")")
            .orElse("not dated by a quorum"));
    line(
        "trust file",
        checked
            .trustIssued()
            .map(at -> "issued " + at + " (" + age(at, checked.now()) + ")")
            .orElse("of unknown age: it has no '# issued' line"));
  }

  private void times(Account account) {
    span("devices claim", account.claimed());
    span("readings of", account.measured());
    span("received", account.received());
  }

  private void events(Account account) {
    List<Account.Event> events = account.events();
    for (Account.Event event : events.subList(0, Math.min(events.size(), EVENTS_SHOWN))) {
      String when = event.claimed().map(Instant::toString).orElse("without a clock");
      line("event", when + ", " + event.by() + ": " + event.text());
      event.notes().forEach(note -> line("", "(" + note + ")"));
    }
    if (events.size() > EVENTS_SHOWN) {
      line("", (events.size() - EVENTS_SHOWN) + " events more; --json has them all");
    }
  }

  /** What a hidden statement hides, or what became of that. */
  private void hidden(Concealed one) {
    String what = one.content().map(content -> ": " + shown(one.mediaType(), content)).orElse("");
    line("hidden", one.by() + ": " + one.mediaType() + ", " + one.state().wireName() + what);
    for (Concealed.Erased erased : one.erasures()) {
      String still = one.content().isPresent() ? ", but is shown here" : "";
      line(
          "",
          "(erased by "
              + erased.by()
              + " at "
              + erased.at()
              + ": "
              + erased.reason()
              + still
              + ")");
    }
  }

  private static String shown(String mediaType, Bytes content) {
    boolean isText = mediaType.startsWith("text/") && content.size() <= TEXT_SHOWN;
    return isText ? content.utf8() : content.size() + " bytes";
  }

  private void span(String label, Optional<Account.Span> span) {
    span.ifPresent(times -> line(label, times.first() + " to " + times.last()));
  }

  private void line(String label, String text) {
    out.printf("%-14s %s%n", label, Printable.of(text));
  }

  private static String age(Instant then, Instant now) {
    Duration age = Duration.between(then, now);
    if (age.isNegative()) {
      return "in the future by this clock";
    }
    if (age.toHours() >= 48) {
      return age.toDays() + " days ago";
    }
    return age.toMinutes() >= 120 ? age.toHours() + " hours ago" : seconds(age) + " ago";
  }

  private static String seconds(Duration age) {
    return age.toMinutes() >= 2 ? age.toMinutes() + " minutes" : age.toSeconds() + " seconds";
  }

  private static String conclusion(Checked checked) {
    return switch (checked.exit()) {
      case ExitCode.PASSED -> "PASSED: every required step passed." + beside(checked);
      case ExitCode.FAILED -> "FAILED: a required step failed.";
      default -> "UNDECIDED: nothing required failed, but not all of it could be checked.";
    };
  }

  /** What failed without being required, so that nobody reads a pass as a clean bill. */
  private static String beside(Checked checked) {
    String failed =
        checked.verdict().findings().stream()
            .filter(finding -> finding.outcome() == Finding.Outcome.FAIL)
            .map(finding -> finding.step().wireName())
            .collect(Collectors.joining(", "));
    return failed.isEmpty() ? "" : " But see what failed and was not required: " + failed + ".";
  }

  @Override
  public void unusable(String sentence, PrintWriter err) {
    err.println("baymark: " + Printable.of(sentence));
    err.flush();
  }
}
