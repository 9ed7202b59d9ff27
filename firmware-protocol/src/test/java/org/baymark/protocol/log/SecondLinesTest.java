package org.baymark.protocol.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.MlDsaKey;
import org.baymark.protocol.cose.MlDsaSecret;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Suite;
import org.junit.jupiter.api.Test;

/** Co-signatures in ML-DSA-44 (C2SP tlog-cosignature, type 0x06) and in SM2 (ours, 0xff). */
class SecondLinesTest {
  private static final String NAME = "witness.example/w0";
  private static final MlDsaSigner LATTICE = MlDsaSigner.of(NAME, secret("a"));
  private static final NoteSigner SM2 =
      NoteSigner.of(NAME, NoteKey.SM2, Logs.ok(SigningKey.ofSecret(Suite.SM2, seed("s"))));
  private static final long SECONDS = 1_795_366_020L;
  private static final int BEFORE = 8; // the time, before the signature
  private static final int HINTS = 2_420 - 84; // FIPS 204, table 1: omega + k = 84 bytes
  private static final int OMEGA = 80;

  private static Bytes seed(String name) {
    return Digest.sha256(Bytes.ofUtf8(name)).bytes();
  }

  private static MlDsaSecret secret(String name) {
    return Logs.ok(MlDsaSecret.ofSeed(seed(name)));
  }

  private static Bytes resource(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(SecondLinesTest.class.getResourceAsStream(name))) {
      return Bytes.owning(in.readAllBytes());
    }
  }

  /** Message by the letter of the specification, signature by OpenSSL: neither is ours. */
  @Test
  void aLineThatAnotherProgramMadeVerifies() throws IOException {
    NoteKey key = Logs.ok(NoteKey.parse(resource("ml-dsa-44.vkey").utf8().strip()));
    SignedCheckpoint note = Logs.ok(SignedCheckpoint.parse(resource("ml-dsa-44.note")));
    NoteSignature line = note.signatures().get(0);
    assertEquals(OptionalLong.of(1679315147), key.cosignedAt(note.checkpoint(), line));
    assertTrue(key.verifies(note.checkpoint(), line));
    Checkpoint longer =
        new Checkpoint(note.checkpoint().origin(), 20852164, note.checkpoint().root());
    assertFalse(key.verifies(longer, line));
  }

  @Test
  void bothKindsOfKeysAreWrittenAndRead() {
    for (NoteKey key : List.of(LATTICE.key(), SM2.key())) {
      assertEquals(key, Logs.ok(NoteKey.parse(key.vkey())));
    }
    assertEquals(1 + MlDsaKey.SIZE, material(LATTICE.key()));
    assertEquals(1 + 27 + 64, material(SM2.key()));
  }

  private static int material(NoteKey key) {
    return java.util.Base64.getDecoder().decode(key.vkey().split("\\+", 3)[2]).length;
  }

  @Test
  void aLineSaysItsTime() {
    for (Cosigner signer : List.of(LATTICE, SM2)) {
      NoteSignature line = signer.cosign(Logs.CHECKPOINT, SECONDS);
      assertEquals(OptionalLong.of(SECONDS), signer.key().cosignedAt(Logs.CHECKPOINT, line));
      assertEquals(line, signer.cosign(Logs.CHECKPOINT, SECONDS), "deterministic");
    }
  }

  /** Section 12.2: an ML-DSA-44 line without a time does not say that the tree was the largest. */
  @Test
  void noLineOfTheLatticeIsWithoutATime() {
    Bytes signature =
        LATTICE.secret().sign(LineMessage.mlDsa44(NAME, Logs.CHECKPOINT, 0)); // C2SP lets it
    Bytes time = Bytes.owning(new byte[8]);
    NoteSignature line = new NoteSignature(NAME, LATTICE.key().keyId(), time.concat(signature));
    assertFalse(LATTICE.key().verifies(Logs.CHECKPOINT, line));
    assertThrows(IllegalArgumentException.class, () -> LATTICE.cosign(Logs.CHECKPOINT, 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> LATTICE.cosign(Logs.CHECKPOINT, NoteKey.SECONDS_MAX + 1));
    assertThrows(IllegalArgumentException.class, () -> SM2.cosign(Logs.CHECKPOINT, -1));
  }

  @Test
  void anotherLengthIsNoSignature() {
    for (Cosigner signer : List.of(LATTICE, SM2)) {
      Bytes good = signer.cosign(Logs.CHECKPOINT, SECONDS).signature();
      for (Bytes bad :
          List.of(
              good.slice(0, good.size() - 1),
              good.concat(Bytes.owning(new byte[1])),
              good.slice(0, 8),
              good.slice(8, good.size()))) {
        assertFalse(verifies(signer, bad));
      }
      assertTrue(verifies(signer, good));
    }
  }

  private static boolean verifies(Cosigner signer, Bytes timed) {
    NoteSignature line = new NoteSignature(signer.key().name(), signer.key().keyId(), timed);
    return signer.key().verifies(Logs.CHECKPOINT, line);
  }

  /** Nobody turns a signature into a second one: FIPS 204 wants that, and so does ours of SM2. */
  @Test
  void noChangedByteIsASecondSignature() {
    Bytes good = LATTICE.cosign(Logs.CHECKPOINT, SECONDS).signature();
    for (int i = 0; i < good.size(); i += i > BEFORE + HINTS - 3 ? 1 : 61) {
      byte[] changed = good.toArray();
      changed[i] ^= (byte) (1 << i % 8);
      assertFalse(verifies(LATTICE, Bytes.owning(changed)), "byte " + i);
    }
    Bytes sm2 = SM2.cosign(Logs.CHECKPOINT, SECONDS).signature();
    for (int i = 0; i < 8 * sm2.size(); i += 5) {
      byte[] changed = sm2.toArray();
      changed[i / 8] ^= (byte) (1 << i % 8);
      assertFalse(verifies(SM2, Bytes.owning(changed)), "bit " + i);
    }
  }

  /** FIPS 204, algorithm 21: hints ascend within a polynomial, and the rest is zero. */
  @Test
  void theHintsHaveOneEncoding() {
    byte[] good = LATTICE.cosign(Logs.CHECKPOINT, SECONDS).signature().toArray();
    int first = BEFORE + HINTS;
    int ofFirst = good[first + OMEGA]; // how many hints the first polynomial has
    assertTrue(ofFirst >= 2, "choose another seed");
    byte[] swapped = good.clone();
    swapped[first] = good[first + 1];
    swapped[first + 1] = good[first];
    assertFalse(verifies(LATTICE, Bytes.owning(swapped)));
    byte[] doubled = good.clone();
    doubled[first + 1] = good[first];
    assertFalse(verifies(LATTICE, Bytes.owning(doubled)));
    int all = good[first + OMEGA + 3];
    assertTrue(all < OMEGA, "choose another seed");
    byte[] padded = good.clone();
    padded[first + all] = 1;
    assertFalse(verifies(LATTICE, Bytes.owning(padded)));
    byte[] beyond = good.clone();
    beyond[first + OMEGA + 3] = OMEGA + 1;
    assertFalse(verifies(LATTICE, Bytes.owning(beyond)));
  }

  /** C2SP: the message in ML-DSA-44 commits to the co-signer's name; so does ours in SM2. */
  @Test
  void aLineUnderAnotherNameIsNone() {
    String other = "witness.example/w1";
    NoteKey renamed = NoteKey.of(other, LATTICE.secret().key());
    Bytes timed = LATTICE.cosign(Logs.CHECKPOINT, SECONDS).signature();
    assertFalse(
        renamed.verifies(Logs.CHECKPOINT, new NoteSignature(other, renamed.keyId(), timed)));
    NoteKey renamedSm2 = NoteKey.of(other, NoteKey.SM2, SM2.secret().verifyingKey());
    Bytes timedSm2 = SM2.cosign(Logs.CHECKPOINT, SECONDS).signature();
    assertFalse(
        renamedSm2.verifies(
            Logs.CHECKPOINT, new NoteSignature(other, renamedSm2.keyId(), timedSm2)));
  }

  @Test
  void aKeyOfOneTypeMakesNoLineOfAnother() {
    NoteSigner ed25519 = Logs.cosigner(0);
    Set<String> ids = new HashSet<>();
    for (Cosigner one : List.of(ed25519, LATTICE, SM2)) {
      NoteSignature line = one.cosign(Logs.CHECKPOINT, SECONDS);
      ids.add(one.key().keyId().hex());
      for (Cosigner other : List.of(ed25519, LATTICE, SM2)) {
        assertEquals(one == other, other.key().verifies(Logs.CHECKPOINT, line));
        NoteSignature renamed = new NoteSignature(NAME, other.key().keyId(), line.signature());
        assertEquals(one == other, other.key().verifies(Logs.CHECKPOINT, renamed));
      }
    }
    assertEquals(3, ids.size());
    assertNotEquals(LATTICE.key().identity(), SM2.key().identity());
    assertThrows(IllegalArgumentException.class, () -> SM2.signCheckpoint(Logs.CHECKPOINT));
    assertThrows(
        IllegalArgumentException.class,
        () -> NoteKey.of(NAME, NoteKey.ML_DSA_44, SM2.secret().verifyingKey()));
    assertThrows(
        IllegalArgumentException.class,
        () -> NoteKey.of(NAME, NoteKey.COSIGNER, SM2.secret().verifyingKey()));
    assertThrows(
        IllegalArgumentException.class, () -> NoteKey.of("n".repeat(256), secret("a").key()));
    assertThrows(IllegalArgumentException.class, () -> new MlDsaSigner(LATTICE.key(), secret("b")));
  }

  @Test
  void anOriginThatTheMessageCannotNameIsNotCosigned() {
    Checkpoint most = new Checkpoint("o".repeat(255), 1, Logs.CHECKPOINT.root());
    assertTrue(LATTICE.key().verifies(most, LATTICE.cosign(most, SECONDS)));
    Checkpoint longer = new Checkpoint("o".repeat(256), 1, Logs.CHECKPOINT.root());
    assertThrows(IllegalArgumentException.class, () -> LATTICE.cosign(longer, SECONDS));
    Bytes time = Bytes.owning(ByteBuffer.allocate(8).putLong(SECONDS).array());
    Bytes signature = LATTICE.secret().sign(LineMessage.mlDsa44(NAME, longer, SECONDS));
    assertFalse(
        LATTICE
            .key()
            .verifies(
                longer, new NoteSignature(NAME, LATTICE.key().keyId(), time.concat(signature))));
  }

  /** What the trust file lists stays; the short form has the Ed25519 lines alone. */
  @Test
  void aPolicyKeepsTheLinesThatItLists() {
    Policy.Witness second = new Policy.Witness("m", LATTICE.key(), java.util.Optional.empty());
    Policy both =
        Logs.policy(
            Policy.write(Logs.ISSUED, List.of(Logs.LISTED), Logs.witnesses(1), 1, List.of(second)));
    SignedCheckpoint note =
        Logs.signedBy(
            Logs.LOG.signCheckpoint(Logs.CHECKPOINT),
            Logs.cosigner(0).cosign(Logs.CHECKPOINT, SECONDS),
            LATTICE.cosign(Logs.CHECKPOINT, SECONDS),
            SM2.cosign(Logs.CHECKPOINT, SECONDS));
    assertEquals(note.signatures().subList(0, 3), both.listed(note).signatures());
    assertEquals(note.signatures().subList(0, 2), both.brief(note).signatures());
    assertTrue(both.judge(both.listed(note)).problems().isEmpty());
    SignedCheckpoint foreign = Logs.signedBy(SM2.cosign(Logs.CHECKPOINT, SECONDS));
    assertEquals(foreign, both.listed(foreign), "nothing is left out where nothing would be left");
  }
}
