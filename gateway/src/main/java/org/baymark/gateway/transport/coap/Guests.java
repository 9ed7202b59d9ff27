package org.baymark.gateway.transport.coap;

import java.math.BigInteger;
import java.security.Principal;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.util.Optional;
import org.baymark.gateway.access.Certified;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.VerifyingKey;
import org.eclipse.californium.elements.auth.PreSharedKeyIdentity;
import org.eclipse.californium.elements.auth.RawPublicKeyIdentity;
import org.eclipse.californium.elements.auth.X509CertPath;

/** Who may come in over DTLS, and whom a credential names. For any thread; blocks nowhere. */
final class Guests {
  private static final int COORDINATE_SIZE = 32;

  private final CoapAccess access;

  Guests(CoapAccess access) {
    this.access = access;
  }

  /** The pre-shared key of {@code identity}. */
  Optional<Bytes> key(String identity) {
    return access.identities().flatMap(all -> all.key(identity));
  }

  /** The device whose own key {@code key} is, a revoked one too. */
  Optional<String> device(PublicKey key) {
    if (!(key instanceof ECPublicKey point)
        || point.getParams().getCurve().getField().getFieldSize() != 8 * COORDINATE_SIZE) {
      return Optional.empty();
    }
    return VerifyingKey.ofP256(
            coordinate(point.getW().getAffineX()), coordinate(point.getW().getAffineY()))
        .toOptional()
        .flatMap(access.nameOf());
  }

  private static Bytes coordinate(BigInteger number) {
    byte[] octets = new byte[COORDINATE_SIZE];
    byte[] signed = number.toByteArray(); // one byte more where the first bit is set
    int size = Math.min(signed.length, COORDINATE_SIZE);
    System.arraycopy(signed, signed.length - size, octets, COORDINATE_SIZE - size, size);
    return Bytes.owning(octets);
  }

  /** Whom it names: an identity, a device, or a certificate's common name. */
  Optional<String> name(Principal principal) {
    if (principal instanceof PreSharedKeyIdentity shared) {
      return Optional.of(shared.getIdentity());
    }
    if (principal instanceof RawPublicKeyIdentity raw) {
      return device(raw.getKey());
    }
    if (principal instanceof X509CertPath path) {
      return Optional.of(Certified.name(path.getTarget().getSubjectX500Principal().getName()));
    }
    return Optional.empty();
  }

  /** Whether it opens a door now: what it was checked by may have changed meanwhile. */
  boolean isWelcome(Principal principal) {
    Optional<String> name = name(principal);
    boolean isGone = principal instanceof PreSharedKeyIdentity && name.flatMap(this::key).isEmpty();
    return name.filter(it -> !access.isRevoked().test(it)).isPresent() && !isGone;
  }
}
