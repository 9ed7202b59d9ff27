package org.baymark.node;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.baymark.node.folder.NodeKeys;
import org.baymark.node.folder.SecondKeys;
import org.baymark.node.folder.TlsIdentity;
import org.baymark.node.sequence.Signatory;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.Claims;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Signer;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;
import org.baymark.protocol.registration.Registration;
import org.baymark.protocol.registration.Revocation;
import org.baymark.protocol.statement.Kind;

/** The member of the tests, with keys that are the same in every run. */
public final class Alliance {
  public static final String ORIGIN = "example.com/log";
  public static final DevUrn MEMBER = new DevUrn("urn:dev:org:32473-member");
  public static final NodeKeys KEYS =
      new NodeKeys(
          key("log"),
          key("cosign"),
          key("registrar"),
          key("reporter"),
          key("governor"),
          SigningKey.ofSecret(Suite.ES256, Digest.sha256(Bytes.ofUtf8("receipts")).bytes())
              .toOptional()
              .orElseThrow(),
          TlsIdentity.generate(MEMBER, new SecureRandom(), Instant.EPOCH),
          SecondKeys.NONE);
  public static final Digest REPORTER = KEYS.reporter().verifyingKey().thumbprint();
  public static final Member ONE = member(ORIGIN);
  public static final Members MEMBERS = new Members(ORIGIN, List.of(ONE));
  public static final Sign1 GENESIS = MEMBERS.signGenesis(KEYS.registrar(), MEMBER, 1_000);
  public static final DevUrn SENSOR = new DevUrn("urn:dev:org:32473-sensor");

  private Alliance() {}

  /** The member, for a log of this origin. */
  public static Member member(String origin) {
    return KEYS.member(
        MEMBER,
        origin,
        new Member.Company("Member Ltd", "HK"),
        new Member.Addresses("http://127.0.0.1:1", "127.0.0.1:2", "127.0.0.1:3"));
  }

  /** The key of this name. */
  public static SigningKey key(String name) {
    return SigningKey.ofSecret(Suite.EDDSA, Digest.sha256(Bytes.ofUtf8(name)).bytes())
        .toOptional()
        .orElseThrow();
  }

  public static Signatory signatory() {
    return Signatory.of(MEMBER, KEYS.reporter(), KEYS.cosignSigner(MEMBER), KEYS.logSigner(ORIGIN));
  }

  /** A key of the protocol's vectors, which everybody has. */
  public static SigningKey published(String name) {
    return key("baymark test key " + name);
  }

  /** The member, with a governor key that everybody has. */
  public static Member withPublishedKey() {
    Member.Keys own = ONE.keys();
    Member.Keys keys =
        new Member.Keys(
            own.log(),
            own.cosigner(),
            own.registrar(),
            own.reporter(),
            published("governor of alpha").verifyingKey(),
            own.receipts(),
            own.certificate(),
            own.sm2(),
            own.mlDsa());
    return new Member(MEMBER, ONE.company(), ONE.addresses(), keys);
  }

  /** What a member registers: {@code name} with the key of that name and these kinds. */
  public static Registration registration(DevUrn name, Kind... kinds) {
    return registration(name, key(name.text()), kinds);
  }

  public static Registration registration(DevUrn name, SigningKey key, Kind... kinds) {
    return new Registration(name, key.verifyingKey(), "owner", Set.of(kinds), 0);
  }

  public static Sign1 registered(DevUrn name, Kind... kinds) {
    return signed(registration(name, kinds));
  }

  public static Sign1 signed(Registration registration) {
    return registration.sign(KEYS.registrar(), MEMBER, 1_001);
  }

  public static Sign1 revoked(DevUrn name, OptionalLong lastBatch) {
    return revocation(name, lastBatch).sign(KEYS.registrar(), MEMBER, 1_002);
  }

  public static Revocation revocation(DevUrn name, OptionalLong lastBatch) {
    Digest thumbprint = key(name.text()).verifyingKey().thumbprint();
    return new Revocation(name, thumbprint, lastBatch, "lost");
  }

  /** Something signed by {@code key} under these words, right or wrong. */
  public static Sign1 sign1(
      Signer key, ContentType type, DevUrn issuer, DevUrn subject, boolean dated, Bytes payload) {
    OptionalLong issuedAt = dated ? OptionalLong.of(1_003) : OptionalLong.empty();
    Claims claims = new Claims(issuer, Subject.of(subject), issuedAt, Optional.empty());
    return Sign1.sign(key, type, claims, payload);
  }
}
