package org.baymark.gateway.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LaneTest {
  private final BlockingQueue<List<Integer>> groups = new LinkedBlockingQueue<>();

  @Test
  void whatWaitsComesAsOneGroupInOrderAndTheBoundIsTold() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Lane<Integer> lane =
        new Lane<>(
            "a lane",
            5,
            3,
            group -> {
              groups.add(group);
              started.countDown();
              await(go);
            });
    assertTrue(lane.offer(0));
    started.await();
    for (int i = 1; i <= 5; i++) {
      assertTrue(lane.offer(i));
    }
    assertFalse(lane.offer(6));
    assertEquals(5, lane.waiting());
    go.countDown();
    lane.close();
    assertEquals(List.of(List.of(0), List.of(1, 2, 3), List.of(4, 5)), new ArrayList<>(groups));
    assertFalse(lane.offer(7));
  }

  /** Without the end of a delay of hours: by a full group, or when the lane is closed. */
  @Test
  void whatWaitsForOthersComesWhenThereAreEnoughOrTheLaneCloses() throws InterruptedException {
    Lane<Integer> lane = new Lane<>("a patient lane", 9, 3, Duration.ofHours(9), groups::add);
    for (int i = 0; i < 3; i++) {
      lane.offer(i);
    }
    assertEquals(List.of(0, 1, 2), groups.take());
    lane.offer(3);
    lane.close();
    assertEquals(List.of(3), groups.take());
  }

  @Test
  void whatNobodyComesForGoesAfterTheDelay() throws InterruptedException {
    Lane<Integer> lane = new Lane<>("a lane", 9, 3, Duration.ofMillis(20), groups::add);
    lane.offer(0);
    assertEquals(List.of(0), groups.take());
    lane.close();
  }

  @Test
  void aFailedGroupCostsNoOther() {
    Lane<Integer> lane =
        new Lane<>(
            "a lane with a fault, logged once",
            5,
            1,
            group -> {
              if (group.get(0) == 0) {
                throw new IllegalStateException("a fault of this group");
              }
              groups.add(group);
            });
    lane.offer(0);
    lane.offer(1);
    lane.close();
    assertEquals(List.of(List.of(1)), new ArrayList<>(groups));
  }

  @Test
  void aTaskAnswersOrFailsOrIsTooMuch() {
    CountDownLatch go = new CountDownLatch(1);
    Tasks tasks = new Tasks("tasks", 2);
    CountDownLatch started = new CountDownLatch(1);
    var first =
        tasks.call(
            () -> {
              started.countDown();
              await(go);
              return "first";
            });
    await(started);
    var second = tasks.call(() -> "second");
    var third =
        tasks.call(
            () -> {
              throw new IllegalStateException("third");
            });
    var fourth = tasks.call(() -> "fourth");
    assertTrue(fourth.cause() instanceof BusyException);
    go.countDown();
    tasks.close();
    assertEquals("first", first.result());
    assertEquals("second", second.result());
    assertThrows(
        CompletionException.class, () -> third.toCompletionStage().toCompletableFuture().join());
  }

  @Test
  void whatIsHandedOverArrivesOnTheContextInOrder() throws InterruptedException {
    Vertx vertx = Vertx.vertx();
    Context context = vertx.getOrCreateContext();
    int count = 10_000;
    List<Integer> received = new ArrayList<>();
    CountDownLatch all = new CountDownLatch(count);
    HandOver<Integer> handOver =
        new HandOver<>(
            context,
            value -> {
              assertEquals(context, Vertx.currentContext());
              received.add(value);
              all.countDown();
            });
    IntStream.range(0, count).forEach(handOver::give);
    all.await();
    assertEquals(IntStream.range(0, count).boxed().toList(), received);
    vertx.close();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
