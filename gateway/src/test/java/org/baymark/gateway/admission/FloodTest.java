package org.baymark.gateway.admission;

import static org.baymark.gateway.GatewayFixture.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.baymark.gateway.GatewayFixture;
import org.baymark.gateway.TestDevice;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Suite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A flood of nonsense costs its own history and nothing else. */
class FloodTest {
  private static final TestDevice DEVICE = TestDevice.named("a", Suite.EDDSA);
  private static final int NONSENSE_TO_ONE = 30;
  private static final int STATEMENTS = 200;

  @TempDir Path folder;
  private GatewayFixture gateway;

  @BeforeEach
  void start() {
    gateway = GatewayFixture.start(folder).with(DEVICE);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private Future<Outcome> take(Bytes bytes, String sender) {
    return gateway.intake.take(new Arrival(bytes, "mqtt", sender, Optional.empty()));
  }

  @Test
  void refusedAndAcceptedShareCommitsAndTheQuarantineStaysSmall() throws IOException {
    CountDownLatch open = new CountDownLatch(1);
    Future<Integer> plug = gateway.holdUpTheDatabase(open);
    List<Future<Outcome>> said = new ArrayList<>();
    List<Future<Outcome>> nonsense = new ArrayList<>();
    for (int i = 0; i < STATEMENTS; i++) {
      for (int j = 0; j < NONSENSE_TO_ONE; j++) {
        nonsense.add(take(Bytes.ofUtf8("nonsense " + i + " " + j), "stranger " + j));
      }
      said.add(take(DEVICE.says(1, i).encoded(), DEVICE.topic()));
    }
    gateway.intake.close(); // all of it was judged and waits for the disk
    int before = commits();
    open.countDown();
    join(plug);
    for (Future<Outcome> one : said) {
      assertEquals(new Outcome.Accepted(false, false), join(one));
    }
    for (Future<Outcome> one : nonsense) {
      assertTrue(join(one) instanceof Outcome.Refused);
    }
    // A work holds one message or more, as the verifiers were quick or slow; a commit 1,024 works.
    int messages = said.size() + nonsense.size();
    int made = commits() - before;
    assertTrue(made >= 1 && made <= messages / 1024 + 1, made + " commits");
    assertEquals(STATEMENTS, gateway.stored().size());
    assertEquals(100, gateway.refused().size()); // as the fixture bounds it
  }

  /** Counts the commits in the write-ahead log: frames that carry a size (fileformat2, 4.1). */
  private int commits() throws IOException {
    ByteBuffer log = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("gateway.db-wal")));
    int pageSize = log.getInt(8);
    int commits = 0;
    for (int frame = 32; frame + 24 + pageSize <= log.limit(); frame += 24 + pageSize) {
      commits += log.getInt(frame + 4) == 0 ? 0 : 1;
    }
    return commits;
  }
}
