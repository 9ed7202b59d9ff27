package org.baymark.gateway.batch;

import static org.baymark.gateway.GatewayFixture.NOW;
import static org.baymark.gateway.GatewayFixture.join;
import static org.baymark.gateway.OutgoingFixture.SELF;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.baymark.gateway.OutgoingFixture;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.TestNode;
import org.baymark.gateway.runtime.BusyException;
import org.baymark.gateway.store.BatchLog.OwnFiling;
import org.baymark.gateway.store.BatchLog.Parcel;
import org.baymark.protocol.batch.BatchHeader;
import org.baymark.protocol.batch.ShipmentKey;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.batch.SubjectTree;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.Suite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every statement is sealed once, in an unbroken chain, whatever happens in between. */
class BatcherTest {
  private static final TestDevice ONE = TestDevice.named("one", Suite.EDDSA);
  private static final TestDevice TWO = TestDevice.named("two", Suite.EDDSA);
  private static final Subject PALLET = Subject.ofSscc("106141412345678908");
  private static final SealRule RULE = new SealRule(Duration.ofSeconds(60), 3, 1000);

  @TempDir Path folder;
  private TestNode node;
  private OutgoingFixture gateway;
  private Batcher batcher;

  @BeforeEach
  void start() {
    node = OutgoingFixture.node();
    open();
    gateway.with(ONE).with(TWO);
  }

  @AfterEach
  void stop() {
    gateway.close();
    node.close();
  }

  private void open() {
    gateway = new OutgoingFixture(folder, node);
    batcher = gateway.batcher(RULE);
  }

  private void crashAndOpen() {
    gateway.close();
    open();
  }

  private boolean look() {
    return join(batcher.look());
  }

  private record Kept(Sign1 signed, BatchHeader header, List<SubjectEntry> entries) {}

  private Kept kept(long number) {
    Parcel parcel = gateway.inStore(transaction -> gateway.batches.parcel(transaction, number));
    Sign1 signed = Sign1.parse(parcel.header(), 65_535).toOptional().orElseThrow();
    List<SubjectEntry> entries = new ArrayList<>();
    parcel.entries().forEach(it -> entries.add(SubjectEntry.parse(it).toOptional().orElseThrow()));
    return new Kept(signed, BatchHeader.parse(signed).toOptional().orElseThrow(), entries);
  }

  @Test
  void nothingIsSealedBeforeItIsTime() {
    assertFalse(look());
    gateway.take(ONE.says(1, 0), ONE.says(1, 1));
    assertFalse(look());
    gateway.clock.set(NOW.plusSeconds(59));
    assertFalse(look());
    gateway.clock.set(NOW.plusSeconds(60));
    assertTrue(look());
    assertFalse(look());
    assertEquals(NOW.toEpochMilli(), kept(1).header().openedMillis());
    assertEquals(NOW.plusSeconds(60).toEpochMilli(), kept(1).header().sealedMillis());
  }

  @Test
  void aFullBatchIsSealedAtOnceAndTheRestWaits() {
    for (int i = 0; i < 7; i++) {
      gateway.take(ONE.says(1, i));
    }
    assertTrue(look());
    assertTrue(look());
    assertFalse(look());
    assertEquals(3, kept(1).header().statements());
    assertEquals(3, kept(2).header().statements());
    assertEquals(1, gateway.unsealed());
  }

  @Test
  void bytesFillABatchToo() {
    gateway.take(ONE.reports(1, 0, 60), ONE.reports(1, 1, 60));
    assertTrue(look());
    assertEquals(1, kept(1).header().statements());
  }

  @Test
  void theHeaderIsSignedAndCoversEntriesThatTheStatementsMake() {
    gateway.take(TWO.scans(4, 2, PALLET), ONE.says(1, 1), ONE.says(1, 0));
    assertTrue(look());
    Kept batch = kept(1);
    assertTrue(batch.signed().signedBy(SELF.key().verifyingKey()));
    assertTrue(batch.header().covers(SELF.name(), batch.entries()));
    assertEquals(2, batch.header().subjects());
    for (Subject subject : List.of(PALLET, Subject.of(ONE.name()))) {
      ShipmentKey key = ShipmentKey.ofAlliance(OutgoingFixture.ALLIANCE_KEY, subject);
      List<OwnFiling> filings =
          gateway.inStore(transaction -> gateway.batches.filings(transaction, key.subjectKey()));
      List<Bytes> said =
          gateway.inStore(
              transaction ->
                  gateway.statements.bytes(transaction, filings.get(0).rows()).orElseThrow());
      List<Sign1> statements =
          said.stream().map(it -> Sign1.parse(it, 16_384).toOptional().orElseThrow()).toList();
      SubjectEntry made = new SubjectTree(SELF.name(), 1, key.subjectKey(), statements).entry();
      assertTrue(batch.entries().contains(made), subject.text());
    }
  }

  @Test
  void theChainGoesOnAcrossRestarts() {
    Optional<Sign1> before = Optional.empty();
    for (int i = 0; i < 5; i++) {
      gateway.take(ONE.says(1, 3 * i), ONE.says(1, 3 * i + 1), ONE.says(1, 3 * i + 2));
      crashAndOpen();
      assertTrue(look());
      crashAndOpen();
      assertFalse(look());
      Kept batch = kept(i + 1L);
      assertEquals(i + 1L, batch.header().number());
      assertEquals(before.map(Sign1::id), batch.header().previous());
      before = Optional.of(batch.signed());
    }
    assertEquals(0, gateway.unsealed());
  }

  @Test
  void aBatchThatCouldNotBeWrittenIsMadeAgainUnderItsNumber() throws InterruptedException {
    gateway.take(ONE.says(1, 0), ONE.says(1, 1), ONE.says(1, 2));
    CountDownLatch open = new CountDownLatch(1);
    CountDownLatch held = new CountDownLatch(1);
    Future<Integer> plug =
        gateway.database.write(
            transaction -> {
              held.countDown();
              try {
                open.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return 0;
            });
    held.await();
    Future<Integer> last = plug;
    for (Future<Integer> next = plug; !next.failed(); ) { // until no room is left
      last = next;
      next = gateway.database.write(transaction -> 0);
    }
    var failed =
        assertThrows(
            ExecutionException.class,
            () -> batcher.look().toCompletionStage().toCompletableFuture().get());
    assertTrue(failed.getCause() instanceof BusyException);
    open.countDown();
    join(last);
    assertTrue(look());
    assertEquals(1, kept(1).header().number());
    assertEquals(0, gateway.unsealed());
  }

  @Test
  void aBatchNamesTheLastHeadThatWasAccepted() {
    gateway.take(ONE.says(1, 0), ONE.says(1, 1), ONE.says(1, 2));
    assertTrue(look());
    assertEquals(Optional.empty(), kept(1).header().lastSeen());
    gateway.anchor();
    gateway.sealAndAnchor();
    gateway.take(ONE.says(1, 3), ONE.says(1, 4), ONE.says(1, 5));
    var head = gateway.inStore(gateway.heads::newest).orElseThrow().tree();
    assertTrue(look());
    assertEquals(Optional.of(head), kept(2).header().lastSeen());
  }

  @Test
  void twoLyingStatementsOfOneNumberAreBothSealed() {
    gateway.take(ONE.says(1, 0, "20.5"), ONE.says(1, 0, "21.5"), ONE.says(1, 1));
    assertTrue(look());
    assertEquals(3, kept(1).header().statements());
  }

  @Test
  void roundsSealByThemselvesUntilTheyAreStopped() {
    gateway.take(ONE.says(1, 0), ONE.says(1, 1), ONE.says(1, 2));
    batcher.start();
    OutgoingFixture.until(() -> gateway.progress().batches() == 1);
    join(batcher.stop());
    gateway.take(ONE.says(1, 3), ONE.says(1, 4), ONE.says(1, 5));
    assertEquals(3, gateway.unsealed());
  }
}
