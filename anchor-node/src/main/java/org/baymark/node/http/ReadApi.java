package org.baymark.node.http;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.baymark.node.onward.Anchored;
import org.baymark.node.sequence.Archive;
import org.baymark.node.sequence.Conviction;
import org.baymark.node.sequence.LogStatus;
import org.baymark.node.sequence.Sequencer;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.ConsistencyProof;
import org.baymark.protocol.merkle.HashPath;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.passport.Anchor;
import org.baymark.protocol.passport.EvidenceRequest;
import org.baymark.protocol.passport.Ties;

/** What anyone may read: all of it stands under the last checkpoint. */
final class ReadApi {
  /** In bytes; of smaller ones as many as ask do no harm. */
  private static final int LARGE = 262_144;

  private static final int LARGE_ANSWERS_MAX = 2;
  private static final int EVIDENCE_REQUEST_MAX = 8 << 20;

  private final Sequencer sequencer;
  private final Supplier<List<Conviction>> convictions;
  private final UnaryOperator<SignedCheckpoint> beside;
  private final Supplier<Optional<String>> abstaining;
  private final Supplier<Optional<Anchored>> anchored;
  private final AnswerBudget large = new AnswerBudget(LARGE_ANSWERS_MAX);

  ReadApi(Sequencer sequencer, NodeServer.VotingSetting voting) {
    this.sequencer = sequencer;
    this.convictions = voting.convictions();
    this.beside = voting.beside();
    this.abstaining = voting.abstaining();
    this.anchored = voting.anchored();
  }

  void mount(Router router, BodyReader bodies) {
    router.get("/healthz").handler(this::health);
    router.get("/consistency").handler(this::consistency);
    router.get("/entries/:index").handler(this::entry);
    router.post("/evidence").handler(bodies.upTo(EVIDENCE_REQUEST_MAX)).handler(this::evidence);
  }

  private void health(RoutingContext call) {
    LogStatus status = sequencer.status();
    boolean works = !sequencer.isStopped();
    JsonObject body = new JsonObject().put("status", works ? "ok" : "failing");
    if (!works) {
      body.put("reason", "the log takes no commands any more");
    }
    List<String> alarms =
        Stream.of(sequencer.alarm(), abstaining.get()).flatMap(Optional::stream).toList();
    if (!alarms.isEmpty()) {
      body.put("alarm", String.join("; ", alarms));
    }
    body.put("size", status.size());
    body.put("leads", sequencer.leads());
    body.put("conflicts", convictions.get().size());
    body.put("checkpoint", status.published().map(this::checkpoint).orElse(null));
    Bytes text = Bytes.ofUtf8(body.encode() + "\n");
    Answers.bytes(call, works ? 200 : 503, "application/json", text);
  }

  private JsonObject checkpoint(LogStatus.Published published) {
    return new JsonObject()
        .put("size", published.note().checkpoint().size())
        .put("ageMillis", published.ageMillis());
  }

  private void consistency(RoutingContext call) {
    OptionalLong from = number(call.queryParams().get("from"));
    OptionalLong to = number(call.queryParams().get("to"));
    if (from.isEmpty() || to.isEmpty() || from.getAsLong() > to.getAsLong()) {
      String detail = "from and to are tree sizes, from not above to";
      Answers.problem(call, new Problem(400, "malformed", detail));
      return;
    }
    Answers.cbor(
        call,
        sequencer.ask(archive -> archive.consistency(from.getAsLong(), to.getAsLong())),
        proof -> path(found(proof, "no checkpoint is that long")));
  }

  private static Bytes path(ConsistencyProof proof) {
    CborWriter out = new CborWriter();
    HashPath.write(out, proof.path());
    return out.toBytes();
  }

  private void entry(RoutingContext call) {
    OptionalLong index = number(call.pathParam("index"));
    if (index.isEmpty()) {
      Answers.problem(
          call, new Problem(400, "malformed", "an entry is named by its index or its id"));
      return;
    }
    Answers.cbor(
        call,
        sequencer.ask(archive -> archive.entry(index.getAsLong())),
        entry -> found(entry, "no checkpoint covers such an entry"));
  }

  private void evidence(RoutingContext call) {
    Parsed<EvidenceRequest> request = EvidenceRequest.parse(BodyReader.of(call));
    if (request instanceof Parsed.Refused<EvidenceRequest> refused) {
      Answers.problem(call, Problem.of(refused));
      return;
    }
    EvidenceRequest asked = ((Parsed.Ok<EvidenceRequest>) request).value();
    Answers.cbor(
        call,
        sequencer.ask(
            archive ->
                archive
                    .evidence(asked)
                    .match(
                        found ->
                            found
                                .with(
                                    beside.apply(found.checkpoint()),
                                    new Ties(
                                        anchors(archive, found.head()), found.ties().succession()))
                                .encoded(),
                        lacking -> {
                          throw new ProblemException(Problem.of(lacking));
                        })),
        encoded -> {
          if (encoded.size() > LARGE && !large.reserve(call)) {
            throw new ProblemException(Problem.busy());
          }
          return encoded;
        });
  }

  /** The last head in a chain of others, if the evidence is of a later one. */
  private List<Anchor> anchors(Archive archive, TreeHead head) {
    return anchored
        .get()
        .filter(last -> archive.holds(last.head()))
        .flatMap(
            last ->
                archive
                    .consistency(last.head().size(), head.size())
                    .map(proof -> last.in(proof.path())))
        .stream()
        .toList();
  }

  private static <T> T found(Optional<T> value, String otherwise) {
    return value.orElseThrow(() -> new ProblemException(new Problem(404, "not-found", otherwise)));
  }

  /** A decimal from 0 to 2^53-1; anything else, or nothing, is empty. */
  static OptionalLong number(@org.jspecify.annotations.Nullable String text) {
    if (text == null || !text.matches("0|[1-9][0-9]{0,15}")) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(Long.parseLong(text));
  }
}
