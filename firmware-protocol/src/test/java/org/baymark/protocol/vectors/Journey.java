package org.baymark.protocol.vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.statement.Kind;

/** The journey of one shipment with one sensor in two batches, and what can go wrong on it. */
final class Journey {
  /** What differs from the plain journey. */
  enum Turn {
    /** The sensor's statement before the attach was filed too, in a batch of its own. */
    FILED_BEFORE,
    /** The sensor never says 1/9. */
    GAP,
    /** The sensor signs two statements 1/9. */
    EQUIVOCATION,
    /** The attach does not know where the sensor was. */
    OPEN_START,
    /** The scanner is registered for scans only. */
    SCANS_ONLY,
    /** The last batch is dated an hour after the checkpoint. */
    FUTURE,
    /** The sensor's key is revoked before the last batch, and the sensor speaks after that. */
    REVOKED,
    /** So too, but the last statement claims to be older than the revocation. */
    REVOKED_LATE_FILING
  }

  static final long T0 = Story.T0;
  static final long CHECKPOINT_TIME = T0 + 2400;

  final Story story = new Story();
  final List<Sign1> said = new ArrayList<>();

  Journey(Set<Turn> turns) {
    Set<Kind> kinds =
        turns.contains(Turn.SCANS_ONLY)
            ? Set.of(Kind.SCAN)
            : Set.of(Kind.ATTACH, Kind.DETACH, Kind.SCAN);
    story.register(Story.SCANNER, TestKeys.SCANNER, kinds);
    Sign1 seventh = Said.reading(7, Optional.empty(), T0, 400);
    if (turns.contains(Turn.FILED_BEFORE)) {
      story.file(T0, T0 + 60, List.of(seventh));
    }
    Optional<Long> from = turns.contains(Turn.OPEN_START) ? Optional.empty() : Optional.of(7L);
    Sign1 attach = Said.event(0, Optional.empty(), T0 + 120, Said.attach(from));
    Sign1 eighth = Said.reading(8, Optional.of(seventh), T0 + 600, 425, 450);
    Sign1 ninth = Said.reading(9, Optional.of(eighth), T0 + 840, 475);
    List<Sign1> first = new ArrayList<>(List.of(attach, eighth));
    if (!turns.contains(Turn.GAP)) {
      first.add(ninth);
    }
    if (turns.contains(Turn.EQUIVOCATION)) {
      first.add(Said.reading(9, Optional.of(eighth), T0 + 840, 300));
    }
    story.file(T0 + 100, T0 + 900, first);
    story.close();

    boolean revoked = turns.contains(Turn.REVOKED) || turns.contains(Turn.REVOKED_LATE_FILING);
    if (revoked) {
      story.revoke(Story.SENSOR, TestKeys.SENSOR, T0 + 1000);
    }
    long tenthAt = turns.contains(Turn.REVOKED_LATE_FILING) ? T0 + 960 : T0 + 1200;
    Sign1 tenth = Said.reading(10, Optional.of(ninth), tenthAt, 500);
    Sign1 scan = Said.event(1, Optional.of(attach), T0 + 1500, Said.scan());
    Sign1 detach = Said.event(2, Optional.of(scan), T0 + 1510, Said.detach(Optional.of(10L)));
    long late = turns.contains(Turn.FUTURE) ? 3600 : 0;
    story.file(T0 + 900, CHECKPOINT_TIME - 600 + late, List.of(tenth, scan, detach));
    story.close();
    said.addAll(List.of(attach, eighth, ninth, tenth, scan, detach));
  }

  /** The keys whose registrations a passport needs. */
  static List<SigningKey> keys() {
    return List.of(TestKeys.GATEWAY, TestKeys.SENSOR, TestKeys.SCANNER);
  }
}
