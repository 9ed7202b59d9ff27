package org.baymark.gateway.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.baymark.protocol.bytes.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pre-shared keys of a file, which is looked at again and again. Any thread may ask for one.
 */
public final class Identities {
  private static final Logger log = LoggerFactory.getLogger(Identities.class);
  private static final int FILE_MAX = 4 << 20;

  private final Path file;
  private volatile PreSharedKeys keys;

  // These two belong to whoever looks.
  private String text;
  private Optional<String> trouble = Optional.empty();

  /**
   * Reads {@code file}; one that is not there holds nobody. Blocks.
   *
   * @throws IllegalStateException with a sentence, if the file is not one of keys
   */
  public Identities(Path file) {
    this.file = file;
    this.text = read();
    this.keys = parse(text);
  }

  /** The key of {@code identity}; never blocks. */
  public Optional<Bytes> key(String identity) {
    return keys.of(identity);
  }

  /**
   * Looks whether the file says something else than before; answers who is not let in any more, or
   * with another key. A file that does not read changes nothing, and is complained of once. Blocks;
   * not to be called twice at a time.
   */
  public Set<String> look() {
    try {
      String now = read();
      Set<String> gone = now.equals(text) ? Set.of() : take(parse(now));
      text = now;
      trouble = Optional.empty();
      return gone;
    } catch (IllegalStateException e) {
      complain(String.valueOf(e.getMessage()));
      return Set.of();
    }
  }

  private Set<String> take(PreSharedKeys now) {
    Set<String> gone = keys.goneIn(now);
    keys = now;
    log.atInfo()
        .addKeyValue("identities", now.keys().size())
        .addKeyValue("goneOrChanged", gone.size())
        .log("pre-shared keys changed");
    return gone;
  }

  private void complain(String why) {
    if (!trouble.equals(Optional.of(why))) {
      log.atError().addKeyValue("why", why).log("pre-shared keys stay as they were");
    }
    trouble = Optional.of(why);
  }

  private String read() {
    try {
      if (Files.size(file) > FILE_MAX) {
        throw new IllegalStateException(file + " is larger than such a file can be");
      }
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private PreSharedKeys parse(String content) {
    try {
      return PreSharedKeys.parse(content);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(file + " is no file of keys: " + e.getMessage(), e);
    }
  }
}
