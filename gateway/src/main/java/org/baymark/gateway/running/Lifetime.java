package org.baymark.gateway.running;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.baymark.gateway.exit.ExitCode;
import org.jspecify.annotations.Nullable;

/**
 * From the start of the process to the word that ends it: a signal (SIGTERM, Ctrl-C), or a fault
 * after which the gateway must not go on.
 */
final class Lifetime {
  private static final Duration STOP_WITHIN = Duration.ofSeconds(60);

  private final CountDownLatch told = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final AtomicReference<@Nullable String> failure = new AtomicReference<>();

  /** Listens for signals from now on. */
  static Lifetime begin() {
    Lifetime lifetime = new Lifetime();
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(lifetime::end, "stop"));
    } catch (IllegalStateException e) {
      lifetime.told.countDown(); // the signal came first
    }
    return lifetime;
  }

  /** As the JVM goes down: where a signal brought it down, only after the main thread is done. */
  private void end() {
    if (told.getCount() == 0 || stopped.getCount() == 0) {
      return; // the program ends by itself, with its own exit code
    }
    told.countDown();
    boolean inTime = false;
    try {
      inTime = stopped.await(STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // Else the JVM would answer the signal's own code, and stopping when told is no failure.
    Runtime.getRuntime().halt(inTime ? ExitCode.OK : ExitCode.FAULT);
  }

  /** Ends it from within, for a reason that a person is told. */
  void fail(String why) {
    failure.compareAndSet(null, why);
    told.countDown();
  }

  void awaitEnd() {
    boolean interrupted = false;
    while (told.getCount() > 0) {
      try {
        told.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Says that all is stopped. */
  void ended() {
    stopped.countDown();
  }

  /** Why it ended from within; empty if it was told to end. */
  Optional<String> failure() {
    return Optional.ofNullable(failure.get());
  }
}
