package org.baymark.protocol.vectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cbor.CborWriter;

/** The vector files and how JSON stands in them. */
final class Files {
  static final Path ROOT = Path.of("vectors");
  static final Path PAGE = Path.of("PROTOCOL.md");
  private static final ObjectMapper JSON = new ObjectMapper();

  private Files() {}

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  static ArrayNode array() {
    return JSON.createArrayNode();
  }

  static ArrayNode digests(Collection<Digest> digests) {
    ArrayNode array = array();
    digests.forEach(digest -> array.add(digest.hex()));
    return array;
  }

  static Bytes json(JsonNode node) {
    try {
      return Bytes.ofUtf8(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of nodes is always JSON", e);
    }
  }

  static Bytes read(Path file) {
    try {
      return Bytes.owning(java.nio.file.Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every file of the folder, by its path in it. */
  static Map<String, Bytes> all() throws IOException {
    Map<String, Bytes> all = new TreeMap<>();
    try (Stream<Path> files = java.nio.file.Files.walk(ROOT)) {
      files
          .filter(java.nio.file.Files::isRegularFile)
          .forEach(file -> all.put(ROOT.relativize(file).toString(), read(file)));
    }
    return all;
  }

  static void write(Path file, Bytes content) {
    try {
      java.nio.file.Files.createDirectories(file.toAbsolutePath().getParent());
      java.nio.file.Files.write(file, content.toArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode readJson(String name) {
    try {
      return JSON.readTree(read(ROOT.resolve(name)).toArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Bytes hex(JsonNode node) {
    return Bytes.ofHex(node.asText());
  }

  static Digest digest(JsonNode node) {
    return Digest.ofHex(node.asText());
  }

  /** Bytes that start as one item and hold whatever a test wants. */
  static Bytes cbor(java.util.function.Consumer<CborWriter> write) {
    CborWriter out = new CborWriter();
    write.accept(out);
    return out.toBytes();
  }
}
