package org.baymark.node.beside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.baymark.node.folder.NodeKeys;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;
import org.junit.jupiter.api.Test;

/** Heads are certified without a member: who is it, and since when is that an alarm? */
class AbstainingTest {
  private static final String ORIGIN = "example.com/log";
  private static final List<NodeKeys> KEYS =
      IntStream.range(0, 4)
          .mapToObj(i -> NodeKeys.generate(name(i), new SecureRandom(), Instant.EPOCH))
          .toList();
  private static final Members MEMBERS =
      new Members(ORIGIN, IntStream.range(0, 4).mapToObj(AbstainingTest::member).toList());
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Abstaining abstaining = new Abstaining(name(0));
  private long now = -7;
  private long size;

  private static DevUrn name(int i) {
    return new DevUrn("urn:dev:org:32473-m" + i);
  }

  private static Member member(int i) {
    return KEYS.get(i)
        .member(
            name(i),
            ORIGIN,
            new Member.Company("M", "HK"),
            new Member.Addresses("http://m", "m:" + (1 + i), "m:" + (11 + i)));
  }

  private static SignedCheckpoint head(long size, int... members) {
    Checkpoint head = new Checkpoint(ORIGIN, size, Digest.sha256(Bytes.ofUtf8("root " + size)));
    return new SignedCheckpoint(
        head,
        Arrays.stream(members)
            .mapToObj(i -> KEYS.get(i).cosignSigner(name(i)).cosign(head, size))
            .toList());
  }

  /** Lets so many seconds pass, and then a head is certified. */
  private void certified(int seconds, int... members) {
    now += seconds * SECOND;
    abstaining.certified(head(++size, members), MEMBERS, now);
  }

  private void said(int member, SignedCheckpoint note) {
    abstaining.heard(name(member), now);
    abstaining.said(member(member), note, now);
  }

  private Optional<String> alarm() {
    return abstaining.alarm(now);
  }

  private void names(String part) {
    assertTrue(alarm().orElse("no alarm").contains(part), () -> alarm() + " lacks " + part);
  }

  @Test
  void whoIsMissingForLongerThanAMomentIsNamed() {
    for (int i = 0; i <= 5; i++) {
      certified(60, 0, 1, 2);
      assertEquals(Optional.empty(), alarm());
    }
    certified(60, 0, 1, 2);
    names("without a co-signature of " + name(3) + " (nothing is heard of it: ");
    names("for more than 5 minutes");
    abstaining.heard(name(3), now);
    names(name(3) + " (it is heard: it lags, or does not vote)");
    assertFalse(alarm().orElseThrow().contains(name(2).text()));
    certified(60, 0, 1, 3);
    assertEquals(Optional.empty(), alarm());
  }

  @Test
  void thisMemberMayBeTheOne() {
    for (int i = 0; i <= 6; i++) {
      certified(60, 1, 2, 3);
    }
    names("without a co-signature of this member for more");
  }

  /** Enough others were faster, each time; and it is some heads behind. */
  @Test
  void whoIsOnlySlowerIsNotMeant() {
    for (int i = 0; i < 20; i++) {
      certified(60, 0, 1, 2);
      said(3, head(Math.max(1, size - 3), 3));
      assertEquals(Optional.empty(), alarm());
    }
  }

  @Test
  void whatIsSaidAgainOrWrongIsNoCosignature() {
    for (int i = 0; i <= 6; i++) {
      certified(60, 0, 1, 2);
      said(3, head(1, 3));
      said(3, head(size, 2));
    }
    names(name(3) + " (it is heard: it lags");
    said(3, head(size + 5, 3)); // it is ahead of this member
    assertEquals(Optional.empty(), alarm());
  }

  /** What it missed meanwhile comes all at once. */
  @Test
  void whoWasCutOffItselfAccusesNobody() {
    certified(60, 0, 1, 2);
    certified(7_200, 1, 2, 3);
    for (int i = 0; i < 50; i++) {
      certified(0, 0, 1, 2);
    }
    assertEquals(Optional.empty(), alarm());
    certified(7_200, 0, 1, 2);
    for (int i = 0; i < 50; i++) {
      certified(0, 0, 1, 2);
    }
    assertEquals(Optional.empty(), alarm());
  }

  @Test
  void whereHeadsAreRareOneLateLineIsNoAlarm() {
    for (int i = 0; i < 5; i++) {
      certified(3_600, 0, 1, 2);
      assertEquals(Optional.empty(), alarm());
      said(3, head(size, 3));
    }
    for (int i = 0; i < 3; i++) {
      assertEquals(Optional.empty(), alarm());
      certified(3_600, 0, 1, 2);
    }
    names(name(3).text());
  }

  @Test
  void whoIsNoMemberAnyMoreIsForgotten() {
    for (int i = 0; i <= 6; i++) {
      certified(60, 0, 1, 2);
    }
    names(name(3).text());
    Members rest = new Members(ORIGIN, MEMBERS.members().subList(0, 3));
    abstaining.certified(head(++size, 0, 1, 2), rest, now);
    assertEquals(Optional.empty(), alarm());
  }
}
