package org.baymark.gateway.runtime;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the bodies of HTTP calls as they are, whatever type they claim to be: the reader of
 * vertx-web takes forms apart. What all of them hold together is bounded. Where it would be too
 * much, whoever has been sending for longest goes: an honest call needs milliseconds. Any thread.
 *
 * <p>A call fails with 413 above the limit of its own, with 408 where its body does not come within
 * 30 seconds, and with 503 where there is too much at once; whoever has not sent all of it in a
 * moment is disconnected then. The node has the same in a class of its own, BodyReader: what is
 * mended here is to be mended there.
 */
public final class Bodies {
  private static final String BODY = "body";
  private static final long TOGETHER_LEAST = 2 << 20;
  private static final int SHARE_OF_HEAP = 16;
  private static final long WITHIN_MILLIS = 30_000;
  private static final long DRAINED_MILLIS = 2_000;

  private final long togetherMax;

  // Guarded by this.
  private final Set<Reading> unfinished = new LinkedHashSet<>();
  private long together;

  /**
   * @param togetherMax bytes of all calls that are not answered
   */
  Bodies(long togetherMax) {
    this.togetherMax = togetherMax;
  }

  /**
   * A sixteenth of the heap for all: growing buffers and the copies that are made of them take
   * three times what was sent.
   *
   * @param heapMax bytes
   */
  public static Bodies forHeap(long heapMax) {
    return new Bodies(Math.max(TOGETHER_LEAST, heapMax / SHARE_OF_HEAP));
  }

  /** Reads a body of so many bytes at most, then passes the call on. */
  public Handler<RoutingContext> upTo(int bytesMax) {
    return call -> new Reading(call, bytesMax).begin();
  }

  /** What was read of a call; empty, if nothing was. */
  public static Buffer of(RoutingContext call) {
    return Optional.<Buffer>ofNullable(call.get(BODY)).orElseGet(Buffer::buffer);
  }

  /** One call's. Its methods but for {@link #give} run on the call's own thread. */
  private final class Reading {
    private final RoutingContext call;
    private final int bytesMax;
    private final Vertx vertx;
    private final Context context = Vertx.currentContext();
    private Buffer bytes = Buffer.buffer();
    private int held; // guarded by the bodies
    private boolean isOver; // guarded by the bodies
    private long timer = -1; // Vert.x counts from 0: nothing is cancelled before there is one

    Reading(RoutingContext call, int bytesMax) {
      this.call = call;
      this.bytesMax = bytesMax;
      this.vertx = call.vertx();
    }

    void begin() {
      HttpServerRequest request = call.request();
      if (request.isEnded()) {
        call.next();
        return;
      }
      if (declared(request) > bytesMax) {
        cut(413);
        return;
      }
      register(this);
      timer = vertx.setTimer(WITHIN_MILLIS, id -> cut(408));
      call.addEndHandler(any -> end());
      request.exceptionHandler(gone -> end());
      request.handler(this::take);
      request.endHandler(all -> pass());
      if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
        call.response().writeContinue();
      }
      request.resume(); // a handler before this one may have held it up
    }

    private void take(Buffer chunk) {
      if (bytes.length() + chunk.length() > bytesMax) {
        cut(413);
      } else if (hold(this, chunk.length())) {
        bytes.appendBuffer(chunk);
      }
    }

    private void pass() {
      vertx.cancelTimer(timer);
      if (finish(this)) {
        call.put(BODY, bytes);
        call.next();
      }
    }

    private void end() {
      vertx.cancelTimer(timer);
      release(this);
      bytes = Buffer.buffer();
    }

    void cut(int status) {
      end();
      if (!call.response().ended()) {
        call.addEndHandler(any -> drain());
        call.fail(status);
      }
    }

    /**
     * The rest of what comes is nobody's, but a connection that is closed while its client sends is
     * reset, and the answer lost with it (RFC 9112, section 9.6): so it is read for a moment.
     */
    private void drain() {
      HttpServerRequest request = call.request();
      if (!request.isEnded()) {
        long close = vertx.setTimer(DRAINED_MILLIS, id -> request.connection().close());
        request.handler(any -> {});
        request.endHandler(all -> vertx.cancelTimer(close));
        request.resume();
      }
    }

    void give() {
      context.runOnContext(on -> cut(503));
    }
  }

  private static long declared(HttpServerRequest request) {
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
  public synchronized long held() {
    return together;
  }
}
