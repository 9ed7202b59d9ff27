package org.baymark.node.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.baymark.node.Alliance;
import org.baymark.node.FreePorts;
import org.baymark.node.TestGateway;
import org.baymark.node.ledger.Command;
import org.baymark.node.running.NodeClient.Answer;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.ConsistencyProof;
import org.baymark.protocol.merkle.HashPath;
import org.baymark.protocol.registration.Request;
import org.baymark.protocol.statement.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real program, killed with SIGKILL again and again while a gateway files batches. */
class NodeKillIT {
  private static final int LIVES = 5;
  private static final int RECEIPTS_A_LIFE = 25;

  private final TestGateway gateway = TestGateway.of("gateway");
  private final Map<Long, Sign1> receipts = new LinkedHashMap<>();
  private final List<Checkpoint> seen = new ArrayList<>();

  @TempDir Path temporary;

  @Test
  void nothingThatWasAnsweredIsLostAndNoHeadContradictsAnother() throws Exception {
    Path dir = temporary.resolve("node");
    int port = FreePorts.next();
    String listen = "127.0.0.1:" + port;
    assertEquals(
        0,
        Program.run(
            "node",
            "init",
            "--dir",
            dir.toString(),
            "--listen",
            listen,
            "--checkpoint-every",
            "100ms"));
    NodeClient node = new NodeClient("http://" + listen);
    for (int life = 0; life < LIVES; life++) {
      try (Program running = Program.start(dir)) {
        assertEquals("ready http://" + listen, running.readyLine());
        if (life == 0) {
          admit(dir);
        }
        fileUntilKilled(node, running);
      }
    }
    try (Program running = Program.start(dir)) {
      running.readyLine();
      everythingIsThere(node);
      assertEquals(0, running.terminate(), "told to stop, it stops");
    }
    assertFalse(Files.readString(dir.resolve("logs/node.log")).contains("\tat "));
  }

  private void admit(Path dir) throws Exception {
    Sign1 card =
        new Request.Register(Alliance.registration(gateway.name(), Kind.BATCH))
            .sign(gateway.key(), gateway.name(), 1);
    Path file = Files.write(temporary.resolve("gateway.card"), card.encoded().toArray());
    assertEquals(0, Program.run("node", "admit", "--dir", dir.toString(), file.toString()));
  }

  /** Files on and on; after some receipts the node is killed, wherever it is just then. */
  private void fileUntilKilled(NodeClient node, Program running) throws InterruptedException {
    Semaphore answered = new Semaphore(0);
    Thread killer =
        new Thread(
            () -> {
              answered.acquireUninterruptibly(RECEIPTS_A_LIFE);
              running.kill();
            });
    killer.start();
    try {
      while (true) {
        Command.FileBatch batch = gateway.seal(TestGateway.about("pallet", gateway.number() + 1));
        // Asked before and not answered, it may be in the log already: the receipt is the same.
        Answer answer = node.post("/batches", TestGateway.body(batch.header(), batch.subjects()));
        receipts.put(answer.receiptIndex(batch.header().id()), batch.header());
        gateway.filed(batch);
        seen.add(checkpoint(node));
        answered.release();
      }
    } catch (UncheckedIOException killed) {
      killer.join();
    }
  }

  private static Checkpoint checkpoint(NodeClient node) {
    return SignedCheckpoint.parse(node.get("/checkpoint").body())
        .toOptional()
        .orElseThrow()
        .checkpoint();
  }

  private void everythingIsThere(NodeClient node) throws RefusalException {
    assertTrue(receipts.size() >= LIVES * RECEIPTS_A_LIFE);
    long last = receipts.keySet().stream().reduce((a, b) -> b).orElseThrow();
    Checkpoint now = checkpoint(node);
    while (now.size() <= last) {
      now = checkpoint(node); // the node closes one in its own time
    }
    for (Map.Entry<Long, Sign1> receipt : receipts.entrySet()) {
      assertEquals(receipt.getValue().encoded(), node.get("/entries/" + receipt.getKey()).body());
    }
    for (Checkpoint before : seen) {
      Answer answer = node.get("/consistency?from=" + before.size() + "&to=" + now.size());
      ConsistencyProof proof =
          new ConsistencyProof(
              before.size(), now.size(), HashPath.read(CborReader.open(answer.body())));
      assertTrue(proof.proves(before.root(), now.root()), before + " and " + now);
    }
  }
}
