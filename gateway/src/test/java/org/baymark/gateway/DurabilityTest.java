package org.baymark.gateway;

import static org.baymark.gateway.OutgoingFixture.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.baymark.gateway.admission.Arrival;
import org.baymark.gateway.admission.Outcome;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.Quarantine;
import org.baymark.gateway.store.StoredStatements;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Suite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was answered is on the disk: what the files held at that moment is all that is needed. */
class DurabilityTest {
  private static final TestDevice DEVICE = TestDevice.named("a", Suite.EDDSA);

  @TempDir Path folder;
  @TempDir Path copies;

  @Test
  void whatWasAnsweredSurvivesTheEndOfTheProcessAtThatMoment() throws IOException {
    try (GatewayFixture gateway = GatewayFixture.start(folder).with(DEVICE)) {
      for (int i = 0; i < 20; i++) {
        take(gateway, DEVICE.says(1, i).encoded());
        take(gateway, DEVICE.record(1, i, "4").encoded());
        take(gateway, Bytes.ofUtf8("nonsense " + i));
        Path copy = copyOfTheFiles(i);
        try (Database database = Database.open(copy)) {
          var stored = GatewayFixture.join(database.read(StoredStatements::all));
          assertEquals(i + 1, stored.size());
          assertEquals(DEVICE.says(1, i).encoded(), stored.get(i).bytes());
          Bytes kid = DEVICE.key().verifyingKey().kid();
          var records =
              GatewayFixture.join(
                  database.read(tx -> gateway.records.numbered(tx, kid, 1, 0, 1000)));
          assertEquals(i + 1, records.size());
          assertEquals(DEVICE.record(1, i, "4").encoded(), records.get(i).encoded());
          var refused =
              GatewayFixture.join(
                  database.read(transaction -> new Quarantine(100, 1000).newest(transaction, 1)));
          assertEquals(Bytes.ofUtf8("nonsense " + i), refused.get(0).bytes());
        }
      }
    }
  }

  @Test
  void afterAFailureOfTheDiskNothingIsAcknowledged() {
    try (GatewayFixture gateway = GatewayFixture.start(folder).with(DEVICE)) {
      assertEquals(new Outcome.Accepted(false, false), take(gateway, DEVICE.says(1, 0).encoded()));
      GatewayFixture.join(gateway.database.write(StoredStatements::allowNoMorePages));
      Bytes large = DEVICE.reports(1, 1, 1000).encoded();
      assertEquals(Outcome.Busy.class, take(gateway, large).getClass());
      assertEquals(Outcome.Busy.class, take(gateway, DEVICE.says(1, 2).encoded()).getClass());
      assertTrue(gateway.database.failure().orElseThrow().contains("full"));
      assertEquals(1, gateway.stored().size());
    }
  }

  /** To open the file anew takes the bound on its pages away, as if somebody had made room. */
  @Test
  void withRoomItGoesOnByItselfAndKnowsWhatIsThere() {
    try (GatewayFixture gateway = GatewayFixture.start(folder).with(DEVICE)) {
      take(gateway, DEVICE.says(1, 0).encoded());
      GatewayFixture.join(gateway.database.write(StoredStatements::allowNoMorePages));
      Bytes large = DEVICE.reports(1, 1, 1000).encoded();
      assertEquals(Outcome.Busy.class, take(gateway, large).getClass());

      goesOn(gateway);
      assertEquals(new Outcome.Accepted(false, false), take(gateway, large), "it is not there yet");
      assertEquals(new Outcome.Duplicate(), take(gateway, DEVICE.says(1, 0).encoded()));
      assertEquals(2, gateway.stored().size());
    }
  }

  @Test
  void aDeviceWhoseCommitWasLostIsNotKnown() {
    try (GatewayFixture gateway = GatewayFixture.start(folder)) {
      GatewayFixture.join(gateway.database.write(StoredStatements::allowNoMorePages));
      TestDevice lost = firstThatDoesNotFit(gateway);
      goesOn(gateway);
      assertEquals(Outcome.Refused.class, take(gateway, lost.says(1, 0).encoded()).getClass());
      gateway.with(lost);
      assertEquals(new Outcome.Accepted(false, false), take(gateway, lost.says(1, 0).encoded()));
    }
  }

  @Test
  void whileTheDiskIsNearlyFullNothingIsTakenAndAllCanBeRead() {
    try (GatewayFixture gateway = GatewayFixture.start(folder).with(DEVICE)) {
      take(gateway, DEVICE.says(1, 0).encoded());
    }
    try (GatewayFixture gateway = GatewayFixture.withReserve(folder, Long.MAX_VALUE / 2)) {
      Outcome busy = take(gateway, DEVICE.says(1, 1).encoded());
      assertTrue(((Outcome.Busy) busy).why().contains("nearly full"), busy::toString);
      assertEquals(1, gateway.stored().size());
      assertEquals(0, gateway.refused().size(), "it is no fault of the message");
    }
  }

  private static void goesOn(GatewayFixture gateway) {
    until(
        () -> {
          gateway.database.tryAgain();
          return gateway.database.failure().isEmpty();
        });
  }

  private static TestDevice firstThatDoesNotFit(GatewayFixture gateway) {
    for (int i = 0; ; i++) {
      TestDevice next = TestDevice.named("filler-" + i, Suite.EDDSA);
      try {
        gateway.with(next);
      } catch (RuntimeException full) {
        assertTrue(gateway.database.failure().isPresent(), full::toString);
        return next;
      }
    }
  }

  @Test
  void theNewestRefusedStayAndTheBoundsHoldAfterARestart() {
    try (GatewayFixture gateway = GatewayFixture.start(folder)) {
      for (int i = 0; i < 150; i++) {
        take(gateway, Bytes.ofUtf8("nonsense " + i));
      }
      assertEquals(100, gateway.refused().size());
      assertEquals(Bytes.ofUtf8("nonsense 149"), gateway.refused().get(0).bytes());
    }
    try (GatewayFixture gateway = GatewayFixture.start(folder)) {
      for (int i = 0; i < 10; i++) {
        take(gateway, Bytes.owning(new byte[30_000]));
      }
      assertEquals(List.of(30_000, 30_000, 30_000), sizes(gateway)); // of 100,000 bytes
      take(gateway, Bytes.EMPTY);
      assertEquals(List.of(0, 30_000, 30_000, 30_000), sizes(gateway));
    }
  }

  private static List<Integer> sizes(GatewayFixture gateway) {
    return gateway.refused().stream().map(entry -> entry.bytes().size()).toList();
  }

  private static Outcome take(GatewayFixture gateway, Bytes bytes) {
    return GatewayFixture.join(
        gateway.intake.take(new Arrival(bytes, "mqtt", "sender", Optional.empty())));
  }

  private Path copyOfTheFiles(int number) throws IOException {
    Path copy = Files.createDirectory(copies.resolve("copy-" + number));
    for (String name : List.of("gateway.db", "gateway.db-wal")) {
      Files.copy(folder.resolve(name), copy.resolve(name));
    }
    return copy;
  }
}
