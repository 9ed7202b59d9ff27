package org.baymark.gateway.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.baymark.gateway.passport.Assembly;
import org.baymark.gateway.passport.PassportAssembler;

/** The calls for passports and for the keys of shipments. */
final class PassportApi implements Calls {
  /** What a passport does not hold, for a person. */
  private static final String NOTE = "Baymark-Note";

  private static final String PASSPORT = "application/vnd.baymark.passport";

  private final PassportAssembler assembler;

  PassportApi(PassportAssembler assembler) {
    this.assembler = assembler;
  }

  @Override
  public void mount(Router router) {
    router.get("/passports").handler(this::passport);
    router.get("/shipment-keys").handler(this::shipmentKey);
  }

  private void passport(RoutingContext call) {
    Answers.when(
        call,
        assembler.assemble(
            new PassportAssembler.Wanted(
                Fields.subject(call), Fields.epoch(call), Fields.isShort(call))),
        assembly -> answer(call, assembly));
  }

  private static void answer(RoutingContext call, Assembly assembly) {
    switch (assembly.result()) {
      case MADE -> {
        if (!assembly.sentence().isEmpty()) {
          call.response().putHeader(NOTE, assembly.sentence().replaceAll("[^ -~]", "?"));
        }
        call.response()
            .putHeader("Content-Type", PASSPORT)
            .end(Buffer.buffer(assembly.file().unsafeArray()));
      }
      case UNKNOWN_SUBJECT -> Answers.error(call, 404, assembly.sentence());
      case NOTHING_ANCHORED -> Answers.error(call, 409, assembly.sentence());
      case NO_EVIDENCE -> Answers.error(call, 503, assembly.sentence());
      case UNSOUND -> Answers.error(call, 500, assembly.sentence());
    }
  }

  private void shipmentKey(RoutingContext call) {
    Answers.when(
        call,
        assembler.keyOf(Fields.subject(call), Fields.epoch(call)),
        found ->
            found.ifPresentOrElse(
                key -> call.response().putHeader("Content-Type", "text/plain").end(key.toText()),
                () -> Answers.error(call, 404, "this gateway has no alliance key of that epoch")));
  }
}
