package org.baymark.gateway.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.gateway.config.GatewayConfig;
import org.baymark.gateway.exit.CommandFailure;
import org.baymark.gateway.folder.GatewayFolder;
import org.baymark.gateway.folder.Nodes;
import org.baymark.gateway.upkeep.ClockCheck;
import org.baymark.gateway.upkeep.Finding;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.log.SignedCheckpoint;

/** Whether the alliance's nodes answer, and what time they say it is. */
final class Members {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final GatewayFolder folder;
  private final GatewayConfig config;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  Members(GatewayFolder folder, GatewayConfig config) {
    this.folder = folder;
    this.config = config;
  }

  List<Finding> look() {
    Policy policy = folder.readPolicy();
    List<Finding> found = new ArrayList<>();
    List<ClockCheck.Said> times = new ArrayList<>();
    for (URI node : Nodes.of(folder, policy, config).all()) {
      found.add(ask(node, policy, times));
    }
    found.add(ClockCheck.finding(times));
    return found;
  }

  private Finding ask(URI node, Policy policy, List<ClockCheck.Said> times) {
    String about = "member " + node;
    try {
      Instant before = Instant.now();
      HttpResponse<byte[]> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(node + "/checkpoint")).timeout(PATIENCE).build(),
              BodyHandlers.ofByteArray());
      Instant after = Instant.now();
      ClockCheck.parse(answer.headers().firstValue("Date"))
          .ifPresent(said -> times.add(new ClockCheck.Said(node.toString(), said, before, after)));
      return judged(about, answer, policy);
    } catch (IOException e) {
      return Finding.noted(
          about,
          "does not answer ("
              + Optional.ofNullable(e.getMessage()).orElse("no connection")
              + "): look at the line, and ask the member; nothing is lost meanwhile");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailure.failed("interrupted while the alliance was asked");
    }
  }

  private static Finding judged(String about, HttpResponse<byte[]> answer, Policy policy) {
    if (answer.statusCode() == 404) {
      return Finding.noted(about, "answers, and has no certified head yet");
    }
    Optional<SignedCheckpoint> note =
        SignedCheckpoint.parse(Bytes.owning(answer.body())).toOptional();
    if (answer.statusCode() != 200 || note.isEmpty()) {
      return Finding.wrong(
          about,
          "answers "
              + answer.statusCode()
              + " and shows no head: is this the address of a member's node?");
    }
    return policy.judge(note.get()).accepted()
        ? Finding.well(
            about,
            "answers, and its head of "
                + note.get().checkpoint().size()
                + " entries is certified by trust.policy")
        : Finding.noted(
            about,
            "answers with a head that trust.policy does not accept: if the members changed, ask one"
                + " for the new trust.policy");
  }
}
