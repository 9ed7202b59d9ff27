package org.baymark.node;

import java.nio.file.Path;
import java.security.SecureRandom;
import org.baymark.node.folder.FolderException;
import org.baymark.node.folder.NodeKeys;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;

/**
 * The file alliance.key: the secret that the gateways of the alliance blind shipment numbers with.
 *
 * @param line 64 hexadecimal digits and the end of the line
 */
record AllianceKey(String line) {
  private static final int SIZE_MAX = 1024;

  static AllianceKey generate(SecureRandom random) {
    return new AllianceKey(Secrets.line(random));
  }

  static AllianceKey read(Path file) throws FolderException {
    String text = NodeKeys.readText(file, SIZE_MAX).strip();
    if (!text.matches("[0-9a-f]{64}")) {
      // Without what it holds: it may be a secret that only got a stray character.
      throw new FolderException(
          "The file "
              + file
              + " holds no alliance key: that is one line of 64 hexadecimal digits.");
    }
    return new AllianceKey(text + "\n");
  }

  /**
   * What members compare by telephone, since with another key than the others' nothing of theirs
   * would be found: 4 groups of 8 hex digits. Of 32 bytes drawn by lot a hash gives nothing away.
   */
  String fingerprint() {
    String hex = Digest.sha256(Bytes.ofHex(line.strip())).hex();
    return hex.substring(0, 32).replaceAll("(.{8})(?=.)", "$1 ");
  }
}
