package org.baymark.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.baymark.node.Alliance;
import org.baymark.node.exit.Failure;
import org.baymark.node.running.NodeClient;
import org.baymark.node.running.RunningNode;
import org.baymark.protocol.bytes.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a member stands, and who may end an epoch. */
class StatusTest {
  @TempDir Path folder;
  private RunningNode node;

  @BeforeEach
  void start() throws Failure {
    node = new RunningNode(folder, Duration.ofHours(1));
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void everyoneMayAskWhereAMemberStands() {
    NodeClient.Answer answer = node.client().get("/status");
    assertEquals(200, answer.status());
    assertEquals("application/json", answer.contentType());
    MemberStatus status = MemberStatus.parse(answer.body()).orElseThrow();
    assertEquals(Alliance.MEMBER, status.member());
    assertEquals(Alliance.ORIGIN, status.origin());
    assertEquals(2, status.certified().orElseThrow().size());
    assertEquals(status.certified(), status.closed());
    assertEquals(status.certified(), status.reported());
    assertEquals(1, status.quorum());
    assertTrue(status.votes() && status.leads() && status.silence().isEmpty());
  }

  @Test
  void onlyItsOperatorEndsAnEpochAndOnlyOneOfSeveral() {
    NodeClient client = node.operator();
    assertEquals(401, client.post("/stop", Bytes.EMPTY).status());
    assertEquals(401, client.post("/stop", "Bearer " + "0".repeat(32), Bytes.EMPTY).status());
    NodeClient.Answer alone = client.post("/stop", "Bearer " + RunningNode.TOKEN, Bytes.EMPTY);
    assertEquals(409, alone.status());
    assertEquals("alone", alone.title());
    assertEquals(
        Optional.of(0L),
        MemberStatus.parse(node.client().get("/status").body()).map(MemberStatus::epoch));
  }

  @Test
  void theCommandSaysWhoAnswers() {
    String url = node.client().uri("").toString();
    Terminal.Outcome well = Terminal.run("alliance", "status", url);
    assertEquals(0, well.code(), well.err());
    assertTrue(well.out().startsWith(Alliance.MEMBER + ": epoch 0, certified 2 "), well.out());
    Terminal.Outcome half = Terminal.run("alliance", "status", url + "/", "http://127.0.0.1:1");
    assertEquals(1, half.code());
    assertTrue(half.out().contains("http://127.0.0.1:1: MISSING"), half.out());
    for (String nowhere : new String[] {"http://127.0.0.1:1", "http://["}) {
      assertEquals(69, Terminal.run("alliance", "status", nowhere).code(), nowhere);
    }
    for (String none : new String[] {"nonsense", "ftp://x", "127.0.0.1:8090"}) {
      for (String asking : new String[] {"status", "proposals"}) {
        Terminal.Outcome typo = Terminal.run("alliance", asking, none);
        assertEquals(64, typo.code(), typo.err());
        assertTrue(typo.err().contains("'" + none + "' is no address of a node"), typo.err());
      }
    }
    assertEquals(64, Terminal.run("alliance", "status").code());
    assertEquals(64, Terminal.run("alliance", "status", "--dir", folder, url).code());
  }
}
