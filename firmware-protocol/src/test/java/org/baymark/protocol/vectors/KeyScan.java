package org.baymark.protocol.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.log.NoteKey;

/**
 * Every public key that stands anywhere in the vector files: COSE_Keys inside whatever is hex or
 * bytes, and vkeys inside whatever is text. What our readers refuse is no key. It knows nothing of
 * the files, so it overlooks none.
 */
final class KeyScan {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern VKEY =
      Pattern.compile("\\+[0-9a-f]{8}\\+[A-Za-z0-9+/]{40,2000}={0,2}");

  private static final int NAME_MAX = 512;

  /** How the encodings of 4.1 begin, and how long they are, with a private part or without. */
  private static final Map<String, Integer> COSE_KEYS =
      Map.of(
          "a4010220012158", 75,
          "a5010220012158", 110,
          "a40102203a0001000121", 79,
          "a50102203a0001000121", 114,
          "a301012006215820", 40,
          "a401012006215820", 75);

  private final Map<String, Digest> found = new TreeMap<>();

  /** What names each key, by the file in which it was first met and the key as it stands there. */
  static Map<String, Digest> of(Map<String, Bytes> files) {
    KeyScan scan = new KeyScan();
    files.forEach(
        (name, content) -> {
          if (name.endsWith(".json")) {
            scan.json(name, content);
          } else if (!name.endsWith(".md")) { // annotated.md shows what structures.json holds
            scan.bytes(name, content);
          }
        });
    return scan.found;
  }

  private void json(String name, Bytes content) {
    Deque<JsonNode> open = new ArrayDeque<>();
    try {
      open.push(JSON.readTree(content.toArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
    while (!open.isEmpty()) {
      JsonNode node = open.pop();
      node.forEach(open::push);
      if (node.isTextual()) {
        text(name, node.asText());
      }
    }
  }

  private void text(String name, String text) {
    if (text.length() % 2 == 0 && text.matches("([0-9a-f]{2})+")) {
      bytes(name, Bytes.ofHex(text));
    } else {
      vkeys(name, text);
    }
  }

  private void bytes(String name, Bytes octets) {
    String hex = octets.hex();
    COSE_KEYS.forEach((start, size) -> coseKeys(name, hex, start, size));
    vkeys(name, new String(octets.toArray(), StandardCharsets.ISO_8859_1));
    vkeys(name, new String(octets.toArray(), StandardCharsets.UTF_8));
  }

  private void coseKeys(String name, String hex, String start, int size) {
    for (int at = hex.indexOf(start); at >= 0; at = hex.indexOf(start, at + 1)) {
      if (at % 2 == 0 && at + 2 * size <= hex.length()) {
        VerifyingKey.parse(Bytes.ofHex(hex.substring(at, at + 2 * size)))
            .toOptional()
            .ifPresent(key -> add(name + ": " + key.encoded().hex(), key.thumbprint()));
      }
    }
  }

  private void vkeys(String name, String text) {
    Matcher matcher = VKEY.matcher(text);
    while (matcher.find()) {
      String before = text.substring(Math.max(0, matcher.start() - NAME_MAX), matcher.start());
      vkey(before, matcher.group()).ifPresent(key -> add(name + ": " + key, key.identity()));
    }
  }

  /** Its name may begin behind anything, so every beginning is tried; the key id says which. */
  private static Optional<NoteKey> vkey(String before, String rest) {
    String keyId = rest.substring(1, 9);
    Bytes typed;
    try {
      typed = Bytes.owning(Base64.getDecoder().decode(rest.substring(10)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    for (int from = before.length() - 1; from >= 0; from--) {
      String name = before.substring(from);
      if (Digest.sha256(Bytes.ofUtf8(name + "\n"), typed).hex().startsWith(keyId)) {
        return NoteKey.parse(name + rest).toOptional();
      }
    }
    return Optional.empty();
  }

  private void add(String where, Digest identity) {
    found.putIfAbsent(where, identity);
  }

  /** The list for {@code test-keys.txt}. */
  static Bytes list(Map<String, Bytes> files) {
    StringBuilder text =
        new StringBuilder(
            "# What names the keys in vectors/: thumbprints; of ML-DSA-44, SHA-256.\n");
    of(files).values().stream()
        .map(Digest::hex)
        .distinct()
        .sorted()
        .forEach(one -> text.append(one).append('\n'));
    return Bytes.ofUtf8(text.toString());
  }
}
