package org.baymark.node.voting;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.index.Era;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.voting.Certificate;
import org.baymark.protocol.voting.Head;
import org.baymark.protocol.voting.Opened;
import org.baymark.protocol.voting.Report;
import org.baymark.protocol.voting.Stop;

/**
 * The sum of all minutes: what a member knows of its own votes when it wakes up.
 *
 * @param silence why it may not sign; empty while it may
 * @param opened what began its epoch; empty in epoch 0
 * @param start where its epoch starts: the highest certificate of {@code opened}, or the empty log
 * @param report the longest it reported in its epoch; it extends all others
 * @param signed the longest that it co-signed in its epoch; it extends all others
 * @param signedEver what it co-signed last, in whatever epoch
 * @param stops that it signed in its epoch and for later ones, ascending; each ends all before it
 * @param highest of all certificates that it holds, by epoch, then by size
 * @param certified the last certified head that it executed
 */
public record Recorded(
    Optional<String> silence,
    Optional<Opened> opened,
    TreeHead start,
    Optional<Report> report,
    Optional<Minute.Signed> signed,
    Optional<Minute.Signed> signedEver,
    List<Stop> stops,
    Optional<Certificate> highest,
    Optional<SignedCheckpoint> certified) {
  private static final TreeHead EMPTY = new TreeHead(0, MerkleTree.EMPTY_ROOT);

  /** Of a member whose keys never signed anything. */
  public static final Recorded NOTHING =
      new Recorded(
          Optional.empty(),
          Optional.empty(),
          EMPTY,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Optional.empty());

  public Recorded {
    stops = List.copyOf(stops);
  }

  public Era era() {
    return opened
        .map(it -> new Era(it.epoch(), Optional.of(it.opening().stopSet())))
        .orElse(Era.FIRST);
  }

  public long epoch() {
    return era().epoch();
  }

  /** The highest epoch in which it signed a stop; -1 before the first. */
  public long stopped() {
    return stops.isEmpty() ? -1 : stops.get(stops.size() - 1).epoch();
  }

  /** The size of the last certified head; 0 before the first. */
  public long certifiedSize() {
    return certified.map(note -> note.checkpoint().size()).orElse(0L);
  }

  Optional<Head> reported() {
    return report.map(Report::head);
  }

  /** With one minute more. */
  public Recorded after(Minute minute) {
    return after(minute, Certificate.BY_RANK);
  }

  /**
   * @param rank which of two certificates is the higher
   */
  Recorded after(Minute minute, Comparator<Certificate> rank) {
    if (minute instanceof Minute.Reported it) {
      return with(opened, start, Optional.of(it.report()), signed, highest);
    }
    if (minute instanceof Minute.Prepared it) {
      return with(opened, start, report, signed, higher(it.certificate(), rank));
    }
    if (minute instanceof Minute.Signed it) {
      Optional<Minute.Signed> now = Optional.of(it);
      return new Recorded(silence, opened, start, report, now, now, stops, highest, certified);
    }
    if (minute instanceof Minute.Entered it) {
      return entered(it.opened(), rank);
    }
    if (minute instanceof Minute.Stopped it) {
      List<Stop> all = new ArrayList<>(stops);
      all.add(it.stop());
      return ended(silence, all, certified);
    }
    if (minute instanceof Minute.Certified it) {
      return ended(silence, stops, Optional.of(it.note()));
    }
    return minute instanceof Minute.Silenced it
        ? ended(Optional.of(it.reason()), stops, certified)
        : this;
  }

  /** The start counts as held: a later stop has to carry it. */
  private Recorded entered(Opened next, Comparator<Certificate> rank) {
    Optional<Certificate> from =
        next.stopSet().stops().stream().flatMap(it -> it.highest().stream()).max(rank);
    TreeHead head = from.map(it -> it.head().tree()).orElse(EMPTY);
    Optional<Certificate> held = from.isPresent() ? higher(from.get(), rank) : highest;
    List<Stop> later = stops.stream().filter(stop -> stop.epoch() >= next.epoch()).toList();
    return ended(silence, later, certified)
        .with(Optional.of(next), head, Optional.empty(), Optional.empty(), held);
  }

  private Recorded with(
      Optional<Opened> era,
      TreeHead from,
      Optional<Report> reported,
      Optional<Minute.Signed> cosigned,
      Optional<Certificate> held) {
    return new Recorded(silence, era, from, reported, cosigned, signedEver, stops, held, certified);
  }

  private Recorded ended(Optional<String> why, List<Stop> all, Optional<SignedCheckpoint> note) {
    return new Recorded(why, opened, start, report, signed, signedEver, all, highest, note);
  }

  /** Of two over one head that with more reports: it counts by more member sets. */
  private static boolean isBelow(Certificate own, Certificate other, Comparator<Certificate> rank) {
    int order = rank.compare(own, other);
    return order < 0
        || (order == 0
            && own.head().equals(other.head())
            && own.reports().size() < other.reports().size());
  }

  private Optional<Certificate> higher(Certificate other, Comparator<Certificate> rank) {
    boolean better = highest.map(own -> isBelow(own, other, rank)).orElse(true);
    return better ? Optional.of(other) : highest;
  }
}
