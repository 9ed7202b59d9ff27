package org.baymark.gateway.store;

import static org.baymark.gateway.GatewayFixture.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.baymark.gateway.TestDevice;
import org.baymark.protocol.cose.Suite;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes out again, by what the store that was left knows of the log. */
class RestorationTest {
  private static final TestDevice NEW = TestDevice.named("new", Suite.EDDSA);

  @TempDir Path left;
  @TempDir Path folder;

  /** Three batches of a statement each: two with a receipt, of which a head covers one. */
  @BeforeEach
  void leave() {
    Database.open(left).close();
    change(
        "INSERT INTO device (id, name, key, owner, kinds, added)"
            + " VALUES (1, 'urn:dev:org:32473-a', x'00', 'me', 'event', 0)",
        "INSERT INTO subject (id, name) VALUES (1, 'a thing')",
        "INSERT INTO head (only, note, size, root) VALUES (1, '', 5, zeroblob(32))");
    for (int i = 1; i <= 3; i++) {
      change(
          ("INSERT INTO statement (device, boot, seq, id, subject, bytes, received, flags)"
                  + " VALUES (1, 1, %d, zeroblob(32), 1, x'00', 0, 0)")
              .formatted(i),
          "INSERT INTO batch VALUES (%1$d, x'00', x'00', %1$d, %1$d, 0, 0, %1$d)".formatted(i),
          "INSERT INTO outbox (queued_at, batch, log_index) VALUES (0, %d, %s)"
              .formatted(i, List.of("4", "5", "NULL").get(i - 1)));
    }
  }

  private void change(String... statements) {
    Transaction open = Connecting.to(StoreFile.in(left), false);
    List.of(statements).forEach(open::execute);
    open.close();
  }

  private long sentAgain() {
    try (StoreFile store = StoreFile.open(StoreFile.in(left))) {
      Outbox outbox = new Outbox(NEW.name(), NEW.key());
      return Restoration.into(folder, store, outbox, NOW).statements();
    }
  }

  @Test
  void aReceiptAloneKeepsNothingBack() {
    assertEquals(3, sentAgain());
  }

  @Test
  void whatWasProvenStaysWhereItIs() {
    change("INSERT INTO anchored (only, batch) VALUES (1, 2)");
    assertEquals(1, sentAgain());
  }

  @Test
  void inAStoreOfVersionThreeAReceiptUnderTheHeadCounts() {
    change(OldStore.BACK_TO_3.toArray(String[]::new));
    change("PRAGMA user_version = 3");
    assertEquals(2, sentAgain());
  }
}
