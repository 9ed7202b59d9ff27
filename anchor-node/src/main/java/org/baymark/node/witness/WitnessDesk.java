package org.baymark.node.witness;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.baymark.node.folder.FolderException;
import org.baymark.node.sequence.BusyException;
import org.baymark.node.sequence.StoppedException;
import org.baymark.node.witness.Witness.Decision;
import org.baymark.protocol.log.WitnessRequest;
import org.baymark.protocol.merkle.TreeHead;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one request after the other, on one thread: between the look at what was co-signed last and
 * the flush of what is co-signed now nobody comes in (C2SP tlog-witness, the race that it numbers
 * from 1 to 6).
 */
public final class WitnessDesk implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WitnessDesk.class);
  private static final int WAITING_MAX = 64;
  private static final int CLOSE_SECONDS = 10;

  private final Witness witness;
  private final WitnessMemory memory;
  private final InstantSource clock;
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING_MAX),
          work -> new Thread(work, "witness"));

  /** Set on the thread, once: what was written last may be on the disk or not. */
  private boolean failed;

  WitnessDesk(Witness witness, WitnessMemory memory, InstantSource clock) {
    this.witness = witness;
    this.memory = memory;
    this.clock = clock;
  }

  /**
   * What C2SP tlog-witness says that is answered.
   *
   * @param status of HTTP
   * @param body the co-signature line, the size of the conflict, or a sentence
   */
  public record Answer(int status, String contentType, String body) {
    static final String TEXT = "text/plain; charset=utf-8";

    private static Answer refused(Decision.Refused refused) {
      return switch (refused.why()) {
        case UNKNOWN_LOG -> new Answer(404, TEXT, "this witness does not watch that log\n");
        case NOT_SIGNED ->
            new Answer(403, TEXT, "no key that this witness trusts for the origin signed that\n");
        case OLD_ABOVE_NEW -> new Answer(400, TEXT, "the old size is above the new one\n");
        case CONFLICT -> new Answer(409, "text/x.tlog.size", refused.known() + "\n");
        case NO_PROOF ->
            new Answer(422, TEXT, "the proof does not lead from what was co-signed last to that\n");
      };
    }
  }

  /** Completes on the desk's thread. */
  public Future<Answer> addCheckpoint(WitnessRequest request) {
    Promise<Answer> answer = Promise.promise();
    try {
      thread.execute(() -> answer(request, answer));
    } catch (RejectedExecutionException full) {
      return Future.failedFuture(
          thread.isShutdown() ? new StoppedException() : new BusyException());
    }
    return answer.future();
  }

  private void answer(WitnessRequest request, Promise<Answer> answer) {
    if (failed) {
      answer.fail(new StoppedException());
      return;
    }
    try {
      answer.complete(answer(request));
    } catch (FolderException e) {
      // What the disk holds is not known any more: no signature leaves before a restart reads it.
      failed = true;
      LOG.atError().addKeyValue("fault", e.getMessage()).log("this node stops being a witness");
      answer.fail(new StoppedException());
    } catch (RuntimeException e) {
      answer.fail(e);
    }
  }

  private Answer answer(WitnessRequest request) throws FolderException {
    String origin = request.note().checkpoint().origin();
    if (!witness.watches(origin)) {
      return Answer.refused(new Decision.Refused(Witness.Why.UNKNOWN_LOG, 0));
    }
    TreeHead last = memory.last(origin);
    Decision decision = witness.decide(request, last, clock.instant());
    if (decision instanceof Decision.Cosigned cosigned && !cosigned.head().equals(last)) {
      memory.remember(origin, cosigned.head());
      LOG.atInfo()
          .addKeyValue("log", origin)
          .addKeyValue("size", cosigned.head().size())
          .log("co-signed for another log");
    }
    return decision.match(
        (head, line) -> new Answer(200, Answer.TEXT, line.line()), Answer::refused);
  }

  /** Answers what waits, then ends the thread. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
