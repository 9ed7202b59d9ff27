package org.baymark.node.cli;

import java.nio.file.Path;
import java.security.SecureRandom;
import org.baymark.node.folder.FolderException;
import org.baymark.node.folder.NodeKeys;
import org.baymark.node.folder.WorkingFolder;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.papers.AllianceKeys;

/** The file alliance.key: the secrets that the gateways of the alliance blind shipments with. */
final class AllianceKeyFile {
  private AllianceKeyFile() {}

  /** The text of a new one, with one key. */
  static String generate(SecureRandom random) {
    return Secrets.line(random);
  }

  static AllianceKeys read(WorkingFolder folder) throws FolderException {
    Path file = folder.allianceKey();
    String text = NodeKeys.readText(file, AllianceKeys.TEXT_MAX);
    var parsed = AllianceKeys.parseText(text);
    return parsed
        .toOptional()
        .orElseThrow(
            () ->
                new FolderException(
                    "The file "
                        + file
                        + " holds no alliance key: "
                        + parsed.match(keys -> "", refused -> refused.detail())
                        + "."));
  }

  /** The text of the one in {@code folder}, which reads. */
  static String text(WorkingFolder folder) throws FolderException {
    read(folder);
    return NodeKeys.readText(folder.allianceKey(), AllianceKeys.TEXT_MAX);
  }

  /**
   * What members compare by telephone, since with another key than the others' nothing of theirs
   * would be found: 4 groups of 8 hex digits. Of 32 bytes drawn by lot a hash gives nothing away.
   */
  static String fingerprint(String text) {
    String hex = Digest.sha256(Bytes.ofUtf8(text)).hex();
    return hex.substring(0, 32).replaceAll("(.{8})(?=.)", "$1 ");
  }
}
