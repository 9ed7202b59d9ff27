package org.baymark.node.pin;

import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;

/**
 * Who may be on the other end: the members, each by the digest of its certificate. While a change
 * of members is on its way, those before it and those after it. For any thread.
 */
public final class Pins {
  private volatile Known known;

  private record Known(Map<Digest, List<Member>> byCertificate, Map<DevUrn, Member> byName) {}

  public Pins(Members members) {
    this.known = known(List.of(members));
  }

  /**
   * From now on it is these, and nobody else.
   *
   * @param sets the newest last
   */
  public void are(List<Members> sets) {
    known = known(sets);
  }

  private static Known known(List<Members> sets) {
    Map<Digest, List<Member>> byCertificate = new HashMap<>();
    Map<DevUrn, Member> byName = new TreeMap<>();
    for (Members members : sets) {
      for (Member member : members.members()) {
        Digest certificate = member.keys().certificate();
        byCertificate.computeIfAbsent(certificate, any -> new ArrayList<>()).add(member);
        byName.put(member.name(), member);
      }
    }
    return new Known(byCertificate, byName);
  }

  /** All of them by name, each with its newest addresses. */
  public List<Member> members() {
    return List.copyOf(known.byName().values());
  }

  /** All but {@code self}. */
  public List<Member> others(DevUrn self) {
    return members().stream().filter(member -> !member.name().equals(self)).toList();
  }

  public Optional<Member> member(DevUrn name) {
    return Optional.ofNullable(known.byName().get(name));
  }

  /** Whose certificate this is; empty for a stranger's. */
  public Optional<DevUrn> nameOf(X509Certificate certificate) {
    return members(certificate).stream().findFirst().map(Member::name);
  }

  private List<Member> members(X509Certificate certificate) {
    try {
      Digest digest = Digest.sha256(Bytes.owning(certificate.getEncoded()));
      return known.byCertificate().getOrDefault(digest, List.of());
    } catch (CertificateEncodingException e) {
      return List.of();
    }
  }

  /** The member whose certificate this is, with each address that it has or had. */
  List<Member> known(X509Certificate[] chain) throws CertificateException {
    List<Member> members = chain.length == 0 ? List.of() : members(chain[0]);
    if (members.isEmpty()) {
      throw new CertificateException("no member has this certificate");
    }
    return members;
  }
}
