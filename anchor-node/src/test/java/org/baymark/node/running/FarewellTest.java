package org.baymark.node.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.baymark.node.folder.WorkingFolder;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.governance.Change;
import org.baymark.protocol.registration.Members;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A member that the others removed while it was away. */
class FarewellTest {
  private static final int LEAVER = 3;

  @TempDir Path folder;

  @Test
  void whoWasAwayLearnsThatItWasRemoved() throws Exception {
    try (RunningAlliance alliance = new RunningAlliance(folder, 4)) {
      alliance.startAll();
      alliance.admit(0, "first");
      Members four = alliance.members;
      alliance.sameHead(3);
      alliance.stop(LEAVER);
      alliance.carry(0, new Change.Remove(RunningAlliance.name(LEAVER)), 1, 2);
      Members three = alliance.membersAt(0);
      assertEquals(3, three.members().size());
      alliance.admit(1, "second"); // the head above the change is theirs alone
      Bytes votes =
          RunningAlliance.await(
              "the votes are shown",
              () ->
                  Optional.of(alliance.client(0).get("/members/succession"))
                      .filter(it -> it.status() == 200)
                      .map(NodeClient.Answer::body));
      provesNothingElse(votes, four, three);

      alliance.start(LEAVER);
      alliance.beginAnew(LEAVER);
      isPast(alliance);
      Path kept = new WorkingFolder(alliance.folder(LEAVER)).removal();
      assertEquals(votes, Bytes.owning(Files.readAllBytes(kept)));
      alliance.stop(LEAVER);
      alliance.start(LEAVER);
      isPast(alliance);

      // What is kept convinces by what it says.
      alliance.stop(LEAVER);
      Files.writeString(kept, "removed, believe me");
      alliance.start(LEAVER);
      assertEquals(Optional.empty(), alarm(alliance));
    }
  }

  private static void isPast(RunningAlliance alliance) {
    assertEquals(Optional.of(PastMember.SENTENCE), alarm(alliance));
    assertTrue(alliance.checkpoint(LEAVER).isPresent(), "it serves on");
  }

  private static Optional<String> alarm(RunningAlliance alliance) {
    String health = alliance.client(LEAVER).get("/healthz").body().utf8();
    return Optional.ofNullable(new JsonObject(health).getString("alarm"));
  }

  private static void provesNothingElse(Bytes votes, Members four, Members three) {
    assertTrue(Farewell.isProof(votes, four, RunningAlliance.name(LEAVER)));
    assertFalse(Farewell.isProof(votes, four, RunningAlliance.name(1)), "who stays");
    Members others = new Members("example.com/other", four.members());
    assertFalse(Farewell.isProof(votes, others, RunningAlliance.name(LEAVER)), "another log");
    assertFalse(Farewell.isProof(Bytes.ofUtf8("nonsense"), four, RunningAlliance.name(LEAVER)));
    byte[] forged = votes.toArray();
    forged[forged.length - 1] ^= 1; // in the signature of the last vote
    assertFalse(Farewell.isProof(Bytes.owning(forged), four, RunningAlliance.name(LEAVER)));
    assertFalse(Farewell.isProof(votes, three, RunningAlliance.name(0)));
  }
}
