package org.baymark.node.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.file.SafeFiles;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * What a node shows at the door for its operator. It is none of the member's keys: nobody else
 * knows it, the commands on the same folder take no other, and one that is lost is made anew.
 */
public final class AdminIdentity {
  /** Commands know it by all of its bytes; curl and the like go by the host that they ask. */
  private static final List<GeneralName> LOOPBACK =
      List.of(
          new GeneralName(GeneralName.dNSName, "localhost"),
          new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
          new GeneralName(GeneralName.iPAddress, "::1"));

  private AdminIdentity() {}

  /** Makes a new one. */
  public static void write(WorkingFolder folder, DevUrn member, SecureRandom random, Instant now)
      throws IOException {
    SafeFiles.makeFolder(folder.keys());
    // Without a certificate there is no identity: so a crash leaves no two that do not fit.
    Files.deleteIfExists(folder.adminCertificate());
    TlsIdentity.generate(member, LOOPBACK, random, now)
        .write(folder.adminKey(), folder.adminCertificate());
  }

  /** Empty where it has to be made. */
  public static Optional<TlsIdentity> read(WorkingFolder folder) throws FolderException {
    return Files.exists(folder.adminKey()) && Files.exists(folder.adminCertificate())
        ? Optional.of(TlsIdentity.read(folder.adminKey(), folder.adminCertificate()))
        : Optional.empty();
  }

  /** What the folder has, made where it has none. */
  public static TlsIdentity readOrMake(
      WorkingFolder folder, DevUrn member, SecureRandom random, Instant now)
      throws FolderException {
    Optional<TlsIdentity> there = read(folder);
    if (there.isPresent()) {
      return there.get();
    }
    try {
      write(folder, member, random, now);
    } catch (IOException e) {
      throw new FolderException(
          "The file " + folder.adminKey() + " cannot be written: " + Reason.of(e) + ".");
    }
    return TlsIdentity.read(folder.adminKey(), folder.adminCertificate());
  }

  /** What the door of a node in this folder shows; empty where no node has made it yet. */
  public static Optional<X509Certificate> certificate(WorkingFolder folder) throws FolderException {
    return Files.exists(folder.adminCertificate())
        ? Optional.of(TlsIdentity.readCertificate(folder.adminCertificate()))
        : Optional.empty();
  }
}
