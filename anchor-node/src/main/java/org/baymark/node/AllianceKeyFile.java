package org.baymark.node;

import java.nio.file.Path;
import org.baymark.node.folder.FolderException;
import org.baymark.node.folder.NodeKeys;
import org.baymark.node.folder.WorkingFolder;
import org.baymark.protocol.papers.AllianceKeys;

/** Reads alliance.key. */
final class AllianceKeyFile {
  private AllianceKeyFile() {}

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
}
