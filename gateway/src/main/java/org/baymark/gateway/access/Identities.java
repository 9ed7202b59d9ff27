package org.baymark.gateway.access;

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

  /** Belongs to whoever looks. */
  private final WatchedFile<PreSharedKeys> file;

  private volatile PreSharedKeys keys;

  /**
   * Reads {@code file}; one that is not there holds nobody. Blocks.
   *
   * @throws IllegalStateException with a sentence, if the file is not one of keys
   */
  public Identities(Path file) {
    this.file = new WatchedFile<>(file, "pre-shared keys", PreSharedKeys::parse);
    this.keys = this.file.read();
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
    return file.look().map(this::take).orElse(Set.of());
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
}
