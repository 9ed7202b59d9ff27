package org.baymark.node.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPInputStream;
import org.baymark.node.Alliance;
import org.baymark.node.TestGateway;
import org.baymark.node.exit.Failure;
import org.baymark.node.running.NodeClient.Answer;
import org.baymark.node.witness.OtherLog;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.log.TlogProof;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.registration.Request;
import org.baymark.protocol.statement.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tools of C2SP ask a node. */
class TilesApiTest {
  @TempDir Path folder;

  private static SignedCheckpoint checkpoint(NodeClient node) {
    return SignedCheckpoint.parse(node.get("/checkpoint").body()).toOptional().orElseThrow();
  }

  private static HttpResponse<byte[]> raw(NodeClient node, String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(node.uri(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HttpClient.newHttpClient()
        .send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private static List<Bytes> entries(Bytes bundle) {
    List<Bytes> entries = new ArrayList<>();
    for (int at = 0; at < bundle.size(); ) {
      int size = (bundle.at(at) & 0xff) << 8 | bundle.at(at + 1) & 0xff;
      entries.add(bundle.slice(at + 2, at + 2 + size));
      at += 2 + size;
    }
    return entries;
  }

  /** Registers gateways until the log has grown by so many entries. */
  private static void grow(NodeClient operator, int from, int to) {
    for (int i = from; i < to; i++) {
      TestGateway gateway = TestGateway.of("gateway" + i);
      Bytes card =
          new Request.Register(Alliance.registration(gateway.name(), Kind.BATCH))
              .sign(gateway.key(), gateway.name(), 1)
              .encoded();
      assertEquals(200, operator.post("/gateways", "Bearer " + RunningNode.TOKEN, card).status());
    }
  }

  private static SignedCheckpoint awaitSize(NodeClient node, long size)
      throws InterruptedException {
    SignedCheckpoint note = checkpoint(node);
    while (note.checkpoint().size() < size) {
      Thread.sleep(20);
      note = checkpoint(node);
    }
    return note;
  }

  @Test
  void headersAndBodiesAreThoseOfTheSpecification() throws Exception {
    try (RunningNode running = new RunningNode(folder, Duration.ofHours(1))) {
      NodeClient node = running.client();
      Checkpoint head = checkpoint(node).checkpoint();
      assertEquals(2, head.size());

      HttpResponse<byte[]> note = raw(node, "/checkpoint");
      assertEquals("text/plain; charset=utf-8", header(note, "Content-Type"));
      assertEquals("public, max-age=1", header(note, "Cache-Control"));
      Instant said =
          DateTimeFormatter.RFC_1123_DATE_TIME.parse(header(note, "Date"), Instant::from);
      assertTrue(Duration.between(said, Instant.now()).abs().toSeconds() < 60, said::toString);

      HttpResponse<byte[]> tile = raw(node, "/tile/0/000.p/2");
      assertEquals(200, tile.statusCode());
      assertEquals("application/octet-stream", header(tile, "Content-Type"));
      assertEquals("public, max-age=31536000, immutable", header(tile, "Cache-Control"));
      Bytes hashes = Bytes.owning(tile.body());
      assertEquals(64, hashes.size());
      assertEquals(
          head.root(),
          MerkleTree.nodeHash(Digest.of(hashes.slice(0, 32)), Digest.of(hashes.slice(32, 64))));

      HttpResponse<byte[]> bundle = raw(node, "/tile/entries/000.p/2");
      assertEquals("application/octet-stream", header(bundle, "Content-Type"));
      assertEquals("public, max-age=31536000, immutable", header(bundle, "Cache-Control"));
      assertEquals("", header(bundle, "Content-Encoding"));
      List<Bytes> entries = entries(Bytes.owning(bundle.body()));
      assertEquals(2, entries.size());
      assertEquals(hashes.slice(0, 32), MerkleTree.leafHash(entries.get(0)).bytes());
      assertEquals(node.get("/entries/1").body(), entries.get(1));

      HttpResponse<byte[]> packed =
          raw(node, "/tile/entries/000.p/2", "Accept-Encoding", "br, gzip;q=0.8");
      assertEquals("gzip", header(packed, "Content-Encoding"));
      assertEquals("Accept-Encoding", header(packed, "Vary"));
      byte[] unpacked = new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes();
      assertEquals(Bytes.owning(bundle.body()), Bytes.owning(unpacked));
      HttpResponse<byte[]> refused =
          raw(node, "/tile/entries/000.p/2", "Accept-Encoding", "gzip;q=0");
      assertEquals("", header(refused, "Content-Encoding"));
    }
  }

  @Test
  void whatNoCheckpointCoversIsNotThereAndNotCachedAsMissing() throws Exception {
    try (RunningNode running = new RunningNode(folder, Duration.ofHours(1))) {
      NodeClient node = running.client();
      grow(running.operator(), 0, 3); // entries that no checkpoint covers
      for (String path :
          List.of(
              "/tile/0/000",
              "/tile/0/000.p/3",
              "/tile/0/001.p/1",
              "/tile/1/000.p/1",
              "/tile/8/000.p/1",
              "/tile/63/000",
              "/tile/entries/000",
              "/tile/entries/000.p/3",
              "/tile/0/x999/999",
              "/tile/0/x035/x184/x372/x088/831.p/255",
              "/tile/0/x999/x999/x999/x999/x999/x999/x999/999",
              "/tile/0/000.p/0",
              "/tile/0/000.p/02",
              "/tile/0/0",
              "/tile/00/000.p/2",
              "/tile/0/x000/000.p/2",
              "/tile/0/x1/../000.p/2",
              "/tile/0/../0/000.p/2",
              "/tile/0//000.p/2",
              "/tile/0/000.p/2/",
              "/tile/0/000%2Ep/2",
              "/tile/%30/000.p/2",
              "/x/../tile/0/000.p/2",
              "/tile/",
              "/tile/entries/2/tlog-proof",
              "/entries/2/tlog-proof")) {
        HttpResponse<byte[]> answer = raw(node, path);
        assertEquals(404, answer.statusCode(), path);
        assertTrue(List.of("no-store", "").contains(header(answer, "Cache-Control")), path);
      }
      assertEquals("no-store", header(raw(node, "/tile/0/000.p/3"), "Cache-Control"));
      assertEquals(400, node.get("/entries/01/tlog-proof").status());
      assertEquals(405, node.post("/tile/0/000.p/2", Bytes.EMPTY).status());
    }
  }

  /** Readers go on while the log grows past a full tile; what they were shown once stays. */
  @Test
  void aLogThatGrowsIsReadAllTheWhile() throws Exception {
    try (RunningNode running = new RunningNode(folder, Duration.ofMillis(100))) {
      NodeClient node = running.client();
      AtomicBoolean grown = new AtomicBoolean();
      Thread writer =
          new Thread(
              () -> {
                try {
                  grow(running.operator(), 0, 260);
                } finally {
                  grown.set(true);
                }
              });
      writer.start();
      List<Checkpoint> seen = new ArrayList<>();
      while (!grown.get()) {
        Checkpoint head = checkpoint(node).checkpoint();
        assertEquals(head.root(), rootOf(node, head.size()), head::toString);
        seen.add(head);
      }
      writer.join();
      Checkpoint last = awaitSize(node, 261).checkpoint();
      assertTrue(last.size() > 256 && last.size() < 1_000);
      assertEquals(last.root(), rootOf(node, last.size()));
      Bytes full = node.get("/tile/0/000").body();
      assertEquals(8_192, full.size());
      for (Checkpoint head : seen) {
        if (head.size() < 256) {
          Bytes partial = node.get("/tile/0/000.p/" + head.size()).body();
          assertEquals(full.slice(0, (int) head.size() * 32), partial);
        }
      }
      MerkleTree tile = new MerkleTree();
      for (int i = 0; i < 256; i++) {
        tile.append(Digest.of(full.slice(32 * i, 32 * i + 32)));
      }
      assertEquals(tile.root().bytes(), node.get("/tile/1/000.p/1").body());
      assertEquals(256, entries(node.get("/tile/entries/000").body()).size());
    }
  }

  /** From the tiles of level 0 alone. */
  static Digest rootOf(NodeClient node, long size) {
    MerkleTree tree = new MerkleTree();
    for (long number = 0; number * 256 < size; number++) {
      long width = Math.min(256, size - number * 256);
      String path = "/tile/0/00" + number + (width < 256 ? ".p/" + width : "");
      Bytes tile = node.get(path).body();
      assertEquals(width * 32, tile.size(), path);
      for (int i = 0; i < width; i++) {
        tree.append(Digest.of(tile.slice(32 * i, 32 * i + 32)));
      }
    }
    return tree.root();
  }

  @Test
  void aProofHoldsWithoutTheNode() throws Exception {
    Policy policy = trust();
    Bytes entry;
    Bytes file;
    try (RunningNode running = new RunningNode(folder, Duration.ofMillis(100))) {
      NodeClient node = running.client();
      grow(running.operator(), 0, 3);
      awaitSize(node, 5);
      entry = node.get("/entries/2").body();
      Answer answer = node.get("/entries/2/tlog-proof");
      assertEquals("text/plain; charset=utf-8", answer.contentType());
      file = answer.body();
    }
    TlogProof proof = TlogProof.parse(file).toOptional().orElseThrow();
    assertEquals(2, proof.index());
    assertTrue(proof.judge(policy, entry).accepted());
    assertTrue(!proof.judge(policy, entry.slice(0, entry.size() - 1)).accepted());
  }

  static Policy trust() {
    return Policy.parse(Bytes.ofUtf8(trustText())).toOptional().orElseThrow();
  }

  static String trustText() {
    Policy.Log log =
        new Policy.Log(Alliance.KEYS.logSigner(Alliance.ORIGIN).key(), Optional.empty());
    Policy.Witness witness =
        new Policy.Witness(
            "member", Alliance.KEYS.cosignSigner(Alliance.MEMBER).key(), Optional.empty());
    return Policy.write(Instant.EPOCH, log, List.of(witness), 1);
  }

  @Test
  void aMemberIsAWitnessOfTheLogsThatItsOperatorLists() throws Exception {
    OtherLog other = new OtherLog("other.example/log").grow(9, "entry ");
    Files.writeString(
        folder.resolve("watched-logs.policy"), "log " + other.key().vkey() + "\nquorum none\n");
    NoteKey key;
    try (RunningNode running = new RunningNode(folder, Duration.ofHours(1))) {
      NodeClient node = running.client();
      key = witnessKey();
      Answer answer = node.post("/add-checkpoint", Bytes.ofUtf8(other.ask(0, 5)));
      assertEquals(200, answer.status());
      SignedCheckpoint note =
          SignedCheckpoint.parse(other.checkpoint(5).text() + "\n" + answer.body().utf8())
              .toOptional()
              .orElseThrow();
      assertTrue(key.verifies(other.checkpoint(5), note.signatures().get(0)));

      Answer conflict = node.post("/add-checkpoint", Bytes.ofUtf8(other.ask(0, 9)));
      assertEquals(409, conflict.status());
      assertEquals("text/x.tlog.size", conflict.contentType());
      assertEquals("5\n", conflict.body().utf8());
      assertEquals(400, node.post("/add-checkpoint", Bytes.ofUtf8("old 5\n")).status());
      assertEquals(413, node.post("/add-checkpoint", Bytes.owning(new byte[131_073])).status());
      SignedCheckpoint ours = checkpoint(node);
      Bytes own = Bytes.ofUtf8("old 0\n\n" + ours.toText());
      assertEquals(404, node.post("/add-checkpoint", own).status(), "its own log by that door");
    }
    assertTrue(!key.identity().equals(Alliance.KEYS.cosigner().verifyingKey().thumbprint()));
    try (RunningNode running = new RunningNode(folder, Duration.ofHours(1))) {
      NodeClient node = running.client();
      assertEquals(key, witnessKey(), "the key is made once");
      assertEquals(409, node.post("/add-checkpoint", Bytes.ofUtf8(other.ask(0, 9))).status());
      assertEquals(200, node.post("/add-checkpoint", Bytes.ofUtf8(other.ask(5, 9))).status());
    }
  }

  private NoteKey witnessKey() throws IOException {
    String vkey = Files.readString(folder.resolve("witness.vkey")).strip();
    assertEquals(
        "rw-------",
        java.nio.file.attribute.PosixFilePermissions.toString(
            Files.getPosixFilePermissions(folder.resolve("keys/witness.key"))));
    return NoteKey.parse(vkey).toOptional().orElseThrow();
  }

  @Test
  void aFileThatIsWrongKeepsTheNodeFromStarting() throws Exception {
    String own = Alliance.KEYS.logSigner(Alliance.ORIGIN).key().vkey();
    String witness = OtherLog.signer("w.example", NoteKey.COSIGNER).key().vkey();
    refuses("watched-logs.policy", "log " + own + "\nquorum none\n", "this node's own log");
    refuses("watched-logs.policy", "log " + own + "\n", "is no policy");
    String known = published("w.example", NoteKey.LOG, "log key of alpha");
    refuses("watched-logs.policy", "log " + known + "\nquorum none\n", "everybody knows");
    String cosigner = published("w.example", NoteKey.COSIGNER, "co-signing key of beta");
    refuses(
        "outside-witnesses.policy",
        "witness w " + cosigner + " https://w.example\nquorum none\n",
        "everybody knows");
    refuses(
        "outside-witnesses.policy",
        "witness w " + witness + "\nquorum none\n",
        "needs the https address");
    refuses(
        "outside-witnesses.policy",
        "witness w " + witness + " ftp://w.example\nquorum none\n",
        "needs the https address");
  }

  private static String published(String name, int type, String of) {
    return NoteKey.of(name, type, Alliance.published(of).verifyingKey()).vkey();
  }

  private void refuses(String file, String text, String sentence) throws IOException {
    Path path = Files.writeString(folder.resolve(file), text);
    Failure failure =
        org.junit.jupiter.api.Assertions.assertThrows(
            Failure.class, () -> new RunningNode(folder, Duration.ofHours(1)).close());
    assertEquals(Failure.UNUSABLE_FILE, failure.exitCode());
    assertTrue(String.valueOf(failure.getMessage()).contains(sentence), failure.getMessage());
    Files.delete(path);
  }
}
