package org.baymark.node.folder;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.List;
import org.baymark.node.keys.SelfSigned;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.file.SafeFiles;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/**
 * A certificate by which others know this node on the wire, and its key. It is signed by itself:
 * members know one another by the digests in the member set, and an operator's commands know the
 * node by the certificate in its folder; no authority stands between them.
 */
public record TlsIdentity(X509Certificate certificate, PrivateKey key) {
  private static final int FILE_SIZE_MAX = 16_384;

  /** A new P-256 key, and its certificate from a day before {@code now} on, for slow clocks. */
  public static TlsIdentity generate(DevUrn member, SecureRandom random, Instant now) {
    return generate(member, List.of(), random, now);
  }

  static TlsIdentity generate(
      DevUrn member, List<GeneralName> hosts, SecureRandom random, Instant now) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      KeyPair pair = generator.generateKeyPair();
      JcaContentSignerBuilder signer = new JcaContentSignerBuilder("SHA256withECDSA");
      return new TlsIdentity(
          SelfSigned.certificate(member.text(), hosts, pair, signer, random, now),
          pair.getPrivate());
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("this JVM makes no certificate: " + e.getMessage(), e);
    }
  }

  /** SHA-256 of the certificate's DER: its name in the member set. */
  public Digest digest() {
    try {
      return Digest.sha256(Bytes.owning(certificate.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate that does not encode", e);
    }
  }

  void write(Path keyFile, Path certificateFile) throws IOException {
    SafeFiles.writeSecret(keyFile, pem(new PemObject("PRIVATE KEY", key.getEncoded())));
    SafeFiles.writePublic(certificateFile, pem(certificate));
  }

  private static String pem(Object content) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter out = new JcaPEMWriter(text)) {
      out.writeObject(content);
    }
    return text.toString();
  }

  static TlsIdentity read(Path keyFile, Path certificateFile) throws FolderException {
    return new TlsIdentity(readCertificate(certificateFile), readKey(keyFile));
  }

  static X509Certificate readCertificate(Path file) throws FolderException {
    String text = NodeKeys.readText(file, FILE_SIZE_MAX);
    try (PEMParser in = new PEMParser(new StringReader(text))) {
      if (in.readObject() instanceof X509CertificateHolder holder) {
        return new JcaX509CertificateConverter().getCertificate(holder);
      }
    } catch (IOException | CertificateException e) {
      // The same sentence as for what is no certificate at all.
    }
    throw new FolderException("The file " + file + " holds no certificate.");
  }

  private static PrivateKey readKey(Path file) throws FolderException {
    String text = NodeKeys.readText(file, FILE_SIZE_MAX);
    try (PemReader in = new PemReader(new StringReader(text))) {
      PemObject object = in.readPemObject();
      if (object != null) {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(object.getContent());
        return KeyFactory.getInstance("EC").generatePrivate(spec);
      }
    } catch (IOException | GeneralSecurityException e) {
      // What it says could repeat a part of the secret.
    }
    throw new FolderException("The file " + file + " holds no private key in PEM.");
  }
}
