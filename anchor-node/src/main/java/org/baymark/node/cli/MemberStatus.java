package org.baymark.node.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.merkle.TreeHead;

/**
 * What a member's node answers at /status: its own word, neither signed nor proven.
 *
 * @param start with which head its epoch started
 * @param certified the last that it knows of
 * @param ageMillis since when it knows of it
 * @param reported the last head that it reported in its epoch
 * @param silence why it may not vote
 * @param stops that it knows of, of its epoch and later ones
 * @param evidence that it keeps, that members signed two things that exclude each other
 */
record MemberStatus(
    DevUrn member,
    String origin,
    boolean leads,
    long epoch,
    TreeHead start,
    boolean votes,
    Optional<TreeHead> certified,
    long ageMillis,
    Optional<TreeHead> closed,
    Optional<TreeHead> reported,
    Optional<String> silence,
    int quorum,
    Optional<String> opener,
    List<Stopped> stops,
    List<Kept> evidence) {
  static final int SIZE_MAX = 262_144;

  /** A member signed that this epoch has ended. */
  record Stopped(long epoch, String member) {}

  /**
   * Evidence against a member.
   *
   * @param id of its file at /evidence/conflicts
   */
  record Kept(String member, Digest id) {}

  MemberStatus {
    stops = List.copyOf(stops);
    evidence = List.copyOf(evidence);
  }

  /** Empty if these bytes are no status. */
  static Optional<MemberStatus> parse(Bytes body) {
    try {
      JsonNode json = JsonMapper.builder().build().readTree(body.toArray());
      return json == null || !json.isObject() ? Optional.empty() : Optional.of(read(json));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return Optional.empty();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static MemberStatus read(JsonNode json) {
    List<Stopped> stops = new ArrayList<>();
    for (JsonNode stop : json.path("stops")) {
      stops.add(new Stopped(number(stop, "epoch"), text(stop, "member")));
    }
    List<Kept> evidence = new ArrayList<>();
    for (JsonNode conflict : json.path("conflicts")) {
      evidence.add(new Kept(text(conflict, "member"), Digest.ofHex(text(conflict, "id"))));
    }
    return new MemberStatus(
        new DevUrn(text(json, "member")),
        text(json, "origin"),
        json.path("leads").asBoolean(),
        number(json, "epoch"),
        head(json.path("start")).orElseThrow(() -> new IllegalArgumentException("no start")),
        json.path("votes").asBoolean(),
        head(json.path("certified")),
        json.path("certified").path("ageMillis").asLong(),
        head(json.path("closed")),
        head(json.path("reported")),
        Optional.of(json.path("silence")).filter(JsonNode::isTextual).map(JsonNode::asText),
        (int) number(json, "quorum"),
        Optional.of(json.path("opener")).filter(JsonNode::isTextual).map(JsonNode::asText),
        stops,
        evidence);
  }

  private static Optional<TreeHead> head(JsonNode json) {
    return json.isObject()
        ? Optional.of(new TreeHead(number(json, "size"), Digest.ofHex(text(json, "root"))))
        : Optional.empty();
  }

  private static long number(JsonNode json, String key) {
    JsonNode value = json.path(key);
    if (!value.canConvertToLong() || !value.isIntegralNumber() || value.asLong() < 0) {
      throw new IllegalArgumentException(key + " is no number");
    }
    return value.asLong();
  }

  private static String text(JsonNode json, String key) {
    if (!json.path(key).isTextual()) {
      throw new IllegalArgumentException(key + " is no text");
    }
    return json.path(key).asText();
  }

  /** Whose stops of {@code epoch} it knows of. */
  List<String> stopped(long epoch) {
    return stops.stream().filter(stop -> stop.epoch() == epoch).map(Stopped::member).toList();
  }

  /** The last epoch that this very member stopped; -1 before the first that it says. */
  long ownStop() {
    return stops.stream()
        .filter(stop -> stop.member().equals(member.text()))
        .mapToLong(Stopped::epoch)
        .max()
        .orElse(-1);
  }
}
