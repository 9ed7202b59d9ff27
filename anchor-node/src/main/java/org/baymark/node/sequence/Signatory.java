package org.baymark.node.sequence;

import org.baymark.node.voting.Pen;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Signer;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.log.NoteSigner;
import org.baymark.protocol.voting.Seat;

/**
 * With what a member signs for one log.
 *
 * @param pen for its votes
 * @param reporter thumbprint of the key that it reports with
 * @param seat by which others know its votes
 * @param log of type {@link NoteKey#LOG}; its name is the origin; signs what this member serves
 */
public record Signatory(Pen pen, Digest reporter, Seat seat, NoteSigner log) {
  public Signatory {
    if (log.key().type() != NoteKey.LOG) {
      throw new IllegalArgumentException("not a log key: " + log.key().vkey());
    }
  }

  /** Of a member with these two keys for its votes. */
  public static Signatory of(DevUrn member, Signer reporter, NoteSigner cosigner, NoteSigner log) {
    return new Signatory(
        Pen.of(member, reporter, cosigner),
        reporter.verifyingKey().thumbprint(),
        Seat.of(member, reporter.verifyingKey(), cosigner.key()),
        log);
  }

  String origin() {
    return log.key().name();
  }
}
