package org.baymark.node.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.baymark.node.ledger.OpenProposal;
import org.baymark.node.sequence.Archive;
import org.baymark.node.sequence.MemberSets;
import org.baymark.node.sequence.Sequencer;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.governance.Change;
import org.baymark.protocol.governance.Decision;
import org.baymark.protocol.governance.Succession;
import org.baymark.protocol.log.Alliance;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;

/**
 * Who the members are, and what they decide about it. A decision needs no token: a governor key
 * signed it, or it is nothing.
 */
final class MembersApi {
  private static final int DECISION_MAX = 65_535;

  private final Sequencer sequencer;
  private final PromiseDesk promises;

  MembersApi(Sequencer sequencer, PromiseDesk promises) {
    this.promises = promises;
    this.sequencer = sequencer;
  }

  void mount(Router router, BodyReader bodies) {
    router.get("/members").handler(this::members);
    router.get("/members/succession").handler(this::succession);
    router.get("/proposals").handler(this::proposals);
    router.post("/decisions").handler(bodies.upTo(DECISION_MAX)).handler(this::decision);
  }

  private void members(RoutingContext call) {
    Optional<Members> members = sequencer.status().members().map(MemberSets::now);
    if (members.isPresent()) {
      Answers.bytes(call, 200, Answers.CBOR, members.get().encoded());
    } else {
      Answers.problem(call, new Problem(404, "not-founded", "this log has no members yet"));
    }
  }

  private void succession(RoutingContext call) {
    Answers.cbor(
        call,
        sequencer.ask(Archive::succession),
        changes ->
            changes
                .map(Succession::encoded)
                .orElseThrow(
                    () ->
                        new ProblemException(
                            new Problem(404, "not-found", "the members have never changed"))));
  }

  private void proposals(RoutingContext call) {
    Answers.reply(
        call,
        sequencer.ask(MembersApi::council),
        body ->
            Answers.bytes(
                call, 200, "application/json", Bytes.ofUtf8(body.encodePrettily() + "\n")));
  }

  private static JsonObject council(Archive archive) {
    JsonObject body = new JsonObject();
    archive.members().ifPresent(members -> describe(body, members));
    body.put("pending", archive.dueMembers().map(MembersApi::names).orElse(null));
    int n = archive.members().map(members -> members.members().size()).orElse(0);
    body.put("open", archive.openProposal().map(open -> open(open, n, archive)).orElse(null));
    return body;
  }

  private static void describe(JsonObject body, Members members) {
    body.put("origin", members.origin());
    body.put("memberSet", members.digest().bytes().hex());
    body.put("members", names(members));
    body.put("needed", Alliance.quorum(members.members().size()));
  }

  private static JsonArray names(Members members) {
    JsonArray names = new JsonArray();
    members.members().forEach(member -> names.add(member.name().text()));
    return names;
  }

  private static JsonObject open(OpenProposal open, int members, Archive archive) {
    JsonObject change = change(open.proposal().change());
    if (open.proposal().change() instanceof Change.Replace replace) {
      change.put("newKeys", !hasKeys(archive, replace.member()));
    }
    JsonObject votes = new JsonObject();
    open.votes().forEach((name, approves) -> votes.put(name.text(), approves ? "yes" : "no"));
    return new JsonObject()
        .put("id", open.id().bytes().hex())
        .put("index", open.index())
        .put("proposer", open.proposer().text())
        .put("change", change)
        .put("votes", votes)
        .put("inFavour", open.inFavour())
        .put("needed", Alliance.quorum(members));
  }

  private static boolean hasKeys(Archive archive, Member member) {
    return archive
        .members()
        .flatMap(members -> members.member(member.name()))
        .filter(now -> now.keys().equals(member.keys()))
        .isPresent();
  }

  private static JsonObject change(Change change) {
    return change.match(
        admit -> card("admit", admit.member(), admit.card()),
        remove -> new JsonObject().put("kind", "remove").put("member", remove.name().text()),
        replace -> card("replace", replace.member(), replace.card()),
        entrust ->
            new JsonObject()
                .put("kind", "entrust")
                .put("gateway", entrust.gateway().text())
                .put("member", entrust.owner().text()));
  }

  private static JsonObject card(String kind, Member member, Sign1 card) {
    return new JsonObject()
        .put("kind", kind)
        .put("member", member.name().text())
        .put("company", member.company().name())
        .put("jurisdiction", member.company().jurisdiction())
        .put("url", member.addresses().url())
        .put("card", card.id().bytes().hex());
  }

  private void decision(RoutingContext call) {
    Parsed<Sign1> parsed = parse(BodyReader.of(call));
    if (parsed instanceof Parsed.Refused<Sign1> refused) {
      Answers.problem(call, Problem.of(refused));
      return;
    }
    Sign1 signed = ((Parsed.Ok<Sign1>) parsed).value();
    Optional<Members> members = sequencer.status().members().map(MemberSets::now);
    boolean isOfMember =
        members
            .flatMap(all -> all.member(signed.issuer()))
            .filter(member -> signed.signedBy(member.keys().governor()))
            .isPresent();
    if (!isOfMember) { // the ledger would say so too; but a stranger gets no place in the order
      String detail = "no governor key of a member named " + signed.issuer() + " signed it";
      Answers.problem(call, new Problem(409, "not-a-member", detail));
      return;
    }
    promises.answer(call, new Doorkeeper(sequencer).submit(signed).map(Receipts::of));
  }

  private static Parsed<Sign1> parse(Bytes body) {
    return Parsed.of(
        () -> {
          Sign1 signed = Sign1.read(body, DECISION_MAX).expect(ContentType.GOVERNANCE);
          Decision.parse(signed).orRefuse();
          return signed;
        });
  }
}
