package org.baymark.node.running;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Function;
import org.baymark.node.ledger.Command;
import org.baymark.node.ledger.Result;
import org.baymark.node.sequence.Archive;
import org.baymark.node.sequence.Execution;
import org.baymark.node.sequence.LogStatus;
import org.baymark.node.sequence.Sequencer;
import org.baymark.node.sequence.UnavailableException;
import org.baymark.protocol.index.Era;

/**
 * The order of a member that the others removed: none. What it has of the log it goes on to serve;
 * it takes nothing, votes on nothing and asks nobody.
 */
final class PastMember implements Sequencer {
  static final String SENTENCE =
      "this member left the alliance: it takes part no more, and serves the log as far as it has it";

  private final Execution execution;

  private PastMember(Execution execution) {
    this.execution = execution;
  }

  /**
   * @param execution closed with it
   */
  static PastMember start(Execution execution) {
    execution.start();
    return new PastMember(execution);
  }

  @Override
  public Future<Result> submit(Command command) {
    return Future.failedFuture(UnavailableException.forGood(SENTENCE));
  }

  @Override
  public <T> Future<T> ask(Function<Archive, T> question) {
    return execution.ask(question);
  }

  @Override
  public LogStatus status() {
    return execution.status();
  }

  @Override
  public Era era() {
    return Era.FIRST; // nothing is closed here any more
  }

  @Override
  public boolean leads() {
    return false;
  }

  @Override
  public Optional<String> alarm() {
    return Optional.of(SENTENCE);
  }

  @Override
  public boolean isStopped() {
    return execution.isStopped();
  }

  @Override
  public void close() {
    execution.close();
  }
}
