package org.baymark.protocol.vectors;

import java.util.Locale;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.MlDsaSecret;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.log.MlDsaSigner;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.log.NoteSigner;
import org.baymark.protocol.registration.Member;

/** Keys that everybody knows: their secrets are hashes of their names. Never use them elsewhere. */
final class TestKeys {
  static final SigningKey SENSOR = of("sensor", Suite.ES256);
  static final SigningKey SCANNER = of("scanner", Suite.EDDSA);
  static final SigningKey LABEL = of("label", Suite.SM2);
  static final SigningKey GATEWAY = of("gateway", Suite.EDDSA);

  private TestKeys() {}

  /** SHA-256 of "baymark test key " and the name. */
  static Bytes secret(String name) {
    return Digest.sha256(Bytes.ofUtf8("baymark test key " + name)).bytes();
  }

  static SigningKey of(String name, Suite suite) {
    return SigningKey.ofSecret(suite, secret(name)).toOptional().orElseThrow();
  }

  static SigningKey registrar(String member) {
    return of("registrar of " + member, Suite.ES256);
  }

  /** The member of this name, with all its keys; {@code salt} makes another registrar. */
  static Member member(String name, String salt, String origin) {
    return new Member(
        new DevUrn("urn:dev:org:32473-" + name),
        new Member.Company(name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1), "HK"),
        new Member.Addresses(
            "https://" + name + ".example.org",
            name + ".example.org:8443",
            name + ".example.org:8444"),
        new Member.Keys(
            log(name, origin).key().vkey(),
            cosigner(name).key().vkey(),
            registrar(name + salt).verifyingKey(),
            of("reporter of " + name, Suite.EDDSA).verifyingKey(),
            of("governor of " + name, Suite.EDDSA).verifyingKey(),
            of("receipts key of " + name, Suite.ES256).verifyingKey(),
            Digest.sha256(secret("certificate of " + name)),
            Optional.empty(),
            Optional.empty()));
  }

  static NoteSigner log(String member, String origin) {
    return NoteSigner.of(origin, NoteKey.LOG, of("log key of " + member, Suite.EDDSA));
  }

  /** Co-signs in SM2, under the name of {@link #cosigner}. */
  static NoteSigner sm2(String member) {
    SigningKey key = of("SM2 co-signing key of " + member, Suite.SM2);
    return NoteSigner.of(cosigner(member).key().name(), NoteKey.SM2, key);
  }

  /** Co-signs in ML-DSA-44, under the name of {@link #cosigner}. */
  static MlDsaSigner mlDsa(String member) {
    Bytes seed = secret("ML-DSA-44 co-signing key of " + member);
    return MlDsaSigner.of(
        cosigner(member).key().name(), MlDsaSecret.ofSeed(seed).toOptional().orElseThrow());
  }

  static NoteSigner cosigner(String member) {
    SigningKey key = of("co-signing key of " + member, Suite.EDDSA);
    return NoteSigner.of(member + ".example.org/cosign", NoteKey.COSIGNER, key);
  }
}
