package org.baymark.sim.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.statement.Unverified;
import org.baymark.sim.uplink.Answer;
import org.baymark.sim.uplink.Answer.Outcome;
import org.baymark.sim.uplink.Uplink;
import org.junit.jupiter.api.Test;

class LoadTest {
  private final BenchDevice device =
      new BenchDevice(
          new DevUrn("urn:dev:ops:32473-bench-0000"),
          SigningKey.ofSecret(Suite.EDDSA, new Random(1)::nextBytes));

  /** Keeps what it is sent; somebody else answers. */
  private static final class Held implements Uplink {
    private final List<Bytes> sent = new ArrayList<>();
    private final List<CompletableFuture<Answer>> open = new ArrayList<>();

    @Override
    public CompletableFuture<Answer> send(DevUrn issuer, Bytes statement) {
      sent.add(statement);
      open.add(new CompletableFuture<>());
      return open.get(open.size() - 1);
    }

    void answer(Outcome outcome) {
      open.remove(0).complete(new Answer(outcome, ""));
    }

    @Override
    public void close() {}
  }

  @Test
  void fullLoadKeepsTheWindowFullUntilNothingIsReady() throws InterruptedException {
    device.prepare(5, Instant.EPOCH);
    Held uplink = new Held();
    Load load = new Load(List.of(new Load.Line(device, uplink)));
    Latencies latencies = new Latencies();
    Load.Running running = load.full(2, latencies);
    assertEquals(2, uplink.sent.size());
    uplink.answer(Outcome.ACCEPTED);
    assertEquals(3, uplink.sent.size());
    uplink.answer(Outcome.REFUSED);
    uplink.answer(Outcome.ACCEPTED);
    uplink.answer(Outcome.ACCEPTED);
    uplink.answer(Outcome.ACCEPTED);
    running.stop();
    assertEquals(5, uplink.sent.size());
    assertEquals(4, load.acknowledged());
    assertEquals(1, load.others());
    assertEquals(5, latencies.summary().count());
  }

  @Test
  void statementsAreOfAboutTwoHundredBytesAndInOrder() {
    for (int i = 0; i < 1_000; i++) {
      Bytes encoded = device.next(Instant.ofEpochSecond(1_800_000_000)).encoded();
      assertTrue(encoded.size() >= 180 && encoded.size() <= 215, encoded.size() + " bytes");
      Unverified said = Unverified.parse(encoded).toOptional().orElseThrow();
      assertEquals(i, said.position().seq());
      assertTrue(said.verifiedBy(device.key().verifyingKey()).isPresent());
    }
  }
}
