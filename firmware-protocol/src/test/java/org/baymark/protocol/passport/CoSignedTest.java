package org.baymark.protocol.passport;

import static org.baymark.protocol.passport.Verdicts.assertVerdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.NoteSignature;
import org.baymark.protocol.log.NoteSigner;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.log.SignedCheckpoint;
import org.junit.jupiter.api.Test;

/** The trust file and a second policy on one checkpoint: "co-signed" and "jurisdictions". */
class CoSignedTest {
  private final Journey journey = new Journey();
  private final Papers papers = journey.papers();
  private final Checkpoint head = papers.checkpoint.checkpoint();

  private void check(UnaryOperator<List<NoteSignature>> change, String... expected) {
    List<NoteSignature> lines = new ArrayList<>(papers.checkpoint.signatures());
    papers.checkpoint = new SignedCheckpoint(head, change.apply(lines));
    assertVerdict(journey.verification(), papers.together(), expected);
  }

  private static List<NoteSignature> without(List<NoteSignature> lines, int... gone) {
    for (int i = gone.length - 1; i >= 0; i--) {
      lines.remove(gone[i]);
    }
    return lines;
  }

  @Test
  void threeOfFourAreAQuorum() {
    for (int gone = 1; gone <= 4; gone++) {
      int one = gone;
      check(lines -> without(lines, one));
      papers.checkpoint = journey.world.alliance.sign(head, journey.world.tick());
    }
  }

  @Test
  void twoOfFourAreNotAndDateNothing() {
    check(
        lines -> without(lines, 1, 3),
        "co-signed | fail | 2 of 4 witnesses are not a quorum",
        "times | not checked | no witness of the trust file dates the checkpoint");
  }

  @Test
  void noneAreNot() {
    check(
        lines -> lines.subList(0, 1),
        "co-signed | fail | 0 of 4 witnesses are not a quorum",
        "jurisdictions | fail | 0 of 4 witnesses do not meet the jurisdictions policy",
        "times | not checked | no witness of the trust file dates the checkpoint");
  }

  @Test
  void theLogItselfSigns() {
    check(
        lines -> without(lines, 0),
        "co-signed | fail | no log of the trust file signed the checkpoint",
        "jurisdictions | fail | 4 of 4 witnesses do not meet the jurisdictions policy");
  }

  @Test
  void aLineOfNobodyHasNoPlaceInAPassport() {
    NoteSigner stranger = Alliances.cosigner("stranger");
    check(
        lines -> {
          lines.add(stranger.cosign(head, World.START));
          return lines;
        },
        "co-signed | fail | the policy does not list stranger.baymark.example (key ");
  }

  @Test
  void aLineThatDoesNotVerifyIsWorseThanNone() {
    Checkpoint other = new Checkpoint(head.origin(), head.size() + 1, head.root());
    check(
        lines -> {
          lines.set(4, journey.world.alliance.line(3, other, World.START));
          return lines;
        },
        "co-signed | fail | the signature of member3.baymark.example (key ");
  }

  @Test
  void theSignaturesAreOfThisCheckpoint() {
    Checkpoint other = new Checkpoint(head.origin(), head.size() + 1, head.root());
    papers.checkpoint = new SignedCheckpoint(other, papers.checkpoint.signatures());
    assertVerdict(
        journey.verification(),
        papers.together(),
        "in-log | fail | the index seal is not the last entry under the checkpoint",
        "co-signed | fail | the signature of log.baymark.example/alliance",
        "jurisdictions | fail | 0 of 4 witnesses do not meet",
        "times | not checked | no witness of the trust file dates the checkpoint");
  }

  @Test
  void oneOfEachHalfIsAnotherPolicyOnTheSameLines() {
    // Three of four always stand in both halves; so the trust file here asks for two.
    String two = journey.world.alliance.policyText().replace("group members 3", "group members 2");
    Verification full = journey.verification();
    Verification easy =
        new Verification(
            Alliances.policy(two), full.shipmentKey(), full.jurisdictions(), full.now());
    papers.checkpoint =
        new SignedCheckpoint(head, without(new ArrayList<>(papers.checkpoint.signatures()), 3, 4));
    assertVerdict(
        easy,
        papers.together(),
        "jurisdictions | fail | 2 of 4 witnesses do not meet the jurisdictions policy");
  }

  @Test
  void aSecondPolicyMayKnowFewerWitnesses() {
    String text = journey.world.alliance.policyText();
    String fewer =
        text.lines()
                .filter(line -> line.startsWith("log ") || line.startsWith("witness w1 "))
                .reduce("", (all, line) -> all + line + "\n")
            + "quorum w1\n";
    assertVerdict(with(Optional.of(Alliances.policy(fewer))), papers.together());
  }

  @Test
  void withoutASecondPolicyJurisdictionsAreNotChecked() {
    assertVerdict(
        with(Optional.empty()),
        papers.together(),
        "jurisdictions | not checked | no jurisdictions policy was given");
  }

  private Verification with(Optional<Policy> second) {
    Verification full = journey.verification();
    return new Verification(full.trust(), full.shipmentKey(), second, full.now());
  }

  @Test
  void aTrustFileOfOthersBelievesNothingHere() {
    Verification full = journey.verification();
    String text = journey.world.alliance.policyText();
    String others =
        text.lines().filter(line -> line.startsWith("log ")).findFirst().orElseThrow()
            + "\nwitness other "
            + Alliances.cosigner("stranger").key().vkey()
            + "\nquorum other\n";
    assertVerdict(
        new Verification(
            Alliances.policy(others), full.shipmentKey(), full.jurisdictions(), full.now()),
        papers.together(),
        "co-signed | fail | the policy does not list member0.baymark.example",
        "times | not checked | no witness of the trust file dates the checkpoint");
  }
}
