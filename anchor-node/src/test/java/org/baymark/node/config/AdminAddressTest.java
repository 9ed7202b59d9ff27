package org.baymark.node.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.baymark.node.folder.FolderException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdminAddressTest {
  @TempDir Path folder;

  private AdminAddress address(String at) {
    return new AdminAddress(folder.resolve("admin.address"), Listen.parse("admin", at));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:9000, https://127.0.0.1:9000",
    "0.0.0.0:9000, https://127.0.0.1:9000",
    "[::]:9000, https://127.0.0.1:9000",
    "[::1]:9000, https://[::1]:9000",
    "node.example:9000, https://node.example:9000",
  })
  void aPortThatIsSetNeedsNoNote(String at, String url) throws Exception {
    assertEquals(Optional.of(url), address(at).url());
    Files.writeString(folder.resolve("admin.address"), "https://127.0.0.1:1\n");
    address(at).write(9000);
    assertEquals(Optional.of(url), address(at).url());
    assertFalse(Files.exists(folder.resolve("admin.address")), "no note of another port stays");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:0, https://127.0.0.1:40123",
    "0.0.0.0:0, https://127.0.0.1:40123",
    "[::1]:0, https://[::1]:40123",
  })
  void aFreePortIsNotedAsLongAsTheDoorIsOpen(String at, String url) throws Exception {
    assertEquals(Optional.empty(), address(at).url());
    address(at).write(40_123);
    assertEquals(Optional.of(url), address(at).url());
    address(at).remove();
    assertEquals(Optional.empty(), address(at).url());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "127.0.0.1:1", "http://127.0.0.1:1", "https://a b:1", "https://a"})
  void aNoteThatNoNodeWroteIsRefused(String text) throws Exception {
    Files.writeString(folder.resolve("admin.address"), text);
    assertThrows(FolderException.class, () -> address("127.0.0.1:0").url());
  }

  @Test
  void whoStandsInTheAddressIsNobody() throws Exception {
    Files.writeString(folder.resolve("admin.address"), "https://user@elsewhere:1");
    assertThrows(FolderException.class, () -> address("127.0.0.1:0").url());
  }
}
