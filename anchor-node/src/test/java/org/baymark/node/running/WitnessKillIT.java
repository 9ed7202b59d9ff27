package org.baymark.node.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import org.baymark.node.FreePorts;
import org.baymark.node.running.NodeClient.Answer;
import org.baymark.node.witness.OtherLog;
import org.baymark.protocol.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real program as a witness, killed with SIGKILL again and again while a log grows. */
class WitnessKillIT {
  private static final int LIVES = 4;
  private static final int COSIGNED_A_LIFE = 15;

  private final OtherLog log = new OtherLog("other.example/log");

  @TempDir Path temporary;

  @Test
  void whatLeftTheNodeIsRememberedByTheNextOne() throws Exception {
    Path dir = temporary.resolve("node");
    int port = FreePorts.next();
    String listen = "127.0.0.1:" + port;
    assertEquals(0, Program.run("node", "init", "--dir", dir.toString(), "--listen", listen));
    String policy = "log " + log.key().vkey() + "\nquorum none\n";
    Files.writeString(dir.resolve("watched-logs.policy"), policy);
    NodeClient node = new NodeClient("http://" + listen);
    long cosigned = 0;
    for (int life = 0; life < LIVES; life++) {
      try (Program running = Program.start(dir)) {
        assertEquals("ready http://" + listen, running.readyLine());
        long remembered = size(node);
        // The one that was asked for when the node died may be recorded without an answer.
        assertTrue(
            remembered == cosigned || remembered == cosigned + 1, remembered + " of " + cosigned);
        cosigned = growUntilKilled(node, running, remembered);
      }
    }
    assertTrue(cosigned >= LIVES * COSIGNED_A_LIFE, cosigned + " sizes");
  }

  /** A size of 0 that is not right tells the right one (C2SP tlog-witness). */
  private long size(NodeClient node) {
    log.grow(1, "entry ");
    Answer answer = node.post("/add-checkpoint", Bytes.ofUtf8(log.ask(0, log.size())));
    return answer.status() == 200 ? log.size() : Long.parseLong(answer.body().utf8().strip());
  }

  private long growUntilKilled(NodeClient node, Program running, long from)
      throws InterruptedException {
    Semaphore answered = new Semaphore(0);
    Thread killer =
        new Thread(
            () -> {
              answered.acquireUninterruptibly(COSIGNED_A_LIFE);
              running.kill();
            });
    killer.start();
    long cosigned = from;
    try {
      while (true) {
        if (log.size() <= cosigned) {
          log.grow(1, "entry ");
        }
        Bytes body = Bytes.ofUtf8(log.ask(cosigned, cosigned + 1));
        assertEquals(200, node.post("/add-checkpoint", body).status());
        cosigned++;
        answered.release();
      }
    } catch (UncheckedIOException killed) {
      killer.join();
    }
    return cosigned;
  }
}
