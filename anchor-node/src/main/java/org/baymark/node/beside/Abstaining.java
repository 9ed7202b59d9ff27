package org.baymark.node.beside;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which members co-sign no more, while the others certify heads without them: nothing stands still,
 * so nobody would notice before one more is missing. Who is slower than enough others co-signs too,
 * only later. It goes by the nanosecond clock of the process, which nobody sets. For any thread.
 */
final class Abstaining {
  private static final Logger LOG = LoggerFactory.getLogger(Abstaining.class);

  /** A node that is started anew, or copies what it missed, takes its time. */
  static final Duration MOMENT = Duration.ofMinutes(5);

  /**
   * So many heads in a row, of different times: where they are closed so rarely that a moment holds
   * but one it may be late once, and of all that are certified while this member was cut off it
   * hears at once.
   */
  static final int HEADS = 3;

  private static final Duration APART = MOMENT.dividedBy(HEADS);

  /** Who is there says something every few seconds. */
  private static final Duration THERE = Duration.ofSeconds(10);

  private final DevUrn self;
  private final NavigableMap<DevUrn, Seat> seats = new TreeMap<>(); // guarded by this
  private boolean isTold; // guarded by this

  /** Of one member. */
  private static final class Seat {
    private Optional<Checkpoint> last = Optional.empty(); // that it co-signed
    private long since; // when it did, or when it was first missed
    private int missed; // heads since then
    private long missedAt;
    private Optional<Long> heard = Optional.empty();

    Seat(long since) {
      this.since = since;
    }

    void cosigned(Checkpoint head, long nanos) {
      last = Optional.of(head);
      since = nanos;
      missed = 0;
    }

    void missed(long nanos) {
      if (missed == 0 || nanos - missedAt >= APART.toNanos()) {
        missed++;
        missedAt = nanos;
      }
    }

    boolean abstains(long nanos) {
      return missed >= HEADS && nanos - since > MOMENT.toNanos();
    }

    boolean isThere(long nanos) {
      return heard.filter(at -> nanos - at < THERE.toNanos()).isPresent();
    }
  }

  Abstaining(DevUrn self) {
    this.self = self;
  }

  /**
   * A head is certified here that was not before.
   *
   * @param note its lines were checked
   * @param members who certifies it
   */
  synchronized void certified(SignedCheckpoint note, Members members, long nanos) {
    seats.keySet().removeIf(name -> members.member(name).isEmpty());
    for (Member member : members.members()) {
      Seat seat = seats.computeIfAbsent(member.name(), any -> new Seat(nanos));
      boolean isThere =
          pen(member)
              .filter(key -> note.signatures().stream().anyMatch(key::isNamedBy))
              .isPresent();
      if (isThere) {
        seat.cosigned(note.checkpoint(), nanos);
      } else {
        seat.missed(nanos);
      }
    }
    tell(nanos);
  }

  /**
   * A member said that it co-signed a head, be it certified or not. What it signed before it fell
   * silent it may say again and again.
   *
   * @param said its lines were not checked
   */
  synchronized void said(Member member, SignedCheckpoint said, long nanos) {
    Seat seat = seats.get(member.name());
    if (seat == null || seat.last.equals(Optional.of(said.checkpoint()))) {
      return;
    }
    boolean isRight =
        pen(member)
            .filter(
                key ->
                    said.signatures().stream()
                        .anyMatch(line -> key.cosignedAt(said.checkpoint(), line).isPresent()))
            .isPresent();
    if (isRight) {
      seat.cosigned(said.checkpoint(), nanos);
      tell(nanos);
    }
  }

  private static Optional<NoteKey> pen(Member member) {
    return NoteKey.parse(member.keys().cosigner()).toOptional();
  }

  /** A member said something, whatever it is. */
  synchronized void heard(DevUrn member, long nanos) {
    Optional.ofNullable(seats.get(member)).ifPresent(seat -> seat.heard = Optional.of(nanos));
  }

  /** What is wrong for longer than a moment, for an operator; empty if nothing is. */
  synchronized Optional<String> alarm(long nanos) {
    List<String> who = new ArrayList<>();
    seats.forEach(
        (name, seat) -> {
          if (seat.abstains(nanos)) {
            who.add(name.equals(self) ? "this member" : name.text() + why(seat, nanos));
          }
        });
    return who.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "heads are certified without a co-signature of "
                + String.join(", ", who)
                + " for more than "
                + MOMENT.toMinutes()
                + " minutes; 'baymark alliance status' says more");
  }

  private static String why(Seat seat, long nanos) {
    return seat.isThere(nanos)
        ? " (it is heard: it lags, or does not vote)"
        : " (nothing is heard of it: it is down or cut off, or has other keys than the log says)";
  }

  private void tell(long nanos) {
    Optional<String> alarm = alarm(nanos);
    if (alarm.isPresent() && !isTold) {
      LOG.atError().addKeyValue("why", alarm.get()).log("a member co-signs no more");
    } else if (alarm.isEmpty() && isTold) {
      LOG.atInfo().log("all members co-sign again");
    }
    isTold = alarm.isPresent();
  }
}
