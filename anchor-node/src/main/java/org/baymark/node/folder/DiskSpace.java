package org.baymark.node.folder;

import java.io.IOException;
import java.nio.file.Files;

/**
 * Whether the disk of a working folder has room for what a node writes. A node that runs into the
 * end of its disk loses nothing, but it stops in the middle of things; one that looks leaves in
 * time.
 */
public record DiskSpace(WorkingFolder folder) {
  private static final long MEGABYTE = 1 << 20;

  /** With less it stops: the largest command is on the disk twice, and others come behind it. */
  private static final long LEAST = 32 * MEGABYTE;

  /** Before it starts again: SQLite's write-ahead log alone may take 40 MB. */
  private static final long ENOUGH = 64 * MEGABYTE;

  public boolean isShort() {
    return free() < LEAST;
  }

  public boolean isEnough() {
    return free() >= ENOUGH;
  }

  /** What there is and what is missing, for the operator. */
  public String sentence() {
    return "the disk of "
        + folder.path().toAbsolutePath()
        + " is full: "
        + free() / MEGABYTE
        + " MB are free, and the node goes on by itself as soon as there are "
        + ENOUGH / MEGABYTE;
  }

  private long free() {
    try {
      return Files.getFileStore(folder.path()).getUsableSpace();
    } catch (IOException e) {
      return Long.MAX_VALUE; // it does not tell; whoever writes will hear
    }
  }
}
