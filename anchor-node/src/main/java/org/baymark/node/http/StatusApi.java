package org.baymark.node.http;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
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

/** How far this member is in certifying. */
final class StatusApi {
  private final Sequencer sequencer;
  private final NodeServer.VotingSetting voting;

  StatusApi(Sequencer sequencer, NodeServer.VotingSetting voting) {
    this.sequencer = sequencer;
    this.voting = voting;
  }

  void mount(Router router) {
    router.get("/status").handler(call -> answer(call, voting.ballot().get()));
  }

  /** Says where this member stands by this ballot. */
  void answer(RoutingContext call, Future<Ballot> ballot) {
    Answers.reply(
        call,
        ballot,
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
