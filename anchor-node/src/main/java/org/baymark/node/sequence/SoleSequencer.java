package org.baymark.node.sequence;

import io.vertx.core.Future;
import java.util.function.Function;
import org.baymark.node.ledger.Command;
import org.baymark.node.ledger.Result;
import org.baymark.protocol.index.Era;

/** The order of an alliance of one member: first come, first applied. */
public final class SoleSequencer implements Sequencer {
  private final Execution execution;

  /**
   * @param execution this sequencer's own from now on: it is started, and closed with it
   */
  public SoleSequencer(Execution execution) {
    this.execution = execution;
  }

  public void start() {
    execution.start();
  }

  @Override
  public Future<Result> submit(Command command) {
    return execution.apply(command);
  }

  @Override
  public <T> Future<T> ask(Function<Archive, T> question) {
    return execution.ask(question);
  }

  @Override
  public LogStatus status() {
    return execution.status();
  }

  /** Who is alone has nobody to end an epoch with. */
  @Override
  public Era era() {
    return Era.FIRST;
  }

  @Override
  public boolean leads() {
    return true;
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
