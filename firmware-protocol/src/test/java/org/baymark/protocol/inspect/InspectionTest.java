package org.baymark.protocol.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.baymark.protocol.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** What inspect says of everything the vectors have, and of everything else. */
class InspectionTest {
  /** Refused only where a device's statement must stand; inspect knows of no such place. */
  private static final Set<String> NOT_OF_A_DEVICE =
      Set.of("a batch is no device statement", "16385 bytes");

  private static Inspection of(Bytes raw) {
    return Inspection.of(Input.of(raw), Optional.empty(), false);
  }

  private static Inspection of(Bytes raw, Bytes signer) {
    Signer key = Signer.parse(signer).toOptional().orElseThrow();
    return Inspection.of(Input.of(raw), Optional.of(key), false);
  }

  private static String fact(Inspection inspection, String label) {
    return inspection.facts().getOrDefault(label, "");
  }

  @Test
  void everyStructureIsKnownAndAccepted() {
    Samples.all()
        .forEach(
            (name, bytes) -> {
              Inspection inspection = of(bytes);
              assertEquals(name, fact(inspection, "structure"));
              boolean rollOver = name.equals("sign1, roll-over");
              String accepted =
                  rollOver
                      ? "yes, but for the consent of the new key, which is not checked"
                      : "yes";
              assertEquals(accepted, fact(inspection, "accepted"), name);
              assertTrue(inspection.accepted(), name);
              assertFalse(inspection.notation().contains(">>>"), name);
            });
  }

  /** What was cut off long ago is not in question: all is shown, and read back. */
  @Test
  void theNotationSaysEveryByte() {
    Samples.all()
        .forEach(
            (name, bytes) -> {
              if (Input.of(bytes).form().equals("text") || name.contains("secret")) {
                return;
              }
              String full = Inspection.of(Input.of(bytes), Optional.empty(), true).notation();
              assertEquals(bytes, EdnReader.bytes(full), () -> name + "\n" + full);
            });
    for (JsonNode hex : Samples.json("cbor.json").get("accepted")) {
      Bytes item = Samples.hex(hex);
      boolean beyondUs = item.hex().matches("f[8-9a].*|1b[89a-f].*|3b[89a-f].*|f[67e].*|c[0-3].*");
      if (!beyondUs && item.hex().matches("[0-9a-e].*")) {
        String full = Inspection.of(Input.of(item), Optional.empty(), true).notation();
        assertEquals(fact(of(item), "accepted"), "yes");
        assertFalse(full.isBlank(), hex::asText);
      }
    }
  }

  @Test
  void theVectorsAreRefusedForTheirReasons() {
    for (JsonNode one : Samples.json("statements.json").get("refused")) {
      Inspection inspection =
          of(Samples.hex(one.get("statement")), Samples.hex(one.get("coseKey")));
      assertFalse(inspection.accepted(), one::toString);
      String reason = one.get("reason").asText();
      if (reason.equals("bad-signature")) {
        assertTrue(fact(inspection, "signature").startsWith("wrong: "), one::toString);
      } else if (!NOT_OF_A_DEVICE.contains(one.get("note").asText())) {
        String said = "no: " + reason + " (" + one.get("number").asInt() + "): ";
        assertTrue(fact(inspection, "accepted").startsWith(said), inspection::toString);
        assertEquals(
            fact(inspection, "accepted").contains("(at byte"),
            inspection.notation().contains(">>>"),
            inspection::toString);
      }
    }
    for (JsonNode one : Samples.json("cbor.json").get("refused")) {
      String accepted = fact(of(Samples.hex(one.get("hex"))), "accepted");
      assertTrue(accepted.startsWith("no: " + one.get("reason").asText()), one::toString);
    }
  }

  @Test
  void signaturesAreChecked() {
    for (JsonNode one : Samples.json("statements.json").get("accepted")) {
      Bytes statement = Samples.hex(one.get("statement"));
      Inspection right = of(statement, Samples.hex(one.get("coseKey")));
      assertTrue(right.accepted() && fact(right, "signature").startsWith("right, by "));
      Inspection other = of(statement, Samples.coseKey());
      assertFalse(other.accepted());
      assertTrue(fact(other, "signature").startsWith("wrong: "), other::toString);
      assertTrue(fact(of(statement), "signature").startsWith("unchecked"));
    }
    Map<String, Bytes> all = Samples.all();
    Bytes card = all.getOrDefault("sign1, request: a gateway's card", Bytes.EMPTY);
    assertTrue(fact(of(card), "signature").endsWith("which stands in it"));
    byte[] forged = card.toArray();
    forged[forged.length - 1] ^= 1;
    assertFalse(of(Bytes.owning(forged)).accepted());
    Bytes revocation = all.getOrDefault("sign1, revocation", Bytes.EMPTY);
    assertTrue(of(revocation, card).accepted(), "the gateway's card as the key");
    Bytes json = all.getOrDefault("device card", Bytes.EMPTY);
    assertTrue(of(revocation, json).accepted(), "a device's card as the key");
    Bytes statement = all.getOrDefault("sign1, device statement: scan", Bytes.EMPTY);
    String why = fact(of(statement, card), "signature");
    assertEquals(
        "wrong: the key is of urn:dev:os:32473-gateway1, iss is urn:dev:mac:acde48fffe234567", why);
    Bytes note = all.getOrDefault("checkpoint note", Bytes.EMPTY);
    Inspection judged = of(note, all.getOrDefault("trust file", Bytes.EMPTY));
    assertEquals("right, by its log, 3 co-signatures, a quorum", fact(judged, "signature"));
    Bytes other = Bytes.ofUtf8(note.utf8().replace("\n8\n", "\n9\n"));
    assertFalse(of(other, all.getOrDefault("trust file", Bytes.EMPTY)).accepted());
  }

  @Test
  void receiptsSayWhoseWordTheyAre() {
    Map<String, Bytes> all = Samples.all();
    String says = "entry 2 stands in the 6 entries of log.example.org/baymark-test, says";
    String alpha = says + " urn:dev:org:32473-alpha alone";
    Inspection receipt = of(all.getOrDefault("scitt_receipt", Bytes.EMPTY));
    assertEquals(alpha, fact(receipt, "claim"));
    JsonNode grown = Samples.json("receipts.json").at("/consistency/0/receipt");
    assertTrue(
        fact(of(Samples.hex(grown)), "claim").startsWith("6 entries start with the 3 of log."));
    Bytes transparent = all.getOrDefault("transparent_statement", Bytes.EMPTY);
    assertEquals(alpha, fact(of(transparent), "receipt 1"));
    assertTrue(fact(of(transparent), "signature").startsWith("unchecked"));
    Bytes key = Samples.hex(Samples.json("receipts.json").at("/inclusion/0/coseKey"));
    Inspection right = of(transparent, key);
    assertTrue(right.accepted(), right::toString);
    assertTrue(fact(right, "signature").startsWith("right, the receipt by ES256 "));
    byte[] forged = transparent.toArray();
    forged[forged.length - 1] ^= 1; // of the statement's signature, which the receipt covers
    Inspection wrong = of(Bytes.owning(forged), key);
    assertFalse(wrong.accepted(), wrong::toString);
    assertTrue(fact(wrong, "signature").startsWith("wrong: the receipt: "), wrong::toString);
    for (JsonNode one : Samples.json("keys.json").get("keys")) {
      Inspection signed = of(transparent, Samples.hex(one.get("coseKey")));
      boolean registrar = one.get("name").asText().equals("registrar of alpha");
      boolean receipts = Samples.hex(one.get("coseKey")).equals(key);
      assertEquals(registrar || receipts, signed.accepted(), signed::toString);
    }
  }

  /** Who was not told the key before knows nothing of the consent, and says so. */
  @Test
  void aConsentIsCheckedWhereTheKeyBeforeIsKnown() {
    JsonNode given = Samples.json("enrolment.json").get("rollOver");
    Bytes before = Samples.hex(given.get("coseKey"));
    for (JsonNode one : given.get("orders")) {
      Inspection unknown = of(Samples.hex(one.get("signed")));
      Inspection known = of(Samples.hex(one.get("signed")), before);
      if (one.get("note").asText().equals("without the new key's consent")) {
        assertTrue(unknown.accepted() && !known.accepted(), known::toString);
        assertTrue(fact(unknown, "accepted").endsWith("which is not checked"), unknown::toString);
        assertTrue(fact(unknown, "consent").startsWith("not checked: "), unknown::toString);
        String said = "no: bad-key (13): the new key does not consent";
        assertEquals(said, fact(known, "accepted"));
        assertEquals("wrong: the new key did not sign it", fact(known, "consent"));
      } else if (one.get("reason").isNull()) {
        assertEquals("yes", fact(known, "accepted"));
        assertTrue(fact(known, "consent").endsWith(", the new key"), known::toString);
      } else if (one.get("note").asText().equals("to the same key")) {
        assertEquals("wrong: the new key is the key before", fact(known, "consent"));
      } else if (one.get("note").asText().equals("signed with the new key")) {
        assertTrue(fact(known, "consent").startsWith("not checked: "), known::toString);
      }
    }
  }

  @Test
  void textsWithACheckpointAreJudgedByATrustFile() {
    JsonNode c2sp = Samples.json("tlog.json");
    Bytes trust = Bytes.ofUtf8(c2sp.at("/proofs/0/policy").asText());
    Bytes proof = Bytes.ofUtf8(c2sp.at("/proofs/0/proof").asText());
    String said = "right, by its log, 3 co-signatures, a quorum";
    assertEquals(said, fact(of(proof, trust), "signature"));
    String body = c2sp.at("/addCheckpoint/0/body").asText();
    assertEquals("right, by its log", fact(of(Bytes.ofUtf8(body), trust), "signature"));
    Inspection other = of(Bytes.ofUtf8(body.replace("\n8\n", "\n9\n")), trust);
    assertFalse(other.accepted(), other::toString);
    Bytes foreign = Bytes.ofUtf8(body.replace("/baymark-test\n8", "/another\n8"));
    assertEquals("wrong: its log did not sign", fact(of(foreign, trust), "signature"));
    assertTrue(fact(of(proof), "signature").startsWith("unchecked"));
    String vkey = c2sp.at("/addCheckpoint/0/log").asText();
    String key = "Ed25519, of the log log.example.org/baymark-test";
    assertEquals(key, fact(of(Bytes.ofUtf8(vkey)), "key"));
    assertFalse(of(Bytes.ofUtf8(vkey.replace("+A", "+B"))).accepted());
  }

  @Test
  void everyFormIsDetected() {
    Bytes statement = Samples.hex(Samples.json("statements.json").at("/accepted/0/statement"));
    Map<String, Bytes> forms = new LinkedHashMap<>();
    String hex = statement.hex();
    forms.put("binary", statement);
    forms.put("hex", Bytes.ofUtf8(hex + "\n"));
    String spaced = "d2  # tag 18\n  " + hex.substring(2).toUpperCase(Locale.ROOT);
    String array = hex.replaceAll("(..)", "0x$1, ");
    byte[] octets = statement.toArray();
    forms.forEach((form, raw) -> assertEquals(new Input(form, statement), Input.of(raw)));
    assertEquals(new Input("hex", statement), Input.of(Bytes.ofUtf8(spaced)));
    assertEquals(new Input("hex", statement), Input.of(Bytes.ofUtf8(array)));
    String neither = fact(of(Bytes.ofUtf8("d2 84 5")), "read as");
    assertEquals("binary, 7 bytes, being neither hexadecimal nor base64", neither);
    for (String text :
        new String[] {
          Base64.getEncoder().encodeToString(octets),
          Base64.getMimeEncoder().encodeToString(octets),
          Base64.getUrlEncoder().withoutPadding().encodeToString(octets)
        }) {
      assertEquals(new Input("base64", statement), Input.of(Bytes.ofUtf8(text)));
    }
    assertEquals("binary", Input.of(Bytes.EMPTY).form());
    assertEquals("binary", Input.of(Bytes.ofUtf8("nonsense, this")).form());
  }

  @Test
  void secretsAreNotShown() {
    JsonNode key = Samples.json("keys.json").at("/keys/0");
    Bytes secret = Samples.hex(key.get("secret"));
    String coseKey = "a5" + key.get("coseKey").asText().substring(2) + "235820" + secret.hex();
    Inspection inspection = Inspection.of(Input.of(Bytes.ofUtf8(coseKey)), Optional.empty(), true);
    assertTrue(inspection.accepted(), inspection::toString);
    assertFalse(inspection.toString().contains(secret.hex()));
    String inPieces = coseKey.replace("235820" + secret.hex(), "235f5820" + secret.hex() + "ff");
    Input pieces = Input.of(Bytes.ofUtf8(inPieces));
    assertFalse(
        Inspection.of(pieces, Optional.empty(), true).toString().contains(secret.hex()),
        "a string in pieces, which is not deterministic");
    Bytes papers = Samples.file("passport/shipment.key");
    String k = papers.utf8().lines().skip(2).findFirst().orElseThrow();
    assertFalse(Inspection.of(Input.of(papers), Optional.empty(), true).toString().contains(k));
    hidden(papers.utf8().replaceFirst("\n[^\n]*\n", "\n"), k);
  }

  /** Whole or broken, with another line end or in capitals: no alliance key is shown. */
  @Test
  void allianceKeysAreNotShown() {
    for (JsonNode one : Samples.json("key-cards.json").get("allianceKeys")) {
      String text = one.get("text").asText();
      for (JsonNode key : one.get("keys")) {
        String secret = key.get("key").asText();
        hidden(text, secret);
        hidden(text.replace("\n", "\r\n"), secret);
        hidden(text.toUpperCase(Locale.ROOT), secret);
        hidden("  " + text.strip() + "\n\n", secret);
        hidden(text.replace("v1\n", "v1\n" + secret + "\n\n"), secret);
        hidden(text.replace(secret, secret + "0"), secret);
      }
    }
  }

  private static void hidden(String text, String secret) {
    String said = Inspection.of(Input.of(Bytes.ofUtf8(text)), Optional.empty(), true).toString();
    assertFalse(said.toLowerCase(Locale.ROOT).contains(secret.substring(0, 16)), said);
  }

  /**
   * Cut anywhere, a bit turned anywhere, or random: there is always an answer, and not a long one.
   */
  @Test
  void nothingIsTooBroken() {
    Random random = new Random(29);
    for (Bytes sample : Samples.all().values()) {
      int step = Math.max(1, sample.size() / 60);
      for (int at = 0; at < sample.size(); at += step) {
        answered(sample.slice(0, at));
        byte[] turned = sample.toArray();
        turned[at] ^= (byte) (1 << random.nextInt(8));
        answered(Bytes.owning(turned));
      }
    }
    for (int i = 0; i < 3_000; i++) {
      byte[] octets = new byte[1 + random.nextInt(60)];
      random.nextBytes(octets);
      answered(Bytes.owning(octets));
    }
  }

  private static void answered(Bytes raw) {
    Inspection inspection = of(raw);
    assertTrue(inspection.notation().length() < 200_000, raw::hex);
    assertEquals(
        fact(inspection, "accepted").startsWith("yes"),
        inspection.accepted() || signedWrongly(inspection));
    boolean marked = inspection.notation().contains(">>>");
    assertEquals(
        fact(inspection, "accepted").contains("(at byte"), marked, () -> raw.hex() + inspection);
    boolean ascii = inspection.notation().chars().allMatch(c -> c == '\n' || c >= 0x20);
    assertTrue(ascii, raw::hex);
  }

  private static boolean signedWrongly(Inspection inspection) {
    return fact(inspection, "signature").startsWith("wrong");
  }

  @Test
  void largeAndDeepInputsAreCut() {
    byte[] zeros = new byte[4 << 20];
    zeros[0] = (byte) 0x9a;
    zeros[2] = (byte) 0x3f;
    zeros[3] = (byte) 0xff;
    zeros[4] = (byte) 0xfb;
    assertTrue(of(Bytes.owning(zeros)).notation().length() < 1_000);
    byte[] deep = new byte[1 << 20];
    Arrays.fill(deep, (byte) 0x81);
    Inspection inspection = of(Bytes.owning(deep));
    assertTrue(inspection.notation().contains(">>> byte 17: too-deep (3)"), inspection::notation);
    byte[] endless = new byte[1 << 20];
    Arrays.fill(endless, (byte) 0x9f);
    assertFalse(of(Bytes.owning(endless)).accepted());
  }
}
