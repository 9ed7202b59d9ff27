package org.baymark.gateway.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What does not read says nothing, and what stands there afterwards is new again. */
class WatchedFileTest {
  private final Path file;
  private final WatchedFile<Integer> watched;

  WatchedFileTest(@TempDir Path folder) throws IOException {
    file = Files.writeString(folder.resolve("numbers"), "1");
    // A NumberFormatException is an IllegalArgumentException.
    watched =
        new WatchedFile<>(file, "numbers", text -> text.isEmpty() ? 0 : Integer.parseInt(text));
  }

  private void says(String text) throws IOException {
    Files.writeString(file, text);
  }

  @Test
  void onlyAnotherTextIsNew() throws IOException {
    assertEquals(1, watched.read());
    assertEquals(Optional.empty(), watched.look());
    says("2");
    assertEquals(Optional.of(2), watched.look());
    assertEquals(Optional.empty(), watched.look());
    Files.delete(file);
    assertEquals(Optional.of(0), watched.look(), "it holds nobody");
  }

  @Test
  void whatDoesNotReadSaysNothing() throws IOException {
    watched.read();
    says("one");
    assertEquals(Optional.empty(), watched.look());
    says("1");
    assertEquals(Optional.empty(), watched.look(), "as it was before");
    says("one");
    says("3");
    assertEquals(Optional.of(3), watched.look());
  }

  @Test
  void atFirstItHasToRead() throws IOException {
    says("one");
    Exception wrong = assertThrows(IllegalStateException.class, watched::read);
    assertEquals(
        file + " is no file of numbers: For input string: \"one\"",
        String.valueOf(wrong.getMessage()));
    says("1".repeat((4 << 20) + 1));
    Exception large = assertThrows(IllegalStateException.class, watched::read);
    assertEquals(file + " is larger than such a file can be", String.valueOf(large.getMessage()));
  }
}
