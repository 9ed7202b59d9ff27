package org.baymark.protocol.voting;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.log.Alliance;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.log.NoteSignature;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;

/**
 * The members whose votes count for a head.
 *
 * @param seats strictly ascending by name; 1 to 64
 */
public record Electorate(List<Seat> seats) {
  public static final int SIZE_MAX = 64;

  public Electorate {
    seats = List.copyOf(seats);
    for (int i = 1; i < seats.size(); i++) {
      if (seats.get(i - 1).name().compareTo(seats.get(i).name()) >= 0) {
        throw new IllegalArgumentException("seats out of order");
      }
    }
    if (seats.isEmpty() || seats.size() > SIZE_MAX) {
      throw new IllegalArgumentException(seats.size() + " seats");
    }
  }

  /**
   * The members of a log whose rules have been kept: each vkey of theirs reads.
   *
   * @throws IllegalArgumentException if one does not
   */
  public static Electorate of(Members members) {
    return new Electorate(members.members().stream().map(Electorate::seat).toList());
  }

  private static Seat seat(Member member) {
    NoteKey cosigner =
        NoteKey.parse(member.keys().cosigner())
            .match(
                key -> key,
                refused -> {
                  throw new IllegalArgumentException(member.name() + ": " + refused.text());
                });
    return Seat.of(member.name(), member.keys().reporter(), cosigner);
  }

  public int size() {
    return seats.size();
  }

  /** k: how many of them certify a head, or end an epoch. */
  public int quorum() {
    return Alliance.quorum(size());
  }

  /** f: how many of them may lie. */
  public int faults() {
    return Alliance.faults(size());
  }

  /** Whose turn it is to open {@code epoch}. */
  public DevUrn opener(long epoch) {
    return seats.get((int) (epoch % size())).name();
  }

  public Optional<Seat> seat(DevUrn name) {
    for (Seat seat : seats) {
      if (seat.name().equals(name)) {
        return Optional.of(seat);
      }
    }
    return Optional.empty();
  }

  /** Whether one of them signed this, under its own name. */
  public boolean said(Sign1 signed) {
    return seat(signed.issuer()).map(seat -> seat.said().test(signed)).orElse(false);
  }

  /** Whether k of them reported the head. */
  public boolean proves(Certificate certificate) {
    return votes(certificate) >= quorum();
  }

  /** How many of them reported the head; none counts if one that is among them was not signed. */
  public int votes(Certificate certificate) {
    int votes = 0;
    for (Report report : certificate.reports()) {
      if (seat(report.member()).isPresent()) {
        if (!said(report.signed())) {
          return 0;
        }
        votes++;
      }
    }
    return votes;
  }

  /** Whether k of them stopped the epoch, each with a certificate that holds. */
  public boolean proves(StopSet set, Predicate<Certificate> holds) {
    return votes(set, holds) >= quorum();
  }

  /**
   * How many of them stopped the epoch; none counts if one that is among them was not signed, or a
   * certificate in it does not hold.
   *
   * @param holds whether a certificate inside a stop is proven: nobody takes it on trust
   */
  public int votes(StopSet set, Predicate<Certificate> holds) {
    int votes = 0;
    for (Stop stop : set.stops()) {
      if (!stop.highest().map(holds::test).orElse(true)) {
        return 0;
      }
      if (seat(stop.member()).isPresent()) {
        if (!said(stop.signed())) {
          return 0;
        }
        votes++;
      }
    }
    return votes;
  }

  /** Which of them co-signed the checkpoint with one of these lines. */
  public Set<DevUrn> cosigners(Checkpoint checkpoint, List<NoteSignature> lines) {
    Set<DevUrn> cosigners = new HashSet<>();
    for (NoteSignature line : lines) {
      seats.stream()
          .filter(seat -> seat.cosigned().test(checkpoint, line))
          .forEach(seat -> cosigners.add(seat.name()));
    }
    return cosigners;
  }
}
