package org.baymark.node.beside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.baymark.node.folder.NodeKeys;
import org.baymark.node.folder.SecondKeys;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.Cosigner;
import org.baymark.protocol.log.NoteSignature;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;
import org.junit.jupiter.api.Test;

/** Which lines beside the Ed25519 ones are taken for a head (PROTOCOL.md, section 22). */
class GatheredTest {
  private static final String ORIGIN = "example.com/log";
  private static final Checkpoint HEAD =
      new Checkpoint(ORIGIN, 8, Digest.sha256(Bytes.ofUtf8("root")));
  private static final List<NodeKeys> KEYS =
      IntStream.range(0, 4)
          .mapToObj(
              i ->
                  NodeKeys.generate(name(i), new SecureRandom(), Instant.EPOCH)
                      .with(SecondKeys.generate(i == 1, i > 0, new SecureRandom())))
          .toList();
  private static final Members MEMBERS = members(4);
  private static final SignedCheckpoint CERTIFIED =
      new SignedCheckpoint(HEAD, List.of(first(0), first(1), first(2)));

  private static DevUrn name(int i) {
    return new DevUrn("urn:dev:org:32473-m" + i);
  }

  private static Members members(int count) {
    return new Members(
        ORIGIN,
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    KEYS.get(i)
                        .member(
                            name(i),
                            ORIGIN,
                            new Member.Company("M", "HK"),
                            new Member.Addresses("http://m", "m:" + (1 + i), "m:" + (11 + i))))
            .toList());
  }

  private static NoteSignature first(int i) {
    return KEYS.get(i).cosignSigner(name(i)).cosign(HEAD, 100);
  }

  private static List<NoteSignature> second(int i, Checkpoint head) {
    return KEYS.get(i).second().cosigners(name(i)).stream()
        .map((Cosigner pen) -> pen.cosign(head, 101))
        .toList();
  }

  private static SignedCheckpoint said(List<NoteSignature> second, NoteSignature... first) {
    List<NoteSignature> lines = new ArrayList<>(List.of(first));
    lines.addAll(second);
    return new SignedCheckpoint(HEAD, lines);
  }

  private final Gathered gathered = new Gathered(CERTIFIED, MEMBERS);

  private List<NoteSignature> lines() {
    return gathered.soFar().under(CERTIFIED).signatures();
  }

  @Test
  void whatMembersCosignBesideStandsUnderTheHead() {
    assertTrue(gathered.take(name(1), said(second(1, HEAD), first(1))));
    assertEquals(CERTIFIED.signatures().size() + 2, lines().size());
    assertEquals(CERTIFIED.signatures(), lines().subList(0, 3), "what certifies stays as it is");
    assertTrue(lines().containsAll(second(1, HEAD)));
    assertFalse(gathered.take(name(1), said(second(1, HEAD), first(1))), "again");
  }

  /** Its Ed25519 line came too late for the certified note. */
  @Test
  void aLateMembersOwnLineComesWithThoseBeside() {
    assertTrue(gathered.take(name(3), said(second(3, HEAD), first(3))));
    assertEquals(5, lines().size());
    assertTrue(lines().contains(first(3)));
  }

  /** Three of four certify a head; who reads it wants to see the fourth too. */
  @Test
  void theLineOfWhoWasSlowComesLater() {
    assertTrue(gathered.take(name(3), said(List.of(), first(3))));
    assertEquals(4, lines().size());
    assertTrue(lines().contains(first(3)));
    assertFalse(gathered.take(name(3), said(List.of(), first(3))), "again");
    assertTrue(gathered.take(name(3), said(second(3, HEAD), first(3))), "and those beside it");
    assertEquals(5, lines().size());
    assertFalse(gathered.take(name(3), said(List.of(), first(3))), "less than before");
    assertEquals(5, lines().size());
  }

  @Test
  void besideIsNeverInstead() {
    assertFalse(gathered.take(name(3), said(second(3, HEAD))));
    assertFalse(gathered.take(name(3), said(second(3, HEAD), first(2))));
    assertEquals(CERTIFIED.signatures(), lines());
  }

  @Test
  void whatIsBrokenIsDroppedAndDoesNotSpread() {
    NoteSignature right = second(2, HEAD).get(0);
    byte[] octets = right.signature().toArray();
    octets[1_000] ^= 1;
    NoteSignature broken = new NoteSignature(right.name(), right.keyId(), Bytes.owning(octets));
    assertFalse(gathered.take(name(2), said(List.of(broken), first(2))));
    Checkpoint other = new Checkpoint(ORIGIN, 9, HEAD.root());
    assertFalse(gathered.take(name(2), said(second(2, other), first(2))));
    NoteSignature foreign = new NoteSignature("x", Bytes.ofHex("01020304"), Bytes.ofHex("05"));
    assertFalse(gathered.take(name(2), said(List.of(right, foreign), first(2))));
    assertEquals(CERTIFIED.signatures(), lines());
    assertTrue(gathered.take(name(2), said(List.of(right), first(2))), "the right one still is");
  }

  @Test
  void aLineIsOfWhoSentItAndOfAMemberOfThisHead() {
    assertFalse(gathered.take(name(2), said(second(1, HEAD), first(1))));
    assertFalse(gathered.take(name(0), said(List.of(), first(2))), "another's only line");
    assertEquals(CERTIFIED.signatures(), lines());
    Gathered before = new Gathered(CERTIFIED, members(3));
    assertFalse(before.take(name(3), said(second(3, HEAD), first(3))), "a member from later on");
  }

  @Test
  void anotherHeadHasNoneOfThem() {
    assertTrue(gathered.take(name(2), said(second(2, HEAD), first(2))));
    Checkpoint next = new Checkpoint(ORIGIN, 10, HEAD.root());
    SignedCheckpoint note =
        new SignedCheckpoint(next, List.of(KEYS.get(0).cosignSigner(name(0)).cosign(next, 5)));
    assertEquals(note, gathered.soFar().under(note));
    assertFalse(new Gathered(note, MEMBERS).take(name(2), said(second(2, HEAD), first(2))));
  }

  @Test
  void whatDoesNotFitIsLeftOut() {
    List<NoteSignature> many = new ArrayList<>(CERTIFIED.signatures());
    while (many.size() < SignedCheckpoint.SIGNATURES_MAX - 1) {
      many.add(new NoteSignature("x" + many.size(), Bytes.ofHex("01020304"), Bytes.ofHex("05")));
    }
    SignedCheckpoint full = new SignedCheckpoint(HEAD, many);
    assertTrue(gathered.take(name(1), said(second(1, HEAD), first(1))));
    assertEquals(full, gathered.soFar().under(full), "two lines more, and room for one");
    assertTrue(gathered.take(name(2), said(second(2, HEAD), first(2))));
    assertEquals(256, gathered.soFar().under(full).signatures().size());
  }
}
