package org.baymark.node.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.baymark.node.folder.FolderException;
import org.baymark.node.folder.SmallFile;
import org.baymark.node.folder.WorkingFolder;
import org.baymark.protocol.file.SafeFiles;

/**
 * Where the door of a node for its operator is. A node that is to take any free port notes in its
 * folder which one it took; after a crash the note stays, and who follows it may meet somebody
 * else.
 *
 * @param note the file
 * @param at where the settings say
 */
public record AdminAddress(Path note, Listen at) {
  private static final int SIZE_MAX = 512;
  private static final Pattern URL = Pattern.compile("https://[^/?#@\\s]+:[0-9]{1,5}");

  public static AdminAddress of(WorkingFolder folder, NodeConfig config) {
    return new AdminAddress(folder.adminAddress(), config.admin());
  }

  private boolean isNoted() {
    return at.port() == 0;
  }

  /** For the commands of the operator; empty where no node has noted it. */
  public Optional<String> url() throws FolderException {
    if (!isNoted()) {
      return Optional.of(url(at.port()));
    }
    if (!Files.exists(note)) {
      return Optional.empty();
    }
    String url = SmallFile.read(note, SIZE_MAX, "a running node writes it").utf8().strip();
    if (!URL.matcher(url).matches()) {
      throw new FolderException(
          "The file "
              + note
              + " holds no address such as https://127.0.0.1:40123; the node writes"
              + " it when it starts.");
    }
    return Optional.of(url);
  }

  private String url(int port) {
    return "https://" + new Listen(at.isEverywhere() ? "127.0.0.1" : at.host(), port);
  }

  /** The door is open at this port. */
  public void write(int port) throws IOException {
    if (isNoted()) {
      SafeFiles.writePublic(note, url(port) + "\n");
    } else {
      Files.deleteIfExists(note);
    }
  }

  /** The door is closed. */
  public void remove() {
    try {
      Files.deleteIfExists(note);
    } catch (IOException e) {
      // As after a crash.
    }
  }
}
