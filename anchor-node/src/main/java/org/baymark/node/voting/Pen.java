package org.baymark.node.voting;

import java.time.Instant;
import java.util.function.BiFunction;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Signer;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.NoteSignature;
import org.baymark.protocol.log.NoteSigner;
import org.baymark.protocol.voting.Voice;

/**
 * With what a member signs: its two keys, and no memory.
 *
 * @param voice for reports, stops and openings
 * @param cosign for heads
 */
public record Pen(Voice voice, BiFunction<Checkpoint, Instant, NoteSignature> cosign) {

  public static Pen of(DevUrn member, Signer reporter, NoteSigner cosigner) {
    return new Pen(
        Voice.of(member, reporter),
        (checkpoint, now) -> cosigner.cosign(checkpoint, now.getEpochSecond()));
  }

  DevUrn member() {
    return voice.name();
  }
}
