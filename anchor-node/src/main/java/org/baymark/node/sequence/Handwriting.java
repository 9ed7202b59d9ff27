package org.baymark.node.sequence;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.baymark.node.store.StoreException;
import org.baymark.node.voting.Minute;
import org.baymark.node.voting.Recorded;
import org.baymark.node.voting.Seen;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.NoteSignature;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.registration.Members;
import org.baymark.protocol.voting.Cosigned;
import org.baymark.protocol.voting.Electorate;
import org.baymark.protocol.voting.Seat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether votes that come out of the database were signed by those whose they are. A bit that
 * turned there may leave a vote that reads well and names another head.
 */
public final class Handwriting {
  private static final Logger LOG = LoggerFactory.getLogger(Handwriting.class);

  private final Signatory self;
  private final List<Members> sets;

  /**
   * @param sets every member set of the log: keys that were given up have signed, too
   */
  public Handwriting(Signatory self, List<Members> sets) {
    this.self = self;
    this.sets = sets;
  }

  /**
   * @throws StoreException if what is recorded as this member's own was not signed by it, or a line
   *     under the last certified head not by who it names
   */
  public void check(Recorded recorded) {
    own("report", recorded.report(), (seat, it) -> seat.said().test(it.signed()));
    own("co-signature", recorded.signedEver(), Handwriting::isSigned);
    recorded.stops().forEach(it -> own("stop", seat -> seat.said().test(it.signed())));
    recorded.certified().ifPresent(this::lines);
  }

  private static boolean isSigned(Seat seat, Minute.Signed signed) {
    SignedCheckpoint note = signed.note();
    return note.signatures().stream()
        .anyMatch(line -> seat.cosigned().test(note.checkpoint(), line));
  }

  private interface Test<T> {
    boolean holds(Seat seat, T vote);
  }

  private <T> void own(String what, Optional<T> vote, Test<T> test) {
    vote.ifPresent(it -> own(what, seat -> test.holds(seat, it)));
  }

  private void own(String what, Predicate<Seat> isIts) {
    if (!isIts.test(self.seat()) && seats().noneMatch(isIts.and(this::isOwn))) {
      throw StoreException.damaged("a recorded " + what + " was not signed by this member");
    }
  }

  private boolean isOwn(Seat seat) {
    return seat.name().equals(self.seat().name());
  }

  private Stream<Seat> seats() {
    return sets.stream().map(Electorate::of).flatMap(set -> set.seats().stream());
  }

  private void lines(SignedCheckpoint note) {
    Checkpoint head = note.checkpoint();
    for (NoteSignature line : note.signatures()) {
      boolean isLog = self.log().key().isNamedBy(line);
      boolean holds =
          isLog
              ? self.log().key().verifies(head, line)
              : seats().noneMatch(seat -> seat.name().text().equals(line.name()))
                  || seats().anyMatch(seat -> seat.cosigned().test(head, line));
      if (!holds) {
        throw StoreException.damaged(
            "under the certified head of " + head.size() + " entries a line does not hold");
      }
    }
  }

  /** What another member co-signed, by its own line. */
  boolean isOfItsMember(Seen seen) {
    boolean holds =
        seen.more().stream()
            .map(Cosigned::note)
            .allMatch(
                note ->
                    seats()
                        .filter(seat -> seat.name().equals(seen.member()))
                        .anyMatch(seat -> isSignedBy(seat, note)));
    if (!holds) {
      LOG.atWarn()
          .addKeyValue("member", seen.member())
          .log("what another member co-signed is recorded wrongly, leaving it aside");
    }
    return holds;
  }

  private static boolean isSignedBy(Seat seat, SignedCheckpoint note) {
    return note.signatures().stream()
        .allMatch(line -> seat.cosigned().test(note.checkpoint(), line));
  }
}
