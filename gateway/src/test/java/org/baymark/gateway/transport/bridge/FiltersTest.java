package org.baymark.gateway.transport.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FiltersTest {
  private static final String BROKER = "tcp://broker:1883";

  @TempDir Path folder;

  @Test
  void notesAreReplacedWholeAndNeverWrittenInPlace() throws IOException {
    Path file = folder.resolve("bridge.filters");
    Filters filters = new Filters(file, BROKER);
    filters.note(List.of("a/#", "b/#"));
    Path before = Files.createLink(folder.resolve("before"), file);
    assertEquals(List.of("a/#", "b/#"), filters.ask(List.of("c/#")));
    assertEquals(List.of(BROKER, "a/#", "b/#"), Files.readAllLines(before));
    assertEquals(List.of(BROKER, "c/#", "a/#", "b/#"), Files.readAllLines(file));
    try (Stream<Path> all = Files.list(folder)) {
      assertEquals(List.of(before, file), all.sorted().toList());
    }
  }

  @Test
  void whatIsNotedOfAnotherBrokerIsForgotten() {
    Path file = folder.resolve("bridge.filters");
    new Filters(file, BROKER).note(List.of("a/#"));
    assertEquals(List.of(), new Filters(file, "tcp://other:1883").ask(List.of("b/#")));
    assertEquals(List.of(), new Filters(file, BROKER).ask(List.of("a/#")));
  }
}
