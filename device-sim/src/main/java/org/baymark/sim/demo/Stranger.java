package org.baymark.sim.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.baymark.sim.alliance.Launcher;

/**
 * Someone who has the passport, the trust file and the shipment key from the papers, and checks
 * them with the verifier that everybody gets: the program itself, not its classes.
 */
final class Stranger {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Launcher launcher;
  private final Path trust;

  Stranger(Launcher launcher, Path trust) {
    this.launcher = launcher;
    this.trust = trust;
  }

  /** One step of the verdict, in the verifier's words. */
  record Step(String name, String outcome, boolean required, String detail) {
    boolean failed() {
      return outcome.equals("fail");
    }
  }

  /**
   * What the verifier said.
   *
   * @param facts what it noticed besides, such as a number used twice
   * @param error why the file could not be used; empty otherwise
   */
  record Verdict(
      int exitCode, List<Step> steps, long statements, List<String> facts, String error) {
    boolean passed() {
      return exitCode == 0;
    }

    /** The required steps that failed, in order. */
    List<Step> failures() {
      return steps.stream().filter(step -> step.failed() && step.required()).toList();
    }
  }

  Verdict verify(Path passport, Path shipmentKey) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(words(passport, shipmentKey));
    words.add("--json");
    Launcher.Result result = launcher.run(words);
    JsonNode said;
    try {
      said = JSON.readTree(result.out());
    } catch (IOException e) {
      throw new IOException("the verifier said what no one can read: " + result.err().strip(), e);
    }
    List<Step> steps = new ArrayList<>();
    for (JsonNode step : said.path("steps")) {
      steps.add(
          new Step(
              step.path("step").asText(),
              step.path("outcome").asText(),
              step.path("required").asBoolean(),
              step.path("detail").asText()));
    }
    List<String> facts = new ArrayList<>();
    said.path("facts").forEach(fact -> facts.add(fact.asText()));
    return new Verdict(
        result.exitCode(),
        steps,
        said.path("statements").asLong(),
        facts,
        said.path("error").asText(result.err().strip()));
  }

  /** The command that anyone can repeat, without its first word. */
  List<String> words(Path passport, Path shipmentKey) {
    return List.of(
        "verify",
        passport.toString(),
        "--trust",
        trust.toString(),
        "--shipment-key",
        shipmentKey.toString());
  }
}
