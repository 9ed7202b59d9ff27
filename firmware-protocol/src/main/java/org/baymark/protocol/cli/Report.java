package org.baymark.protocol.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.baymark.protocol.passport.Step;
import org.baymark.protocol.passport.Verdict;

/** How a verdict reaches whoever asked: a person's text, or a program's JSON. */
interface Report {
  /** What no signature can show, said beside every verdict. */
  List<String> NOT_PROVEN =
      List.of(
          "that the sensor was beside the goods",
          "that what was first said was true",
          "anything that a device never sent",
          "that a gateway filed each statement under the right shipment",
          "that a device did not sign another statement with the same number, filed in a batch"
              + " outside those shown here",
          "legal title");

  /**
   * A verdict and how it came about.
   *
   * @param trustIssued what the trust file says of its own date
   */
  record Checked(
      Path file,
      Verdict verdict,
      Set<Step> required,
      Optional<Instant> trustIssued,
      Instant now,
      int exit) {}

  void verdict(Checked checked);

  /** A file cannot be used: one sentence. */
  void unusable(String sentence, PrintWriter err);
}
