package org.baymark.node.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.baymark.node.ledger.KnownGateway;
import org.baymark.node.sequence.Archive;
import org.baymark.node.sequence.Conviction;
import org.baymark.node.sequence.LogStatus;
import org.baymark.node.sequence.PresentKeys;
import org.baymark.node.sequence.Sequencer;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.log.Alliance;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;
import org.jspecify.annotations.Nullable;

/**
 * What the explorer page asks: all of it public, none of it a format that others should rely on.
 */
final class ExplorerApi {
  private static final int GATEWAYS_MAX = 500;

  private final Sequencer sequencer;
  private final UnaryOperator<SignedCheckpoint> lines;
  private final Supplier<List<Conviction>> convictions;
  private final CosignedHead cosigned = new CosignedHead();

  /** The log's thread owns it. */
  private Sorted sorted = new Sorted(List.of(), Optional.empty(), List.of(), List.of());

  /**
   * @param lines adds to a note what came beside the lines that certified it: members co-sign late
   *     too
   */
  ExplorerApi(
      Sequencer sequencer,
      UnaryOperator<SignedCheckpoint> lines,
      Supplier<List<Conviction>> convictions) {
    this.sequencer = sequencer;
    this.lines = lines;
    this.convictions = convictions;
  }

  void mount(Router router) {
    router.get("/explorer/overview").handler(this::overview);
    router.get("/explorer/find").handler(this::find);
  }

  private void overview(RoutingContext call) {
    LogStatus status = sequencer.status();
    Optional<SignedCheckpoint> note = status.published().map(last -> lines.apply(last.note()));
    Answers.reply(
        call,
        sequencer
            .ask(this::whoIsThere)
            .compose(
                there ->
                    seconds(call.vertx(), note, there)
                        .map(seconds -> overview(status, note, there, seconds))),
        body -> json(call, 200, body));
  }

  /** What follows from the evidence and from who the members are. */
  private record Sorted(
      List<Conviction> all,
      Optional<Members> members,
      List<Conviction> standing,
      List<Conviction> past) {}

  /**
   * @param past the evidence against keys that are no longer in force
   */
  private record There(
      Optional<Members> members,
      List<KnownGateway> gateways,
      List<Conviction> standing,
      List<Conviction> past) {}

  private There whoIsThere(Archive archive) {
    List<Conviction> all = List.copyOf(convictions.get());
    Optional<Members> members = archive.members();
    if (!sorted.all().equals(all) || !sorted.members().equals(members)) {
      sorted = sorted(archive, all, members);
    }
    return new There(members, archive.gateways(), sorted.standing(), sorted.past());
  }

  /** To verify what each of them signed takes too long for every call. */
  private static Sorted sorted(Archive archive, List<Conviction> all, Optional<Members> members) {
    Optional<PresentKeys> present = members.map(PresentKeys::new);
    List<Conviction> standing = new ArrayList<>();
    List<Conviction> past = new ArrayList<>();
    for (Conviction one : all) {
      boolean stands =
          archive
              .conviction(one.id())
              .filter(file -> present.isPresent())
              .filter(file -> present.get().signed(file, one.member()))
              .isPresent();
      (stands ? standing : past).add(one);
    }
    return new Sorted(all, members, standing, past);
  }

  private Future<Map<DevUrn, Long>> seconds(
      Vertx vertx, Optional<SignedCheckpoint> note, There there) {
    return note.isPresent() && there.members().isPresent()
        ? cosigned.seconds(vertx, note.get(), there.members().get())
        : Future.succeededFuture(Map.of());
  }

  private JsonObject overview(
      LogStatus status, Optional<SignedCheckpoint> note, There there, Map<DevUrn, Long> seconds) {
    Optional<JsonObject> head = status.published().flatMap(last -> note.map(it -> head(last, it)));
    JsonObject body =
        new JsonObject()
            .put("works", !sequencer.isStopped())
            .put("leads", sequencer.leads())
            .put("size", status.size())
            .put("head", head.orElse(null));
    List<Member> members = there.members().map(Members::members).orElse(List.of());
    JsonArray shown = new JsonArray();
    for (Member member : members) {
      shown.add(member(member).put("cosignedAt", seconds.get(member.name())));
      if (note.isPresent() && serves(member, note.get())) {
        body.put("member", member.name().text());
      }
    }
    JsonArray gateways = new JsonArray();
    there.gateways().stream().limit(GATEWAYS_MAX).map(ExplorerApi::gateway).forEach(gateways::add);
    return body.put("origin", there.members().map(Members::origin).orElse(null))
        .put("quorum", members.isEmpty() ? null : Alliance.quorum(members.size()))
        .put("members", shown)
        .put("gateways", gateways)
        .put("conflicts", ConflictsApi.json(there.standing()))
        .put("pastConflicts", ConflictsApi.json(there.past()))
        .put("gatewayCount", there.gateways().size());
  }

  private static JsonObject head(LogStatus.Published published, SignedCheckpoint note) {
    return new JsonObject()
        .put("size", note.checkpoint().size())
        .put("root", note.checkpoint().root().hex())
        .put("ageMillis", published.ageMillis())
        .put("note", note.toText());
  }

  private static JsonObject member(Member member) {
    return new JsonObject()
        .put("name", member.name().text())
        .put("company", member.company().name())
        .put("jurisdiction", member.company().jurisdiction())
        .put("url", member.addresses().url());
  }

  /** Every member signs what it serves with its own log key. */
  private static boolean serves(Member member, SignedCheckpoint note) {
    return NoteKey.parse(member.keys().log())
        .toOptional()
        .filter(key -> note.signatures().stream().anyMatch(key::isNamedBy))
        .isPresent();
  }

  private static JsonObject gateway(KnownGateway gateway) {
    return new JsonObject()
        .put("name", gateway.key().registration().name().text())
        .put("member", gateway.key().member().text())
        .put("live", gateway.key().isLive())
        .put("batches", gateway.last().map(it -> it.number()).orElse(0L))
        .put("header", gateway.last().map(it -> it.headerId().hex()).orElse(null));
  }

  private void find(RoutingContext call) {
    @Nullable String what = call.queryParams().get("what");
    if (what == null || !FoundEntry.isName(what)) {
      String detail = "an entry is named by its index or its id";
      Answers.problem(call, new Problem(400, "malformed", detail));
      return;
    }
    long published =
        sequencer.status().published().map(last -> last.note().checkpoint().size()).orElse(0L);
    Answers.reply(
        call,
        sequencer.ask(archive -> FoundEntry.of(archive, what, published)),
        found ->
            found.ifPresentOrElse(
                entry -> json(call, 200, entry.json()),
                () -> Answers.problem(call, new Problem(404, "not-found", "no such entry"))));
  }

  private static void json(RoutingContext call, int status, JsonObject body) {
    call.response().putHeader("Cache-Control", "no-store");
    Answers.bytes(call, status, "application/json", Bytes.ofUtf8(body.encode() + "\n"));
  }
}
