package org.baymark.protocol.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cose.Claims;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.statement.Kind;
import org.junit.jupiter.api.Test;

/** Registrations and revocations, as entries and inside requests. */
class RegistrationTest {
  private static final DevUrn MEMBER = new DevUrn("urn:dev:org:32473-member");
  private static final DevUrn DEVICE = new DevUrn("urn:dev:os:32473-device");
  private static final DevUrn GATEWAY = new DevUrn("urn:dev:os:32473-gw");
  private static final SigningKey REGISTRAR = key(Suite.ES256, "registrar");
  private static final SigningKey KEY = key(Suite.EDDSA, "device");
  private static final String COSE_KEY = KEY.verifyingKey().encoded().hex();
  private static final String SCAN = "81" + "647363616e";

  private static SigningKey key(Suite suite, String name) {
    Bytes secret = Digest.sha256(Bytes.ofUtf8(name)).bytes();
    return SigningKey.ofSecret(suite, secret).toOptional().orElseThrow();
  }

  private static Registration registration(Set<Kind> kinds) {
    return new Registration(DEVICE, KEY.verifyingKey(), "K\u00fchne", kinds, Position.U53_MAX);
  }

  private static Revocation revocation(OptionalLong lastBatch, String reason) {
    return new Revocation(DEVICE, KEY.verifyingKey().thumbprint(), lastBatch, reason);
  }

  @Test
  void registrationsOfEveryPairOfKindsComeBack() {
    List<Set<Kind>> sets = new ArrayList<>(List.of(EnumSet.allOf(Kind.class)));
    for (Kind one : Kind.values()) {
      for (Kind other : Kind.values()) {
        sets.add(EnumSet.of(one, other)); // the same twice: one alone
      }
    }
    for (Set<Kind> kinds : sets) {
      Registration registration = registration(kinds);
      Sign1 entry = registration.sign(REGISTRAR, MEMBER, 7);
      assertTrue(entry.signedBy(REGISTRAR.verifyingKey()));
      assertEquals(MEMBER, entry.issuer());
      assertEquals(Subject.of(DEVICE), entry.subject());
      assertEquals(Optional.of(registration), Registration.parse(entry).toOptional());
      assertEquals(kinds.contains(Kind.BATCH), registration.isGateway());
      assertAsked(new Request.Register(registration));
    }
  }

  @Test
  void revocationsComeBack() {
    for (OptionalLong last :
        new OptionalLong[] {
          OptionalLong.empty(), OptionalLong.of(0), OptionalLong.of(Position.U53_MAX)
        }) {
      for (String reason : new String[] {"", "lost", "\u00fc".repeat(64)}) {
        Revocation revocation = revocation(last, reason);
        Sign1 entry = revocation.sign(REGISTRAR, MEMBER, 7);
        assertEquals(Optional.of(revocation), Revocation.parse(entry).toOptional());
        assertAsked(new Request.Revoke(revocation));
      }
    }
  }

  private static void assertAsked(Request request) {
    Sign1 signed = request.sign(KEY, GATEWAY, 7);
    assertTrue(signed.signedBy(KEY.verifyingKey()));
    assertEquals(Optional.of(request), Request.parse(signed).toOptional());
  }

  private static Sign1 signed(ContentType type, Subject about, OptionalLong at, String hex) {
    Claims claims = new Claims(MEMBER, about, at, Optional.empty());
    return Sign1.sign(REGISTRAR, type, claims, Bytes.ofHex(hex));
  }

  private static String answer(Parsed<?> parsed) {
    return parsed.match(it -> "accepted", refused -> refused.refusal().wireName());
  }

  private static String registered(String hex) {
    Sign1 entry = signed(ContentType.REGISTRATION, Subject.of(DEVICE), OptionalLong.of(1), hex);
    return answer(Registration.parse(entry));
  }

  @Test
  void malformedRegistrationsAreRefused() {
    String key = "01" + COSE_KEY;
    String owner = "026161";
    String kinds = "03" + SCAN;
    Map<String, String> payloads = new LinkedHashMap<>();
    payloads.put("", "not-cbor");
    payloads.put("80", "wrong-shape");
    payloads.put("a4" + key + owner + kinds + "0400", "accepted");
    payloads.put("a3" + owner + kinds + "0400", "missing-field");
    payloads.put("a3" + key + kinds + "0400", "missing-field");
    payloads.put("a3" + key + owner + "0400", "missing-field");
    payloads.put("a3" + key + owner + kinds, "missing-field");
    payloads.put("a5" + key + owner + kinds + "0400" + "0500", "unknown-field");
    payloads.put("a4" + "01a0" + owner + kinds + "0400", "missing-field");
    payloads.put("a4" + "01" + KEY.encodedSecret() + owner + kinds + "0400", "bad-key");
    payloads.put(
        "a4" + "01" + "a30101200621" + "5820" + "00".repeat(32) + owner + kinds + "0400",
        "bad-key");
    payloads.put("a4" + key + "0260" + kinds + "0400", "out-of-range"); // no owner
    payloads.put("a4" + key + "02" + "7840" + "61".repeat(64) + kinds + "0400", "accepted");
    payloads.put("a4" + key + "02" + "7841" + "61".repeat(65) + kinds + "0400", "too-large");
    payloads.put("a4" + key + owner + "0380" + "0400", "wrong-shape");
    payloads.put("a4" + key + owner + "0381" + "65737065616b" + "0400", "out-of-range");
    payloads.put(
        "a4" + key + owner + "0382" + "647363616e".repeat(2) + "0400", "not-deterministic");
    payloads.put(
        "a4" + key + owner + "0382" + "647363616e" + "656261746368" + "0400", "not-deterministic");
    payloads.put("a4" + key + owner + "0382" + "656261746368" + "647363616e" + "0400", "accepted");
    payloads.put("a4" + key + owner + "0381" + "60" + "0400", "not-deterministic"); // below all
    payloads.put("a4" + key + owner + kinds + "041b0020000000000000", "out-of-range");
    payloads.put("a4" + key + owner + kinds + "0420", "wrong-shape");
    payloads.forEach((hex, answer) -> assertEquals(answer, registered(hex), hex));
  }

  @Test
  void malformedRevocationsAreRefused() {
    String thumbprint = "01" + "5820" + "00".repeat(32);
    Map<String, String> payloads = new LinkedHashMap<>();
    payloads.put("a3" + thumbprint + "02f6" + "0360", "accepted");
    payloads.put("a2" + "02f6" + "0360", "missing-field");
    payloads.put("a2" + thumbprint + "0360", "missing-field");
    payloads.put("a2" + thumbprint + "02f6", "missing-field");
    payloads.put("a4" + thumbprint + "02f6" + "0360" + "0400", "unknown-field");
    payloads.put("a3" + "01" + "581f" + "00".repeat(31) + "02f6" + "0360", "wrong-shape");
    payloads.put("a3" + thumbprint + "02f4" + "0360", "wrong-shape");
    payloads.put("a3" + thumbprint + "021b0020000000000000" + "0360", "out-of-range");
    payloads.put("a3" + thumbprint + "02f6" + "037880" + "61".repeat(128), "accepted");
    payloads.put("a3" + thumbprint + "02f6" + "037881" + "61".repeat(129), "too-large");
    payloads.forEach(
        (hex, answer) -> {
          Sign1 entry = signed(ContentType.REVOCATION, Subject.of(DEVICE), OptionalLong.of(1), hex);
          assertEquals(answer, answer(Revocation.parse(entry)), hex);
        });
  }

  @Test
  void entriesAreOfTheirTypeDatedAndAboutAName() {
    String payload = registration(Set.of(Kind.SCAN)).encoded().hex();
    String revoked = revocation(OptionalLong.empty(), "").encoded().hex();
    Subject goods = Subject.ofSscc("106141412345678908");
    Subject device = Subject.of(DEVICE);
    OptionalLong at = OptionalLong.of(1);
    Sign1 undated = signed(ContentType.REGISTRATION, device, OptionalLong.empty(), payload);
    assertEquals("missing-field", answer(Registration.parse(undated)));
    Sign1 ofGoods = signed(ContentType.REGISTRATION, goods, at, payload);
    assertEquals("bad-name", answer(Registration.parse(ofGoods)));
    Sign1 other = signed(ContentType.REVOCATION, device, at, payload);
    assertEquals("unknown-content-type", answer(Registration.parse(other)));
    Sign1 undatedEnd = signed(ContentType.REVOCATION, device, OptionalLong.empty(), revoked);
    assertEquals("missing-field", answer(Revocation.parse(undatedEnd)));
    Sign1 endOfGoods = signed(ContentType.REVOCATION, goods, at, revoked);
    assertEquals("bad-name", answer(Revocation.parse(endOfGoods)));
    Sign1 notEnd = signed(ContentType.REGISTRATION, device, at, revoked);
    assertEquals("unknown-content-type", answer(Revocation.parse(notEnd)));
  }

  @Test
  void malformedRequestsAreRefused() {
    String register = "01" + "687265676973746572";
    String name = "02" + "77" + Bytes.ofUtf8(DEVICE.text());
    String payload = "03" + registration(Set.of(Kind.SCAN)).encoded();
    Map<String, String> requests = new LinkedHashMap<>();
    requests.put("a3" + register + name + payload, "accepted");
    requests.put("a2" + register + name, "missing-field");
    requests.put("a2" + register + payload, "missing-field");
    requests.put("a2" + name + payload, "missing-field");
    requests.put("a4" + register + name + payload + "0400", "unknown-field");
    requests.put("a3" + "01" + "667265766f6b65" + name + payload, "wrong-shape"); // "revoke"
    requests.put("a3" + "01" + "6361736b" + name + payload, "out-of-range");
    requests.put("a3" + register + "026161" + payload, "bad-name");
    requests.put("a3" + register + name + "0300", "wrong-shape");
    requests.forEach(
        (hex, answer) -> {
          Sign1 request = signed(ContentType.REQUEST, Subject.of(MEMBER), OptionalLong.of(1), hex);
          assertEquals(answer, answer(Request.parse(request)), hex);
        });
    String whole = "a3" + register + name + payload;
    Sign1 forAnother = signed(ContentType.REQUEST, Subject.of(DEVICE), OptionalLong.of(1), whole);
    assertEquals("bad-subject", answer(Request.parse(forAnother)));
    Sign1 undated = signed(ContentType.REQUEST, Subject.of(MEMBER), OptionalLong.empty(), whole);
    assertEquals("missing-field", answer(Request.parse(undated)));
    Sign1 entry = registration(Set.of(Kind.SCAN)).sign(REGISTRAR, MEMBER, 1);
    assertEquals("unknown-content-type", answer(Request.parse(entry)));
    assertFalse(Request.parse(entry) instanceof Parsed.Ok);
  }
}
