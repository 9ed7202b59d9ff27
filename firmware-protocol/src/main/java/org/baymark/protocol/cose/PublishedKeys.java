package org.baymark.protocol.cose;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.baymark.protocol.bytes.Digest;

/**
 * Every public key that stands in the vectors of PROTOCOL.md. Their secrets are published, or
 * follow from a name; what is signed with one of them is signed by anybody. So nobody registers
 * one, founds an alliance with one, or trusts one. A verifier does not ask: the vectors are signed
 * with them.
 */
public final class PublishedKeys {
  /** Why one is not registered, as the end of a sentence. */
  public static final String REASON =
      "the key is a test key of the protocol's vectors, and everybody knows its secret";

  private static final String FILE = "test-keys.txt";
  private static final Set<String> IDENTITIES = read();

  private PublishedKeys() {}

  private static Set<String> read() {
    try (InputStream in = PublishedKeys.class.getResourceAsStream(FILE)) {
      byte[] text = Objects.requireNonNull(in, FILE).readAllBytes();
      return new String(text, StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the secret of {@code key} is published. */
  public static boolean contain(VerifyingKey key) {
    return contain(key.thumbprint());
  }

  /**
   * The same of a key by what names it everywhere: its thumbprint; SHA-256 of one in ML-DSA-44,
   * which has none.
   */
  public static boolean contain(Digest identity) {
    return IDENTITIES.contains(identity.hex());
  }
}
