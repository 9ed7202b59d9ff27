package org.baymark.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborSequence;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.SignatureProvider;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.gs1.Gs1;
import org.junit.jupiter.api.Test;

/** What the files say of items, names, keys and signatures is what the code does. */
class BytesVectorsTest {

  @Test
  void itemsOfCbor() throws RefusalException {
    JsonNode file = Files.readJson("cbor.json");
    for (JsonNode hex : file.get("accepted")) {
      assertEquals(Files.hex(hex), CborReader.open(Files.hex(hex)).item());
    }
    for (JsonNode one : file.get("refused")) {
      RefusalException why =
          assertThrows(
              RefusalException.class,
              () -> CborReader.open(Files.hex(one.get("hex"))),
              one.toString());
      assertEquals(one.get("reason").asText(), why.refusal().wireName(), one.toString());
    }
  }

  @Test
  void sequencesOfCbor() {
    for (JsonNode one : Files.readJson("cbor.json").get("sequences")) {
      List<Bytes> items = new ArrayList<>();
      one.get("items").forEach(item -> items.add(Files.hex(item)));
      assertEquals(items, CborSequence.items(Files.hex(one.get("hex"))), one.toString());
    }
  }

  @Test
  void namesAndSubjects() {
    JsonNode file = Files.readJson("names.json");
    file.get("names").forEach(name -> assertTrue(DevUrn.isValid(name.asText()), name::asText));
    file.get("refusedNames")
        .forEach(name -> assertFalse(DevUrn.isValid(name.asText()), name::asText));
    file.get("subjects").forEach(sub -> assertTrue(Subject.isValid(sub.asText()), sub::asText));
    file.get("refusedSubjects")
        .forEach(sub -> assertFalse(Subject.isValid(sub.asText()), sub::asText));
  }

  @Test
  void labels() {
    JsonNode file = Files.readJson("gs1.json");
    for (JsonNode one : file.get("accepted")) {
      String sub = Gs1.subjectOf(Files.hex(one.get("raw"))).match(Subject::text, no -> no.text());
      assertEquals(one.get("sub").asText(), sub, one::toString);
      assertTrue(Subject.isValid(sub), sub);
      // A subject is a label too, and names itself.
      assertEquals(sub, Gs1.subjectOf(Bytes.ofUtf8(sub)).match(Subject::text, no -> no.text()));
    }
    for (JsonNode one : file.get("refused")) {
      String reason =
          Gs1.subjectOf(Files.hex(one.get("raw")))
              .match(Subject::text, no -> no.refusal().wireName());
      assertEquals(one.get("reason").asText(), reason, one::toString);
    }
  }

  /** What GS1's own files say of its engine and of every identifier. */
  @Test
  void rowsOfGs1() {
    JsonNode file = Files.readJson("gs1.json");
    for (JsonNode one : file.get("engine")) {
      String expected = one.get("sub").isNull() ? "bad-subject" : one.get("sub").asText();
      assertEquals(expected, named(one.get("raw")), one::toString);
    }
    assertTrue(file.get("identifiers").size() > 400);
    for (JsonNode one : file.get("identifiers")) {
      assertEquals(one.get("sub").asText(), named(one.get("accepted")), one::toString);
      for (JsonNode refused : one.get("refused")) {
        assertEquals("bad-subject", named(refused), one::toString);
      }
    }
  }

  private static String named(JsonNode raw) {
    return Gs1.subjectOf(Files.hex(raw)).match(Subject::text, no -> no.refusal().wireName());
  }

  @Test
  void keys() {
    JsonNode file = Files.readJson("keys.json");
    for (JsonNode one : file.get("keys")) {
      VerifyingKey key = key(one).orElseThrow();
      assertEquals(one.get("thumbprint").asText(), Digest.sha256(key.encoded()).hex());
      assertEquals(one.get("kid").asText(), key.kid().hex());
      SigningKey whole =
          SigningKey.ofSecret(key.suite(), Files.hex(one.get("secret"))).toOptional().orElseThrow();
      assertEquals(key, whole.verifyingKey());
    }
    file.get("refusedKeys").forEach(one -> assertTrue(key(one).isEmpty(), one::toString));
  }

  /** By every provider that the software can choose; nothing is accepted under a refused key. */
  @Test
  void signatures() {
    for (SignatureProvider provider : SignatureProvider.available()) {
      for (JsonNode one : Files.readJson("keys.json").get("signatures")) {
        Bytes message = Files.hex(one.get("message"));
        Bytes signature = Files.hex(one.get("signature"));
        boolean accepted =
            key(one)
                .map(key -> key.verifiedBy(provider).verifies(message, signature))
                .orElse(false);
        assertEquals(one.get("accepted").asBoolean(), accepted, provider + ", " + one);
      }
    }
  }

  private static Optional<VerifyingKey> key(JsonNode one) {
    return VerifyingKey.parse(Files.hex(one.get("coseKey"))).toOptional();
  }
}
