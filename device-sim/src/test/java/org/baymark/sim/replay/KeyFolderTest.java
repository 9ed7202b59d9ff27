package org.baymark.sim.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.statement.Reading;
import org.baymark.sim.shell.Unusable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No number is used twice, whatever happens between two starts. */
class KeyFolderTest {
  private static final DevUrn NAME = new DevUrn("urn:dev:org:32473-a");

  @TempDir Path folder;

  private KeyFolder open() throws IOException {
    return KeyFolder.open(folder, new SecureRandom());
  }

  private static ReplayDevice start(KeyFolder keys) throws IOException {
    return keys.start(NAME, keys.key(NAME, Optional.empty()));
  }

  private static Position say(ReplayDevice device) {
    Sign1 said =
        device.say(
            List.of(Reading.of("t", "", BigDecimal.valueOf(1L << 30), BigDecimal.ONE)),
            Instant.ofEpochSecond(1));
    return said.claims().position().orElseThrow();
  }

  @Test
  void aKeyIsMadeOnceAndOnlyItsOwnerCanReadIt() throws IOException {
    SigningKey made;
    try (KeyFolder keys = open()) {
      made = keys.key(NAME, Optional.of(Suite.EDDSA));
    }
    try (KeyFolder keys = open()) {
      assertEquals(made.verifyingKey(), keys.key(NAME, Optional.empty()).verifyingKey());
      assertThrows(Unusable.class, () -> keys.key(NAME, Optional.of(Suite.ES256)));
    }
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(folder.resolve("urn=dev=org=32473-a.key"))));
  }

  @Test
  void theHistoryGoesOnOverAStart() throws IOException {
    try (KeyFolder keys = open()) {
      ReplayDevice device = start(keys);
      Position first = say(device);
      Position second = say(device);
      assertEquals(1, first.boot());
      assertEquals(0, first.seq());
      assertEquals(Optional.empty(), first.previous());
      assertEquals(1, second.seq());
      keys.stop(device);
      Position next = say(start(keys));
      assertEquals(2, next.boot());
      assertEquals(0, next.seq());
      assertEquals(device.previous(), next.previous());
    }
  }

  @Test
  void afterACrashTheBootGrowsAndTheEndIsOpen() throws IOException {
    try (KeyFolder keys = open()) {
      ReplayDevice stopped = start(keys);
      say(stopped);
      keys.stop(stopped);
      say(start(keys)); // and never stopped
      Position next = say(start(keys));
      assertEquals(3, next.boot());
      assertEquals(Optional.empty(), next.previous());
    }
  }

  @Test
  void aDeviceThatSaidNothingKeepsItsLastStatement() throws IOException {
    try (KeyFolder keys = open()) {
      ReplayDevice first = start(keys);
      say(first);
      keys.stop(first);
      ReplayDevice silent = start(keys);
      keys.stop(silent);
      assertEquals(first.previous(), start(keys).previous());
    }
  }

  @Test
  void oneProgramAtATime() throws IOException {
    KeyFolder first = open();
    assertThrows(Unusable.class, this::open);
    first.close();
    open().close();
  }

  @Test
  void aKeyWhoseStateIsLostIsNotUsed() throws IOException {
    Path state = folder.resolve("urn=dev=org=32473-a.state");
    try (KeyFolder keys = open()) {
      keys.stop(start(keys));
      Files.delete(state);
      assertThrows(Unusable.class, () -> start(keys));
      for (String text : new String[] {"", "boot 1\n", "device x\nboot 1\nprevious unknown\n"}) {
        Files.writeString(state, text);
        assertThrows(Unusable.class, () -> start(keys), text);
      }
      Files.writeString(state, "device " + NAME + "\nboot 4294967295\nprevious unknown\n");
      assertThrows(Unusable.class, () -> start(keys));
    }
  }

  @Test
  void aFileThatIsNoKeyIsNamed() throws IOException {
    try (KeyFolder keys = open()) {
      Files.writeString(folder.resolve("urn=dev=org=32473-a.key"), "not hex\n");
      Unusable wrong = assertThrows(Unusable.class, () -> keys.key(NAME, Optional.empty()));
      assertTrue(String.valueOf(wrong.getMessage()).contains("32473-a.key"));
    }
  }
}
