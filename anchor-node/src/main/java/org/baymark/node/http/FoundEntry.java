package org.baymark.node.http;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.regex.Pattern;
import org.baymark.node.ledger.Ledger;
import org.baymark.node.sequence.Archive;
import org.baymark.protocol.batch.BatchHeader;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.index.IndexSeal;

/**
 * An entry of the log, for a person.
 *
 * @param octets of it, where the last published checkpoint covers it
 */
record FoundEntry(long index, Optional<Bytes> octets) {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

  /** Whether an entry can be called so: by its id or its index. */
  static boolean isName(String name) {
    return ID.matcher(name).matches() || ReadApi.number(name).isPresent();
  }

  /**
   * The entry of this name; what is not published yet is found by its id only.
   *
   * @param published the size of the last published checkpoint
   */
  static Optional<FoundEntry> of(Archive archive, String name, long published) {
    if (ID.matcher(name).matches()) {
      return archive
          .index(Digest.ofHex(name))
          .map(index -> new FoundEntry(index, covered(archive, index, published)));
    }
    long index = ReadApi.number(name).orElseThrow();
    return covered(archive, index, published)
        .map(octets -> new FoundEntry(index, Optional.of(octets)));
  }

  private static Optional<Bytes> covered(Archive archive, long index, long published) {
    return index < published ? archive.entry(index) : Optional.empty();
  }

  JsonObject json() {
    JsonObject body = new JsonObject().put("index", index).put("certified", octets.isPresent());
    octets.ifPresent(it -> describe(it, body));
    return body;
  }

  private static void describe(Bytes octets, JsonObject body) {
    Optional<Sign1> signed = Sign1.parse(octets, Ledger.ENTRY_SIZE_MAX).toOptional();
    if (signed.isEmpty()) {
      boolean isSeal = IndexSeal.parse(octets).toOptional().isPresent();
      body.put("kind", isSeal ? "seal" : "other");
      return;
    }
    Sign1 entry = signed.get();
    body.put("kind", kind(entry))
        .put("id", entry.id().hex())
        .put("issuer", entry.issuer().text())
        .put("subject", entry.subject().text());
    BatchHeader.parse(entry).toOptional().ifPresent(header -> body.put("batch", batch(header)));
  }

  private static String kind(Sign1 entry) {
    return switch (entry.contentType()) {
      case BATCH -> "batch";
      case REGISTRATION -> "registration";
      case REVOCATION -> "revocation";
      case GOVERNANCE -> "governance";
      case MEMBERS -> "members";
      default -> "other";
    };
  }

  private static JsonObject batch(BatchHeader header) {
    return new JsonObject()
        .put("number", header.number())
        .put("statements", header.statements())
        .put("subjects", header.subjects())
        .put("openedMillis", header.openedMillis())
        .put("sealedMillis", header.sealedMillis());
  }
}
