package org.baymark.protocol.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class JudgementTest {
  private static final Instant ISSUED = Instant.parse("2026-11-22T16:47:00Z");

  @Test
  void aQuorumOfKOfNIsMetByExactlyTheSetsOfKAndMore() {
    for (int n = 1; n <= 7; n++) {
      for (int k = 0; k <= n; k++) {
        Policy policy = Logs.policy(Policy.write(ISSUED, Logs.LISTED, Logs.witnesses(n), k));
        for (int set = 0; set < 1 << n; set++) {
          Judgement judgement = policy.judge(cosignedBy(set, n));
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

  /** Signature lines are made once: witness {@code i} co-signs at second 1000 - i. */
  private static final List<NoteSignature> COSIGNATURES = new ArrayList<>();

  static {
    for (int i = 0; i < 7; i++) {
      COSIGNATURES.add(Logs.cosigner(i).cosign(Logs.CHECKPOINT, 1000 - i));
    }
  }

  private static SignedCheckpoint cosignedBy(int set, int n) {
    List<NoteSignature> lines = new ArrayList<>();
    lines.add(Logs.LOG.signCheckpoint(Logs.CHECKPOINT));
    for (int i = 0; i < n; i++) {
      if ((set >> i & 1) == 1) {
        lines.add(COSIGNATURES.get(i));
      }
    }
    return new SignedCheckpoint(Logs.CHECKPOINT, lines);
  }

  /** The co-signer with the (f+1)-th highest number: its clock says the (f+1)-th smallest time. */
  private static OptionalLong expectedTime(int set, int n, boolean met) {
    int left = (n - 1) / 3;
    for (int i = n - 1; met && i >= 0; i--) {
      if ((set >> i & 1) == 1 && left-- == 0) {
        return OptionalLong.of(1000 - i);
      }
    }
    return OptionalLong.empty();
  }

  @Test
  void writesWhatItReads() {
    Policy.Log log = new Policy.Log(Logs.LOG.key(), Optional.of("https://log.example/"));
    List<Policy.Witness> witnesses = new ArrayList<>(Logs.witnesses(3));
    witnesses.add(
        new Policy.Witness("Ñ", Logs.cosigner(3).key(), Optional.of("https://w.example/")));
    Policy policy = Logs.policy(Policy.write(ISSUED.plusMillis(7), log, witnesses, 3));
    assertEquals(List.of(log), policy.logs());
    assertEquals(witnesses, policy.witnesses());
    assertEquals(Optional.of(ISSUED), policy.issued());
    assertEquals(3, policy.fewestCosignatures());
    assertFalse(policy.judge(cosignedBy(3, 4)).accepted());
  }

  @Test
  void aNoteRoundTrips() {
    String note = cosignedBy(127, 7).toText();
    assertEquals(note, Logs.ok(SignedCheckpoint.parse(note)).toText());
    NoteKey key = Logs.LOG.key();
    assertEquals(key, Logs.ok(NoteKey.parse(key.vkey())));
  }
}
