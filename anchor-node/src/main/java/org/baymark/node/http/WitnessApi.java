package org.baymark.node.http;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.baymark.node.witness.WitnessDesk;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.log.WitnessRequest;

/** Where other logs ask this member to be their witness (C2SP tlog-witness). */
final class WitnessApi {
  private final WitnessDesk desk;

  WitnessApi(WitnessDesk desk) {
    this.desk = desk;
  }

  void mount(Router router, BodyReader bodies) {
    router
        .post("/add-checkpoint")
        .handler(bodies.upTo(WitnessRequest.SIZE_MAX))
        .handler(this::addCheckpoint);
  }

  private void addCheckpoint(RoutingContext call) {
    Parsed<WitnessRequest> parsed = WitnessRequest.parse(BodyReader.of(call));
    if (parsed instanceof Parsed.Refused<WitnessRequest> refused) {
      // Who asks here reads text and none of our problem details.
      Bytes why = Bytes.ofUtf8(refused.text() + "\n");
      Answers.bytes(call, 400, "text/plain; charset=utf-8", why);
      return;
    }
    WitnessRequest request = ((Parsed.Ok<WitnessRequest>) parsed).value();
    Answers.reply(
        call,
        desk.addCheckpoint(request),
        answer ->
            Answers.bytes(
                call, answer.status(), answer.contentType(), Bytes.ofUtf8(answer.body())));
  }
}
