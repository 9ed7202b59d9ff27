package org.baymark.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.passport.Passport;
import org.baymark.protocol.statement.Cover;
import org.baymark.protocol.statement.Unverified;
import org.baymark.sim.alliance.Launcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records go over a bad radio through real programs; the passport shows what came of them. */
class RadioIT {
  private static final int RECORDS = 60;

  @TempDir private Path temp;

  private static String first(String regex, String text) {
    Matcher found = Pattern.compile(regex).matcher(text);
    assertTrue(found.find(), text);
    return found.group(1);
  }

  @Test
  void aPassportShowsWhatTheCoversAttestAndWhatTheRadioLost() throws Exception {
    try (World world = new World(Files.createDirectories(temp.resolve("world")))) {
      String gateway = world.alliance.gatewayFolder().toString();
      Launcher.Result sent =
          world.launcher.run(
              List.of(
                  "sim",
                  "radio",
                  "--gateway",
                  world.gateway.awaitReady().get(0).toString(),
                  "--token-file",
                  world.alliance.gatewayFolder().resolve("api.token").toString(),
                  "--records",
                  "" + RECORDS,
                  "--cover-every",
                  "20",
                  "--lose",
                  "10",
                  "--pause",
                  "5",
                  "--seed",
                  "3"));
      assertEquals(0, sent.exitCode(), sent.out() + sent.err());
      String name = first("^(\\S+) sent", sent.out());
      int lost = Integer.parseInt(first("records: (\\d+) lost", sent.out()));
      int twice = Integer.parseInt(first("(\\d+) twice", sent.out()));
      assertTrue(lost > 0 && twice > 0, sent.out());
      assertTrue(sent.out().contains("3 covers accepted"), sent.out());
      assertEquals(RECORDS - lost, world.api.stats().path("records").asInt());
      assertEquals(twice, world.api.stats().path("duplicates").asInt());
      assertEquals(3, world.api.stats().path("accepted").asInt());

      String list = world.ours("device", "list", "--dir", gateway, "--json");
      JsonNode device = new ObjectMapper().readTree(list).at("/devices/0");
      assertEquals(RECORDS - lost, device.at("/records/covered").asInt());
      assertEquals(0, device.at("/records/provisional").asInt());

      Path file = temp.resolve("radio.baymark");
      JsonNode verdict = verdict(world, gateway, name, file);
      assertEquals("pass", verdict.path("outcome").asText());
      String facts = verdict.path("facts").toString();
      int attested = RECORDS - lost;
      assertTrue(facts.contains(attested + " are attested and 0 provisional"), facts);
      assertTrue(verdict.path("steps").toString().contains("gap: record "), verdict.toString());
      assertEquals(attested, inside(file).records().size());
    }
  }

  /** Waits until all three covers are anchored, and asks the verifier. */
  private static JsonNode verdict(World world, String gateway, String name, Path file)
      throws Exception {
    long end = System.nanoTime() + 60_000_000_000L;
    while (world.api.stats().path("anchoredStatements").asInt() < 3) {
      assertTrue(System.nanoTime() < end, "the covers are not anchored");
      // Nothing tells us: a batch is sealed and anchored once a second.
      Thread.sleep(200);
    }
    world.ours("passport", "--dir", gateway, name, "--out", file.toString());
    assertEquals(3, covers(inside(file)).size());
    String trust = world.alliance.nodeFolder().resolve("trust.policy").toString();
    return new ObjectMapper()
        .readTree(world.ours("verify", file.toString(), "--trust", trust, "--json"));
  }

  private static Passport inside(Path file) throws Exception {
    Bytes bytes = Bytes.owning(Files.readAllBytes(file));
    return Passport.parse(bytes).toOptional().orElseThrow();
  }

  private static List<Unverified> covers(Passport passport) {
    List<Unverified> covers = new ArrayList<>();
    passport.parts().get(0).disclosures().stream()
        .flatMap(disclosure -> disclosure.stream())
        .flatMap(disclosure -> disclosure.statements().stream())
        .filter(said -> said.content() instanceof Cover)
        .forEach(covers::add);
    return covers;
  }
}
