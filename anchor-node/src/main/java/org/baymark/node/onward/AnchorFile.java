package org.baymark.node.onward;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.node.folder.FolderException;
import org.baymark.node.folder.Reason;
import org.baymark.node.folder.SmallFile;
import org.baymark.node.onward.OnwardAnchor.Transaction;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.file.SafeFiles;
import org.baymark.protocol.merkle.TreeHead;

/**
 * What was anchored last and what is on its way: a small file of JSON, replaced whole and flushed
 * before anything is sent.
 */
final class AnchorFile {
  private static final int SIZE_MAX = 65_536;
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * What the file holds.
   *
   * @param sentAt when the last transaction was made; the epoch if none was
   * @param pending on its way
   * @param confirmed the last that the chain confirmed
   */
  record State(Instant sentAt, Optional<Anchored> pending, Optional<Anchored> confirmed) {
    static final State NOTHING = new State(Instant.EPOCH, Optional.empty(), Optional.empty());
  }

  private final Path file;

  AnchorFile(Path file) {
    this.file = file;
  }

  State read() throws FolderException {
    if (Files.notExists(file)) {
      return State.NOTHING;
    }
    try {
      JsonNode root =
          JSON.readTree(SmallFile.read(file, SIZE_MAX, "it was there a moment ago").utf8());
      return new State(
          Instant.ofEpochSecond(root.required("sentAt").longValue()),
          anchored(root, "pending"),
          anchored(root, "confirmed"));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new FolderException(
          "The file "
              + file
              + " does not say what was anchored: remove it, and heads are anchored anew.");
    }
  }

  private static Optional<Anchored> anchored(JsonNode root, String name) {
    if (!root.has(name)) {
      return Optional.empty();
    }
    JsonNode one = root.get(name);
    long size = one.required("size").longValue();
    return Optional.of(
        new Anchored(
            new TreeHead(size, Digest.of(hex(one, "root"))),
            one.required("chain").textValue(),
            new Transaction(hex(one, "transaction"), hex(one, "signed")),
            one.has("block")
                ? OptionalLong.of(one.get("block").longValue())
                : OptionalLong.empty()));
  }

  private static Bytes hex(JsonNode one, String name) {
    return Bytes.ofHex(one.required(name).asText());
  }

  void write(State state) throws FolderException {
    ObjectNode root = JSON.createObjectNode().put("sentAt", state.sentAt().getEpochSecond());
    state.pending().ifPresent(one -> root.set("pending", json(one)));
    state.confirmed().ifPresent(one -> root.set("confirmed", json(one)));
    try {
      SafeFiles.writePublic(file, root.toPrettyString() + "\n");
    } catch (IOException e) {
      throw new FolderException("The file " + file + " cannot be written: " + Reason.of(e) + ".");
    }
  }

  private static ObjectNode json(Anchored one) {
    ObjectNode out =
        JSON.createObjectNode()
            .put("size", one.head().size())
            .put("root", one.head().root().hex())
            .put("chain", one.chain())
            .put("transaction", one.transaction().id().hex())
            .put("signed", one.transaction().signed().hex());
    one.block().ifPresent(number -> out.put("block", number));
    return out;
  }
}
