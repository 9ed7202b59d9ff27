package org.baymark.node.keys;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Certificates that nobody but their own key vouches for: members know one another by what the
 * member set says, and no authority stands between them.
 */
public final class SelfSigned {
  /** Members decide when a key ends, by a change of the member set; a certificate never does. */
  private static final Instant NEVER = Instant.parse("9999-12-31T23:59:59Z");

  private SelfSigned() {}

  /**
   * From a day before {@code now} on, for slow clocks.
   *
   * @param pair on P-256
   * @param signer signs with SHA256withECDSA where the private key lies
   */
  public static X509Certificate certificate(
      String name, KeyPair pair, JcaContentSignerBuilder signer, SecureRandom random, Instant now)
      throws GeneralSecurityException, OperatorCreationException {
    return certificate(name, List.of(), pair, signer, random, now);
  }

  /**
   * The same.
   *
   * @param hosts for which it stands (RFC 5280, section 4.2.1.6), for clients that go by that
   */
  public static X509Certificate certificate(
      String name,
      List<GeneralName> hosts,
      KeyPair pair,
      JcaContentSignerBuilder signer,
      SecureRandom random,
      Instant now)
      throws GeneralSecurityException, OperatorCreationException {
    X500Name own = new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, name).build();
    X509v3CertificateBuilder certificate =
        new JcaX509v3CertificateBuilder(
            own,
            new BigInteger(127, random),
            Date.from(now.minus(1, ChronoUnit.DAYS)),
            Date.from(NEVER),
            own,
            pair.getPublic());
    if (!hosts.isEmpty()) {
      addHosts(certificate, hosts);
    }
    X509CertificateHolder holder = certificate.build(signer.build(pair.getPrivate()));
    return new JcaX509CertificateConverter().getCertificate(holder);
  }

  private static void addHosts(X509v3CertificateBuilder certificate, List<GeneralName> hosts) {
    try {
      GeneralNames names = new GeneralNames(hosts.toArray(GeneralName[]::new));
      certificate.addExtension(Extension.subjectAlternativeName, false, names);
    } catch (IOException e) {
      throw new IllegalStateException("a list of names that does not encode", e);
    }
  }
}
