package org.baymark.node.sequence;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Function;
import org.baymark.node.ledger.Command;
import org.baymark.node.ledger.Result;
import org.baymark.protocol.index.Era;

/**
 * The call behind which an alliance agrees on one order, be it of one member or of many; and what
 * this member made of that order. Its methods never block and never throw, but for {@link #close}.
 */
public interface Sequencer extends AutoCloseable {
  /**
   * Gives {@code command} its place in the order.
   *
   * @return completes, on any thread, when the result is durable on this member: power may fail
   *     then. Fails with {@link BusyException} if the command was not taken, because too many wait;
   *     and with {@link StoppedException} or {@link UnavailableException} if it is not known what
   *     became of it.
   */
  Future<Result> submit(Command command);

  /** Answers {@code question} between two commits; it fails as {@link #submit} does. */
  <T> Future<T> ask(Function<Archive, T> question);

  /** How far the log is, as of the last commit. */
  LogStatus status();

  /** The era in which checkpoints are closed now. */
  Era era();

  /** Whether it is up to this member to close checkpoints: to one of all, at most times. */
  boolean leads();

  /** What is wrong with the order for longer than a moment, for an operator; empty if nothing. */
  default Optional<String> alarm() {
    return Optional.empty();
  }

  /** Whether it answers no more, because it was closed or had to stop. */
  boolean isStopped();

  /** Answers what waits, then stops. Does not close the store. */
  @Override
  void close();
}
