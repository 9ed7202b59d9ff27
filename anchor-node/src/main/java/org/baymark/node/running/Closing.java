package org.baymark.node.running;

import io.vertx.core.Vertx;
import org.baymark.node.config.NodeConfig;
import org.baymark.node.ledger.Command;
import org.baymark.node.sequence.CloseRule;
import org.baymark.node.sequence.Sequencer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Submits the command that closes a checkpoint, whenever the rule says that one is due. */
final class Closing {
  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

  private final Vertx vertx;
  private final Sequencer sequencer;
  private final CloseRule rule;
  private final Runnable closed;
  private final long timer;
  private volatile boolean waiting; // set by the timer, cleared by the answer

  private Closing(Vertx vertx, Sequencer sequencer, NodeConfig config, Runnable closed) {
    this.closed = closed;
    this.vertx = vertx;
    this.sequencer = sequencer;
    this.rule = new CloseRule(config.checkpointEvery(), config.heartbeatEvery());
    long lookMillis = config.checkpointEvery().toMillis() / CloseRule.LOOKS;
    this.timer = vertx.setPeriodic(lookMillis, id -> look());
  }

  /**
   * @param closed hears of each checkpoint that was closed, on any thread
   */
  static Closing start(Vertx vertx, Sequencer sequencer, NodeConfig config, Runnable closed) {
    return new Closing(vertx, sequencer, config, closed);
  }

  /** On the timer's thread. A slow disk does not pile up closes: one waits at a time. */
  private void look() {
    if (waiting || !sequencer.leads() || !rule.look(sequencer.status().hasNews())) {
      return;
    }
    waiting = true;
    sequencer
        .submit(new Command.Close(sequencer.era()))
        .onComplete(
            done -> {
              waiting = false;
              if (done.succeeded()) {
                closed.run();
                LOG.atInfo().addKeyValue("size", sequencer.status().size()).log("checkpoint");
              }
            });
  }

  void stop() {
    vertx.cancelTimer(timer);
  }
}
