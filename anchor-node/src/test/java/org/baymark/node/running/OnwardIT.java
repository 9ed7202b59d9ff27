package org.baymark.node.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.baymark.node.FreePorts;
import org.baymark.node.folder.WorkingFolder;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.ConsistencyProof;
import org.baymark.protocol.merkle.HashPath;
import org.baymark.protocol.passport.Anchor;
import org.baymark.protocol.passport.Evidence;
import org.baymark.protocol.passport.EvidenceRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real program anchors its heads into a real EVM: foundry's anvil, a chain of its own. */
class OnwardIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path temporary;
  private Npm npm = new Npm(Path.of(""));
  private final HttpClient http = HttpClient.newHttpClient();
  private URI chain = URI.create("http://127.0.0.1:1");

  @BeforeEach
  void install() throws Exception {
    npm = Npm.install("onward", "@foundry-rs/anvil");
    chain = URI.create("http://127.0.0.1:" + FreePorts.next());
  }

  /** Blocks come when they are asked for, and with each transaction. */
  private Process startChain() throws Exception {
    Process anvil =
        new ProcessBuilder(
                npm.folder().resolve("node_modules/.bin/anvil").toString(),
                "--port",
                String.valueOf(chain.getPort()),
                "--chain-id",
                "4711")
            .redirectErrorStream(true)
            .redirectOutput(temporary.resolve("anvil.log").toFile())
            .start();
    RunningAlliance.await("the chain", () -> Optional.of(isUp()).filter(up -> up));
    return anvil;
  }

  private boolean isUp() {
    try {
      return rpc("eth_chainId", "").asText().equals("0x1267");
    } catch (IOException e) {
      return false; // nothing listens yet, or it is not ready for who comes
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private JsonNode rpc(String method, String parameters) throws Exception {
    String question =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":[%s]}"
            .formatted(method, parameters);
    HttpRequest request =
        HttpRequest.newBuilder(chain)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(question))
            .build();
    String answer = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    JsonNode root = JSON.readTree(answer);
    assertFalse(root.has("error"), answer);
    return root.get("result");
  }

  private void mine(int blocks) throws Exception {
    for (int i = 0; i < blocks; i++) {
      rpc("evm_mine", "");
    }
  }

  private static Optional<JsonNode> state(WorkingFolder folder) {
    try {
      return Files.exists(folder.anchors())
          ? Optional.of(JSON.readTree(Files.readString(folder.anchors())))
          : Optional.empty();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode await(String what, WorkingFolder folder, Predicate<JsonNode> holds) {
    return RunningAlliance.await(what, () -> state(folder).filter(holds));
  }

  /** What the transaction carries, as the chain shows it. */
  private Checkpoint carried(JsonNode anchored) throws Exception {
    JsonNode transaction =
        rpc("eth_getTransactionByHash", "\"0x" + anchored.get("transaction").asText() + "\"");
    String text = Bytes.ofHex(transaction.get("input").asText().substring(2)).utf8();
    assertEquals(
        anchored.get("block").longValue(), Long.decode(transaction.get("blockNumber").asText()));
    return Checkpoint.parse(text).toOptional().orElseThrow();
  }

  /** The log as it is now only grew from what the chain holds. */
  private static void isOfThisLog(NodeClient node, Checkpoint carried) throws Exception {
    Checkpoint now =
        SignedCheckpoint.parse(node.get("/checkpoint").body())
            .toOptional()
            .orElseThrow()
            .checkpoint();
    assertEquals(now.origin(), carried.origin());
    Bytes path = node.get("/consistency?from=" + carried.size() + "&to=" + now.size()).body();
    ConsistencyProof proof =
        new ConsistencyProof(carried.size(), now.size(), HashPath.read(CborReader.open(path)));
    assertTrue(proof.proves(carried.root(), now.root()));
  }

  @Test
  void headsAreAnchoredAndAnchoredAgainWhereTheChainTakesThemBack() throws Exception {
    Path dir = temporary.resolve("node");
    WorkingFolder folder = new WorkingFolder(dir);
    String listen = "127.0.0.1:" + FreePorts.next();
    assertEquals(
        0,
        Program.run(
            "node",
            "init",
            "--dir",
            dir.toString(),
            "--listen",
            listen,
            "--checkpoint-every",
            "200ms"));
    // Heads close without news too, so that there is always a next one to anchor.
    Path config = folder.config();
    Files.writeString(
        config,
        Files.readString(config).replaceAll("heartbeat-every: \"[^\"]*\"", "heartbeat-every: 1s"));
    Files.writeString(
        folder.onward(), "evm: \"" + chain + "\"\nchain: 4711\nevery: PT1S\nconfirmations: 3\n");
    NodeClient node = new NodeClient("http://" + listen);
    Process anvil = null;
    try (Program running = Program.start(dir)) {
      running.readyLine(); // the chain is away, and the log goes on
      assertEquals(
          PosixFilePermissions.fromString("rw-------"),
          Files.getPosixFilePermissions(folder.onwardKey()));
      awaitLog(folder, "does not answer");
      anvil = startChain();
      mine(5);
      awaitLog(folder, "nsufficient funds");
      fund(folder);
      JsonNode first = confirmed(folder, 0);
      isOfThisLog(node, carried(first));

      // Deeper than the confirmations: the transaction is gone, and so is the anchor.
      rpc("anvil_reorg", "6,[]");
      fund(folder); // the money was younger than that as well
      await("the anchor is taken back", folder, it -> !it.has("confirmed"));
      isOfThisLog(node, carried(confirmed(folder, 0)));
      running.close(); // SIGKILL, and it has ended
      JsonNode last = state(folder).orElseThrow().get("confirmed");
      try (Program again = Program.start(dir)) {
        again.readyLine();
        JsonNode next = confirmed(folder, last.get("size").longValue());
        isOfThisLog(node, carried(next));
        Anchor shown = evidence(node).ties().anchors().get(0);
        assertEquals("eip155:4711", shown.chain());
        assertTrue(shown.head().size() >= next.get("size").longValue(), "the last, or a later one");
        assertEquals(0, again.terminate());
      }
      assertFalse(Files.readString(folder.logs().resolve("node.log")).contains("\tat "));
    } finally {
      if (anvil != null) {
        anvil.descendants().forEach(ProcessHandle::destroyForcibly); // npm starts it in a script
        anvil.destroyForcibly().waitFor();
      }
    }
  }

  /** Mines until a head of more than {@code size} entries is confirmed. */
  private JsonNode confirmed(WorkingFolder folder, long size) {
    return RunningAlliance.await(
            "a confirmed anchor",
            () -> {
              mineOne();
              return state(folder)
                  .filter(it -> it.has("confirmed"))
                  .filter(it -> it.get("confirmed").get("size").longValue() > size);
            })
        .get("confirmed");
  }

  /** What a gateway asks before it makes a passport. */
  private static Evidence evidence(NodeClient node) {
    Digest nothing = Digest.sha256(Bytes.ofUtf8("nothing was filed under this"));
    EvidenceRequest.Asked asked = new EvidenceRequest.Asked(nothing, Optional.empty());
    Bytes request = new EvidenceRequest(List.of(asked), List.of()).encoded();
    return Evidence.parse(node.post("/evidence", request).body()).toOptional().orElseThrow();
  }

  private void fund(WorkingFolder folder) throws Exception {
    String account = Files.readString(folder.onwardAccount()).strip();
    rpc("anvil_setBalance", "\"" + account + "\",\"0x56bc75e2d63100000\"");
  }

  private void mineOne() {
    try {
      mine(1);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static void awaitLog(WorkingFolder folder, String words) {
    RunningAlliance.await(
        words + " in the log",
        () -> {
          try {
            String log = Files.readString(folder.logs().resolve("node.log"));
            return Optional.of(log).filter(text -> text.contains(words));
          } catch (IOException e) {
            return Optional.empty();
          }
        });
  }
}
