package org.baymark.node.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Optional;
import org.baymark.node.exit.Failure;
import org.baymark.node.fetch.NodeHttp;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.registration.Members;

/** A running node, as a command asks it about its alliance. */
final class OwnNode {
  private static final int ANSWER_MAX = 1 << 20;
  private static final int OK = 200;

  /** A member that was killed while it led is replaced within a few seconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final long BETWEEN_MILLIS = 500;

  private final String url;
  private final Duration patience;
  private final NodeHttp http = new NodeHttp();

  OwnNode(String url) {
    this(url, PATIENCE);
  }

  /**
   * @param patience how long the log is asked again that cannot take anything now. By the clock and
   *     not by the number of answers, for where too few members are there each takes its time
   */
  OwnNode(String url, Duration patience) {
    this.url = url;
    this.patience = patience;
  }

  /** Who certifies the next head. */
  Members members() throws Failure, InterruptedException {
    return parsed("/members", Members.parse(get("/members")));
  }

  /** The last certified one. */
  SignedCheckpoint checkpoint() throws Failure, InterruptedException {
    return parsed("/checkpoint", SignedCheckpoint.parse(get("/checkpoint")));
  }

  /** The entry with which its log began. */
  Sign1 genesis() throws Failure, InterruptedException {
    return parsed("/entries/0", Sign1.parse(get("/entries/0"), ANSWER_MAX));
  }

  /** The members, and the proposal that waits for votes. */
  JsonNode proposals() throws Failure, InterruptedException {
    try {
      return new ObjectMapper().readTree(get("/proposals").utf8());
    } catch (JsonProcessingException e) {
      throw new Failure(Failure.FAILED, "The node at " + url + " answers no JSON at /proposals.");
    }
  }

  /** Hands in a proposal or a vote; waits a while where nobody leads at the moment. */
  void submit(Sign1 decision) throws Failure, InterruptedException {
    long begun = System.nanoTime();
    NodeHttp.Answer answer = post(decision);
    while (answer.isUnavailable() && System.nanoTime() - begun < patience.toNanos()) {
      Thread.sleep(BETWEEN_MILLIS);
      answer = post(decision);
    }
    if (answer.isUnavailable()) {
      throw new Failure(
          Failure.FAILED,
          "The log does not take it now: "
              + answer.problem()
              + "; 'baymark alliance status' says who is missing, and 'baymark alliance proposals'"
              + " whether it found its place all the same.");
    }
    if (answer.status() != OK) {
      throw new Failure(Failure.FAILED, "The log refuses it: " + answer.problem());
    }
  }

  private NodeHttp.Answer post(Sign1 decision) throws Failure, InterruptedException {
    return there(http.post(url + "/decisions", decision.encoded(), ANSWER_MAX));
  }

  private Bytes get(String path) throws Failure, InterruptedException {
    NodeHttp.Answer answer = there(http.get(url + path, ANSWER_MAX));
    if (answer.status() != OK) {
      throw new Failure(
          Failure.FAILED, "The node at " + url + " has no " + path + ": " + answer.problem());
    }
    return answer.body();
  }

  private NodeHttp.Answer there(Optional<NodeHttp.Answer> answer) throws Failure {
    return answer.orElseThrow(
        () ->
            new Failure(
                Failure.UNREACHABLE, "The node does not answer at " + url + "; is it running?"));
  }

  private <T> T parsed(String path, Parsed<T> parsed) throws Failure {
    if (parsed instanceof Parsed.Refused<T> refused) {
      throw new Failure(
          Failure.FAILED, "What " + url + path + " answers does not read: " + refused.text());
    }
    return ((Parsed.Ok<T>) parsed).value();
  }
}
