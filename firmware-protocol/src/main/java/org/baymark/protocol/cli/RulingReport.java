package org.baymark.protocol.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.baymark.protocol.accuse.Accusation.Culprit;
import org.baymark.protocol.accuse.Ruling;
import org.baymark.protocol.bytes.Printable;

/** How a ruling reaches whoever asked: as text, or as one JSON object on one line. */
record RulingReport(PrintWriter out, PrintWriter err, boolean json) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Answers the exit code. */
  int ruling(Ruling ruling, Optional<Instant> trustIssued, Instant now) {
    int exit =
        switch (ruling.outcome()) {
          case PASS -> ExitCode.PASSED;
          case FAIL -> ExitCode.FAILED;
          case NOT_CHECKED -> ExitCode.UNDECIDED;
        };
    if (json) {
      json(ruling, trustIssued, exit);
    } else {
      text(ruling, trustIssued, now);
    }
    out.flush();
    return exit;
  }

  private void text(Ruling ruling, Optional<Instant> trustIssued, Instant now) {
    line("accusation", ruling.kind().wireName());
    line("charge", ruling.charge());
    line("accused", ruling.accused().isEmpty() ? "nobody: see below" : names(ruling.accused()));
    line(
        "trust file",
        trustIssued
            .map(at -> "issued " + at + " (" + Duration.between(at, now).toDays() + " days ago)")
            .orElse("of unknown age: it has no '# issued' line"));
    out.println();
    for (Ruling.Finding finding : ruling.findings()) {
      out.printf(
          "  %-13s  %-11s  %s%n",
          finding.step().wireName(), finding.outcome().wireName(), Printable.of(finding.detail()));
    }
    out.println();
    out.println("It rests on:");
    ruling.restsOn().forEach(one -> out.println("  - " + Printable.of(one)));
    out.println();
    out.println(Printable.of(conclusion(ruling)));
  }

  private static String conclusion(Ruling ruling) {
    return switch (ruling.outcome()) {
      case PASS -> "CONVICTED: " + names(ruling.convicted()) + ".";
      case FAIL -> "NOT CONVICTED: a step failed. Nothing is shown against anybody.";
      case NOT_CHECKED ->
          "UNDECIDED: no step failed, but not all of it could be checked. Nobody is convicted.";
    };
  }

  private static String names(List<Culprit> culprits) {
    return culprits.stream().map(Culprit::toString).collect(Collectors.joining(", "));
  }

  private void line(String label, String text) {
    out.printf("%-14s %s%n", label, Printable.of(text));
  }

  private void json(Ruling ruling, Optional<Instant> trustIssued, int exit) {
    ObjectNode root = JSON.createObjectNode();
    root.put("accusation", ruling.kind().wireName()).put("charge", ruling.charge());
    root.put("outcome", ruling.outcome().wireName()).put("exit", exit);
    ArrayNode steps = root.putArray("steps");
    for (Ruling.Finding finding : ruling.findings()) {
      ObjectNode step = steps.addObject().put("step", finding.step().wireName());
      step.put("outcome", finding.outcome().wireName()).put("detail", finding.detail());
    }
    culprits(root.putArray("accused"), ruling.accused());
    culprits(root.putArray("convicted"), ruling.convicted());
    ArrayNode rests = root.putArray("restsOn");
    ruling.restsOn().forEach(rests::add);
    trustIssued.ifPresentOrElse(
        at -> root.put("trustIssued", at.toString()), () -> root.putNull("trustIssued"));
    out.println(JsonReport.ascii(root.toString()));
  }

  private static void culprits(ArrayNode list, List<Culprit> culprits) {
    culprits.forEach(one -> list.addObject().put("what", one.what()).put("name", one.name()));
  }

  void unusable(String sentence) {
    if (json) {
      ObjectNode root = JSON.createObjectNode();
      root.put("outcome", "unusable").put("exit", ExitCode.UNUSABLE).put("error", sentence);
      out.println(JsonReport.ascii(root.toString()));
      out.flush();
    }
    err.println("baymark: " + Printable.of(sentence));
    err.flush();
  }
}
