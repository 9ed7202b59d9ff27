package org.baymark.gateway.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;

/**
 * Copies a store into one file, as it was at one moment: VACUUM INTO, which holds up nobody that
 * writes. A gateway does not start on such a file: by the time it is needed, the gateway may have
 * sealed more than it holds.
 */
public final class Backup {
  /** "BmBk", in the file's header (PRAGMA application_id). */
  private static final int MARK = 0x426d_426b;

  /** Where it stands in the file (SQLite's file format, section 1.3). */
  private static final int MARK_AT = 68;

  private Backup() {}

  /**
   * What was written.
   *
   * @param bytes of the file
   */
  public record Written(Contents contents, long bytes) {}

  /**
   * Writes {@code to}, for its owner alone (0600), whole and on the disk, or not at all.
   *
   * @throws StoreException with a sentence, if there is such a file already or it cannot be made
   */
  public static Written write(StoreFile from, Path to) {
    return copy(from, to, true);
  }

  /** Likewise, but a gateway may open it: where one keeps what another left. */
  static Written copy(StoreFile from, Path to) {
    return copy(from, to, false);
  }

  private static Written copy(StoreFile from, Path to, boolean isBackup) {
    Path file = to.toAbsolutePath();
    if (Files.exists(file)) {
      throw taken(to);
    }
    Path half =
        file.resolveSibling(
            "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".half");
    try {
      half.toFile().deleteOnExit(); // where a signal ends it
    } catch (IllegalStateException e) {
      throw new StoreException("stopped before " + to + " was written", e);
    }
    try {
      Files.deleteIfExists(half);
      PrivateFile.make(half); // SQLite takes an empty file, and keeps its permissions
      from.connection().update("VACUUM INTO ?", half.toString());
      mark(half, isBackup ? MARK : 0);
      flush(half); // VACUUM INTO does not
      Contents contents = checked(half);
      long bytes = Files.size(half);
      name(half, file);
      flush(folderOf(file));
      return new Written(contents, bytes);
    } catch (FileAlreadyExistsException e) {
      throw taken(to);
    } catch (IOException e) {
      throw new StoreException("cannot write " + to + ": " + e.getMessage(), e);
    } finally {
      remove(half);
    }
  }

  private static StoreException taken(Path to) {
    return new StoreException(to + " is there already and is not overwritten; name another file");
  }

  /** Keeps a gateway from going on where a backup ends. */
  static void refuse(Path file) {
    if (Files.exists(file) && isBackup(file)) {
      throw new StoreException(
          file
              + " is a backup, and the gateway may have sealed more since it was taken: to go on from"
              + " it would fork its batches. Use 'baymark gateway restore', which takes a new name");
    }
    if (Files.exists(file) && PrunedFile.isOne(file)) {
      throw new StoreException(
          file
              + " holds pruned statements and is no gateway's store: lay it back into the folder "
              + PrunedFile.FOLDER
              + " of the gateway that it came from, where passports read it");
    }
  }

  /** Whether {@code file} was made here. */
  static boolean isBackup(Path file) {
    return markOf(file) == MARK;
  }

  /** What a file says that it is; 0 where it says nothing. */
  static int markOf(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] header = in.readNBytes(MARK_AT + Integer.BYTES);
      return header.length == MARK_AT + Integer.BYTES ? ByteBuffer.wrap(header).getInt(MARK_AT) : 0;
    } catch (IOException e) {
      throw new StoreException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static void mark(Path file, int mark) {
    try {
      Transaction connection =
          new Transaction(new SQLiteConfig().createConnection("jdbc:sqlite:" + file));
      try {
        connection.execute("PRAGMA application_id = " + mark);
      } finally {
        connection.close();
      }
    } catch (SQLException e) {
      throw new StoreException("cannot open " + file + ": " + e.getMessage(), e);
    }
  }

  /** Read again: a backup that cannot be read is none. */
  private static Contents checked(Path half) {
    try (StoreFile copy = StoreFile.open(half)) {
      String said =
          copy.connection().first("PRAGMA quick_check(1)", row -> row.text(1)).orElse("nothing");
      if (!said.equals("ok")) {
        throw new StoreException("the copy is damaged (" + said + "); run 'baymark gateway check'");
      }
      return copy.contents();
    }
  }

  /** Under its name without ever replacing another; not every file system knows links. */
  static void name(Path half, Path file) throws IOException {
    try {
      Files.createLink(file, half);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException | UnsupportedOperationException e) {
      Files.move(half, file);
    }
  }

  private static Path folderOf(Path file) {
    Path folder = file.getParent();
    return folder == null ? file.getRoot() : folder;
  }

  static void flush(Path file) throws IOException {
    boolean isFolder = Files.isDirectory(file);
    try (FileChannel channel =
        FileChannel.open(file, isFolder ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
      channel.force(true);
    } catch (IOException e) {
      if (!isFolder) { // not every system flushes folders
        throw e;
      }
    }
  }

  static void remove(Path half) {
    try {
      Files.deleteIfExists(half);
    } catch (IOException e) {
      throw new StoreException("cannot remove " + half + ": " + e.getMessage(), e);
    }
  }
}
