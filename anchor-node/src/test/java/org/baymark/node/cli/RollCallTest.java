package org.baymark.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is missing and who disagrees, from what members say. */
class RollCallTest {
  private static final String ROOT = "ab".repeat(32);
  private static final String OTHER = "cd".repeat(32);
  private static final Digest STANDING = Digest.ofHex("01".repeat(32));
  private static final String USUAL =
      """
      {"member":"urn:dev:org:32473-m","origin":"example.com/log","size":9,"leads":false,"epoch":0,
       "start":{"size":0,"root":"%1$s"},"votes":true,"silence":null,
       "certified":{"size":8,"root":"%1$s","ageMillis":4000},"closed":{"size":9,"root":"%1$s"},
       "reported":{"size":9,"root":"%1$s"},"quorum":3,"opener":"urn:dev:org:32473-m","stops":[]}
      """
          .formatted(ROOT);

  private static RollCall.Asked says(String json) {
    return new RollCall.Asked(
        "m",
        "http://m",
        Optional.of(MemberStatus.parse(Bytes.ofUtf8(json)).orElseThrow()),
        Optional.empty());
  }

  private static List<RollCall.Line> lines(RollCall.Asked... members) {
    return new RollCall(List.of(members), Set.of(STANDING)).lines();
  }

  private static void ill(String part, RollCall.Line line) {
    assertTrue(!line.isWell() && line.text().contains(part), line.text());
  }

  @Test
  void whereAllAgreeAllIsWell() {
    for (RollCall.Line line : lines(says(USUAL), says(USUAL))) {
      assertEquals(
          "m: epoch 0, certified 8 abababab (4 s ago), closed 9 abababab, reported 9 abababab",
          line.text());
      assertTrue(line.isWell());
    }
  }

  @Test
  void whoDoesNotAnswerIsMissing() {
    List<RollCall.Line> lines =
        lines(
            says(USUAL),
            new RollCall.Asked("x", "http://x", Optional.empty(), Optional.empty()),
            new RollCall.Asked("y", "http://y", Optional.empty(), Optional.of("cannot-run: why")));
    assertTrue(lines.get(0).isWell());
    ill("MISSING, no answer from http://x", lines.get(1));
    ill("MISSING, http://y says cannot-run: why", lines.get(2));
  }

  @Test
  void theFewerDisagreeWithTheMore() {
    String closed = "\"closed\":{\"size\":9,\"root\":\"";
    String other = USUAL.replace(closed + ROOT, closed + OTHER);
    List<RollCall.Line> lines = lines(says(USUAL), says(USUAL), says(other));
    assertTrue(lines.get(0).isWell() && lines.get(1).isWell());
    ill("DISAGREES: others executed", lines.get(2));
    for (RollCall.Line line : lines(says(USUAL), says(other))) {
      ill("DISAGREES", line);
    }
  }

  @Test
  void whoIsBehindOrMayNotVoteIsNamed() {
    String late = USUAL.replace("{\"size\":8", "{\"size\":7");
    String silent = USUAL.replace("null", "\"lost its record\"");
    String second = USUAL.replace("\"epoch\":0", "\"epoch\":1");
    List<RollCall.Line> lines = lines(says(late), says(silent), says(second));
    ill("BEHIND: others know a certified head of 8 entries", lines.get(0));
    ill("BEHIND in epoch 0 of 1", lines.get(0));
    ill("DOES NOT VOTE: lost its record", lines.get(1));
    assertTrue(lines.get(2).isWell());
  }

  @Test
  void whoStoppedIsCounted() {
    String stopped = USUAL.replace("[]", "[{\"epoch\":0,\"member\":\"urn:dev:org:32473-m\"}]");
    ill("STOPPED epoch 0 (1 of 3 stops)", lines(says(stopped), says(USUAL)).get(0));
  }

  @Test
  void whoSignedTwiceIsShownAndTheAllianceWorks() {
    String kept =
        """
        "conflicts":[{"member":"urn:dev:org:32473-x","id":"%s"},
         {"member":"urn:dev:org:32473-y","id":"%s"}],"stops"
        """
            .formatted(STANDING.hex(), "02".repeat(32));
    List<RollCall.Line> lines = lines(says(USUAL.replace("\"stops\"", kept)), says(USUAL));
    assertTrue(
        lines.get(2).text().startsWith("urn:dev:org:32473-x: SIGNED TWICE, so says http://m;"),
        lines.get(2).text());
    assertEquals(
        "urn:dev:org:32473-y: signed twice in the past, with keys that are no longer in force,"
            + " so says http://m",
        lines.get(3).text());
    assertTrue(lines.stream().allMatch(RollCall.Line::isWell));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"member\":1}",
        "not json",
        "{\"member\":\"urn:dev:org:32473-m\",\"origin\":\"o\",\"epoch\":-1}",
        "{\"member\":\"nobody\",\"origin\":\"o\",\"epoch\":1}"
      })
  void whatIsNoStatusIsNone(String body) {
    assertEquals(Optional.empty(), MemberStatus.parse(Bytes.ofUtf8(body)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"size\":-1", "\"size\":\"9\"", "\"root\":\"zz\"", "\"size\":1e30"})
  void aHeadHasASizeAndARoot(String wrong) {
    String start = "{\"size\":0,\"root\":\"" + ROOT + "\"}";
    String key = wrong.substring(0, wrong.indexOf(':'));
    String json = USUAL.replace(start, start.replaceFirst(key + ":[^,}]*", wrong));
    assertTrue(json.contains(wrong), json);
    assertEquals(Optional.empty(), MemberStatus.parse(Bytes.ofUtf8(json)));
  }
}
