package org.baymark.gateway.access;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Who may come in with a password: the files {@code mqtt.users} and {@code page.users}. A line for
 * each: the name, a space, what is kept of the password. Empty lines and lines that begin with
 * {@code #} say nothing.
 *
 * @param hashes by name
 */
public record Users(SortedMap<String, PasswordHash> hashes) {
  public static final Users NONE = new Users(new TreeMap<>());

  /** A device's URN is a name; nothing that could be taken for two names or for a command. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:@%*+/=-]{1,128}");

  private static final String HEAD =
      "# Users of this gateway; commands of 'baymark gateway' write this file. Keep it secret.\n";

  public Users {
    hashes = Collections.unmodifiableSortedMap(new TreeMap<>(hashes));
  }

  /**
   * Reads the file.
   *
   * @throws IllegalArgumentException with a clause that names the line
   */
  public static Users parse(String text) {
    SortedMap<String, PasswordHash> hashes = new TreeMap<>();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String[] parts = line.strip().split(" ", 2);
      Optional<PasswordHash> hash =
          parts.length < 2 ? Optional.empty() : PasswordHash.parse(parts[1]);
      if (!isName(parts[0]) || hash.isEmpty()) {
        throw new IllegalArgumentException(
            "line " + number + " is no name and Argon2id hash with a space between them");
      }
      if (hashes.put(parts[0], hash.get()) != null) {
        throw new IllegalArgumentException("line " + number + " names " + parts[0] + " again");
      }
    }
    return new Users(hashes);
  }

  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  public String text() {
    StringBuilder text = new StringBuilder(HEAD);
    hashes.forEach((name, hash) -> text.append(name).append(' ').append(hash.text()).append('\n'));
    return text.toString();
  }

  Optional<PasswordHash> of(String name) {
    return Optional.ofNullable(hashes.get(name));
  }

  /** With {@code name}, or with another password for it. */
  public Users with(String name, PasswordHash hash) {
    SortedMap<String, PasswordHash> more = new TreeMap<>(hashes);
    more.put(name, hash);
    return new Users(more);
  }

  public Users without(String name) {
    SortedMap<String, PasswordHash> less = new TreeMap<>(hashes);
    less.remove(name);
    return new Users(less);
  }
}
