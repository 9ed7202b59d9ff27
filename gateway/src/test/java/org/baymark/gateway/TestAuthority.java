package org.baymark.gateway;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority for one test. */
public final class TestAuthority {
  private final Path folder;
  private final String name;
  private final KeyPair keys = pair();
  private int serial;

  private TestAuthority(Path folder, String name) {
    this.folder = folder;
    this.name = name;
  }

  /**
   * Files of one certificate.
   *
   * @param key PKCS #8
   */
  public record Issued(Path certificate, Path key) {}

  /** A new one, whose own certificate lies in {@code folder}. */
  public static TestAuthority in(Path folder, String name) {
    TestAuthority authority = new TestAuthority(folder, name);
    authority.write(authority.certificate(), authority.pem(name, authority.keys, true, 30));
    return authority;
  }

  public Path certificate() {
    return folder.resolve(name + ".crt");
  }

  /** Issues a certificate for localhost and 127.0.0.1; what was there under this name goes. */
  public Issued issue(String subject, int days) {
    Issued issued = new Issued(folder.resolve(subject + ".crt"), folder.resolve(subject + ".key"));
    KeyPair pair = pair();
    write(issued.certificate(), pem(subject, pair, false, days));
    write(issued.key(), pem(pair));
    return issued;
  }

  private void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), new SecureRandom());
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private String pem(String subject, KeyPair pair, boolean isAuthority, int days) {
    Instant now = Instant.now();
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              new X500Name("CN=" + name),
              BigInteger.valueOf(++serial),
              Date.from(now.minus(Duration.ofDays(2))),
              Date.from(now.plus(Duration.ofDays(days))),
              new X500Name("CN=" + subject),
              pair.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority));
      GeneralName[] names = {
        new GeneralName(GeneralName.dNSName, "localhost"),
        new GeneralName(GeneralName.iPAddress, "127.0.0.1")
      };
      builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
      return pem(
          builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(KeyPair pair) {
    try {
      return pem(new JcaPKCS8Generator(pair.getPrivate(), null).generate());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String pem(Object value) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter out = new JcaPEMWriter(text)) {
      out.writeObject(value);
    }
    return text.toString();
  }
}
