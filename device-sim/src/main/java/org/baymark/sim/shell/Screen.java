package org.baymark.sim.shell;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.baymark.protocol.bytes.Printable;

/**
 * What a person sees: lines that stay, and below them a few that are drawn over again on a
 * terminal. Elsewhere those come as one plain line from time to time. Safe for many threads.
 */
public final class Screen {
  /** Set by the launcher when standard output is a terminal. */
  private static final String TTY = "BAYMARK_TTY";

  private static final int WIDTH = 79;

  private final PrintStream out;
  private final boolean live;
  private int drawn; // lines of the block below the cursor's start; guarded by this
  private boolean silent; // guarded by this

  private Screen(PrintStream out, boolean live) {
    this.out = out;
    this.live = live;
  }

  public static Screen of(PrintStream out, Map<String, String> environment) {
    boolean terminal = "1".equals(environment.get(TTY));
    boolean dumb = "dumb".equals(environment.get("TERM"));
    return new Screen(out, terminal && !dumb);
  }

  /** Whether lines can be drawn over. */
  public boolean isLive() {
    return live;
  }

  /** A line that stays. */
  public synchronized void line(String text) {
    if (!silent) {
      wipe();
      out.println(Printable.of(text));
      out.flush();
    }
  }

  /** Draws these in place of those drawn before. Without a terminal: nothing. */
  public synchronized void draw(List<String> block) {
    if (!silent && live) {
      wipe();
      for (String each : block) {
        String safe = Printable.of(each);
        out.println(safe.length() > WIDTH ? safe.substring(0, WIDTH) : safe);
      }
      drawn = block.size();
      out.flush();
    }
  }

  /** Takes away what was drawn. */
  public synchronized void clear() {
    wipe();
    out.flush();
  }

  /** From here on nothing is shown: somebody is stopping us. */
  public synchronized void silence() {
    silent = true;
  }

  private void wipe() {
    if (drawn > 0) {
      // ECMA-48: the cursor up so many lines (CUU), and all below it cleared (ED).
      out.print("\u001b[" + drawn + "A\u001b[0J");
      drawn = 0;
    }
  }
}
