package org.baymark.node.http;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.baymark.protocol.bytes.Bytes;

/**
 * Reads the bodies of calls as they are, whatever type they claim to be: the reader of vertx-web
 * takes web forms apart, and curl calls everything one. What all of them hold together is bounded.
 * Where it would be too much, whoever has been sending for longest goes: an honest call needs
 * milliseconds, and a stranger who sends slowly shuts nobody out. Any thread.
 *
 * <p>A call fails with 413 above the limit of its own, with 408 where its body does not come within
 * 30 seconds, and as busy where there is too much at once; whoever has not sent all of it in a
 * moment is disconnected then. The gateway has the same in a class of its own, Bodies: what is
 * mended here is to be mended there.
 */
final class BodyReader {
  private static final String BODY = "body";
  private static final int SHARE_OF_HEAP = 16;
  private static final long TOGETHER_MOST = 64 << 20;
  private static final long WITHIN_MILLIS = 30_000;
  private static final long DRAINED_MILLIS = 2_000;

  private final long togetherMax;

  // Guarded by this.
  private final Set<Reading> unfinished = new LinkedHashSet<>();
  private long together;

  /**
   * @param togetherMax bytes of all calls that are not answered
   */
  BodyReader(long togetherMax) {
    this.togetherMax = togetherMax;
  }

  /**
   * A sixteenth of the heap for all, from twice the largest to 64 MiB: growing buffers and what is
   * made of them take three times what was sent.
   *
   * @param heapMax bytes
   * @param bytesMax of the largest body that any call takes
   */
  static BodyReader forHeap(long heapMax, int bytesMax) {
    long share = Math.min(TOGETHER_MOST, heapMax / SHARE_OF_HEAP);
    return new BodyReader(Math.max(2L * bytesMax, share));
  }

  /** Reads a body of so many bytes at most, then passes the call on. */
  Handler<RoutingContext> upTo(int bytesMax) {
    return call -> new Reading(call, bytesMax).begin();
  }

  /** What was read of a call; empty, if nothing was. */
  static Bytes of(RoutingContext call) {
    return Optional.<Buffer>ofNullable(call.get(BODY))
        .map(body -> Bytes.owning(body.getBytes()))
        .orElse(Bytes.EMPTY);
  }

  /** One call's. Its methods but for {@link #give} run on the call's own thread. */
  private final class Reading {
    private final RoutingContext call;
    private final int bytesMax;
    private final Context context;
    private Buffer bytes = Buffer.buffer();
    private int held; // guarded by the reader
    private boolean isOver; // guarded by the reader
    private long timer = -1; // Vert.x counts from 0: nothing is cancelled before there is one

    Reading(RoutingContext call, int bytesMax) {
      this.call = call;
      this.bytesMax = bytesMax;
      this.context = call.vertx().getOrCreateContext();
    }

    void begin() {
      HttpServerRequest request = call.request();
      if (request.isEnded()) {
        call.next();
        return;
      }
      if (announced(request) > bytesMax) {
        cut(Problem.ofStatus(413));
        return;
      }
      register(this);
      timer = call.vertx().setTimer(WITHIN_MILLIS, id -> cut(Problem.ofStatus(408)));
      call.addEndHandler(any -> end());
      request.exceptionHandler(gone -> end());
      request.handler(this::take);
      request.endHandler(all -> pass());
    }

    private void take(Buffer chunk) {
      if (bytes.length() + chunk.length() > bytesMax) {
        cut(Problem.ofStatus(413));
      } else if (hold(this, chunk.length())) {
        bytes.appendBuffer(chunk);
      }
    }

    private void pass() {
      call.vertx().cancelTimer(timer);
      if (finish(this)) {
        call.put(BODY, bytes);
        call.next();
      }
    }

    private void end() {
      call.vertx().cancelTimer(timer);
      release(this);
      bytes = Buffer.buffer();
    }

    private void cut(Problem problem) {
      end();
      if (!call.response().ended()) {
        call.addEndHandler(any -> drain());
        Answers.problem(call, problem);
      }
    }

    /**
     * The rest of what comes is nobody's, but a connection that is closed while its client sends is
     * reset, and the answer lost with it (RFC 9112, section 9.6): so it is read for a moment.
     */
    private void drain() {
      HttpServerRequest request = call.request();
      if (!request.isEnded()) {
        long close = call.vertx().setTimer(DRAINED_MILLIS, id -> request.connection().close());
        request.handler(any -> {});
        request.endHandler(all -> call.vertx().cancelTimer(close));
      }
    }

    void give() {
      context.runOnContext(on -> cut(Problem.busy()));
    }
  }

  private static long announced(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    return length != null && length.matches("[0-9]{1,18}") ? Long.parseLong(length) : 0;
  }

  private synchronized void register(Reading reading) {
    unfinished.add(reading);
  }

  /** Whether it may keep so many bytes more; others may have to go for it. */
  private boolean hold(Reading reading, int more) {
    List<Reading> gone = new ArrayList<>();
    synchronized (this) {
      if (reading.isOver) {
        return false;
      }
      reading.held += more;
      together += more;
      while (together > togetherMax && !unfinished.isEmpty()) {
        Reading oldest = unfinished.iterator().next();
        forget(oldest);
        gone.add(oldest);
      }
    }
    gone.forEach(Reading::give);
    return !gone.contains(reading);
  }

  /** Whether it has all of it; it holds that until it is answered. */
  private synchronized boolean finish(Reading reading) {
    unfinished.remove(reading);
    return !reading.isOver;
  }

  private synchronized void release(Reading reading) {
    forget(reading);
  }

  private void forget(Reading reading) {
    unfinished.remove(reading);
    together -= reading.held;
    reading.held = 0;
    reading.isOver = true;
  }

  /** How many bytes are held now. */
  synchronized long held() {
    return together;
  }
}
