package org.baymark.node.http;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.baymark.node.sequence.Ballot;
import org.baymark.node.sequence.LogStatus;
import org.baymark.node.sequence.Sequencer;
import org.baymark.node.voting.Recorded;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.voting.Report;
import org.baymark.protocol.voting.Stop;

/** How far this member is in certifying, for everyone; and what its operator can do about it. */
final class StatusApi {
  private final Sequencer sequencer;
  private final AdminToken adminToken;
  private final NodeServer.VotingSetting voting;

  StatusApi(Sequencer sequencer, AdminToken adminToken, NodeServer.VotingSetting voting) {
    this.sequencer = sequencer;
    this.adminToken = adminToken;
    this.voting = voting;
  }

  void mount(Router router) {
    router.get("/status").handler(call -> answer(call, voting.ballot()));
    router.post("/stop").handler(this::stop);
  }

  private void stop(RoutingContext call) {
    if (!adminToken.isShownBy(call.request().getHeader("Authorization"))) {
      Answers.problem(call, Problem.ofStatus(401));
    } else if (voting.stop().isEmpty()) {
      Answers.problem(
          call,
          new Problem(
              409, "alone", "this node is in no order with others: there is no epoch to end"));
    } else {
      stop(call, voting.stop().get());
    }
  }

  private void stop(RoutingContext call, Function<Optional<Long>, Future<StopAnswer>> stop) {
    Optional<Long> named;
    try {
      named = Optional.ofNullable(call.request().getParam("epoch")).map(Long::parseLong);
    } catch (NumberFormatException e) {
      Answers.problem(call, Problem.ofStatus(400));
      return;
    }
    answer(call, () -> stop.apply(named).map(StatusApi::signed));
  }

  private static Ballot signed(StopAnswer answer) {
    answer
        .tooSoon()
        .ifPresent(
            why -> {
              throw new ProblemException(new Problem(409, "too-soon", why));
            });
    return answer.ballot();
  }

  private void answer(RoutingContext call, Supplier<Future<Ballot>> ballot) {
    Answers.reply(
        call,
        ballot.get(),
        it -> {
          Bytes text = Bytes.ofUtf8(json(it).encode() + "\n");
          Answers.bytes(call, 200, "application/json", text);
        });
  }

  private JsonObject json(Ballot ballot) {
    Recorded recorded = ballot.recorded();
    LogStatus status = sequencer.status();
    JsonArray stops = new JsonArray();
    for (Stop stop : ballot.stops()) {
      stops.add(new JsonObject().put("epoch", stop.epoch()).put("member", stop.member().text()));
    }
    return new JsonObject()
        .put("member", voting.member().text())
        .put("origin", voting.origin())
        .put("size", status.size())
        .put("leads", sequencer.leads())
        .put("epoch", recorded.epoch())
        .put("start", head(recorded.start()))
        .put("votes", ballot.votes())
        .put("silence", recorded.silence().orElse(null))
        .put("certified", status.published().map(this::head).orElse(null))
        .put("closed", ballot.closed().map(StatusApi::head).orElse(null))
        .put("reported", recorded.report().map(StatusApi::head).orElse(null))
        .put("quorum", ballot.quorum())
        .put("opener", ballot.opener().map(DevUrn::text).orElse(null))
        .put("stops", stops)
        .put("conflicts", ConflictsApi.json(voting.convictions().get()));
  }

  private JsonObject head(LogStatus.Published certified) {
    Checkpoint head = certified.note().checkpoint();
    return head(head.size(), head.root()).put("ageMillis", certified.ageMillis());
  }

  private static JsonObject head(Report report) {
    return head(report.head().tree());
  }

  private static JsonObject head(TreeHead head) {
    return head(head.size(), head.root());
  }

  private static JsonObject head(long size, Digest root) {
    return new JsonObject().put("size", size).put("root", root.toString());
  }
}
