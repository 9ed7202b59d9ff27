package org.baymark.protocol.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Somebody's program, run once for each question: the question on its standard input, the answer on
 * its standard output, what it complains about where ours goes too. Nothing it does holds us up: it
 * has so much time, and so many bytes to say.
 */
final class Encoder implements AutoCloseable {
  /** Of an output; what says more is stopped. */
  static final int ANSWER_SIZE_MAX = 1 << 20;

  private final String command;
  private final Duration timeout;
  private final Path question;

  /** Threads that read: one may be left behind by a child that outlives its killed parent. */
  private final ExecutorService readers =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "encoder");
            thread.setDaemon(true);
            return thread;
          });

  /** How it ended, and what it had said by then. */
  record Ended(boolean inTime, int exit, String said) {}

  /**
   * @param command for a shell
   */
  Encoder(String command, Duration timeout) throws IOException {
    this.command = command;
    this.timeout = timeout;
    this.question = java.nio.file.Files.createTempFile("baymark-case", ".json");
  }

  /** Puts one question; blocks for as long as the program may take. */
  Ended ask(String json) throws IOException, InterruptedException {
    java.nio.file.Files.writeString(question, json + "\n");
    long until = System.nanoTime() + timeout.toNanos();
    Process process =
        new ProcessBuilder("sh", "-c", command)
            .redirectInput(question.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Future<byte[]> reading =
        readers.submit(() -> process.getInputStream().readNBytes(ANSWER_SIZE_MAX));
    try {
      byte[] said = reading.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      boolean isAll = said.length < ANSWER_SIZE_MAX;
      boolean ended = isAll && process.waitFor(until - System.nanoTime(), TimeUnit.NANOSECONDS);
      String text = new String(said, StandardCharsets.US_ASCII);
      return new Ended(ended || !isAll, ended ? process.exitValue() : -1, text);
    } catch (TimeoutException e) {
      return new Ended(false, -1, "");
    } catch (ExecutionException e) {
      throw new IOException("its output cannot be read", e);
    } finally {
      // The shell first: it would tell that its child was killed.
      List<ProcessHandle> children = process.descendants().toList();
      process.destroyForcibly();
      children.forEach(ProcessHandle::destroyForcibly);
    }
  }

  @Override
  public void close() throws IOException {
    readers.shutdownNow();
    java.nio.file.Files.deleteIfExists(question);
  }
}
