package org.baymark.node.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.merkle.TreeHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WitnessMemoryTest {
  private static final String ORIGIN = "log.example/2026";

  @TempDir private Path folder = Path.of("");

  private TreeSet<String> names() throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void whatAKilledNodeLeftIsRemovedAndNothingElse() throws Exception {
    WitnessMemory memory = new WitnessMemory(folder);
    TreeHead head = new TreeHead(3, Digest.sha256(Bytes.ofUtf8("three")));
    memory.remember(ORIGIN, head);
    String name = names().first();
    for (String other : new String[] {".head1.new", name + "1.new", "." + name + ".new"}) {
      Files.createFile(folder.resolve(other));
    }
    Files.createFile(folder.resolve("." + name + "1.new.bak"));
    Files.createDirectory(folder.resolve("." + name + "7.new"));
    TreeSet<String> others = names();
    Files.createTempFile(folder, "." + name, ".new"); // as SafeFiles does
    assertEquals(others.size() + 1, names().size());
    memory.tidy();
    assertEquals(others, names());
    assertEquals(head, memory.last(ORIGIN));
  }

  @Test
  void whereNothingWasWitnessedNothingIsMade() throws Exception {
    new WitnessMemory(folder.resolve("none")).tidy();
    assertEquals(new TreeSet<>(), names());
  }
}
