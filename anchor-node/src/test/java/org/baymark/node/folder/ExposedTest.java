package org.baymark.node.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.file.SafeFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExposedTest {
  @TempDir Path path;
  private WorkingFolder folder;

  @BeforeEach
  void makeSecrets() throws IOException {
    folder = new WorkingFolder(path);
    SafeFiles.makeFolder(folder.keys());
    for (Path secret :
        List.of(folder.cosignKey(), folder.tlsKey(), folder.adminToken(), folder.allianceKey())) {
      SafeFiles.writeNewSecret(secret, Bytes.ofUtf8("secret"));
    }
    open(Files.writeString(folder.adminCertificate(), "for everyone"), "rw-r--r--");
  }

  @Test
  void nothingIsSaidOfWhatOnlyItsOwnerMayRead() throws Exception {
    assertEquals(List.of(), Exposed.in(folder));
  }

  @Test
  void whatAGroupOrEveryoneMayReadIsNamed() throws Exception {
    open(folder.tlsKey(), "rw-r-----");
    open(folder.allianceKey(), "rw----r--");
    assertEquals(List.of(folder.allianceKey(), folder.tlsKey()), Exposed.in(folder));
  }

  @Test
  void aLinkIsAsOpenAsWhatItLeadsTo() throws Exception {
    Path elsewhere = open(Files.writeString(path.resolve("elsewhere"), "secret"), "rw-------");
    Files.delete(folder.cosignKey());
    Files.createSymbolicLink(folder.cosignKey(), elsewhere);
    assertEquals(List.of(), Exposed.in(folder));
    open(elsewhere, "rw-r--r--");
    assertEquals(List.of(folder.cosignKey()), Exposed.in(folder));
  }

  private static Path open(Path file, String permissions) throws IOException {
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }
}
