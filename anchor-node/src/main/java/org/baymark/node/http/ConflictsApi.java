package org.baymark.node.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.baymark.node.sequence.Conviction;
import org.baymark.node.sequence.Sequencer;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;

/** Who signed two things that exclude each other, and the files that show it: for everyone. */
final class ConflictsApi {
  private static final String PATH = "/evidence/conflicts";

  private final Sequencer sequencer;
  private final Supplier<List<Conviction>> convictions;

  ConflictsApi(Sequencer sequencer, Supplier<List<Conviction>> convictions) {
    this.sequencer = sequencer;
    this.convictions = convictions;
  }

  void mount(Router router) {
    router.get(PATH).handler(this::list);
    router.get(PATH + "/:id").handler(this::file);
  }

  private void list(RoutingContext call) {
    Bytes text = Bytes.ofUtf8(json(convictions.get()).encodePrettily() + "\n");
    Answers.bytes(call, 200, "application/json", text);
  }

  static JsonArray json(List<Conviction> convictions) {
    JsonArray all = new JsonArray();
    for (Conviction one : convictions) {
      all.add(
          new JsonObject()
              .put("id", one.id().hex())
              .put("member", one.member())
              .put("signed", "two " + one.what())
              .put("accusation", one.isWhole())
              .put("file", PATH + "/" + one.id().hex()));
    }
    return all;
  }

  private void file(RoutingContext call) {
    String id = call.pathParam("id");
    Optional<Digest> named =
        id.matches("[0-9a-f]{64}") ? Optional.of(Digest.ofHex(id)) : Optional.empty();
    if (named.isEmpty()) {
      Answers.problem(call, new Problem(404, "not-found", "no such evidence"));
      return;
    }
    Answers.cbor(
        call,
        sequencer.ask(archive -> archive.conviction(named.get())),
        file ->
            file.orElseThrow(
                () -> new ProblemException(new Problem(404, "not-found", "no such evidence"))));
  }
}
