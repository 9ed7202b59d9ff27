package org.baymark.sim.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.sim.alliance.Launcher;

/**
 * Someone who has the passport, the trust file and the shipment key from the papers, and checks
 * them with the verifier that everybody gets: the program itself, not its classes.
 */
final class Stranger {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Launcher launcher;
  private final Path trust;
  private final Optional<Path> jurisdictions;

  /**
   * @param jurisdictions a second policy, for alliances of several
   */
  Stranger(Launcher launcher, Path trust, Optional<Path> jurisdictions) {
    this.launcher = launcher;
    this.trust = trust;
    this.jurisdictions = jurisdictions;
  }

  Path trust() {
    return trust;
  }

  Optional<Path> jurisdictions() {
    return jurisdictions;
  }

  /** What 'baymark verify' requires without a second policy. */
  private static final String REQUIRED =
      "well-formed,signatures,keys,in-batch,in-log,co-signed,complete";

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
    List<String> words = new ArrayList<>(List.of("verify", passport.toString()));
    words.addAll(List.of("--trust", trust.toString(), "--shipment-key", shipmentKey.toString()));
    // Shown, and not required: a quorum can do without the only member of a jurisdiction.
    jurisdictions.ifPresent(
        second ->
            words.addAll(List.of("--jurisdictions", second.toString(), "--require", REQUIRED)));
    return words;
  }
}
