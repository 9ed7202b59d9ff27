package org.baymark.sim.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.statement.Reading;
import org.baymark.sim.uplink.Answer;
import org.baymark.sim.uplink.Answer.Outcome;
import org.baymark.sim.uplink.Uplink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SenderTest {
  private static final SigningKey KEY = SigningKey.ofSecret(Suite.EDDSA, new Random(1)::nextBytes);

  private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
  private final Tally tally = new Tally();

  /** Answers as it is told to, at once or never. */
  private static final class Scripted implements Uplink {
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<Bytes> sent = new ArrayList<>();

    @Override
    public synchronized CompletableFuture<Answer> send(DevUrn issuer, Bytes statement) {
      sent.add(statement);
      Answer next = answers.pollFirst();
      return next == null ? new CompletableFuture<>() : CompletableFuture.completedFuture(next);
    }

    @Override
    public void close() {}
  }

  @AfterEach
  void stop() {
    scheduler.shutdownNow();
  }

  private static Sign1 said() {
    ReplayDevice device =
        new ReplayDevice(new DevUrn("urn:dev:org:32473-a"), KEY, 1, Optional.empty());
    return device.say(
        List.of(Reading.of("t", "", BigDecimal.valueOf(1L << 30), BigDecimal.ONE)),
        Instant.ofEpochSecond(1));
  }

  private static Answer answer(Outcome outcome, String text) {
    return new Answer(outcome, text);
  }

  @Test
  void whatIsBusyOrLostIsSentAgainTheSameBytes() throws InterruptedException {
    Scripted uplink = new Scripted();
    uplink.answers.add(answer(Outcome.BUSY, "busy (37): full"));
    uplink.answers.add(answer(Outcome.LOST, "no answer"));
    uplink.answers.add(answer(Outcome.ACCEPTED, ""));
    Sender sender = new Sender(uplink, scheduler, tally);
    Sign1 said = said();
    sender.send(said, 3);
    sender.awaitQuiet();
    assertEquals(List.of(said.encoded(), said.encoded(), said.encoded()), uplink.sent);
    Tally.Numbers numbers = tally.numbers();
    assertEquals(3, numbers.sentRows());
    assertEquals(1, numbers.sentStatements());
    assertEquals(3, numbers.acknowledgedRows());
    assertEquals(1, numbers.busy());
    assertEquals(1, numbers.lost());
    assertEquals(List.of(said.id()), tally.acknowledgedIds());
  }

  @Test
  void whatIsRefusedIsCountedByItsReason() throws InterruptedException {
    Scripted uplink = new Scripted();
    uplink.answers.add(answer(Outcome.REFUSED, "revoked-key (36): it is"));
    Sender sender = new Sender(uplink, scheduler, tally);
    sender.send(said(), 2);
    sender.awaitQuiet();
    assertEquals(Map.of("revoked-key", 2L), tally.numbers().refused());
    assertEquals(Optional.of("revoked-key (36): it is"), tally.numbers().lastRefusal());
    assertTrue(tally.acknowledgedIds().isEmpty());
  }

  @Test
  void aStoppedSenderDoesNotTryAgainAndNobodyWaitsForIt() throws InterruptedException {
    Scripted uplink = new Scripted();
    uplink.answers.add(answer(Outcome.LOST, "no answer"));
    Sender sender = new Sender(uplink, scheduler, tally);
    sender.stop();
    sender.send(said(), 1);
    sender.awaitQuiet(Duration.ofMillis(1));
    assertEquals(1, uplink.sent.size());
    assertTrue(scheduler.getQueue().isEmpty());
  }
}
