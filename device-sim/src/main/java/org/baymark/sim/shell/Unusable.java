package org.baymark.sim.shell;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file that the command cannot work with; the message is for the person who named it. */
public final class Unusable extends IOException {
  private static final long serialVersionUID = 1L;

  public Unusable(String message) {
    super(message);
  }

  /**
   * For a file that cannot be read.
   *
   * @param what it is: the beginning of a sentence
   */
  public static Unusable unread(String what, Path file, IOException e) {
    return new Unusable(what + " " + file + " cannot be read: " + reason(e, "it does not exist"));
  }

  /** For a file or a folder that cannot be written. */
  public static Unusable unwritten(Path file, IOException e) {
    return new Unusable("cannot write " + file + ": " + reason(e, "its folder does not exist"));
  }

  /**
   * What happened to a file that nobody expected to fail, as a sentence: Java's own message is
   * often no more than the path.
   */
  public static String sentence(IOException e) {
    return e instanceof FileSystemException system
        ? "cannot use " + system.getFile() + ": " + reason(e, "it does not exist")
        : reason(e, "");
  }

  private static String reason(IOException e, String missing) {
    if (e instanceof NoSuchFileException) {
      return missing;
    }
    if (e instanceof AccessDeniedException) {
      return "you have no permission for it";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "something else of that name is there";
    }
    String said = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
    return said == null ? "the system does not say why" : said;
  }
}
