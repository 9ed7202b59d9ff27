package org.baymark.gateway.store;

import static org.baymark.gateway.GatewayFixture.NOW;
import static org.baymark.gateway.GatewayFixture.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.store.Outbox.Item;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.registration.Registration;
import org.baymark.protocol.registration.Request;
import org.baymark.protocol.registration.Revocation;
import org.baymark.protocol.statement.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One queue: what was put in comes out in that order, until it was taken or refused. */
class OutboxTest {
  private static final int TOGETHER = 4;
  private static final TestDevice SELF = TestDevice.named("gateway", Suite.EDDSA);
  private static final TestDevice ONE = TestDevice.named("one", Suite.EDDSA);
  private static final TestDevice TWO = TestDevice.named("two", Suite.EDDSA);

  @TempDir Path folder;
  private final Outbox outbox = new Outbox(SELF.name(), SELF.key());
  private Database database;

  @BeforeEach
  void open() {
    database = Database.open(folder);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private <T> T write(SqlWork<T> work) {
    return join(database.write(work));
  }

  private static Request register(TestDevice device) {
    return new Request.Register(
        new Registration(
            device.name(), device.key().verifyingKey(), "the test", Set.of(Kind.SCAN), 0));
  }

  private static Request revoke(TestDevice device) {
    Digest thumbprint = device.key().verifyingKey().thumbprint();
    return new Request.Revoke(
        new Revocation(device.name(), thumbprint, OptionalLong.empty(), "lost"));
  }

  private void enqueue(Request request) {
    write(
        transaction -> {
          outbox.enqueueRequest(transaction, request, NOW);
          return 0;
        });
  }

  private Optional<Item> next() {
    return items().stream().findFirst();
  }

  private void taken(Item item, long index) {
    write(
        transaction -> {
          outbox.taken(transaction, item.place(), index);
          return 0;
        });
  }

  @Test
  void whatWasPutInComesOutInThatOrderAlsoAfterRestarts() {
    enqueue(register(ONE));
    write(
        transaction -> {
          outbox.enqueueBatch(transaction, 1, NOW);
          return 0;
        });
    enqueue(register(TWO));
    enqueue(revoke(ONE));
    List<String> order = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      database.close();
      open();
      Item item = next().orElseThrow();
      assertEquals(item, next().orElseThrow());
      order.add(
          item.match(
              batch -> "batch " + batch.number(),
              request -> (request.registers() ? "register " : "revoke ") + request.name()));
      taken(item, 10 + i);
    }
    assertEquals(
        List.of(
            "register " + ONE.name(), "batch 1", "register " + TWO.name(), "revoke " + ONE.name()),
        order);
    assertEquals(Optional.empty(), next());
  }

  private List<Item> items() {
    return write(transaction -> outbox.front(transaction, TOGETHER));
  }

  private List<String> front() {
    return items().stream()
        .map(
            item ->
                item.match(
                    batch -> "batch " + batch.number(),
                    request -> (request.registers() ? "" : "revoke ") + request.name().text()))
        .toList();
  }

  @Test
  void registrationsOfSeveralDevicesGoTogetherAndNothingElseDoes() {
    assertEquals(List.of(), front());
    TestDevice next = new TestDevice(ONE.name(), TestDevice.named("next", Suite.ES256).key());
    for (Request request :
        List.of(register(ONE), register(TWO), register(next), revoke(TWO), register(TWO))) {
      enqueue(request);
    }
    String one = ONE.name().text();
    String two = TWO.name().text();
    for (List<String> now :
        List.of(List.of(one, two), List.of(one), List.of("revoke " + two), List.of(two))) {
      assertEquals(now, front());
      items().forEach(item -> taken(item, 10));
    }
    assertEquals(List.of(), front());
  }

  @Test
  void soManyGoTogetherAtMost() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i <= TOGETHER; i++) {
      TestDevice device = TestDevice.named("device-" + i, Suite.EDDSA);
      names.add(device.name().text());
      enqueue(register(device));
    }
    assertEquals(names.subList(0, TOGETHER), front());
    // In whatever order they are taken.
    List<Item> now = items();
    taken(now.get(1), 10);
    names.remove(1);
    assertEquals(names, front());
  }

  /** The log lost the registration of a key that its device has gone over from. */
  @Test
  void theKeyThatARevocationEndsIsRegisteredAgainAndNoOther() {
    TestDevice next = new TestDevice(ONE.name(), TWO.key());
    enqueue(register(ONE));
    Item first = next().orElseThrow();
    taken(first, 10);
    enqueue(revoke(ONE));
    write(
        transaction -> {
          outbox.enqueueSuccessor(
              transaction, register(next).match(wish -> wish, end -> fail("a revocation")), NOW);
          return 0;
        });
    Item.OfRequest revocation = (Item.OfRequest) next().orElseThrow();
    boolean isAgain = write(transaction -> outbox.registerAgain(transaction, revocation));
    assertTrue(isAgain);
    assertEquals(first, next().orElseThrow());
    boolean isOnceMore = write(transaction -> outbox.registerAgain(transaction, revocation));
    assertFalse(isOnceMore);
  }

  @Test
  void aRequestIsSignedByTheGatewayWhenItIsQueued() {
    enqueue(register(ONE));
    Item.OfRequest item = (Item.OfRequest) next().orElseThrow();
    Sign1 signed = Sign1.parse(item.signed(), 65_535).toOptional().orElseThrow();
    assertTrue(signed.signedBy(SELF.key().verifyingKey()));
    assertEquals(OptionalLong.of(NOW.getEpochSecond()), signed.claims().issuedAt());
    assertEquals(register(ONE), Request.parse(signed).toOptional().orElseThrow());
  }

  @Test
  void whatIsUndoneWasNeverQueued() {
    assertThrows(
        CompletionException.class,
        () ->
            write(
                transaction -> {
                  outbox.enqueueRequest(transaction, register(ONE), NOW);
                  throw new IllegalStateException("the device was not added after all");
                }));
    assertEquals(Optional.empty(), next());
  }

  @Test
  void whatIsRefusedIsOutOfTheWay() {
    enqueue(register(ONE));
    enqueue(register(TWO));
    Item refused = next().orElseThrow();
    write(
        transaction -> {
          outbox.refused(transaction, refused.place(), "key-taken");
          return 0;
        });
    taken(next().orElseThrow(), 5);
    assertEquals(Optional.empty(), next());
    var fates = write(outbox::registrations);
    assertEquals(
        new Outbox.Fate(OptionalLong.empty(), Optional.of("key-taken")), fates.get(ONE.name()));
    assertEquals(new Outbox.Fate(OptionalLong.of(5), Optional.empty()), fates.get(TWO.name()));
  }

  /** A receipt is one member's word: until there is a proof, it waits still. */
  @Test
  void whatWaitsIsCountedUntilItIsProven() {
    assertEquals(new Queued(0, Optional.empty()), write(Queued::of));
    write(
        transaction -> {
          outbox.enqueueBatch(transaction, 1, NOW);
          outbox.enqueueBatch(transaction, 2, NOW.plusSeconds(60));
          return 0;
        });
    enqueue(register(ONE));
    assertEquals(new Queued(3, Optional.of(NOW)), write(Queued::of));
    taken(next().orElseThrow(), 7);
    taken(next().orElseThrow(), 8);
    taken(next().orElseThrow(), 9);
    assertEquals(new Queued(2, Optional.of(NOW)), write(Queued::of));
    write(tx -> tx.update("INSERT INTO anchored (only, batch) VALUES (1, 1)"));
    assertEquals(new Queued(1, Optional.of(NOW.plusSeconds(60))), write(Queued::of));
    write(tx -> tx.update("UPDATE anchored SET batch = 2"));
    assertEquals(new Queued(0, Optional.empty()), write(Queued::of));
  }

  private boolean awaits(long size) {
    return write(transaction -> outbox.hasRequestBeyond(transaction, size));
  }

  @Test
  void whatTheHeadDoesNotCoverIsAwaited() {
    assertFalse(awaits(0));
    enqueue(register(ONE));
    enqueue(register(TWO));
    assertFalse(awaits(0));
    taken(next().orElseThrow(), 7);
    taken(next().orElseThrow(), 3); // it stood there already
    assertTrue(awaits(7));
    assertFalse(awaits(8));
  }
}
