package org.baymark.protocol.log;

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
  static final NoteSigner LOG = signer(ORIGIN, NoteKey.LOG);
  static final Checkpoint CHECKPOINT =
      new Checkpoint(ORIGIN, 20_852_163, Digest.sha256(Bytes.ofUtf8("root")));
  static final Policy.Log LISTED = new Policy.Log(LOG.key(), Optional.empty());

  private Logs() {}

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
