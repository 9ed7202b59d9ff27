package org.baymark.gateway.access;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.baymark.protocol.bytes.Bytes;

/**
 * Who may connect with a pre-shared key (RFC 4279): the file {@code coap.keys}. A line for each:
 * the identity, a space, the key in hexadecimal digits. Empty lines and lines that begin with
 * {@code #} say nothing. A key cannot be kept as a hash: both sides need it itself.
 *
 * @param keys by identity
 */
public record PreSharedKeys(SortedMap<String, Bytes> keys) {
  public static final PreSharedKeys NONE = new PreSharedKeys(new TreeMap<>());

  /** Bytes of a key: below, one could be found by trying; above, small clients take none. */
  public static final int KEY_SIZE_MIN = 16;

  public static final int KEY_SIZE_MAX = 64;

  private static final String HEAD =
      "# Pre-shared keys of this gateway's CoAP door; 'baymark gateway psk' writes this file. Keep it secret.\n";

  public PreSharedKeys {
    keys = Collections.unmodifiableSortedMap(new TreeMap<>(keys));
  }

  /**
   * Reads the file.
   *
   * @throws IllegalArgumentException with a clause that names the line and quotes no key
   */
  public static PreSharedKeys parse(String text) {
    SortedMap<String, Bytes> keys = new TreeMap<>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String[] parts = line.strip().split(" ", 2);
      Optional<Bytes> key = parts.length < 2 ? Optional.empty() : key(parts[1]);
      if (!isIdentity(parts[0]) || key.isEmpty()) {
        throw new IllegalArgumentException(
            "line %d is no identity and key of %d to %d hexadecimal digits with a space between them"
                .formatted(number, 2 * KEY_SIZE_MIN, 2 * KEY_SIZE_MAX));
      }
      if (keys.put(parts[0], key.get()) != null) {
        throw new IllegalArgumentException("line " + number + " names " + parts[0] + " again");
      }
    }
    return new PreSharedKeys(keys);
  }

  /** As for passwords: a device's URN is one. */
  public static boolean isIdentity(String text) {
    return Users.isName(text);
  }

  /** The key that these hexadecimal digits are; empty if they are none, or too few or many. */
  public static Optional<Bytes> key(String digits) {
    String lower = digits.strip().toLowerCase(Locale.ROOT);
    boolean fits =
        lower.matches("([0-9a-f]{2})+")
            && lower.length() >= 2 * KEY_SIZE_MIN
            && lower.length() <= 2 * KEY_SIZE_MAX;
    return fits ? Optional.of(Bytes.ofHex(lower)) : Optional.empty();
  }

  public String text() {
    StringBuilder text = new StringBuilder(HEAD);
    keys.forEach((name, key) -> text.append(name).append(' ').append(key.hex()).append('\n'));
    return text.toString();
  }

  Optional<Bytes> of(String identity) {
    return Optional.ofNullable(keys.get(identity));
  }

  /** Who is not in {@code now}, or with another key. */
  Set<String> goneIn(PreSharedKeys now) {
    return keys.entrySet().stream()
        .filter(entry -> !now.of(entry.getKey()).equals(Optional.of(entry.getValue())))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** With {@code identity}, or with another key for it. */
  public PreSharedKeys with(String identity, Bytes key) {
    SortedMap<String, Bytes> more = new TreeMap<>(keys);
    more.put(identity, key);
    return new PreSharedKeys(more);
  }

  public PreSharedKeys without(String identity) {
    SortedMap<String, Bytes> less = new TreeMap<>(keys);
    less.remove(identity);
    return new PreSharedKeys(less);
  }

  /** Without the keys: this may stand in a log by mistake. */
  @Override
  public String toString() {
    return "pre-shared keys of " + keys.keySet();
  }
}
