package org.baymark.node.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.baymark.node.audit.Evidence;
import org.baymark.node.audit.Finding;
import org.baymark.node.audit.Report;
import org.baymark.protocol.bytes.Printable;

/** How an audit reaches whoever asked: all of the first round, and then what changed. */
final class AuditReport {
  private final PrintWriter out;
  private final boolean json;
  private final Map<String, Finding.Outcome> before = new HashMap<>();
  private boolean isFirst = true;

  AuditReport(PrintWriter out, boolean json) {
    this.out = out;
    this.json = json;
  }

  void round(Report report, int exit, Instant now, Path folder) {
    if (json) {
      out.println(json(report, exit, now, folder).encode());
    } else {
      text(report, now, folder);
    }
    out.flush();
    isFirst = false;
    report.findings().forEach(finding -> before.put(key(finding), finding.outcome()));
  }

  private static String key(Finding finding) {
    return finding.about() + " " + finding.check();
  }

  private void text(Report report, Instant now, Path folder) {
    String about = "";
    for (Finding finding : report.findings()) {
      if (!isFirst && finding.outcome() == before.get(key(finding))) {
        continue;
      }
      if (!finding.about().equals(about)) {
        about = finding.about();
        out.println(isFirst ? Printable.of(about) : now + " " + Printable.of(about));
      }
      out.printf(
          "  %-10s  %-11s  %s%n",
          finding.check().wireName(), finding.outcome().wireName(), Printable.of(finding.detail()));
    }
    for (Evidence kept : report.evidence()) {
      out.println("  evidence: " + folder.resolve(kept.name()) + advice(kept));
    }
    if (isFirst) {
      out.println();
      out.println(conclusion(report));
    }
  }

  private static String advice(Evidence kept) {
    return kept.name().endsWith(".accusation") ? " (./baymark accuse tells whom it convicts)" : "";
  }

  private static String conclusion(Report report) {
    String head =
        report.longest().map(it -> "a log of " + it.size() + " entries").orElse("no log at all");
    return switch (report.outcome()) {
      case FAILED -> "FAILED: a check failed; do not rely on this log until you know why.";
      case NOT_CHECKED ->
          "UNDECIDED: nothing failed, but not all could be looked at: " + head + ".";
      case OK, NOT_ASKED -> "OK: " + head + ", the same at every member that was asked.";
    };
  }

  private static JsonObject json(Report report, int exit, Instant now, Path folder) {
    JsonArray findings = new JsonArray();
    for (Finding finding : report.findings()) {
      findings.add(
          new JsonObject()
              .put("about", finding.about())
              .put("check", finding.check().wireName())
              .put("outcome", finding.outcome().wireName())
              .put("detail", finding.detail()));
    }
    JsonArray files = new JsonArray();
    report.evidence().forEach(kept -> files.add(folder.resolve(kept.name()).toString()));
    JsonObject round = new JsonObject().put("at", now.toString()).put("exit", exit);
    report.longest().ifPresent(it -> round.put("size", it.size()).put("root", it.root().hex()));
    return round.put("findings", findings).put("evidence", files);
  }
}
