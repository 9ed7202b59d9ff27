package org.baymark.node.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Secrets of a member that others on its machine may read: each is made for its owner alone. */
public final class Exposed {
  private static final Logger LOG = LoggerFactory.getLogger(Exposed.class);

  private Exposed() {}

  /** Says so for each, once. */
  public static void tell(WorkingFolder folder) throws FolderException {
    for (Path file : in(folder)) {
      LOG.atWarn()
          .addKeyValue("file", file)
          .log("others on this machine may read this secret: chmod 600, and if one did, change it");
    }
  }

  /** Those that are there and open to others; none where the system does not tell. */
  static List<Path> in(WorkingFolder folder) throws FolderException {
    List<Path> exposed = new ArrayList<>();
    try {
      for (Path file : secrets(folder)) {
        if (Files.exists(file) && isOpen(file)) {
          exposed.add(file);
        }
      }
    } catch (UnsupportedOperationException e) {
      return List.of();
    } catch (IOException e) {
      throw new FolderException(
          "The files of " + folder.path() + " cannot be looked at: " + Reason.of(e) + ".");
    }
    return exposed;
  }

  private static List<Path> secrets(WorkingFolder folder) throws IOException {
    List<Path> secrets =
        new ArrayList<>(
            List.of(
                folder.adminToken(),
                folder.allianceKey(),
                folder.tokenPin(),
                folder.onward(), // the address of a chain may hold a key
                folder.onwardKey()));
    try (Stream<Path> keys = Files.list(folder.keys())) {
      keys.filter(file -> file.toString().endsWith(".key")).sorted().forEach(secrets::add);
    }
    return secrets;
  }

  /** Also by a link, of what that leads to. */
  private static boolean isOpen(Path file) throws IOException {
    String permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    return !permissions.endsWith("------");
  }
}
