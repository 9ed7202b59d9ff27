package org.baymark.gateway.registry;

import static org.baymark.gateway.GatewayFixture.NOW;
import static org.baymark.gateway.GatewayFixture.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.registry.Addition.Result;
import org.baymark.gateway.store.ClaimTable;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.Device;
import org.baymark.gateway.store.DeviceTable;
import org.baymark.gateway.store.Outbox;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.statement.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the operator may wish, and what the alliance is asked for. */
class DeviceRegistryTest {
  private static final TestDevice SELF = TestDevice.named("gateway", Suite.EDDSA);
  private static final TestDevice A = TestDevice.named("a", Suite.EDDSA);
  private static final TestDevice B = TestDevice.named("b", Suite.ES256);
  private static final Set<Kind> KINDS = Set.of(Kind.TELEMETRY, Kind.SCAN);

  private final Outbox outbox = new Outbox(SELF.name(), SELF.key());

  @TempDir Path folder;
  private Database database;
  private DeviceRegistry registry;

  @BeforeEach
  void open() {
    database = Database.open(folder);
    registry = join(DeviceRegistry.open(database, new DeviceTable(), new ClaimTable(), outbox));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void anAddedDeviceIsKnownAndItsRegistrationIsAskedForOnce() {
    assertEquals(Result.ADDED, add(A, A, "a warehouse", KINDS));
    assertEquals(Result.SAME, add(A, A, "a warehouse", KINDS));
    assertEquals(A.key().verifyingKey(), registry.find(A.name()).orElseThrow().key());
    assertEquals(KINDS, registry.find(A.name()).orElseThrow().kinds());
    assertEquals(List.of("register " + A.name()), asked());
  }

  @Test
  void aNameHasOneKeyAndAKeyHasOneName() {
    add(A, A, "a warehouse", KINDS);
    assertEquals(Result.OTHER, add(A, B, "a warehouse", KINDS));
    assertEquals(Result.OTHER, add(A, A, "another", KINDS));
    assertEquals(Result.OTHER, add(A, A, "a warehouse", Set.of(Kind.SCAN)));
    assertEquals(Result.KEY_IN_USE, add(B, A, "a warehouse", KINDS));
    assertEquals(Optional.empty(), registry.find(B.name()));
    assertEquals(List.of("register " + A.name()), asked());
  }

  @Test
  void aRevokedNameStaysRevoked() {
    add(A, A, "a warehouse", KINDS);
    assertTrue(revoke(A).orElseThrow().isRevoked());
    assertTrue(revoke(A).orElseThrow().isRevoked());
    assertTrue(registry.find(A.name()).orElseThrow().isRevoked());
    assertEquals(Result.REVOKED, add(A, A, "a warehouse", KINDS));
    assertEquals(Optional.empty(), revoke(B));
    assertEquals(List.of("register " + A.name(), "revoke " + A.name()), asked());
  }

  @Test
  void addedAndRevokedInOneCommitIsRevoked() {
    CountDownLatch open = new CountDownLatch(1);
    database.write(
        transaction -> {
          await(open);
          return 0;
        });
    VerifyingKey key = A.key().verifyingKey();
    var added = registry.add(A.name(), key, "a warehouse", KINDS, NOW);
    var revoked = registry.revoke(A.name(), "lost", NOW);
    open.countDown();
    assertEquals(Result.ADDED, join(added).result());
    assertTrue(join(revoked).orElseThrow().isRevoked());
    assertTrue(registry.find(A.name()).orElseThrow().isRevoked());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatTheAllianceWouldNotTakeIsRefusedHere() {
    assertThrows(IllegalArgumentException.class, () -> add(A, A, "", KINDS));
    assertThrows(IllegalArgumentException.class, () -> add(A, A, "\u00e9".repeat(33), KINDS));
    assertThrows(IllegalArgumentException.class, () -> add(A, A, "red\u001b[31m", KINDS));
    assertThrows(IllegalArgumentException.class, () -> add(A, A, "x", Set.of()));
    assertThrows(IllegalArgumentException.class, () -> add(A, A, "x", Set.of(Kind.BATCH)));
    Bytes secret = Digest.sha256(Bytes.ofUtf8("baymark test key scanner")).bytes();
    SigningKey published = SigningKey.ofSecret(Suite.EDDSA, secret).toOptional().orElseThrow();
    TestDevice ofTheVectors = new TestDevice(A.name(), published);
    assertThrows(IllegalArgumentException.class, () -> add(A, ofTheVectors, "x", KINDS));
    assertEquals(Result.ADDED, add(A, A, "x".repeat(64), KINDS));
    assertThrows(
        IllegalArgumentException.class, () -> registry.revoke(A.name(), "y".repeat(129), NOW));
    assertThrows(IllegalArgumentException.class, () -> registry.revoke(A.name(), "\u009b", NOW));
  }

  @Test
  void allOfItSurvivesARestart() {
    add(B, B, "a warehouse", Set.of(Kind.SCAN));
    add(A, A, "a warehouse", KINDS);
    revoke(B);
    List<Device> before = registry.list();
    database.close();
    open();
    assertEquals(before, registry.list());
    assertEquals(List.of(A.name(), B.name()), before.stream().map(Device::name).toList());
  }

  private Result add(TestDevice name, TestDevice key, String owner, Set<Kind> kinds) {
    return join(registry.add(name.name(), key.key().verifyingKey(), owner, kinds, NOW)).result();
  }

  private Optional<Device> revoke(TestDevice device) {
    return join(registry.revoke(device.name(), "lost", NOW));
  }

  /** The requests in the queue, which this takes from it. */
  private List<String> asked() {
    return join(
        database.write(
            transaction -> {
              List<String> asked = new ArrayList<>();
              List<Outbox.Item> next = outbox.front(transaction, 1);
              while (!next.isEmpty()) {
                asked.add(
                    next.get(0)
                        .match(
                            batch -> "batch " + batch.number(),
                            request ->
                                (request.registers() ? "register " : "revoke ") + request.name()));
                outbox.taken(transaction, next.get(0).place(), asked.size());
                next = outbox.front(transaction, 1);
              }
              return asked;
            }));
  }
}
