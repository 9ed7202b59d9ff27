package org.baymark.protocol.log;

import java.util.ArrayList;
import java.util.List;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.merkle.ConsistencyProof;

/**
 * What is posted to a witness (C2SP tlog-witness, "add-checkpoint"): a checkpoint, and the proof
 * that it continues the one that the witness saw last.
 *
 * @param proof its new size is that of the checkpoint; nothing says here that it proves anything
 */
public record WitnessRequest(ConsistencyProof proof, ForeignCheckpoint note) {
  /** Of the body, in bytes: a note must be able to carry 16 signatures of nearly 5 kB. */
  public static final int SIZE_MAX = 131_072;

  /** C2SP tlog-witness: no more lines than that. */
  public static final int PROOF_MAX = 63;

  private static final String OLD = "old ";

  /** Parses a body from the wire. */
  public static Parsed<WitnessRequest> parse(Bytes body) {
    return Parsed.of(
        () -> {
          if (body.size() > SIZE_MAX) {
            throw new RefusalException(
                Refusal.TOO_LARGE, "a request of more than " + SIZE_MAX + " bytes");
          }
          return read(NoteText.ofUtf8(body));
        });
  }

  private static WitnessRequest read(String body) throws RefusalException {
    int blank = body.indexOf("\n\n");
    if (blank < 0) {
      throw wrong("there is no blank line before the checkpoint");
    }
    String[] lines = body.substring(0, blank).split("\n", -1);
    if (!lines[0].startsWith(OLD)) {
      throw wrong("line 1: not 'old' and a size");
    }
    long oldSize = NoteText.decimal(lines[0].substring(OLD.length()), "line 1: the old size");
    if (lines.length - 1 > PROOF_MAX) {
      throw new RefusalException(
          Refusal.OUT_OF_RANGE, "a proof of more than " + PROOF_MAX + " hashes");
    }
    List<Digest> path = new ArrayList<>();
    for (int i = 1; i < lines.length; i++) {
      path.add(NoteText.hash(lines[i], "line " + (i + 1) + ": the hash"));
    }
    ForeignCheckpoint note = ForeignCheckpoint.read(body.substring(blank + 2));
    return new WitnessRequest(new ConsistencyProof(oldSize, note.checkpoint().size(), path), note);
  }

  private static RefusalException wrong(String detail) {
    return new RefusalException(Refusal.WRONG_SHAPE, detail);
  }

  /** The body that asks for a co-signature on {@code note}. */
  public static String text(ConsistencyProof proof, SignedCheckpoint note) {
    return text(proof, note.toText());
  }

  /** The body, byte for byte what {@link #parse} read. */
  public String toText() {
    return text(proof, note.toText());
  }

  private static String text(ConsistencyProof proof, String note) {
    StringBuilder body = new StringBuilder(OLD).append(proof.oldSize()).append('\n');
    proof.path().forEach(hash -> body.append(NoteText.base64(hash.bytes())).append('\n'));
    return body.append('\n').append(note).toString();
  }
}
