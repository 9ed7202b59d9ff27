package org.baymark.node.folder;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What went wrong with a file, in words for an operator: the end of a sentence that names it. */
public final class Reason {
  private Reason() {}

  public static String of(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "it does not exist";
    }
    if (e instanceof AccessDeniedException) {
      return "you have no permission for it";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "something else of that name is there";
    }
    // The system's own words, without the path that Java puts before them.
    String said = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
    return said == null ? "the system does not say why" : said;
  }
}
