package org.baymark.protocol.passport;

import static org.baymark.protocol.statement.Kind.SCAN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.passport.Finding.Outcome;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Changing any bit never improves a verdict; no bit of a whole passport rests on nothing. */
@Tag("one-release")
class ChangedBytesTest {
  /** A passport and its verifier, who has no second policy. */
  private record Case(Bytes file, Verification verification, Verdict verdict) {
    static Case of(World world, Passport passport) {
      Verification verification =
          new Verification(
              world.alliance.policy(),
              Optional.of(world.shipmentKey(Journey.SHIPMENT)),
              Optional.empty(),
              Instant.ofEpochSecond(World.START + 86_400));
      return new Case(passport.encoded(), verification, Verdicts.verdict(verification, passport));
    }

    /** Whether a change was not noticed: the file is not refused, and no step is worse. */
    boolean isHarmless(Bytes changed) {
      return verification.verify(changed).match(this::isNoWorse, refused -> false);
    }

    /** Whether a change helps: no step is worse, and one is better. */
    boolean isBetter(Bytes changed) {
      return verification
          .verify(changed)
          .match(it -> isNoWorse(it) && !outcomes(it).equals(outcomes(verdict)), refused -> false);
    }

    private static List<Outcome> outcomes(Verdict verdict) {
      return verdict.findings().stream().map(Finding::outcome).toList();
    }

    private boolean isNoWorse(Verdict changed) {
      return Stream.of(Step.values()).allMatch(step -> rank(changed, step) >= rank(verdict, step));
    }

    /**
     * The same in a tenth of the time: a passport that a step without signatures refuses is worse
     * already, if that step passed before.
     */
    boolean isHarmlessToHashes(Bytes changed) {
      Optional<Passport> passport = Passport.parse(changed).toOptional();
      if (passport.isEmpty()) {
        return false;
      }
      Dossier dossier = new Dossier(passport.get(), List.of());
      boolean noticed =
          Stream.of(InLog.check(dossier), InBatch.check(dossier))
              .anyMatch(finding -> finding.outcome() == Outcome.FAIL);
      return !noticed && isHarmless(changed);
    }

    private static int rank(Verdict verdict, Step step) {
      return List.of(Outcome.FAIL, Outcome.NOT_CHECKED, Outcome.PASS)
          .indexOf(verdict.finding(step).outcome());
    }
  }

  private static Case small() {
    World world = new World(1, Suite.EDDSA);
    Gateway gateway = world.gateway("gw");
    gateway.take(world.device("scanner", SCAN).scans(Journey.SHIPMENT)).seal();
    return Case.of(world, Papers.issue(world, Journey.SHIPMENT).together());
  }

  /** One member that signs nothing well: a forged statement, one after a revocation, one late. */
  private static Case faulty() {
    World world = new World(1, Suite.EDDSA);
    Gateway gateway = world.gateway("gw");
    Speaker scanner = world.device("scanner", SCAN);
    Speaker lost = world.device("lost", SCAN);
    gateway.take(Lie.forged(scanner.scans(Journey.SHIPMENT))).seal();
    world.revoke(lost, OptionalLong.empty());
    gateway.take(lost.scans(Journey.SHIPMENT)).seal();
    gateway.take(scanner.scans(Journey.SHIPMENT)).seal();
    Papers papers = Papers.issue(world, Journey.SHIPMENT);
    Sets.withhold(papers, 0, 2);
    return Case.of(world, papers.together());
  }

  private static Bytes flipped(Bytes file, int bit) {
    byte[] octets = file.toArray();
    octets[bit / 8] ^= (byte) (0x80 >>> bit % 8);
    return Bytes.owning(octets);
  }

  @Test
  void everyFlippedBitIsRefusedOrMakesAStepWorse() {
    Case small = small();
    assertEquals(Outcome.PASS, small.verdict().outcome(Verdict.REQUIRED_BY_DEFAULT));
    List<Integer> harmless =
        IntStream.range(0, 8 * small.file().size())
            .parallel()
            .filter(bit -> small.isHarmlessToHashes(flipped(small.file(), bit)))
            .boxed()
            .toList();
    assertEquals(List.of(), harmless);
  }

  @Test
  void everyTruncationIsRefused() {
    Case small = small();
    for (int size = 0; size < small.file().size(); size++) {
      Parsed<Verdict> answer = small.verification().verify(small.file().slice(0, size));
      assertTrue(answer instanceof Parsed.Refused, "cut to " + size);
    }
  }

  @Test
  void everyByteMoreIsRefused() {
    Case small = small();
    for (int octet = 0; octet < 256; octet++) {
      Bytes more = small.file().concat(Bytes.owning(new byte[] {(byte) octet}));
      assertTrue(small.verification().verify(more) instanceof Parsed.Refused);
    }
  }

  @Test
  void noFlippedBitMakesAFaultyPassportBetter() {
    Case faulty = faulty();
    assertEquals(Outcome.FAIL, faulty.verdict().finding(Step.SIGNATURES).outcome());
    assertEquals(Outcome.FAIL, faulty.verdict().finding(Step.KEYS).outcome());
    assertEquals(Outcome.FAIL, faulty.verdict().finding(Step.COMPLETE).outcome());
    long seed = 20_260_601;
    List<Integer> better =
        new Random(seed)
            .ints(2_000, 0, 8 * faulty.file().size())
            .parallel()
            .filter(bit -> faulty.isBetter(flipped(faulty.file(), bit)))
            .boxed()
            .toList();
    assertEquals(List.of(), better, "seed " + seed);
  }

  @Test
  void aChangeOfSeveralBytesNeverPasses() {
    Case small = small();
    long seed = 7;
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      byte[] octets = small.file().toArray();
      for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
        octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
      }
      Bytes changed = Bytes.owning(octets);
      if (!changed.equals(small.file())) {
        Outcome outcome =
            small
                .verification()
                .verify(changed)
                .match(it -> it.outcome(Verdict.REQUIRED_BY_DEFAULT), refused -> Outcome.FAIL);
        assertNotEquals(Outcome.PASS, outcome, "seed " + seed + ", change " + i);
      }
    }
  }
}
