package org.baymark.sim.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.baymark.sim.shell.Unusable;

/** A report for a program. Counts are whole; examples are the first ten, or the ten longest. */
final class ReportJson {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private ReportJson() {}

  static void write(Report report, Path file) throws IOException {
    String text = JSON.writeValueAsString(of(report)) + "\n";
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw Unusable.unwritten(file, e);
    }
  }

  static ObjectNode of(Report report) {
    Survey.Findings found = report.found();
    Tally.Numbers sent = report.sent();
    ObjectNode out = JSON.createObjectNode();
    out.put("file", report.file());
    out.put("complete", report.isComplete());
    out.put("stopped", report.arrival().isEmpty());
    out.put("rows", found.rows());
    out.put("playable", found.playable());
    out.put("blankLines", found.blankLines());
    out.put("withoutValue", found.withoutValue());
    ObjectNode missing = out.putObject("missing");
    for (int i = 0; i < found.missing().size(); i++) {
      missing.put(report.columns().get(i).column(), found.missing().get(i));
    }
    out.put("malformed", found.malformed());
    ArrayNode malformed = out.putArray("firstMalformed");
    found
        .firstMalformed()
        .forEach(each -> malformed.addObject().put("line", each.line()).put("why", each.why()));
    out.put("timesThatNeverWere", found.neverWere());
    out.put("timesThatWereTwice", found.wereTwice());
    out.put("gapFactor", report.gapFactor());
    ArrayNode devices = out.putArray("devices");
    found.clocks().forEach((group, clock) -> device(devices.addObject(), report, group, clock));
    out.put("sent", sent.sentRows());
    out.put("statements", sent.sentStatements());
    out.put("acknowledged", sent.acknowledgedRows());
    report
        .arrival()
        .ifPresent(
            all ->
                out.put("stored", all.stored())
                    .put("anchored", all.anchored())
                    .put("lost", sent.acknowledgedRows() - all.stored())
                    .put("anchoringMillis", all.waited().toMillis()));
    ObjectNode refused = out.putObject("refused");
    new TreeMap<>(sent.refused()).forEach(refused::put);
    out.put("sentAgainBusy", sent.busy());
    out.put("sentAgainLost", sent.lost());
    out.put("begun", report.begun().toString());
    out.put("sendingMillis", report.sending().toMillis());
    return out;
  }

  private static void device(
      ObjectNode out, Report report, String group, ClockSurvey.Findings clock) {
    out.put("group", group);
    out.put("name", String.valueOf(report.devices().get(group)));
    out.put("stepsBack", clock.stepsBack());
    steps(out.putArray("firstStepsBack"), clock.firstStepsBack());
    out.put("repeatedTimes", clock.repeatedTimes());
    ArrayNode repeated = out.putArray("firstRepeatedLines");
    clock.firstRepeatedLines().forEach(repeated::add);
    clock.median().ifPresent(median -> out.put("medianInterval", median.toString()));
    out.put("gaps", clock.gaps());
    steps(out.putArray("longestGaps"), clock.longestGaps());
  }

  private static void steps(ArrayNode out, List<ClockSurvey.Step> steps) {
    for (ClockSurvey.Step step : steps) {
      out.addObject()
          .put("line", step.line())
          .put("from", step.from().toString())
          .put("to", step.to().toString());
    }
  }
}
