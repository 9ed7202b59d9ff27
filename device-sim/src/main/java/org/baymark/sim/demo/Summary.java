package org.baymark.sim.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.baymark.sim.journey.Progress;
import org.baymark.sim.shell.Unusable;

/**
 * The numbers of a demonstration, as its JSON has them.
 *
 * @param sent deliveries: statements, and those sent again by a replay
 * @param accepted different statements that were acknowledged
 * @param duplicates deliveries that repeated an acknowledged statement
 * @param batches that the gateway sealed
 * @param anchored acknowledged statements that are under a checkpoint
 * @param passports written
 * @param verified of these
 * @param lost acknowledged statements that are not stored and anchored
 * @param forgedAccepted statements stored or acknowledged that nobody may have believed
 * @param unanswered deliveries without an answer
 * @param refused deliveries by the name of the reason
 */
record Summary(
    long sent,
    long accepted,
    long duplicates,
    long batches,
    long anchored,
    long passports,
    long verified,
    long lost,
    long forgedAccepted,
    long unanswered,
    Map<String, Long> refused) {
  private static final ObjectMapper JSON = new ObjectMapper();

  Summary {
    refused = new TreeMap<>(refused);
  }

  void write(Path file) throws IOException {
    String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this);
    try {
      Files.writeString(file, text + "\n");
    } catch (IOException e) {
      throw Unusable.unwritten(file, e);
    }
  }

  List<String> lines() {
    return List.of(
        "",
        "Summary",
        "  sent             " + sent,
        "  accepted         " + accepted + ", and " + duplicates + " times the same again",
        "  refused          " + Progress.reasons(refused),
        "  batches          " + batches,
        "  anchored         " + anchored,
        "  passports        " + passports + ", verified " + verified,
        "  lost             " + lost,
        "  forged accepted  " + forgedAccepted);
  }
}
