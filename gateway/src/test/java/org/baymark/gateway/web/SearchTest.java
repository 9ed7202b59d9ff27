package org.baymark.gateway.web;

import static org.baymark.gateway.GatewayFixture.join;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.baymark.gateway.OutgoingFixture;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.TestNode;
import org.baymark.gateway.store.StoredStatements;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.Suite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An id is found however old it is, and nobody waits for a search. */
class SearchTest {
  private static final TestDevice ONE = TestDevice.named("one", Suite.EDDSA);
  private static final Digest STRANGER = Digest.sha256(Bytes.EMPTY);
  private static final int ROWS = 25_000;

  @TempDir Path folder;
  private TestNode node;
  private OutgoingFixture gateway;
  private Search search;

  @BeforeEach
  void start() {
    node = OutgoingFixture.node();
    gateway = new OutgoingFixture(folder, node).with(ONE);
    search = new Search(gateway.database, gateway.statements);
  }

  @AfterEach
  void stop() {
    gateway.close();
    node.close();
  }

  @Test
  void theOldestAndTheNewestAreFoundAndStrangersAreNot() {
    assertEquals(Map.of(), join(search.find(Set.of(STRANGER))));
    gateway.take(ONE.says(1, 0));
    gateway.inStore(transaction -> StoredStatements.multiply(transaction, ROWS));
    gateway.take(ONE.says(2, 0));
    Digest oldest = ONE.says(1, 0).id();
    Digest newest = ONE.says(2, 0).id();
    assertEquals(
        Map.of(oldest, 1L, newest, ROWS + 2L), join(search.find(Set.of(oldest, STRANGER, newest))));
  }

  @Test
  void whoReadsMeanwhileDoesNotWaitForItsEnd() {
    gateway.take(ONE.says(1, 0));
    gateway.inStore(transaction -> StoredStatements.multiply(transaction, ROWS));
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch second = new CountDownLatch(1);
    // The first reader is held up, and what waits there keeps the search on the second.
    Future<Integer> held = hold(first);
    Future<Integer> behind = gateway.database.read(transaction -> 0);
    hold(second);
    List<String> order = new CopyOnWriteArrayList<>();
    Future<?> found = search.find(Set.of(STRANGER)).onSuccess(nothing -> order.add("search"));
    Future<Integer> more = gateway.database.read(transaction -> 0);
    Future<?> reads =
        gateway
            .database
            .read(transaction -> 0)
            .compose(one -> gateway.database.read(transaction -> 0))
            .onSuccess(two -> order.add("two reads"));
    second.countDown();
    join(found);
    join(reads);
    assertEquals(List.of("two reads", "search"), order);
    first.countDown();
    join(Future.all(held, behind, more));
  }

  /** A read that runs until the latch opens; comes back when it runs. */
  private Future<Integer> hold(CountDownLatch until) {
    CountDownLatch runs = new CountDownLatch(1);
    Future<Integer> read =
        gateway.database.read(
            transaction -> {
              runs.countDown();
              await(until);
              return 0;
            });
    await(runs);
    return read;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
