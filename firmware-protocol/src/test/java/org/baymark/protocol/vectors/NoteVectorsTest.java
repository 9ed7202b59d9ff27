package org.baymark.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalLong;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.log.Judgement;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.log.SignedCheckpoint;
import org.junit.jupiter.api.Test;

/** The notes and policies of vectors/checkpoint.json are judged as the file says. */
class NoteVectorsTest {

  @Test
  void judged() {
    for (JsonNode one : Files.readJson("checkpoint.json").get("judged")) {
      String what = one.get("what").asText();
      Bytes policy = Bytes.ofUtf8(one.get("policy").asText());
      SignedCheckpoint note =
          SignedCheckpoint.parse(one.get("note").asText()).toOptional().orElseThrow();
      Judgement judgement = Policy.parse(policy).toOptional().orElseThrow().judge(note);
      assertEquals(one.get("accepted").asBoolean(), judgement.accepted(), what);
      assertEquals(one.get("cosignatures").asInt(), judgement.cosignatures().size(), what);
      assertEquals(one.get("problems").asInt(), judgement.problems().size(), what);
      OptionalLong time =
          one.get("time").isNull()
              ? OptionalLong.empty()
              : OptionalLong.of(one.get("time").asLong());
      assertEquals(time, judgement.time(), what);
    }
  }

  @Test
  void refused() {
    JsonNode file = Files.readJson("checkpoint.json");
    for (JsonNode note : file.get("refusedNotes")) {
      assertTrue(SignedCheckpoint.parse(note.asText()).toOptional().isEmpty(), note::asText);
    }
    for (JsonNode one : file.get("refused")) {
      Bytes octets = Files.hex(one.get("bytes"));
      Parsed<?> parsed =
          switch (one.get("what").asText()) {
            case "note" -> SignedCheckpoint.parse(octets);
            case "policy" -> Policy.parse(octets);
            default -> NoteKey.parse(octets.utf8());
          };
      assertTrue(parsed.toOptional().isEmpty(), one::toString);
    }
    for (JsonNode policy : file.get("refusedPolicies")) {
      Bytes octets = Bytes.ofUtf8(policy.asText());
      assertTrue(Policy.parse(octets).toOptional().isEmpty(), policy::asText);
    }
  }
}
