package org.baymark.protocol.log;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Suite;

/** A log and its witnesses, with keys that are the same in every run. */
final class Logs {
  static final String ORIGIN = "log.baymark.example/alliance";
  static final Instant ISSUED = Instant.parse("2026-11-22T16:47:00Z");
  static final NoteSigner LOG = signer(ORIGIN, NoteKey.LOG);
  static final Checkpoint CHECKPOINT =
      new Checkpoint(ORIGIN, 20_852_163, Digest.sha256(Bytes.ofUtf8("root")));
  static final Policy.Log LISTED = new Policy.Log(LOG.key(), Optional.empty());

  /** Co-signatures of seven witnesses, made once; the clocks disagree. */
  private static final List<NoteSignature> COSIGNATURES = new ArrayList<>();

  static {
    for (int i = 0; i < 7; i++) {
      COSIGNATURES.add(cosigner(i).cosign(CHECKPOINT, secondOf(i)));
    }
  }

  private Logs() {}

  /** When witness {@code index} co-signs: the higher the number, the earlier. */
  static long secondOf(int index) {
    return 1_795_366_020L - index;
  }

  /** The checkpoint, signed by its log and co-signed by witness i for each bit i of {@code set}. */
  static SignedCheckpoint cosignedBy(int set) {
    List<NoteSignature> lines = new ArrayList<>();
    lines.add(LOG.signCheckpoint(CHECKPOINT));
    for (int i = 0; i < COSIGNATURES.size(); i++) {
      if ((set >> i & 1) == 1) {
        lines.add(COSIGNATURES.get(i));
      }
    }
    return new SignedCheckpoint(CHECKPOINT, lines);
  }

  /** A co-signature that our own signer might refuse to make. */
  static NoteSignature cosignedAnyTime(NoteSigner witness, long seconds) {
    Bytes time = Bytes.of(ByteBuffer.allocate(8).putLong(seconds).array());
    Bytes signature = witness.secret().sign(LineMessage.ed25519(CHECKPOINT.text(), seconds));
    return new NoteSignature(witness.key().name(), witness.key().keyId(), time.concat(signature));
  }

  static NoteSigner signer(String name, int type) {
    Bytes seed = Digest.sha256(Bytes.ofUtf8(name + " " + type)).bytes();
    return NoteSigner.of(name, type, ok(SigningKey.ofSecret(Suite.EDDSA, seed)));
  }

  static NoteSigner cosigner(int index) {
    return signer("witness.example/w" + index, NoteKey.COSIGNER);
  }

  static List<Policy.Witness> witnesses(int n) {
    List<Policy.Witness> witnesses = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      witnesses.add(new Policy.Witness("W" + i, cosigner(i).key(), Optional.empty()));
    }
    return witnesses;
  }

  static SignedCheckpoint signedBy(NoteSignature... lines) {
    return new SignedCheckpoint(CHECKPOINT, List.of(lines));
  }

  /** The log and {@code n} witnesses, {@code k} of them enough. */
  static Policy policy(int k, int n) {
    return policy(Policy.write(ISSUED, LISTED, witnesses(n), k));
  }

  static Policy policy(String text) {
    return ok(Policy.parse(Bytes.ofUtf8(text)));
  }

  static <T> T ok(Parsed<T> parsed) {
    return parsed.match(
        value -> value,
        refused -> {
          throw new AssertionError(refused.text());
        });
  }

  static String refusal(Parsed<?> parsed) {
    return parsed.match(value -> "accepted: " + value, Parsed.Refused::text);
  }
}
