package org.baymark.protocol.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.junit.jupiter.api.Test;

class JudgementTest {

  @Test
  void aQuorumOfKOfNIsMetByExactlyTheSetsOfKAndMore() {
    for (int n = 1; n <= 7; n++) {
      for (int k = 0; k <= n; k++) {
        Policy policy = Logs.policy(k, n);
        assertEquals(k, policy.fewestCosignatures());
        for (int set = 0; set < 1 << n; set++) {
          Judgement judgement = policy.judge(Logs.cosignedBy(set));
          assertTrue(judgement.logSigned());
          assertEquals(List.of(), judgement.problems());
          assertEquals(Integer.bitCount(set), judgement.cosignatures().size());
          assertEquals(Integer.bitCount(set) >= k, judgement.quorumMet(), k + " of " + n);
          assertEquals(judgement.quorumMet(), judgement.accepted());
          assertEquals(expectedTime(set, n, judgement.quorumMet()), judgement.time());
        }
      }
    }
  }

  /** Of the co-signer with the (f+1)-th highest number: its clock says the (f+1)-th least time. */
  private static OptionalLong expectedTime(int set, int n, boolean met) {
    int left = (n - 1) / 3;
    for (int i = n - 1; met && i >= 0; i--) {
      if ((set >> i & 1) == 1 && left-- == 0) {
        return OptionalLong.of(Logs.secondOf(i));
      }
    }
    return OptionalLong.empty();
  }

  @Test
  void aTwoLevelQuorumAsksEachGroup() {
    // The example of C2SP tlog-policy: two of X1 to X3 and any of Y1 to Y3.
    StringBuilder text = new StringBuilder("log " + Logs.LOG.key().vkey() + "\n");
    for (int i = 0; i < 6; i++) {
      String name = (i < 3 ? "X" : "Y") + (i % 3 + 1);
      text.append("witness " + name + " " + Logs.cosigner(i).key().vkey() + "\n");
    }
    text.append("group X-witnesses 2 X1 X2 X3\ngroup Y-witnesses any Y1 Y2 Y3\n");
    text.append("group X-and-Y all X-witnesses Y-witnesses\nquorum X-and-Y\n");
    Policy policy = Logs.policy(text.toString());
    assertEquals(3, policy.fewestCosignatures());
    for (int set = 0; set < 1 << 6; set++) {
      boolean expected = Integer.bitCount(set & 7) >= 2 && set >> 3 != 0;
      assertEquals(expected, policy.judge(Logs.cosignedBy(set)).quorumMet(), "set " + set);
    }
  }

  @Test
  void aSingleWitnessIsAQuorumAndNoneAsksForNobody() {
    String keys =
        "log " + Logs.LOG.key().vkey() + "\nwitness W " + Logs.cosigner(0).key().vkey() + "\n";
    Policy one = Logs.policy(keys + "quorum W\n");
    Policy none = Logs.policy(keys + "quorum none\n");
    assertFalse(one.judge(Logs.cosignedBy(0)).accepted());
    assertTrue(one.judge(Logs.cosignedBy(1)).accepted());
    assertTrue(none.judge(Logs.cosignedBy(0)).accepted());
    assertEquals(OptionalLong.empty(), none.judge(Logs.cosignedBy(0)).time());
    assertEquals(OptionalLong.of(Logs.secondOf(0)), none.judge(Logs.cosignedBy(1)).time());
  }

  @Test
  void aLineOfAnUnlistedKeyIsSaidAndChangesNothing() {
    NoteSignature stranger = Logs.cosigner(6).cosign(Logs.CHECKPOINT, 5);
    Judgement judgement = Logs.policy(1, 2).judge(Logs.cosignedBy(1 << 6 | 1));
    assertTrue(judgement.accepted());
    assertEquals(1, judgement.problems().size());
    assertEquals(
        "the policy does not list witness.example/w6 (key " + stranger.keyId().hex() + ")",
        judgement.problems().get(0).text());
  }

  @Test
  void aWrongLineOfAListedLogMakesTheWholeInvalid() {
    NoteSigner other = Logs.signer(Logs.ORIGIN + "/new", NoteKey.LOG);
    String text =
        "log %s\nlog %s\nquorum none\n".formatted(Logs.LOG.key().vkey(), other.key().vkey());
    Policy policy = Logs.policy(text);
    NoteSignature right = Logs.LOG.signCheckpoint(Logs.CHECKPOINT);
    NoteSignature wrong =
        new NoteSignature(other.key().name(), other.key().keyId(), right.signature());
    Judgement judgement = policy.judge(Logs.signedBy(right, wrong));
    assertFalse(judgement.logSigned());
    assertEquals(List.of(problem(Judgement.Fault.DOES_NOT_VERIFY, wrong)), judgement.problems());
    assertTrue(judgement.problems().get(0).text().endsWith(") does not verify"));
  }

  @Test
  void aListedLogSignsForNoOriginButItsOwn() {
    NoteSigner other = Logs.signer("log.example/other", NoteKey.LOG);
    Policy policy = Logs.policy("log " + other.key().vkey() + "\nquorum none\n");
    Bytes signature = other.secret().sign(Bytes.ofUtf8(Logs.CHECKPOINT.text()));
    NoteSignature line = new NoteSignature(other.key().name(), other.key().keyId(), signature);
    Judgement judgement = policy.judge(Logs.signedBy(line));
    assertFalse(judgement.logSigned());
    assertEquals(List.of(problem(Judgement.Fault.OTHER_ORIGIN, line)), judgement.problems());
    assertTrue(judgement.problems().get(0).text().endsWith("a checkpoint of another origin"));
  }

  @Test
  void aCosignatureIsOfOneCheckpointAndOfATimeThatExists() {
    Policy policy = Logs.policy(1, 1);
    NoteSigner witness = Logs.cosigner(0);
    Checkpoint later = new Checkpoint(Logs.ORIGIN, 20_852_164, Digest.sha256(Bytes.EMPTY));
    List<NoteSignature> bad = new ArrayList<>();
    bad.add(witness.cosign(later, 7));
    for (long seconds : new long[] {-1, Long.MIN_VALUE, NoteKey.SECONDS_MAX + 1, Long.MAX_VALUE}) {
      bad.add(Logs.cosignedAnyTime(witness, seconds));
    }
    bad.add(new NoteSignature(witness.key().name(), witness.key().keyId(), Bytes.ofHex("00")));
    for (NoteSignature line : bad) {
      Judgement judgement = policy.judge(Logs.signedBy(line));
      assertEquals(List.of(problem(Judgement.Fault.DOES_NOT_VERIFY, line)), judgement.problems());
      assertFalse(judgement.quorumMet());
      assertEquals(OptionalLong.empty(), judgement.time());
    }
    for (long seconds : new long[] {0, NoteKey.SECONDS_MAX}) {
      NoteSignature line = Logs.cosignedAnyTime(witness, seconds);
      assertEquals(line, witness.cosign(Logs.CHECKPOINT, seconds));
      assertEquals(OptionalLong.of(seconds), policy.judge(Logs.signedBy(line)).time());
    }
  }

  @Test
  void anyTwoQuorumsOfAnAllianceShareAnHonestMemberAndTheHonestReachOne() {
    for (int n = 1; n <= 256; n++) {
      int quorum = Alliance.quorum(n);
      int faults = Alliance.faults(n);
      assertTrue(3 * faults < n && 3 * (faults + 1) >= n);
      assertTrue(2 * quorum - n > faults, "overlap of two quorums of " + n);
      assertTrue(n - faults >= quorum, "the honest of " + n);
    }
    assertEquals(0, Alliance.faults(0));
    assertEquals(3, Alliance.quorum(4));
  }

  private static Judgement.Problem problem(Judgement.Fault fault, NoteSignature line) {
    return new Judgement.Problem(fault, line);
  }
}
