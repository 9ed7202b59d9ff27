package org.baymark.sim.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private Screen screen(Map<String, String> environment) {
    return Screen.of(new PrintStream(out), environment);
  }

  @Test
  void withoutATerminalNothingIsDrawnOver() {
    for (Map<String, String> environment :
        List.of(
            Map.<String, String>of(),
            Map.of("TERM", "xterm"),
            Map.of("BAYMARK_TTY", "1", "TERM", "dumb"))) {
      Screen screen = screen(environment);
      assertFalse(screen.isLive());
      screen.draw(List.of("gone"));
      screen.line("stays");
      screen.clear();
    }
    assertEquals("stays\n".repeat(3), out.toString(StandardCharsets.UTF_8).replace("\r", ""));
  }

  @Test
  void onATerminalABlockIsDrawnOverTheOneBefore() {
    Screen screen = screen(Map.of("BAYMARK_TTY", "1", "TERM", "xterm"));
    assertTrue(screen.isLive());
    screen.draw(List.of("a", "b"));
    screen.draw(List.of("c"));
    screen.line("stays");
    screen.clear();
    String expected = "a\nb\n\u001b[2A\u001b[0Jc\n\u001b[1A\u001b[0Jstays\n";
    assertEquals(expected, out.toString(StandardCharsets.UTF_8).replace("\r", ""));
  }

  @Test
  void aLineThatWouldWrapIsCut() {
    screen(Map.of("BAYMARK_TTY", "1")).draw(List.of("x".repeat(200)));
    assertEquals(80, out.toString(StandardCharsets.UTF_8).replace("\r", "").length());
  }

  @Test
  void aSilencedScreenSaysNothing() {
    Screen screen = screen(Map.of("BAYMARK_TTY", "1"));
    screen.silence();
    screen.line("a");
    screen.draw(List.of("b"));
    assertEquals("", out.toString(StandardCharsets.UTF_8));
  }
}
