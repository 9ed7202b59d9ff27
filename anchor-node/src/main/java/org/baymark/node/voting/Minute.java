package org.baymark.node.voting;

import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.voting.Certificate;
import org.baymark.protocol.voting.Conflict;
import org.baymark.protocol.voting.Head;
import org.baymark.protocol.voting.Opened;
import org.baymark.protocol.voting.Report;
import org.baymark.protocol.voting.Stop;

/** What has to be on the disk before anything that rests on it leaves. */
public sealed interface Minute {
  /** This member's own report (rule 1). */
  record Reported(Report report) implements Minute {}

  /** A certificate, checked (rule 2). */
  record Prepared(Certificate certificate) implements Minute {}

  /**
   * This member's own co-signature (rule 3).
   *
   * @param note with its line, and no other
   */
  record Signed(long epoch, SignedCheckpoint note) implements Minute {
    public Head head() {
      Checkpoint signed = note.checkpoint();
      return new Head(epoch, signed.size(), signed.root());
    }
  }

  /** This member's own stop (rule 5). */
  record Stopped(Stop stop) implements Minute {}

  /** The epoch that this member is in from now on (rules 6 and 7). */
  record Entered(Opened opened) implements Minute {}

  /** Enough members co-signed a head that this one executed. The lines are theirs alone. */
  record Certified(SignedCheckpoint note) implements Minute {}

  /** A member signed two things that one may not sign (rule 9). */
  record Convicted(Conflict conflict) implements Minute {
    /** Of each member and kind. */
    public static final int EACH_MAX = 2;
  }

  /**
   * A member co-signed two heads of one epoch, neither of which goes on from the other (rule 9).
   *
   * @param heads each with that member's line alone
   */
  record CosignedTwice(DevUrn member, org.baymark.protocol.accuse.Conflict heads)
      implements Minute {}

  /**
   * This member may sign nothing more until its keys are changed (rule 7).
   *
   * @param reason for its operator
   */
  record Silenced(String reason) implements Minute {}
}
