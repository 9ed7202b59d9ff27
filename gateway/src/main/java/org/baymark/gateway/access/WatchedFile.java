package org.baymark.gateway.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small text file that is looked at again and again; one that is not there is empty. For one
 * thread at a time; blocks.
 *
 * @param <T> what it says
 */
final class WatchedFile<T> {
  private static final Logger log = LoggerFactory.getLogger(WatchedFile.class);
  private static final int SIZE_MAX = 4 << 20;

  private final Path file;
  private final String what;
  private final Function<String, T> parse;
  private String text = "";
  private Optional<String> trouble = Optional.empty();

  /**
   * @param what it holds: "users", for example
   * @param parse throws IllegalArgumentException with a clause, if a text is not such a file
   */
  WatchedFile(Path file, String what, Function<String, T> parse) {
    this.file = file;
    this.what = what;
    this.parse = parse;
  }

  /**
   * What it says.
   *
   * @throws IllegalStateException with a sentence, if it is not such a file
   */
  T read() {
    String now = content();
    T said = parsed(now);
    text = now;
    trouble = Optional.empty();
    return said;
  }

  /**
   * What it says, where its text is not the one that was read last. A file that does not read says
   * nothing new, and is complained of once.
   */
  Optional<T> look() {
    try {
      String now = content();
      Optional<T> said = now.equals(text) ? Optional.empty() : Optional.of(parsed(now));
      text = now;
      trouble = Optional.empty();
      return said;
    } catch (IllegalStateException e) {
      complain(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private void complain(String why) {
    if (!trouble.equals(Optional.of(why))) {
      log.atError().addKeyValue("why", why).log(what + " stay as they were");
    }
    trouble = Optional.of(why);
  }

  private String content() {
    try {
      if (Files.size(file) > SIZE_MAX) {
        throw new IllegalStateException(file + " is larger than such a file can be");
      }
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private T parsed(String content) {
    try {
      return parse.apply(content);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(file + " is no file of " + what + ": " + e.getMessage(), e);
    }
  }
}
