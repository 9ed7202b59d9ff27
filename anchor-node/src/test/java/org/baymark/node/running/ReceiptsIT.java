package org.baymark.node.running;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.baymark.node.Alliance;
import org.baymark.node.FreePorts;
import org.baymark.node.TestGateway;
import org.baymark.node.ledger.Command;
import org.baymark.node.running.NodeClient.Answer;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.registration.Request;
import org.baymark.protocol.statement.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Receipts of the real program, verified by npm's @transmute/cose 0.2.11. It knows no EdDSA, so the
 * statement that it verifies whole is that of a gateway with an ES256 key; and it fails at growth
 * from a power of two, which is a fault of its own.
 */
class ReceiptsIT {
  private static final DevUrn NAME = new DevUrn("urn:dev:org:32473-es256-gateway");
  private static final SigningKey KEY =
      SigningKey.ofSecret(Suite.ES256, Digest.sha256(Bytes.ofUtf8("es256-gateway")).bytes())
          .toOptional()
          .orElseThrow();
  private final ObjectNode input = new ObjectMapper().createObjectNode();
  private final ArrayNode cases = input.putArray("cases");
  private final Map<String, String> expected = new LinkedHashMap<>();

  @TempDir Path temporary;

  private Npm npm = new Npm(Path.of(""));

  @BeforeEach
  void install() throws Exception {
    npm = Npm.install("scitt", "@transmute/cose", "verify.js");
  }

  @Test
  void othersVerifyOurReceipts() throws Exception {
    Path dir = temporary.resolve("node");
    String listen = "127.0.0.1:" + FreePorts.next();
    String path = dir.toString();
    assertEquals(
        0,
        Program.run(
            "node", "init", "--dir", path, "--listen", listen, "--checkpoint-every", "100ms"));
    try (Program running = Program.start(dir)) {
      assertEquals("ready http://" + listen, running.readyLine());
      NodeClient node = new NodeClient("http://" + listen);
      Checkpoint first = checkpoint(node);
      TestGateway gateway = new TestGateway(NAME, KEY);
      Sign1 card =
          new Request.Register(Alliance.registration(NAME, KEY, Kind.BATCH)).sign(KEY, NAME, 1);
      Path file = Files.write(temporary.resolve("gateway.card"), card.encoded().toArray());
      assertEquals(0, Program.run("node", "admit", "--dir", path, file.toString()));
      Command.FileBatch batch = gateway.seal(TestGateway.about("pallet", 3));
      Answer filed = node.post("/batches", TestGateway.body(batch.header(), batch.subjects()));
      long index = filed.receiptIndex(batch.header().id());

      String id = "/entries/" + batch.header().id().hex();
      Answer receipt = node.get(id);
      while (receipt.status() == 202) {
        receipt = node.get(id);
      }
      assertEquals(200, receipt.status(), receipt.toString());
      input.put("keySet", node.get("/.well-known/scitt-keys").body().hex());
      inclusions(batch.header(), node.get("/entries/" + index).body(), receipt.body());
      transparent(batch.header(), node.get(id + "/statement").body());
      registration(node);
      growth(node, first);
    }
    verify();
  }

  private static Checkpoint checkpoint(NodeClient node) {
    return SignedCheckpoint.parse(node.get("/checkpoint").body())
        .toOptional()
        .orElseThrow()
        .checkpoint();
  }

  private ObjectNode one(String note, boolean right, String kind) {
    expected.put(note, right ? "verified" : "refused");
    return cases.addObject().put("note", note).put("kind", kind);
  }

  private void inclusions(Sign1 header, Bytes entry, Bytes receipt) {
    assertEquals(header.encoded(), entry);
    inclusion("the header of a batch", true, entry, receipt);
    inclusion("another entry", false, Alliance.GENESIS.encoded(), receipt);
    for (int at : List.of(receipt.size() - 1, receipt.size() - 70, 20)) {
      inclusion("a bit of byte " + at + " turned", false, entry, turned(receipt, at));
    }
  }

  private static Bytes turned(Bytes good, int at) {
    byte[] octets = good.toArray();
    octets[at] ^= 1;
    return Bytes.owning(octets);
  }

  private void inclusion(String note, boolean right, Bytes entry, Bytes receipt) {
    one(note, right, "inclusion").put("receipt", receipt.hex()).put("entry", entry.hex());
  }

  private void transparent(Sign1 header, Bytes statement) {
    transparent("a transparent statement", true, header, statement);
    Bytes forged = turned(statement, statement.size() - 1);
    transparent("its own signature turned", false, header, forged);
    transparent("no receipt in it", false, header, header.encoded());
  }

  private void transparent(String note, boolean right, Sign1 header, Bytes statement) {
    ObjectNode one = one(note, right, "transparent").put("statement", statement.hex());
    one.put("issuerKey", KEY.verifyingKey().encoded().hex()).put("issuerKid", header.kid().hex());
  }

  /** Signed with Ed25519, which the other side cannot check, and need not for a receipt. */
  private void registration(NodeClient node) {
    for (int index = 0; index < checkpoint(node).size(); index++) {
      Bytes entry = node.get("/entries/" + index).body();
      Sign1.parse(entry, 65_535)
          .toOptional()
          .ifPresent(
              signed -> {
                Bytes receipt = node.get("/entries/" + signed.id().hex()).body();
                inclusion("entry " + signed.id().hex(), true, entry, receipt);
              });
    }
  }

  private void growth(NodeClient node, Checkpoint first) {
    assertEquals(2, first.size(), "a power of two, at which the other side fails");
    Checkpoint now = checkpoint(node);
    Bytes receipt = node.get("/consistency/receipt?from=3").body();
    Bytes third = root(node, 3);
    growth("growth from 3 entries", true, receipt, third, now);
    growth("growth from another root", false, receipt, first.root().bytes(), now);
    Bytes turned = turned(receipt, receipt.size() - 80);
    growth("growth by another path", false, turned, third, now);
    Checkpoint other = new Checkpoint(now.origin(), now.size(), first.root());
    growth("growth to another root", false, receipt, third, other);
  }

  /** The root of the first entries, from their bytes alone. */
  private static Bytes root(NodeClient node, int size) {
    List<Bytes> entries = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      entries.add(node.get("/entries/" + i).body());
    }
    return org.baymark.protocol.merkle.MerkleTree.of(entries).root().bytes();
  }

  private void growth(String note, boolean right, Bytes receipt, Bytes from, Checkpoint to) {
    ObjectNode one = one(note, right, "consistency").put("receipt", receipt.hex());
    one.put("oldRoot", from.hex()).put("newRoot", to.root().hex());
  }

  private void verify() throws IOException, InterruptedException {
    Path file = temporary.resolve("cases.json");
    new ObjectMapper().writeValue(file.toFile(), input);
    Map<String, String> found = new LinkedHashMap<>();
    String said = npm.run("node", "verify.js", file.toString());
    said.lines()
        .map(line -> line.split("\t", 2))
        .forEach(parts -> found.put(parts[0], parts[parts.length - 1].split(" ")[0]));
    assertEquals(expected, found, said);
  }
}
