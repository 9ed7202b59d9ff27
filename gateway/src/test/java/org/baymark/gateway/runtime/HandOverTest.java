package org.baymark.gateway.runtime;

import static org.baymark.gateway.GatewayFixture.join;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HandOverTest {
  @Test
  void whatThrowsHoldsUpNothingBehindItAndIsReported() throws InterruptedException {
    Vertx vertx = Vertx.vertx();
    try {
      BlockingQueue<Integer> received = new LinkedBlockingQueue<>();
      BlockingQueue<Throwable> reported = new LinkedBlockingQueue<>();
      Context context = vertx.getOrCreateContext();
      context.exceptionHandler(reported::add);
      HandOver<Integer> values =
          new HandOver<>(
              context,
              value -> {
                if (value % 2 == 0) {
                  throw new IllegalStateException("even: " + value);
                }
                received.add(value);
              });
      context.runOnContext(
          on -> {
            for (int value = 0; value < 6; value++) { // all before the first turn
              values.give(value);
            }
          });
      List<Integer> all = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        all.add(Objects.requireNonNull(received.poll(30, TimeUnit.SECONDS)));
      }
      assertEquals(List.of(1, 3, 5), all);
      for (int even = 0; even < 6; even += 2) {
        Throwable thrown = Objects.requireNonNull(reported.poll(30, TimeUnit.SECONDS));
        assertEquals("even: " + even, thrown.getMessage());
      }
    } finally {
      join(vertx.close());
    }
  }
}
