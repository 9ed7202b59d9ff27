package org.baymark.gateway.upkeep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Whether files that are secret are their owner's alone. */
public final class Secrets {
  private static final Set<PosixFilePermission> OWNERS =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private Secrets() {}

  /** One line for each file that others may read, or one that none is. */
  public static List<Finding> look(List<Path> files) {
    List<Finding> found = new ArrayList<>();
    for (Path file : files) {
      try {
        if (Files.exists(file)) {
          look(file, found);
        }
      } catch (UnsupportedOperationException e) {
        return List.of(
            Finding.noted("secrets", "this system does not tell who may read them: " + file));
      } catch (IOException e) {
        found.add(Finding.wrong("secrets", "cannot look at " + file + ": " + e.getMessage()));
      }
    }
    return found.isEmpty()
        ? List.of(Finding.well("secrets", "only their owner may read them"))
        : found;
  }

  private static void look(Path file, List<Finding> found) throws IOException {
    Set<PosixFilePermission> others = EnumSet.noneOf(PosixFilePermission.class);
    others.addAll(Files.getPosixFilePermissions(file)); // of what a link leads to
    others.removeAll(OWNERS);
    if (!others.isEmpty()) {
      found.add(
          Finding.wrong(
              "secrets",
              file
                  + " is open to others on this machine: chmod "
                  + (Files.isDirectory(file) ? "700 " : "600 ")
                  + file
                  + ", and if somebody may have read it, make a new one"));
    }
  }
}
