package org.baymark.protocol.voting;

import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.log.NoteSignature;

/**
 * A member with a vote, and how to tell what it signed.
 *
 * @param said whether its reporter key signed this, under its own name
 * @param cosigned whether a line is its co-signature of a checkpoint
 */
public record Seat(
    DevUrn name, Predicate<Sign1> said, BiPredicate<Checkpoint, NoteSignature> cosigned) {

  public static Seat of(DevUrn name, VerifyingKey reporter, NoteKey cosigner) {
    return new Seat(
        name,
        signed -> signed.issuer().equals(name) && signed.signedBy(reporter),
        (checkpoint, line) ->
            cosigner.isNamedBy(line) && cosigner.cosignedAt(checkpoint, line).isPresent());
  }
}
