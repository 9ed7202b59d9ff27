package org.baymark.sim.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.sim.fleet.Delivery;
import org.baymark.sim.fleet.Delivery.Intent;
import org.baymark.sim.uplink.Answer;
import org.baymark.sim.uplink.Answer.Outcome;
import org.baymark.sim.uplink.Uplink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CourierTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Answer YES = new Answer(Outcome.ACCEPTED, "");

  private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(2);
  private final Tally tally = new Tally();
  private final Courier courier = new Courier(scheduler, tally);

  @AfterEach
  void stop() {
    scheduler.shutdownNow();
  }

  /** Answers on another thread with what its script says for the n-th call; then accepts. */
  private final class Scripted implements Uplink {
    private final List<Outcome> script;
    private final List<Bytes> arrived = Collections.synchronizedList(new ArrayList<>());

    Scripted(Outcome... script) {
      this.script = List.of(script);
    }

    @Override
    public CompletableFuture<Answer> send(DevUrn issuer, Bytes statement) {
      int call = arrived.size();
      arrived.add(statement);
      Answer answer = call < script.size() ? new Answer(script.get(call), "x (1): y") : YES;
      return CompletableFuture.supplyAsync(() -> answer, scheduler);
    }

    @Override
    public void close() {}
  }

  private static List<Delivery> deliveries(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Bytes.ofUtf8("statement " + i))
        .map(
            bytes ->
                new Delivery(
                    new DevUrn("urn:dev:org:32473-a"), bytes, Digest.sha256(bytes), Intent.HONEST))
        .toList();
  }

  private static List<Bytes> bytes(List<Delivery> deliveries) {
    return deliveries.stream().map(Delivery::encoded).toList();
  }

  @Test
  void whatOneDeviceSaysArrivesInOrder() throws InterruptedException {
    Scripted uplink = new Scripted();
    Courier.Lane lane = courier.lane(uplink);
    List<Delivery> all = deliveries(500);
    for (int i = 0; i < 500; i += 10) {
      lane.add(all.subList(i, i + 10));
    }
    assertTrue(courier.awaitQuiet(LONG));
    assertEquals(bytes(all), uplink.arrived);
    assertEquals(500, tally.numbers().accepted());
  }

  @Test
  void busyAndLostAreSentAgainAndCountOnce() throws InterruptedException {
    Scripted uplink = new Scripted(Outcome.BUSY, Outcome.LOST, Outcome.ACCEPTED, Outcome.LOST);
    List<Delivery> all = deliveries(2);
    courier.lane(uplink).add(all);
    assertTrue(courier.awaitQuiet(LONG));
    Bytes first = all.get(0).encoded();
    Bytes second = all.get(1).encoded();
    assertEquals(List.of(first, first, first, second, second), uplink.arrived);
    assertEquals(2, tally.numbers().sent());
    assertEquals(2, tally.numbers().accepted());
  }

  @Test
  void aRefusalIsTheLastWord() throws InterruptedException {
    Scripted uplink = new Scripted(Outcome.REFUSED);
    courier.lane(uplink).add(deliveries(2));
    assertTrue(courier.awaitQuiet(LONG));
    assertEquals(2, uplink.arrived.size());
    assertEquals(1, tally.numbers().refusedInAll());
    assertEquals(1, tally.numbers().accepted());
  }

  @Test
  void oneDeviceWithoutAnAnswerHoldsUpNoOther() throws InterruptedException {
    CompletableFuture<Answer> never = new CompletableFuture<>();
    Uplink silent =
        new Uplink() {
          @Override
          public CompletableFuture<Answer> send(DevUrn issuer, Bytes statement) {
            return never;
          }

          @Override
          public void close() {}
        };
    courier.lane(silent).add(deliveries(3));
    Scripted uplink = new Scripted();
    courier.lane(uplink).add(deliveries(4));
    assertFalse(courier.awaitQuiet(Duration.ofMillis(300)));
    assertEquals(3, courier.outstanding());
    assertEquals(4, uplink.arrived.size());
    assertEquals(1, tally.numbers().unanswered());
  }
}
