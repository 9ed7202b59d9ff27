package org.baymark.gateway.web;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Base64;
import java.util.Set;
import org.baymark.gateway.admission.Erasing;
import org.baymark.gateway.admission.Reveals;
import org.baymark.gateway.store.StoreException;
import org.baymark.gateway.web.Answers.CallException;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.statement.Erasure;

/** The calls for what hidden statements hide. */
public final class RevealApi implements Calls {
  private static final int GONE = 410;

  private final Reveals reveals;
  private final Erasing erasing;

  public RevealApi(Reveals reveals, Erasing erasing) {
    this.reveals = reveals;
    this.erasing = erasing;
  }

  @Override
  public void mount(Router router) {
    router.get("/reveals").handler(this::reveal);
    router.post("/reveals/erase").handler(this::erase);
  }

  /** The reveal (PROTOCOL.md, section 6.4); or, with 410, the signed erasure in its place. */
  private void reveal(RoutingContext call) {
    Digest id = id(call.request().getParam("statement", ""));
    Answers.when(
        call,
        reveals.known(id),
        known -> {
          if (known.erasure().isPresent()) {
            call.response().setStatusCode(GONE);
            send(call, "application/cose", known.erasure().get());
          } else if (known.reveal().isPresent()) {
            send(call, "application/cbor", known.reveal().get());
          } else {
            Answers.error(call, 404, "what this statement hides is not here");
          }
        });
  }

  private static void send(RoutingContext call, String type, Bytes body) {
    call.response().putHeader("Content-Type", type).end(Buffer.buffer(body.unsafeArray()));
  }

  private void erase(RoutingContext call) {
    Fields fields = Fields.of(call, Set.of("statement", "reason"));
    Digest id = id(fields.text("statement"));
    String reason = fields.text("reason");
    if (!Erasure.isReason(reason)) {
      throw Fields.wrong("\"reason\" has to be " + Erasure.rule());
    }
    Answers.when(
        call,
        erasing.erase(id, reason).recover(why -> Future.failedFuture(told(why))),
        erasure ->
            Answers.json(
                call,
                200,
                new JsonObject()
                    .put("statement", id.hex())
                    .put("erasure", Base64.getEncoder().encodeToString(erasure.toArray()))));
  }

  /** That bytes may be left is the disk's fault; whoever erases has to know it. */
  private static Throwable told(Throwable why) {
    String sentence = String.valueOf(why.getMessage());
    if (why instanceof IllegalArgumentException) {
      return new CallException(404, sentence);
    }
    return why instanceof StoreException ? new CallException(503, sentence) : why;
  }

  private static Digest id(String hex) {
    if (!hex.matches("[0-9a-f]{64}")) {
      throw Fields.wrong("a statement's id is 64 lower-case hexadecimal digits");
    }
    return Digest.ofHex(hex);
  }
}
