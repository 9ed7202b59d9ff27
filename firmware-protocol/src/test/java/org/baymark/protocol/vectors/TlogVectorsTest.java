package org.baymark.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.log.ForeignCheckpoint;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.log.TlogProof;
import org.baymark.protocol.log.WitnessRequest;
import org.junit.jupiter.api.Test;

/** The proofs and the requests of vectors/tlog.json are what the file says. */
class TlogVectorsTest {
  @Test
  void proofs() {
    for (JsonNode one : Files.readJson("tlog.json").get("proofs")) {
      String what = one.get("what").asText();
      String text = one.get("proof").asText();
      TlogProof proof = ok(TlogProof.parse(Bytes.ofUtf8(text)));
      assertEquals(text, proof.toText(), what);
      Policy policy = ok(Policy.parse(Bytes.ofUtf8(one.get("policy").asText())));
      TlogProof.Judged judged = proof.judge(policy, Files.hex(one.get("entry")));
      boolean accepted = one.get("checkpointAccepted").asBoolean();
      assertEquals(one.get("included").asBoolean(), judged.included(), what);
      assertEquals(accepted, judged.checkpoint().accepted(), what);
      assertEquals(judged.included() && accepted, judged.accepted(), what);
    }
  }

  @Test
  void requests() {
    for (JsonNode one : Files.readJson("tlog.json").get("addCheckpoint")) {
      String what = one.get("what").asText();
      String text = one.get("body").asText();
      WitnessRequest request = ok(WitnessRequest.parse(Bytes.ofUtf8(text)));
      assertEquals(text, request.toText(), what);
      ForeignCheckpoint note = request.note();
      Digest oldRoot = Files.digest(one.get("oldRoot"));
      assertEquals(
          one.get("proves").asBoolean(),
          request.proof().proves(oldRoot, note.checkpoint().root()),
          what);
      NoteKey log = ok(NoteKey.parse(one.get("log").asText()));
      assertTrue(note.signatures().stream().anyMatch(line -> log.verifies(note, line)), what);
    }
  }

  @Test
  void refused() {
    for (JsonNode one : Files.readJson("tlog.json").get("refused")) {
      Bytes octets = Files.hex(one.get("bytes"));
      boolean isProof = one.get("what").asText().equals("proof");
      Parsed<?> parsed = isProof ? TlogProof.parse(octets) : WitnessRequest.parse(octets);
      assertTrue(parsed.toOptional().isEmpty(), one::toString);
    }
  }

  @Test
  void tooLarge() {
    Bytes good = Bytes.ofUtf8(Files.readJson("tlog.json").at("/proofs/0/proof").asText());
    String padded =
        good.utf8().replace("index", "extra " + "AAAA".repeat(TlogProof.SIZE_MAX / 4) + "\nindex");
    assertTrue(TlogProof.parse(Bytes.ofUtf8(padded)).toOptional().isEmpty());
    String many = "— k AAAAAAA=\n".repeat(WitnessRequest.SIZE_MAX / 14);
    assertTrue(WitnessRequest.parse(Bytes.ofUtf8("old 0\n\n" + many)).toOptional().isEmpty());
  }

  private static <T> T ok(Parsed<T> parsed) {
    return parsed.match(
        value -> value,
        refused -> {
          throw new AssertionError(refused.text());
        });
  }
}
