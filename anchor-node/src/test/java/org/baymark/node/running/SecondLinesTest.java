package org.baymark.node.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.baymark.node.folder.SecondKeys;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.governance.Change;
import org.baymark.protocol.governance.TrustFile;
import org.baymark.protocol.log.Judgement;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.passport.Evidence;
import org.baymark.protocol.passport.EvidenceRequest;
import org.baymark.protocol.registration.Members;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members that co-sign in SM2 and ML-DSA-44 beside Ed25519. */
class SecondLinesTest {
  @TempDir Path folder;

  /** All but the first sign in ML-DSA-44, the last in SM2 too. */
  private static SecondKeys second(int which) {
    return SecondKeys.generate(which == 3, which > 0, new SecureRandom());
  }

  private static Policy policy(String text) {
    return Policy.parse(Bytes.ofUtf8(text)).toOptional().orElseThrow();
  }

  private static Policy longTerm(Members members) {
    return policy(TrustFile.LONG_TERM.text(members, Instant.EPOCH).orElseThrow());
  }

  private static SignedCheckpoint accepted(RunningAlliance alliance, int which, Policy policy) {
    return RunningAlliance.await(
        "a head of the long-term grade at " + which,
        () -> alliance.note(which).filter(note -> policy.judge(note).accepted()));
  }

  @Test
  void aHeadIsCertifiedInEd25519AndThenSignedInTheOthersToo() throws Exception {
    try (RunningAlliance alliance = new RunningAlliance(folder, 4, SecondLinesTest::second)) {
      alliance.startAll();
      alliance.admit(0, "first");
      Policy longTerm = longTerm(alliance.members);
      for (int which = 0; which < 4; which++) { // who signs in nothing else gathers it as well
        SignedCheckpoint note = accepted(alliance, which, longTerm);
        Judgement judged = longTerm.judge(note);
        assertEquals(List.of(), judged.problems());
        assertEquals(3, judged.count(NoteKey.ML_DSA_44));
        assertTrue(
            policy(TrustFile.QUORUM.text(alliance.members, Instant.EPOCH).orElseThrow())
                .judge(note)
                .accepted());
      }
      RunningAlliance.await(
          "the line in SM2",
          () -> alliance.note(0).filter(it -> longTerm.judge(it).count(NoteKey.SM2) == 1));
      Evidence evidence =
          RunningAlliance.await(
              "evidence of that grade",
              () -> evidence(alliance).filter(it -> longTerm.judge(it.checkpoint()).accepted()));
      assertTrue(alliance.members.certify(evidence.checkpoint()));

      // Nothing waits for them: one of the three is away, and heads are certified all the same.
      alliance.stop(3);
      alliance.admit(0, "second");
      alliance.sameHead(evidence.head().size() + 2);
      SignedCheckpoint last =
          RunningAlliance.await(
              "the lines of the two that are left",
              () ->
                  alliance
                      .note(1)
                      .filter(it -> it.checkpoint().size() > evidence.head().size())
                      .filter(it -> longTerm.judge(it).count(NoteKey.ML_DSA_44) == 2));
      assertTrue(alliance.members.certify(last));
      assertFalse(longTerm.judge(last).accepted(), "two of the three that the policy asks for");
    }
  }

  /** Three certify a head, and whoever is slower than they are is not forgotten. */
  @Test
  void aHeadEndsUpWithTheLinesOfAllThatAreThere() throws Exception {
    try (RunningAlliance alliance = new RunningAlliance(folder, 4)) {
      alliance.startAll();
      alliance.admit(0, "first");
      for (int which = 0; which < 4; which++) {
        int at = which;
        RunningAlliance.await(
            "the log's line and four co-signatures at " + at,
            () -> alliance.note(at).filter(note -> note.signatures().size() == 5));
        RunningAlliance.await(
            "and so says the page of " + at,
            () -> Optional.of(cosignersOnThePage(alliance, at)).filter(count -> count == 4));
      }
    }
  }

  private static int cosignersOnThePage(RunningAlliance alliance, int which) {
    JsonObject page =
        new JsonObject(alliance.client(which).get("/explorer/overview").body().utf8());
    JsonArray members = page.getJsonArray("members");
    return (int)
        IntStream.range(0, members.size())
            .filter(i -> members.getJsonObject(i).getLong("cosignedAt") != null)
            .count();
  }

  private static Optional<Evidence> evidence(RunningAlliance alliance) {
    Digest nothing = Digest.sha256(Bytes.ofUtf8("nothing was filed under this"));
    EvidenceRequest request =
        new EvidenceRequest(
            List.of(new EvidenceRequest.Asked(nothing, Optional.empty())), List.of());
    NodeClient.Answer answer = alliance.client(2).post("/evidence", request.encoded());
    return answer.status() == 200 ? Evidence.parse(answer.body()).toOptional() : Optional.empty();
  }

  /** Rule 10: the lines are of the set whose head it is, so new keys come in with a new card. */
  @Test
  void theLinesFollowTheMemberSet() throws Exception {
    try (RunningAlliance alliance = new RunningAlliance(folder, 4)) {
      alliance.startAll();
      alliance.admit(0, "first");
      int renewed = (alliance.leader() + 1) % 4;
      alliance.newKeys(renewed, SecondKeys.generate(true, true, new SecureRandom()));
      Members before = alliance.members;
      int other = (renewed + 1) % 4;
      alliance.carry(
          other, Change.replace(alliance.card(renewed)), (renewed + 2) % 4, (renewed + 3) % 4);
      Members after = alliance.membersAt(other);
      SignedCheckpoint without = RunningAlliance.await("a head", () -> alliance.note(other));
      assertFalse(before.equals(after));
      Policy trust = policy(TrustFile.QUORUM.text(after, Instant.EPOCH).orElseThrow());
      assertEquals(0, trust.judge(without).count(NoteKey.ML_DSA_44), "its node has the old keys");
      alliance.stop(renewed);
      alliance.start(renewed); // with the new ones
      alliance.admit(other, "second");
      for (int which = 0; which < 4; which++) {
        int at = which;
        RunningAlliance.await(
            "the lines of the new keys at " + at,
            () ->
                alliance
                    .note(at)
                    .filter(after::certify)
                    .filter(it -> trust.judge(it).count(NoteKey.ML_DSA_44) == 1)
                    .filter(it -> trust.judge(it).count(NoteKey.SM2) == 1)
                    .filter(it -> trust.judge(it).problems().isEmpty()));
      }
    }
  }
}
