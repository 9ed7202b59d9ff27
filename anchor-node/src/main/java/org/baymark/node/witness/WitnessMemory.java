package org.baymark.node.witness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.baymark.node.folder.FolderException;
import org.baymark.node.folder.Reason;
import org.baymark.node.folder.SmallFile;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.file.SafeFiles;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.merkle.TreeHead;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The head that was co-signed last for each log: one small file a log, replaced whole and flushed.
 * It does not lie in the database of our own log: what this member promised to others must outlive
 * a log that is copied anew from its peers.
 */
final class WitnessMemory {
  private static final Logger LOG = LoggerFactory.getLogger(WitnessMemory.class);
  private static final int SIZE_MAX = 4_096;
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}\\.head");

  private final Path folder;

  WitnessMemory(Path folder) {
    this.folder = folder;
  }

  /**
   * Removes what a node that was killed left of heads that it had not signed yet. No other may
   * write here now.
   */
  void tidy() {
    try {
      SafeFiles.tidy(folder, NAME.asMatchPredicate());
    } catch (IOException e) {
      LOG.atDebug().addKeyValue("fault", e).log("unfinished files stay"); // they do no harm
    }
  }

  private Path file(String origin) {
    // An origin may hold slashes and dots; its digest holds none.
    return folder.resolve(Digest.sha256(Bytes.ofUtf8(origin)).hex() + ".head");
  }

  /**
   * The head that was co-signed last; the empty tree if none was.
   *
   * @throws FolderException if there is a file, but not one that says it: then nobody knows, and
   *     this log must not be co-signed
   */
  TreeHead last(String origin) throws FolderException {
    Path file = file(origin);
    if (Files.notExists(file)) {
      return new TreeHead(0, MerkleTree.EMPTY_ROOT);
    }
    String text = SmallFile.read(file, SIZE_MAX, "it was there a moment ago").utf8();
    Parsed<Checkpoint> parsed = Checkpoint.parse(text);
    return parsed
        .toOptional()
        .filter(read -> read.origin().equals(origin))
        .map(read -> new TreeHead(read.size(), read.root()))
        .orElseThrow(
            () ->
                new FolderException(
                    "The file "
                        + file
                        + " does not say which head of "
                        + origin
                        + " was co-signed last: bring it back from a copy, or stop watching this"
                        + " log."));
  }

  /** Returns when it is on the disk. */
  void remember(String origin, TreeHead head) throws FolderException {
    try {
      SafeFiles.makeFolder(folder);
      SafeFiles.writeSecret(file(origin), new Checkpoint(origin, head.size(), head.root()).text());
    } catch (IOException e) {
      throw new FolderException(
          "The file " + file(origin) + " cannot be written: " + Reason.of(e) + ".");
    }
  }
}
