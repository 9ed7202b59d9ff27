package org.baymark.sim.shell;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Makes an interrupt of Ctrl-C, and gives what it interrupts the time to clean up. */
public final class CtrlC implements AutoCloseable {
  private static final int CLOSING_SECONDS = 30;

  /** How long to wait, when something failed, for the word that it was Ctrl-C. */
  private static final int HESITATION_SECONDS = 1;

  private final CountDownLatch pressed = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread working;
  private final Thread hook;

  private CtrlC(Thread working) {
    this.working = working;
    this.hook = new Thread(this::stop, "ctrl-c");
  }

  /** From here until it is closed, Ctrl-C interrupts the thread that asks for it. */
  public static CtrlC interruptsMe() {
    CtrlC made = new CtrlC(Thread.currentThread());
    try {
      Runtime.getRuntime().addShutdownHook(made.hook);
    } catch (IllegalStateException e) {
      made.pressed.countDown(); // it came first
      made.working.interrupt();
    }
    return made;
  }

  private void stop() {
    pressed.countDown();
    working.interrupt();
    try {
      if (!closed.await(CLOSING_SECONDS, TimeUnit.SECONDS)) {
        working.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Whether a failure is only Ctrl-C: programs that we started hear of it too, and may end of it
   * before we do.
   */
  public boolean isPressed() {
    try {
      return pressed.await(HESITATION_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      return pressed.getCount() == 0;
    }
  }

  /** What had to be done is done. */
  @Override
  public void close() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It is what stopped us.
    }
  }
}
