package org.baymark.gateway.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.baymark.gateway.transport.mqtt.Mosquitto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawKeyTest {
  private final RawKey key = RawKey.generate(new SecureRandom());

  @Test
  void whatIsWrittenIsRead() {
    RawKey again = RawKey.parse(key.secretPem(), key.openPem());
    assertEquals(key.open(), again.open());
    assertEquals(key.secret(), again.secret());
    assertFalse(key.toString().contains(key.secretPem().split("\n")[1]));
  }

  @Test
  void halvesOfTwoKeysAndWhatIsNoKeyAreRefused() {
    RawKey other = RawKey.generate(new SecureRandom());
    for (List<String> wrong :
        List.of(
            List.of(key.secretPem(), other.openPem()),
            List.of(key.openPem(), key.openPem()),
            List.of(key.secretPem(), key.secretPem()),
            List.of(key.secretPem(), ""),
            List.of("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", key.openPem()),
            List.of(
                "-----BEGIN PRIVATE KEY-----\n=A=\n-----END PRIVATE KEY-----", key.openPem()))) {
      var why =
          assertThrows(
              IllegalArgumentException.class, () -> RawKey.parse(wrong.get(0), wrong.get(1)));
      assertTrue(why.getMessage() != null && why.getMessage().length() > 10, why.toString());
    }
  }

  @Test
  void othersReadIt(@TempDir Path folder) throws IOException {
    String secret = Files.writeString(folder.resolve("k"), key.secretPem()).toString();
    assertEquals(
        new Mosquitto.Ended(0, key.openPem().strip()),
        Mosquitto.run(List.of("openssl", "pkey", "-in", secret, "-pubout")));
  }
}
