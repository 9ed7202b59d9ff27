package org.baymark.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.baymark.protocol.cose.Subject;
import org.baymark.sim.alliance.Alliance;
import org.baymark.sim.alliance.GatewayApi;
import org.baymark.sim.alliance.Launcher;
import org.baymark.sim.fleet.Fleet;
import org.baymark.sim.journey.Enrolment;
import org.baymark.sim.journey.Journey;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Half of the members take new keys, and an epoch ends: the gateway goes on by the trust file that
 * it has, and so does whoever checks its passports.
 */
@Tag("one-release")
class SuccessionIT {
  private static final int MEMBERS = 4;
  private static final int LATE = 3;

  /** What 'recover' exits with where it asks to be asked again. */
  private static final int TOO_EARLY = 75;

  private static final Duration SECOND = Duration.ofSeconds(1);

  /** Where nothing is new a head comes each minute, and the machine has other things to do. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Path temp;
  private final Launcher launcher;
  private final Alliance alliance;

  SuccessionIT(@TempDir Path temp) throws IOException {
    this.temp = temp;
    this.launcher = Launcher.ofEnvironment(System.getenv());
    this.alliance = new Alliance(launcher, temp);
  }

  @Test
  void oldTrustFilesOutliveTheKeysTheyName() throws Exception {
    try (alliance) {
      alliance.initMembers(MEMBERS, SECOND);
      alliance.runMembers();
      alliance.initGateway(SECOND);
      Path trust = keep(alliance.nodeFolder().resolve("trust.policy"));
      Path jurisdictions = keep(alliance.jurisdictions().orElseThrow());
      GatewayApi gateway = alliance.api(alliance.runGateway());

      takeNewKeys(1);
      takeNewKeys(2);
      // Two are enough, and the third comes late: it must not end the next epoch for its member.
      launcher.demand(of(1, "alliance", "recover"));
      launcher.demand(of(2, "alliance", "recover"));
      await(() -> standing(LATE).contains("epoch 1,"), "epoch 1 of the member that comes late");
      Launcher.Result late = launcher.run(of(LATE, "alliance", "recover"));
      boolean isEarly = late.exitCode() == TOO_EARLY && late.out().startsWith("epoch 1 began ");
      boolean works =
          late.exitCode() == 0 && late.out().startsWith("epoch 1: begun, and certified");
      assertTrue(isEarly || works, late.out() + late.err());

      Fleet fleet = Fleet.of(new Fleet.Plan(3, 4, 1, Duration.ofSeconds(4)));
      Enrolment.enrol(fleet, gateway);
      GatewayApi.Doors doors = gateway.doors();
      try (Journey journey =
          new Journey(fleet, doors.mqtt(), doors.coap(), InstantSource.system())) {
        journey.begin();
        journey.travel(Duration.ofSeconds(4));
        journey.end();
        assertEquals("", journey.tally().complaint());
        World.assertAnchored(gateway, journey.tally().acceptedIds());
      }
      Subject goods = fleet.shipments().get(0).subject();
      List<String> verify =
          List.of(
              "verify",
              temp.resolve("goods.baymark").toString(),
              "--trust=" + trust,
              "--jurisdictions=" + jurisdictions,
              "--require=co-signed,jurisdictions,in-log,signatures,keys");
      // Four processes share a machine with all else: a member's line may come late.
      String verdict = awaitVerdict(gateway, goods, verify);
      assertTrue(verdict.contains("in 2 changes"), verdict);
      // Epoch 1 goes on for it: it reports what the others certify.
      String[] seen = {""};
      await(
          () -> {
            seen[0] = standing(LATE);
            return seen[0].contains("epoch 1,");
          },
          "the line of the member that came late");
      String line = seen[0];
      assertTrue(line.contains("epoch 1,") && !line.contains("STOPPED"), line);
      long certified = number(line, "certified");
      await(
          () -> number(standing(LATE), "reported") > certified,
          "a report of the member that came late");
    }
  }

  /** Fails with what it was told last, and with where the members stand. */
  private String awaitVerdict(GatewayApi gateway, Subject goods, List<String> verify)
      throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Files.write(temp.resolve("goods.baymark"), gateway.passport(goods).toArray());
      Launcher.Result verdict = launcher.run(verify);
      if (verdict.exitCode() == 0) {
        return verdict.out();
      }
      if (System.nanoTime() > end) {
        Launcher.Result status = launcher.run(of(1, "alliance", "status"));
        throw new AssertionError(verdict.out() + verdict.err() + status.out() + status.err());
      }
      TimeUnit.MILLISECONDS.sleep(500);
    }
  }

  /** The line about this member, by its own node; empty where it does not answer just then. */
  private String standing(int member) throws Exception {
    Launcher.Result status = launcher.run(of(member, "alliance", "status"));
    return status
        .out()
        .lines()
        .filter(line -> line.startsWith("urn:dev:org:32473-member-" + member + ":"))
        .findFirst()
        .orElse("");
  }

  /** The size of the head behind this word; 0 where there is none yet. */
  private static long number(String line, String word) {
    Matcher size = Pattern.compile(word + " (\\d+) ").matcher(line);
    return size.find() ? Long.parseLong(size.group(1)) : 0;
  }

  private Path keep(Path file) throws Exception {
    return Files.copy(file, temp.resolve(file.getFileName()));
  }

  private List<String> of(int member, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.add(2, "--dir=" + alliance.memberFolder(member));
    return all;
  }

  /** By the votes of the others, and waits until it signs with them. */
  private void takeNewKeys(int member) throws Exception {
    launcher.demand(of(member, "node", "renew", "--keys"));
    Path next = alliance.memberFolder(member).resolve("next");
    int proposer = member % MEMBERS + 1;
    String id = propose(proposer, next.resolve("member.card"));
    for (int voter = 1; voter <= MEMBERS; voter++) {
      if (voter != member && voter != proposer) {
        launcher.demand(of(voter, "alliance", "vote", id, "yes"));
      }
    }
    await(() -> !Files.exists(next), "the new keys of member " + member + " in force");
  }

  /** As soon as the change before is certified. */
  private String propose(int proposer, Path card) throws Exception {
    List<String> words = of(proposer, "alliance", "propose", "rotate", card.toString());
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Launcher.Result result = launcher.run(words);
      if (result.exitCode() == 0) {
        return result.out().strip().replaceAll("(?s).*?([0-9a-f]{64}).*", "$1");
      }
      assertTrue(System.nanoTime() < end, result.err());
      TimeUnit.MILLISECONDS.sleep(500);
    }
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void await(Condition condition, String what) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      assertTrue(System.nanoTime() < end, what);
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }
}
