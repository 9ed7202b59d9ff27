package org.baymark.protocol.passport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.baymark.protocol.accuse.Accusation;
import org.baymark.protocol.accuse.Accusation.Culprit;
import org.baymark.protocol.accuse.Equivocation;
import org.baymark.protocol.accuse.Ruling;
import org.baymark.protocol.accuse.Trial;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.governance.TrustFile;
import org.baymark.protocol.log.NoteSignature;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.passport.Finding.Outcome;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who did it is convicted, and nobody else is, whatever the file holds (section 24.4). */
@Tag("one-release")
class AccusationsTest {
  static final Trial TRIAL = new Trial(Alliances.policy(AccusationCase.trust()));

  static Ruling ruling(Accusation accusation) {
    return TRIAL
        .of(accusation.encoded())
        .match(
            ruling -> ruling,
            refused -> {
              throw new AssertionError(refused.text());
            });
  }

  /** All that does not pass, as the cases write it. */
  static String outcomes(Ruling ruling) {
    StringBuilder text = new StringBuilder();
    for (Ruling.Finding one : ruling.findings()) {
      if (one.outcome() != Outcome.PASS) {
        text.append(text.isEmpty() ? "" : ",").append(one.step().wireName());
        text.append('=').append(one.outcome().wireName());
      }
    }
    return text.toString();
  }

  @TestFactory
  Stream<DynamicTest> everyCaseIsRuledAsItSays() {
    return AccusationCase.all().stream()
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.note(),
                    () -> {
                      Ruling ruling = ruling(one.accusation());
                      assertEquals(one.expected(), outcomes(ruling), ruling::toString);
                      assertEquals(
                          one.convicted(), ruling.convicted().stream().map(Culprit::name).toList());
                    }));
  }

  static List<AccusationCase> guilty() {
    return AccusationCase.all().stream().filter(one -> !one.convicted().isEmpty()).toList();
  }

  /** One of each kind in an alliance of one member, which makes the files small. */
  static List<Accusation> small() {
    return List.of(
        new Charges(1).omission(1),
        new Charges(1).misfiling(1),
        new Charges(1).brokenPromiseOfAll(),
        new Charges(1).equivocation(),
        Charges.conflict(1, 1, 0, 0));
  }

  /** Other than in a passport, which is made for one trust file. */
  @Test
  void aLineThatTheTrustFileDoesNotListIsPassedOver() {
    Equivocation one = (Equivocation) new Charges(1).equivocation();
    SignedCheckpoint note = one.evidence().checkpoint();
    List<NoteSignature> lines = new ArrayList<>(note.signatures());
    lines.add(Alliances.cosigner("stranger").cosign(note.checkpoint(), World.START));
    Evidence evidence =
        one.evidence().with(new SignedCheckpoint(note.checkpoint(), lines), one.evidence().ties());
    Ruling ruling =
        new Trial(new Alliances(1).policy())
            .of(new Equivocation(evidence, one.first(), one.second()));
    assertEquals("", outcomes(ruling));
    assertEquals(1, ruling.convicted().size());
  }

  /** As verify says it: else the reader would take them for the members of an older trust file. */
  @Test
  void whoCameAfterThoseOfTheTrustFileIsToldApart() {
    Successors world = new Successors();
    Evidence evidence = world.papers(world.honest()).together().evidence();
    Equivocation one = (Equivocation) new Charges(1).equivocation();
    Equivocation charge = new Equivocation(evidence, one.first(), one.second());
    List<String> told = new ArrayList<>();
    for (int set = 0; set <= Successors.CHANGES; set++) {
      Bytes file = Bytes.ofUtf8(world.policy(set, TrustFile.QUORUM));
      Trial trial = new Trial(Policy.parse(file).toOptional().orElseThrow());
      trial.of(charge).findings().stream()
          .filter(finding -> finding.step() == Ruling.Step.CO_SIGNED)
          .map(Ruling.Finding::detail)
          .map(detail -> detail.replaceFirst("^[0-9]+ of [0-9]+ ", ""))
          .forEach(told::add);
    }
    assertEquals(
        List.of(
            "witnesses, whom those of the file led to in 2 changes",
            "witnesses, whom those of the file voted for",
            "witnesses"),
        told);
  }

  /** It may be the trust file that is too old, and not the accusation that is worth nothing. */
  @Test
  void whoeverHasATrustFileOfOthersIsToldToTakeAnother() {
    Ruling ruling = new Trial(new Alliances(4).policy()).of(new Charges(1).equivocation());
    assertEquals(List.of(), ruling.convicted());
    String told =
        ruling.findings().stream()
            .filter(finding -> finding.step() == Ruling.Step.CO_SIGNED)
            .map(Ruling.Finding::detail)
            .findFirst()
            .orElseThrow();
    assertTrue(told.contains("a trust file of those who were members at that head"), told);
  }

  @ParameterizedTest
  @MethodSource("small")
  void noFlippedBitConvictsAnother(Accusation one) {
    Trial trial = new Trial(new Alliances(1).policy());
    Bytes file = one.encoded();
    List<Culprit> guilty = trial.of(one).convicted();
    assertEquals(1, guilty.size());
    List<Integer> wrong =
        IntStream.range(0, 8 * file.size())
            .parallel()
            .filter(bit -> !guilty.containsAll(convicted(trial, flipped(file, bit))))
            .boxed()
            .toList();
    assertEquals(List.of(), wrong);
  }

  /** The same by chance in an alliance of four: a flipped bit may spare some members. */
  @ParameterizedTest
  @MethodSource("guilty")
  void noChangedByteConvictsAnother(AccusationCase one) {
    Bytes file = one.accusation().encoded();
    List<Culprit> guilty = ruling(one.accusation()).convicted();
    long seed = one.note().hashCode();
    Random random = new Random(seed);
    for (int i = 0; i < 400; i++) {
      byte[] octets = file.toArray();
      octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
      List<Culprit> convicted = convicted(TRIAL, Bytes.owning(octets));
      assertTrue(guilty.containsAll(convicted), one.note() + ", change " + i + ": " + convicted);
    }
  }

  @ParameterizedTest
  @MethodSource("guilty")
  void everyTruncationAndEveryByteMoreIsRefused(AccusationCase one) {
    Bytes file = one.accusation().encoded();
    for (int size = 0; size < file.size(); size += 7) {
      assertTrue(TRIAL.of(file.slice(0, size)) instanceof Parsed.Refused, "cut to " + size);
    }
    for (int octet = 0; octet < 256; octet++) {
      Bytes more = file.concat(Bytes.owning(new byte[] {(byte) octet}));
      assertTrue(TRIAL.of(more) instanceof Parsed.Refused);
    }
  }

  /** In these worlds nobody did what the file says; in the others the file lacks a part of it. */
  private static final Set<String> HONEST =
      Set.of(
          "omission of what the index has",
          "misfiling that is none",
          "broken promise that was kept",
          "broken promise that is not due yet",
          "conflict of two epochs",
          "conflict of a log with itself");

  /** Who did it: also where {@code one} does not show it, another file may bring what it lacks. */
  private static Stream<String> culprits(AccusationCase one, List<AccusationCase> all) {
    String kind = one.note().split(" ", 2)[0];
    return HONEST.contains(one.note())
        ? Stream.of()
        : all.stream()
            .filter(it -> it.note().startsWith(kind))
            .flatMap(it -> it.convicted().stream());
  }

  /** Items of one accusation in the place of items of another, wherever both parse. */
  @Test
  void noSpliceOfTwoConvictsAnybodyElse() {
    List<AccusationCase> cases = AccusationCase.all();
    long seed = 24;
    Random random = new Random(seed);
    int parsed = 0;
    for (int i = 0; i < 3_000; i++) {
      AccusationCase one = cases.get(random.nextInt(cases.size()));
      AccusationCase other = cases.get(random.nextInt(cases.size()));
      Bytes file = one.accusation().encoded();
      Bytes donor = other.accusation().encoded();
      List<int[]> here = Items.of(file);
      List<int[]> there = Items.of(donor);
      int[] place = here.get(1 + random.nextInt(here.size() - 1));
      int near = there.size() * here.indexOf(place) / here.size() + random.nextInt(5) - 2;
      int[] item = there.get(Math.floorMod(near, there.size()));
      Bytes mixed =
          file.slice(0, place[0])
              .concat(donor.slice(item[0], item[1]))
              .concat(file.slice(place[1], file.size()));
      List<String> allowed = Stream.concat(culprits(one, cases), culprits(other, cases)).toList();
      List<String> names = convicted(TRIAL, mixed).stream().map(Culprit::name).toList();
      assertTrue(allowed.containsAll(names), "seed " + seed + ", splice " + i + ": " + names);
      parsed += Accusation.parse(mixed) instanceof Parsed.Ok ? 1 : 0;
    }
    assertTrue(parsed > 100, "only " + parsed + " were accusations at all");
  }

  private static List<Culprit> convicted(Trial trial, Bytes file) {
    return trial.of(file).match(Ruling::convicted, refused -> List.of());
  }

  private static Bytes flipped(Bytes file, int bit) {
    byte[] octets = file.toArray();
    octets[bit / 8] ^= (byte) (0x80 >>> bit % 8);
    return Bytes.owning(octets);
  }
}
