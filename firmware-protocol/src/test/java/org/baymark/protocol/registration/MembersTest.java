package org.baymark.protocol.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.Claims;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.statement.Kind;
import org.junit.jupiter.api.Test;

/** The alliance's members, by whom the log is kept and registrations are signed. */
class MembersTest {
  private static SigningKey registrar(int i) {
    Suite suite = i % 2 == 0 ? Suite.ES256 : Suite.EDDSA;
    Bytes secret = Digest.sha256(Bytes.ofUtf8("registrar " + i)).bytes();
    return SigningKey.ofSecret(suite, secret).toOptional().orElseThrow();
  }

  private static DevUrn name(int i) {
    return new DevUrn(String.format("urn:dev:org:32473-m%02d", i));
  }

  private static Member member(int i, Optional<String> sm2) {
    return new Member(
        name(i),
        new Member.Company("Company " + i, "HK"),
        new Member.Addresses("https://m" + i, "m" + i + ":1", "m" + i + ":2"),
        new Member.Keys(
            "log" + i,
            "witness" + i,
            registrar(i).verifyingKey(),
            registrar(i + 100).verifyingKey(),
            registrar(i + 200).verifyingKey(),
            registrar(i + 300).verifyingKey(),
            Digest.sha256(Bytes.ofUtf8("certificate " + i)),
            sm2,
            i % 2 == 0 ? Optional.of("mldsa" + i) : Optional.empty()));
  }

  private static Members members(int count) {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      members.add(member(i, i % 3 == 0 ? Optional.of("sm2" + i) : Optional.empty()));
    }
    return new Members("log.example", members);
  }

  private static String answer(Bytes encoded) {
    return Members.parse(encoded).match(it -> "accepted", refused -> refused.refusal().wireName());
  }

  @Test
  void membersComeBack() {
    for (int count : new int[] {1, 4, 64}) {
      Members members = members(count);
      assertEquals(Optional.of(members), Members.parse(members.encoded()).toOptional());
      assertEquals(Digest.sha256(members.encoded()), members.digest());
    }
    assertNotEquals(members(4).digest(), members(3).digest());
  }

  @Test
  void membersAreNamedOnceInOrderAtMost64() {
    List<Member> some = new ArrayList<>(members(3).members());
    Collections.swap(some, 0, 1);
    assertEquals("not-deterministic", answer(new Members("o", some).encoded()));
    List<Member> twice = List.of(some.get(2), some.get(2));
    assertEquals("not-deterministic", answer(new Members("o", twice).encoded()));
    assertEquals("wrong-shape", answer(new Members("o", List.of()).encoded()));
    assertEquals("wrong-shape", answer(members(65).encoded()));
  }

  @Test
  void malformedMembersAreRefused() {
    String type = "baymark members v2";
    assertEquals("wrong-shape", answer(Bytes.ofHex("80")));
    assertEquals("wrong-shape", answer(new CborWriter().array(2).text(type).text("o").toBytes()));
    assertEquals(
        "wrong-shape",
        answer(new CborWriter().array(3).text("baymark members v1").text("o").array(0).toBytes()));
    CborWriter longOrigin = new CborWriter().array(3).text(type).text("o".repeat(513)).array(0);
    assertEquals("too-large", answer(longOrigin.toBytes()));
  }

  @Test
  void aMemberSignsUnderItsOwnName() {
    Members members = members(4);
    Registration registration =
        new Registration(
            new DevUrn("urn:dev:mac:00"), registrar(9).verifyingKey(), "x", Set.of(Kind.SCAN), 0);
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 5; j++) {
        Sign1 entry = registration.sign(registrar(i), name(j), 1);
        assertEquals(i == j && i < 4, members.signed(entry), i + " as " + j);
      }
    }
    assertTrue(members.member(name(3)).isPresent());
    assertFalse(members.member(name(4)).isPresent());
  }

  @Test
  void oneOfTheMembersSignsTheGenesis() {
    Members members = members(4);
    Sign1 genesis = members.signGenesis(registrar(2), name(2), 1);
    assertTrue(members.signed(genesis));
    assertEquals(name(2), genesis.issuer());
    assertEquals(members.encoded(), genesis.payload());
  }

  private static String answer(Sign1 card) {
    return Member.parseCard(card).match(it -> "accepted", refused -> refused.refusal().wireName());
  }

  private static Sign1 card(SigningKey key, ContentType type, int iss, int sub, Bytes payload) {
    Claims claims =
        new Claims(name(iss), Subject.of(name(sub)), OptionalLong.of(1), Optional.empty());
    return Sign1.sign(key, type, claims, payload);
  }

  @Test
  void aCardIsByTheMemberOnItWithTheKeyOnIt() {
    Member member = member(1, Optional.empty());
    assertEquals(
        Optional.of(member), Member.parseCard(member.signCard(registrar(1), 1)).toOptional());
    assertEquals("bad-signature", answer(member.signCard(registrar(2), 1)));
    Bytes payload = member.encoded();
    ContentType type = ContentType.MEMBER;
    assertEquals("bad-subject", answer(card(registrar(1), type, 2, 1, payload)));
    assertEquals("bad-subject", answer(card(registrar(1), type, 1, 2, payload)));
    assertEquals(
        "unknown-content-type", answer(card(registrar(1), ContentType.MEMBERS, 1, 1, payload)));
    assertEquals("wrong-shape", answer(card(registrar(1), type, 1, 1, members(1).encoded())));
    Claims undated =
        new Claims(name(1), Subject.of(name(1)), OptionalLong.empty(), Optional.empty());
    assertEquals("missing-field", answer(Sign1.sign(registrar(1), type, undated, payload)));
  }
}
