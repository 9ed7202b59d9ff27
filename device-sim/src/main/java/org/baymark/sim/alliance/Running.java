package org.baymark.sim.alliance;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The programs of one alliance that run: none outlives it, and none ends unseen. */
final class Running implements AutoCloseable {
  private final Launcher launcher;
  private final Path logs;
  private final Deque<Program> programs = new ArrayDeque<>(); // guarded by this
  private boolean closed; // guarded by this
  private Optional<String> obituary = Optional.empty(); // guarded by this
  private Runnable onDeath = () -> {}; // guarded by this

  /**
   * @param logs a folder for what the programs say
   */
  Running(Launcher launcher, Path logs) {
    this.launcher = launcher;
    this.logs = logs;
  }

  /**
   * Starts one, and does not wait until it is ready.
   *
   * @param name of it, and of its log
   * @param jvm words for its JVM, beside those that the launcher has for it
   */
  Program start(List<String> words, String name, String jvm)
      throws IOException, InterruptedException {
    Program program;
    synchronized (this) {
      if (closed) {
        throw new InterruptedException("the alliance is being stopped");
      }
      program = Program.start(launcher, words, log(name), jvm);
      programs.push(program);
    }
    program.onEnd(() -> ended(program, name));
    return program;
  }

  private Path log(String name) {
    return logs.resolve(name + ".log");
  }

  /** Stops one of them, and nobody misses it. */
  void stop(Program program) {
    synchronized (this) {
      programs.remove(program);
    }
    program.close();
  }

  /** Runs this when one ends by itself. */
  synchronized void onDeath(Runnable action) {
    onDeath = action;
  }

  /** Which one ended by itself, in a sentence. */
  synchronized Optional<String> obituary() {
    return obituary;
  }

  private void ended(Program program, String name) {
    Runnable action;
    synchronized (this) {
      if (closed || !programs.contains(program)) {
        return;
      }
      obituary =
          Optional.of("the " + name + " ended by itself; its last words are in " + log(name));
      action = onDeath;
    }
    action.run();
  }

  /** Stops what runs, the last started first. May be called again, and on any thread. */
  @Override
  public void close() {
    while (true) {
      Program last;
      synchronized (this) {
        closed = true;
        if (programs.isEmpty()) {
          return;
        }
        last = programs.peek();
      }
      last.close();
      synchronized (this) {
        programs.remove(last);
      }
    }
  }
}
