package org.baymark.node.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.baymark.node.Alliance;
import org.baymark.node.TestGateway;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.registration.Request;
import org.baymark.protocol.statement.Kind;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client, a log and a witness that share no code with us: others.py, in plain Python. */
class OtherToolsTest {
  private static final Path SCRIPT = Path.of("src/test/python/others.py");

  @TempDir Path folder;

  @BeforeAll
  static void python() throws InterruptedException {
    try {
      Process version = new ProcessBuilder("python3", "--version").start();
      assertEquals(0, version.waitFor());
    } catch (IOException e) {
      String sentence = "there is no python3 here: what tools of others see is not tested";
      if (System.getenv("CI") != null) {
        fail(sentence);
      }
      assumeTrue(false, sentence);
    }
  }

  private static ProcessBuilder python(String... words) {
    List<String> command = new ArrayList<>(List.of("python3", SCRIPT.toString()));
    command.addAll(List.of(words));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  private static String run(String... words) throws IOException, InterruptedException {
    Process process = python(words).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor(), "others.py " + String.join(" ", words));
    return said.strip();
  }

  private static SignedCheckpoint checkpoint(NodeClient node) {
    return SignedCheckpoint.parse(node.get("/checkpoint").body()).toOptional().orElseThrow();
  }

  private static void grow(NodeClient operator, int count) {
    for (int i = 0; i < count; i++) {
      TestGateway gateway = TestGateway.of("gateway" + i);
      Bytes card =
          new Request.Register(Alliance.registration(gateway.name(), Kind.BATCH))
              .sign(gateway.key(), gateway.name(), 1)
              .encoded();
      assertEquals(200, operator.post("/gateways", "Bearer " + RunningNode.TOKEN, card).status());
    }
  }

  @Test
  void anotherClientReadsTheWholeLogAndComesToItsRoot() throws Exception {
    Path policy = Files.writeString(folder.resolve("trust"), TilesApiTest.trustText());
    try (RunningNode running = new RunningNode(folder, Duration.ofMillis(300))) {
      NodeClient node = running.client();
      grow(running.operator(), 300);
      while (checkpoint(node).checkpoint().size() < 302) {
        Thread.sleep(50);
      }
      String said = run("read", node.uri("").toString(), policy.toString());
      // The log may have grown while it was read: what counts is the head that was read.
      long size = Long.parseLong(said.split("[ ,]")[1]);
      assertTrue(size >= 302, said);
      String root = ", root " + TilesApiTest.rootOf(node, size).hex() + ", " + size + " entries";
      assertTrue(said.startsWith("size " + size + root), said);
      assertTrue(said.endsWith("4 proofs, 2 lines"), said);
    }
  }

  @Test
  void anotherLogIsWitnessedByThisMember() throws Exception {
    String vkey = run("log-vkey");
    Files.writeString(folder.resolve("watched-logs.policy"), "log " + vkey + "\nquorum none\n");
    try (RunningNode running = new RunningNode(folder, Duration.ofHours(1))) {
      String url = running.client().uri("").toString();
      String witness = Files.readString(folder.resolve("witness.vkey")).strip();
      assertEquals("witnessed to size 300", run("log", url, witness));
    }
  }

  @Test
  void anotherWitnessCosignsThisLog() throws Exception {
    Process witness = python("witness", "python.example/witness").start();
    try (BufferedReader out = witness.inputReader()) {
      String[] said = String.valueOf(out.readLine()).split(" ");
      NoteKey key = NoteKey.parse(said[0]).toOptional().orElseThrow();
      String listed = "witness w " + said[0] + " http://127.0.0.1:" + said[1] + "\nquorum none\n";
      Files.writeString(folder.resolve("outside-witnesses.policy"), listed);
      try (RunningNode running = new RunningNode(folder, Duration.ofHours(1))) {
        NodeClient node = running.client();
        SignedCheckpoint note = checkpoint(node);
        while (note.signatures().size() < 3) {
          Thread.sleep(50);
          note = checkpoint(node);
        }
        assertTrue(key.verifies(note.checkpoint(), note.signatures().get(2)));
      }
    } finally {
      witness.destroyForcibly();
    }
  }
}
