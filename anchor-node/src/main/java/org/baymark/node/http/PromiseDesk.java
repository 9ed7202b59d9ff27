package org.baymark.node.http;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.OptionalLong;
import org.baymark.node.sequence.Archive;
import org.baymark.node.sequence.Sequencer;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.log.LogReceipt;
import org.baymark.protocol.voting.LogPromise;
import org.baymark.protocol.voting.PromisedReceipt;

/** Answers whoever handed in an entry: with a receipt, and with a promise to who asks for one. */
final class PromiseDesk {
  private static final String WISH = "promise";

  private final Sequencer sequencer;
  private final NodeServer.PromiseSetting setting;

  PromiseDesk(Sequencer sequencer, NodeServer.PromiseSetting setting) {
    this.sequencer = sequencer;
    this.setting = setting;
  }

  /**
   * @param receipt for an entry that is durable here
   */
  void answer(RoutingContext call, Future<LogReceipt> receipt) {
    if (call.queryParams().contains(WISH)) {
      Answers.cbor(call, receipt.compose(given -> promised(call, given)), encoded -> encoded);
    } else {
      Answers.cbor(call, receipt, LogReceipt::encoded);
    }
  }

  private Future<Bytes> promised(RoutingContext call, LogReceipt receipt) {
    // To sign costs more than to look: not on the thread that owns the log.
    return sequencer
        .ask(Archive::closedHeight)
        .compose(
            height ->
                call.vertx().executeBlocking(() -> promised(receipt, height).encoded(), false));
  }

  private PromisedReceipt promised(LogReceipt receipt, long height) {
    LogPromise promise =
        LogPromise.say(
            setting.voice(),
            setting.origin(),
            receipt.entryId(),
            OptionalLong.of(receipt.index()),
            height + setting.heads());
    return new PromisedReceipt(receipt, promise);
  }
}
