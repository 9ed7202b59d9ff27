package org.baymark.node.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was opened last is closed first, and once. */
class OpenedTest {
  private final List<String> closed = new ArrayList<>();
  private final Opened opened = new Opened();

  private void fail(String name) {
    closed.add(name);
    throw new IllegalStateException(name);
  }

  @Test
  void whatWasOpenedLastIsClosedFirstAndOnce() {
    String store = "store";
    assertSame(store, opened.add(store, closed::add));
    opened.add("door", closed::add);
    opened.close();
    opened.close();
    assertEquals(List.of("door", "store"), closed);
  }

  @Test
  void whatFailsToCloseKeepsNothingElseFromIt() {
    opened.add("store", closed::add);
    opened.add("second", this::fail);
    opened.add("first", this::fail);
    Exception thrown = assertThrows(IllegalStateException.class, opened::close);
    assertEquals("first", thrown.getMessage());
    assertEquals(List.of("first", "second", "store"), closed);
  }
}
