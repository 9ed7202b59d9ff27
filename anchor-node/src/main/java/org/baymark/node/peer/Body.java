package org.baymark.node.peer;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import org.baymark.protocol.bytes.Bytes;

/** Reads a body up to a limit; what is longer is dropped as it comes. */
final class Body {
  private Body() {}

  static Future<Bytes> read(ReadStream<Buffer> in, int sizeMax) {
    Promise<Bytes> promise = Promise.promise();
    Buffer whole = Buffer.buffer();
    in.handler(
        part -> {
          if (whole.length() + part.length() > sizeMax) {
            promise.tryFail("more than " + sizeMax + " bytes");
          } else if (!promise.future().isComplete()) {
            whole.appendBuffer(part);
          }
        });
    in.exceptionHandler(promise::tryFail);
    in.endHandler(end -> promise.tryComplete(Bytes.owning(whole.getBytes())));
    return promise.future();
  }
}
