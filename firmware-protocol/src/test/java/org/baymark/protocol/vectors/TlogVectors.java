package org.baymark.protocol.vectors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.log.NoteSigner;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.log.TlogProof;
import org.baymark.protocol.merkle.MerkleTree;

/** tlog.json: what C2SP tools exchange with a node; what is expected is written by hand. */
final class TlogVectors {
  private static final long TIME = Journey.CHECKPOINT_TIME;

  private final ObjectNode root = Files.object();
  private final ArrayNode proofs = root.putArray("proofs");
  private final ArrayNode requests = root.putArray("addCheckpoint");
  private final ArrayNode refused = root.putArray("refused");
  private final Story story = new Journey(Set.of()).story;
  private final MerkleTree tree = MerkleTree.of(story.entries);
  private final SignedCheckpoint note = story.note(TIME, List.of("alpha", "beta", "gamma"));

  static Bytes make() {
    TlogVectors vectors = new TlogVectors();
    vectors.proofs();
    vectors.requests();
    vectors.paths();
    vectors.refusedProofs();
    vectors.refusedRequests();
    return Files.json(vectors.root);
  }

  private String proof(long index) {
    List<Digest> path = tree.inclusion(index, tree.size()).path();
    return new TlogProof(Optional.empty(), index, path, note).toText();
  }

  private void proofs() {
    String policy = trust();
    for (int i = 0; i < tree.size(); i++) {
      judged("entry " + i, proof(i), i, policy, true, true);
    }
    judged("another entry", proof(3), 2, policy, false, true);
    judged("another index", proof(3).replace("index 3\n", "index 2\n"), 3, policy, false, true);
    judged("an index beyond", proof(3).replace("index 3\n", "index 8\n"), 3, policy, false, true);
    String longer = proof(3).replaceFirst("\n\n", "\n" + "A".repeat(43) + "=\n\n");
    judged("a path of one hash more", longer, 3, policy, false, true);
    String shorter = proof(3).replaceFirst("index 3\n[^\n]*\n", "index 3\n");
    judged("a path of one hash less", shorter, 3, policy, false, true);
    String size = proof(3).replaceFirst("\n8\n", "\n9\n");
    judged("another size under the same signatures", size, 3, policy, false, false);
    String extra = proof(3).replace("index", "extra AAECAw==\nindex");
    judged("extra data", extra, 3, policy, true, true);
    List<Digest> path = tree.inclusion(3, tree.size()).path();
    SignedCheckpoint two = story.note(TIME, List.of("alpha", "beta"));
    String few = new TlogProof(Optional.empty(), 3, path, two).toText();
    judged("two co-signatures of four", few, 3, policy, true, false);
  }

  private static String trust() {
    return Optional.ofNullable(PassportVectors.make().get("trust.policy")).orElseThrow().utf8();
  }

  private void judged(
      String what, String proof, int entry, String policy, boolean included, boolean accepted) {
    ObjectNode one = proofs.addObject().put("what", what).put("proof", proof);
    one.put("entry", story.entries.get(entry).hex()).put("policy", policy);
    one.put("included", included).put("checkpointAccepted", accepted);
  }

  private String request() {
    StringBuilder body = new StringBuilder("old 5\n");
    tree.consistency(5, 8).path().forEach(hash -> body.append(base64(hash)).append('\n'));
    return body.append('\n').append(note.toText()).toString();
  }

  private static String base64(Digest hash) {
    return java.util.Base64.getEncoder().encodeToString(hash.bytes().toArray());
  }

  private void requests() {
    asked("from 5 to 8", request(), true);
    asked("from nothing", "old 0\n\n" + note.toText(), true);
    asked("a proof that is one hash short", request().replaceFirst("\n[^\n]+=\n", "\n"), false);
    NoteSigner log = TestKeys.log("alpha", Story.ORIGIN);
    String text = note.checkpoint().text() + "an extension\nanother one\n";
    asked("extension lines", request().replace(note.toText(), signed(log, text)), true);
  }

  /** A note over any text: our own signer writes no extension lines. */
  private static String signed(NoteSigner log, String text) {
    Bytes signature = log.secret().sign(Bytes.ofUtf8(text));
    Bytes line = log.key().keyId().concat(signature);
    String base64 = java.util.Base64.getEncoder().encodeToString(line.toArray());
    return text + "\n— " + log.key().name() + " " + base64 + "\n";
  }

  private void asked(String what, String body, boolean proves) {
    ObjectNode one = requests.addObject().put("what", what).put("body", body);
    one.put("oldRoot", tree.root(body.startsWith("old 0") ? 0 : 5).hex()).put("proves", proves);
    one.put("log", TestKeys.log("alpha", Story.ORIGIN).key().vkey());
  }

  /** The paths behind {@code /tile/}. A node's own test reads them. */
  private void paths() {
    ArrayNode accepted = root.putArray("tilePaths");
    tile(accepted, "0/000", "hashes", 0, 0, 256);
    tile(accepted, "0/000.p/1", "hashes", 0, 0, 1);
    tile(accepted, "0/255.p/255", "hashes", 0, 255, 255);
    tile(accepted, "1/001", "hashes", 1, 1, 256);
    tile(accepted, "0/x001/000", "hashes", 0, 1000, 256);
    tile(accepted, "0/x001/x234/067", "hashes", 0, 1_234_067, 256);
    tile(accepted, "2/x001/x234/067.p/112", "hashes", 2, 1_234_067, 112);
    tile(accepted, "63/000", "hashes", 63, 0, 256);
    tile(accepted, "0/x035/x184/x372/x088/831", "hashes", 0, 35_184_372_088_831L, 256);
    tile(accepted, "entries/000", "entries", 0, 0, 256);
    tile(accepted, "entries/x273/437.p/9", "entries", 0, 273_437, 9);
    ArrayNode refusedPaths = root.putArray("refusedTilePaths");
    String[] wrong = {
      "",
      "0",
      "0/",
      "/0/000",
      "0/0",
      "0/00",
      "0/0000",
      "0/1000",
      "00/000",
      "01/000",
      "64/000",
      "-1/000",
      "+0/000",
      "a/000",
      "Entries/000",
      "entries",
      "entries/",
      "entries/0/000",
      "0/x000/001",
      "0/x000/x001/000",
      "0/001/000",
      "0/x001",
      "0/x001/x000",
      "0/X001/000",
      "0/x1/../000",
      "0/../0/000",
      "0/x001/./000",
      "0/x001//000",
      "0/000/",
      "0/000.p",
      "0/000.p/",
      "0/000.p/0",
      "0/000.p/01",
      "0/000.p/256",
      "0/000.p/-1",
      "0/000.p/999999999999999999999",
      "0/000.p/1/",
      "0/000.p/1.p/1",
      "0/000.p1",
      "0/000%2ep/1",
      "0/000 ",
      "0/000\n",
      "0/\u0660\u0660\u0660",
      "0/x035/x184/x372/x088/832",
      "0/x999/x999/x999/x999/999",
      "0/x001/x000/x000/x000/x000/000",
      "0/" + "x999/".repeat(40) + "999",
      "999999999999999999999/000",
    };
    for (String path : wrong) {
      refusedPaths.add(path);
    }
  }

  private static void tile(
      ArrayNode list, String path, String kind, int level, long number, int width) {
    ObjectNode one = list.addObject().put("path", path).put("kind", kind).put("level", level);
    one.put("number", number).put("width", width);
  }

  private void refusedProofs() {
    String good = proof(3);
    proof("nothing", "");
    refuse("proof", "no UTF-8", Bytes.ofHex("ff").concat(Bytes.ofUtf8(good)));
    proof("no blank line", good.replace("\n\n", "\n"));
    proof("another first line", good.replace("@v1", "@v2"));
    proof("extra data that is not base64", good.replace("index", "extra A*==\nindex"));
    proof("extra data of no bytes", good.replace("index", "extra \nindex"));
    proof("extra data twice", good.replace("index", "extra AA==\nextra AA==\nindex"));
    proof("no index line", good.replace("index 3\n", ""));
    proof("no line but the first", "c2sp.org/tlog-proof@v1\n\n" + note.toText());
    proof("an index with a leading zero", good.replace("index 3", "index 03"));
    proof("an index of 2^53", good.replace("index 3", "index 9007199254740992"));
    proof("a hash that is not base64", good.replaceFirst("index 3\n.", "index 3\n*"));
    proof("a hash of 31 bytes", good.replaceFirst("\n\n", "\n" + "A".repeat(40) + "AA==\n\n"));
    String hashes = ("A".repeat(43) + "=\n").repeat(54);
    proof("54 hashes", good.replaceFirst("index 3\n", "index 3\n" + hashes));
    proof(
        "an extension line",
        good.replace(note.toText(), note.toText().replaceFirst("=\n\n", "=\nx\n\n")));
  }

  private void proof(String what, String text) {
    refuse("proof", what, Bytes.ofUtf8(text));
  }

  private void refusedRequests() {
    String good = request();
    ask("nothing", "");
    refuse("addCheckpoint", "no UTF-8", Bytes.ofHex("ff").concat(Bytes.ofUtf8(good)));
    ask("no blank line", good.replace("\n\n", "\n"));
    ask("no old size", good.replaceFirst("old 5\n", ""));
    ask("an old size with a leading zero", good.replace("old 5", "old 05"));
    ask("a hash that is not base64", good.replaceFirst("old 5\n.", "old 5\n*"));
    String hash = "A".repeat(43) + "=\n";
    ask("64 hashes", "old 5\n" + hash.repeat(64) + "\n" + note.toText());
    ask("no note", "old 5\n\n");
    ask("a note without its last newline", good.substring(0, good.length() - 1));
    ask("a note without signatures", "old 5\n\n" + note.checkpoint().text() + "\n");
    ask("a note without a blank line", "old 5\n\n" + note.checkpoint().text());
    ask("a checkpoint of two lines", good.replaceFirst("\n8\n[^\n]*\n", "\n8\n"));
    ask("an empty extension line", good.replaceFirst("=\n\n— ", "=\n\nx\n\n— "));
    ask("a control character", good.replaceFirst("=\n\n— ", "=\na\tb\n\n— "));
    ask("a size with a leading zero", good.replaceFirst("\n8\n", "\n08\n"));
    ask("a root of 31 bytes", good.replaceFirst("\n8\n[^\n]*", "\n8\n" + "A".repeat(40) + "AA=="));
    ask("an origin with a control character", good.replace("\n\n" + Story.ORIGIN, "\n\na\tb"));
    ask("no origin", good.replace("\n\n" + Story.ORIGIN, "\n\n"));
    ask("a line that is no signature", good + "- alpha AAAAAAA=\n");
    String many =
        IntStream.range(0, 257)
            .mapToObj(i -> "— k" + i + " AAAAAAA=\n")
            .collect(Collectors.joining());
    ask("260 signature lines", good + many);
  }

  private void ask(String what, String text) {
    refuse("addCheckpoint", what, Bytes.ofUtf8(text));
  }

  private void refuse(String what, String note, Bytes octets) {
    refused.addObject().put("what", what).put("note", note).put("bytes", octets.hex());
  }
}
