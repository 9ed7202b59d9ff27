package org.baymark.node.voting;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.baymark.protocol.index.Era;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.voting.Certificate;
import org.baymark.protocol.voting.Electorate;
import org.baymark.protocol.voting.Head;

/**
 * One word left out of the rules. Each was found to break them when they were designed ("why each
 * word is there"); a simulation that does not find it again would find nothing.
 */
enum Plant {
  NONE,

  /** One phase only: no reports before the co-signature. */
  ONE_PHASE {
    @Override
    Rules rules() {
      return new Rules() {
        @Override
        Optional<Head> toSign(Recorded own, Collection<Certificate> held, Branch branch) {
          return own.reported().filter(branch::holds).filter(head -> maySign(own, head, branch));
        }
      };
    }
  },

  /** k = 2f+1, which is 3 of 5. */
  SMALL_QUORUM {
    @Override
    Rules rules() {
      return new Rules() {
        @Override
        int quorum(Electorate members) {
          return 2 * members.faults() + 1;
        }
      };
    }
  },

  /** The highest certificate by size alone. */
  RANK_BY_SIZE {
    @Override
    Rules rules() {
      return new Rules() {
        @Override
        Comparator<Certificate> rank() {
          return Comparator.comparingLong(certificate -> certificate.head().size());
        }
      };
    }
  },

  /** Reports without an epoch. */
  REPORT_WITHOUT_EPOCH {
    @Override
    Rules rules() {
      return new Rules() {
        @Override
        Head reportOf(Era era, TreeHead tree) {
          return Head.of(0, tree);
        }

        @Override
        long epochOf(Recorded own) {
          return 0;
        }
      };
    }
  },

  /** A report that extends only what was co-signed. */
  REPORT_EXTENDS_SIGNED_ONLY {
    @Override
    Rules rules() {
      return new Rules() {
        @Override
        boolean extendsReported(Recorded own, TreeHead tree, Branch branch) {
          return extendsSigned(own, tree, branch);
        }
      };
    }
  },

  /** Reporting an old head again in a new epoch. */
  REPORT_AGAIN {
    @Override
    Rules rules() {
      return new Rules() {
        @Override
        boolean mayReport(Recorded own, Era sealed, TreeHead tree, Branch branch) {
          return votes(own) && extendsReported(own, tree, branch);
        }
      };
    }
  },

  /** A co-signature with no epoch anywhere: the root does not commit to it. */
  ROOT_WITHOUT_EPOCH,

  /** What was co-signed in an earlier epoch binds for ever. */
  LOCK_FOR_EVER {
    @Override
    Rules rules() {
      return new Rules() {
        @Override
        boolean extendsSigned(Recorded own, TreeHead tree, Branch branch) {
          return own.signedEver().map(last -> continues(last.head(), tree, branch)).orElse(true);
        }
      };
    }
  },

  /** Reporting and co-signing after the stop. */
  VOTE_AFTER_STOP {
    @Override
    Rules rules() {
      return new Rules() {
        @Override
        boolean votes(Recorded own) {
          return own.silence().isEmpty();
        }
      };
    }
  },

  /** Entering an epoch again, and so without the reports that it made there. */
  ENTER_AGAIN {
    @Override
    Rules rules() {
      return new Rules() {
        @Override
        boolean mayEnter(Recorded own, long epoch) {
          return epoch >= own.epoch() && epoch > own.stopped();
        }
      };
    }
  },

  /** A certificate inside a stop is believed. */
  CERTIFICATE_UNCHECKED {
    @Override
    Rules rules() {
      return new Rules() {
        @Override
        boolean holdsInStop(Certificate certificate, Branch branch) {
          return true;
        }
      };
    }
  },

  /** What was signed leaves before it is on the disk. */
  SEND_BEFORE_RECORD;

  Rules rules() {
    return Rules.WORD_FOR_WORD;
  }

  /** Whether what is wrong is that nothing happens: all others break a promise before. */
  boolean showsInACalm() {
    return this == NONE || this == LOCK_FOR_EVER;
  }
}
