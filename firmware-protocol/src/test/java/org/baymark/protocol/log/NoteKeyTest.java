package org.baymark.protocol.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.cose.VerifyingKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoteKeyTest {
  private static final String KEY = "ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  private static final NoteKey LOG = Logs.LOG.key();
  private static final VerifyingKey LOG_HALF = Logs.LOG.secret().verifyingKey();
  private static final NoteSigner WITNESS = Logs.cosigner(0);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "''|bad-key (13): a vkey is a name, a key ID and a key, joined by +",
        "PeterNeumann|bad-key (13): a vkey is a name, a key ID and a key, joined by +",
        "PeterNeumann+c74f20a3|bad-key (13): a vkey is a name, a key ID and a key, joined by +",
        "+c74f20a3+" + KEY + "|bad-name (11): the vkey's name is empty or has a space",
        "Peter Neumann+c74f20a3+" + KEY + "|bad-name (11): the vkey's name is empty or has a space",
        "Peter\u00a0Neumann+c74f20a3+"
            + KEY
            + "|bad-name (11): the vkey's name is empty or has a space",
        "Peter\u0085Neumann+c74f20a3+"
            + KEY
            + "|bad-name (11): the vkey's name is empty or has a space",
        "Peter\u2028Neumann+c74f20a3+"
            + KEY
            + "|bad-name (11): the vkey's name is empty or has a space",
        "Peter\tNeumann+c74f20a3+"
            + KEY
            + "|bad-name (11): the vkey's name is empty or has a space",
        "Peter\ud800Neumann+c74f20a3+"
            + KEY
            + "|bad-name (11): the vkey's name is empty or has a space",
        "PeterNeumann++c74f20a3+"
            + KEY
            + "|bad-key (13): the vkey's key ID is not 8 lower-case hex digits",
        "PeterNeumann+C74F20A3+"
            + KEY
            + "|bad-key (13): the vkey's key ID is not 8 lower-case hex digits",
        "PeterNeumann+c74f20a+"
            + KEY
            + "|bad-key (13): the vkey's key ID is not 8 lower-case hex digits",
        "PeterNeumann+0c74f20a3+"
            + KEY
            + "|bad-key (13): the vkey's key ID is not 8 lower-case hex digits",
        "PeterNeumann+c74f20a3 +"
            + KEY
            + "|bad-key (13): the vkey's key ID is not 8 lower-case hex digits",
        "PeterNeumann+c74f20a4+"
            + KEY
            + "|bad-key (13): the vkey's key ID is c74f20a4, its key's is c74f20a3",
        "Peterneumann+c74f20a3+"
            + KEY
            + "|bad-key (13): the vkey's key ID is c74f20a3, its key's is 62932f49",
        "PeterNeumann+c74f20a3+|bad-key (13): the vkey's key is empty",
        "PeterNeumann+c74f20a3+"
            + KEY
            + " |wrong-shape (6): the vkey's key is not canonical base64",
        "PeterNeumann+c74f20a3+"
            + KEY
            + "=|wrong-shape (6): the vkey's key is not canonical base64",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq_LDE4izWy10TW|wrong-shape (6): the"
            + " vkey's key is not canonical base64",
        "PeterNeumann+c74f20a3+AR==|wrong-shape (6): the vkey's key is not canonical base64",
        "PeterNeumann+c74f20a3+AQ|wrong-shape (6): the vkey's key is not canonical base64",
        "PeterNeumann+c74f20a3+AQ==|bad-key (13): an Ed25519 key has 32 bytes",
        "PeterNeumann+c74f20a3+" + KEY + "AAAA|bad-key (13): an Ed25519 key has 32 bytes",
        "PeterNeumann+c74f20a3+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA|bad-key (13): an"
            + " Ed25519 key that is not a canonical point of prime order",
      })
  void aMalformedVerifierKeyIsRefused(String vkey, String sentence) {
    assertEquals(sentence, Logs.refusal(NoteKey.parse(vkey)));
  }

  @Test
  void everySignatureTypeButFourOfThemIsRefused() {
    byte[] typed = Base64.getDecoder().decode(KEY);
    for (int type = 0; type < 256; type++) {
      typed[0] = (byte) type;
      String vkey = vkey("PeterNeumann", Bytes.of(typed));
      switch (type) {
        case NoteKey.LOG, NoteKey.COSIGNER ->
            assertEquals(type, Logs.ok(NoteKey.parse(vkey)).type());
        case NoteKey.ML_DSA_44 ->
            assertEquals(
                "bad-key (13): an ML-DSA-44 key has 1312 bytes", Logs.refusal(NoteKey.parse(vkey)));
        case NoteKey.SM2 ->
            assertEquals(
                "unknown-algorithm (12): the vkey is of type 255 with another identifier than that"
                    + " of SM2 co-signatures",
                Logs.refusal(NoteKey.parse(vkey)));
        default ->
            assertEquals(
                "unknown-algorithm (12): the vkey is of type %d, not 1 (Ed25519), 4 (cosignature/v1), 6 (ML-DSA-44) or 255 (SM2)"
                    .formatted(type),
                Logs.refusal(NoteKey.parse(vkey)));
      }
    }
  }

  private static String vkey(String name, Bytes typed) {
    String id = Digest.sha256(Bytes.ofUtf8(name + "\n"), typed).hex().substring(0, 8);
    return name + "+" + id + "+" + Base64.getEncoder().encodeToString(typed.unsafeArray());
  }

  @Test
  void theKeyIdCoversNameTypeAndKey() {
    NoteKey asWitness = NoteKey.of(LOG.name(), NoteKey.COSIGNER, LOG_HALF);
    NoteKey renamed = NoteKey.of(LOG.name() + "x", NoteKey.LOG, LOG_HALF);
    assertNotEquals(LOG.keyId(), asWitness.keyId());
    assertNotEquals(LOG.keyId(), renamed.keyId());
    assertNotEquals(LOG, asWitness);
    assertEquals(LOG, Logs.ok(NoteKey.parse(LOG.vkey())));
    assertEquals(asWitness, Logs.ok(NoteKey.parse(asWitness.vkey())));
  }

  @Test
  void aKeyOfOursIsNotMadeWithABrokenPromise() {
    SigningKey p256 =
        Logs.ok(
            SigningKey.ofSecret(
                Suite.ES256, LOG.keyId().concat(Digest.sha256(Bytes.EMPTY).bytes().slice(0, 28))));
    assertThrows(IllegalArgumentException.class, () -> NoteKey.of("a b", 1, LOG_HALF));
    assertThrows(IllegalArgumentException.class, () -> NoteKey.of("a+b", 1, LOG_HALF));
    assertThrows(IllegalArgumentException.class, () -> NoteKey.of("ab", 2, LOG_HALF));
    assertThrows(IllegalArgumentException.class, () -> NoteKey.of("ab", 1, p256.verifyingKey()));
    assertThrows(IllegalArgumentException.class, () -> new NoteSigner(LOG, WITNESS.secret()));
  }

  @Test
  void aSignerSignsOnlyAsWhatItIs() {
    Checkpoint other = new Checkpoint("log.example/other", 1, Logs.CHECKPOINT.root());
    assertThrows(IllegalArgumentException.class, () -> Logs.LOG.signCheckpoint(other));
    assertThrows(IllegalArgumentException.class, () -> Logs.LOG.cosign(Logs.CHECKPOINT, 1));
    assertThrows(IllegalArgumentException.class, () -> WITNESS.signCheckpoint(Logs.CHECKPOINT));
    assertThrows(IllegalArgumentException.class, () -> WITNESS.cosign(Logs.CHECKPOINT, -1));
    assertThrows(
        IllegalArgumentException.class,
        () -> WITNESS.cosign(Logs.CHECKPOINT, NoteKey.SECONDS_MAX + 1));
  }

  @Test
  void aLogsSignatureIsNoCosignatureAndTheReverse() {
    NoteSignature signature = Logs.LOG.signCheckpoint(Logs.CHECKPOINT);
    NoteSignature cosignature = WITNESS.cosign(Logs.CHECKPOINT, 7);
    assertTrue(LOG.verifies(Logs.CHECKPOINT, signature));
    assertTrue(WITNESS.key().verifies(Logs.CHECKPOINT, cosignature));
    assertFalse(LOG.cosignedAt(Logs.CHECKPOINT, signature).isPresent());
    assertFalse(LOG.verifies(Logs.CHECKPOINT, cosignature));
    assertFalse(WITNESS.key().verifies(Logs.CHECKPOINT, signature));
  }
}
