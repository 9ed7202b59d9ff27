package org.baymark.node.pin;

import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;

/** Who may be on the other end: the members, each by the digest of its certificate. Immutable. */
public final class Pins {
  private final Map<Digest, Member> members = new HashMap<>();

  public Pins(Members members) {
    members.members().forEach(member -> this.members.put(member.keys().certificate(), member));
  }

  /** Whose certificate this is; empty for a stranger's. */
  public Optional<DevUrn> nameOf(X509Certificate certificate) {
    return member(certificate).map(Member::name);
  }

  Optional<Member> member(X509Certificate certificate) {
    try {
      Digest digest = Digest.sha256(Bytes.owning(certificate.getEncoded()));
      return Optional.ofNullable(members.get(digest));
    } catch (CertificateEncodingException e) {
      return Optional.empty();
    }
  }

  Member known(X509Certificate[] chain) throws CertificateException {
    return (chain.length == 0 ? Optional.<Member>empty() : member(chain[0]))
        .orElseThrow(() -> new CertificateException("no member has this certificate"));
  }
}
