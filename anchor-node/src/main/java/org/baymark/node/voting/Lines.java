package org.baymark.node.voting;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.NoteSignature;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.voting.Electorate;
import org.baymark.protocol.voting.Seat;

/** The co-signatures that came in for heads that are not certified here yet, each checked. */
final class Lines {
  private static final int HEADS_MAX = 1024;

  private final Map<Checkpoint, NavigableMap<DevUrn, NoteSignature>> byHead = new HashMap<>();

  void add(Checkpoint checkpoint, DevUrn member, NoteSignature line) {
    if (byHead.size() >= HEADS_MAX && !byHead.containsKey(checkpoint)) {
      // Who co-signs heads that nobody knows makes room for the others again.
      byHead.keySet().stream()
          .max(Comparator.comparingLong(Checkpoint::size))
          .ifPresent(byHead::remove);
    }
    byHead.computeIfAbsent(checkpoint, any -> new TreeMap<>()).putIfAbsent(member, line);
  }

  /** Whether this very line is kept. */
  boolean has(Checkpoint checkpoint, NoteSignature line) {
    return byHead.getOrDefault(checkpoint, new TreeMap<>()).containsValue(line);
  }

  /** The longest head that enough members of {@code counts} co-signed and that passes. */
  Optional<SignedCheckpoint> certified(Needed needed) {
    return byHead.entrySet().stream()
        .flatMap(entry -> note(entry.getKey(), entry.getValue(), needed).stream())
        .max(Comparator.comparingLong(note -> note.checkpoint().size()));
  }

  /** Who certifies a head and how many of them; empty if it does not count. */
  interface Needed {
    Optional<Electorate> members(Checkpoint checkpoint);

    int quorum(Electorate members);
  }

  private static Optional<SignedCheckpoint> note(
      Checkpoint checkpoint, NavigableMap<DevUrn, NoteSignature> lines, Needed needed) {
    return needed
        .members(checkpoint)
        .flatMap(
            members -> {
              List<NoteSignature> theirs = new ArrayList<>();
              for (Seat seat : members.seats()) {
                Optional.ofNullable(lines.get(seat.name())).ifPresent(theirs::add);
              }
              return theirs.size() >= needed.quorum(members)
                  ? Optional.of(new SignedCheckpoint(checkpoint, theirs))
                  : Optional.empty();
            });
  }

  /** The longest head that the branch does not hold, and that enough of some members co-signed. */
  Optional<TreeHead> beyond(Branch branch) {
    Needed any =
        new Needed() {
          @Override
          public Optional<Electorate> members(Checkpoint checkpoint) {
            return branch.electorates().stream()
                .filter(members -> !branch.holds(tree(checkpoint)))
                .filter(members -> quorum(members) <= count(checkpoint, members))
                .findFirst();
          }

          @Override
          public int quorum(Electorate members) {
            return members.quorum();
          }
        };
    return certified(any).map(note -> tree(note.checkpoint()));
  }

  private long count(Checkpoint checkpoint, Electorate members) {
    NavigableMap<DevUrn, NoteSignature> lines = byHead.getOrDefault(checkpoint, new TreeMap<>());
    return members.seats().stream().filter(seat -> lines.containsKey(seat.name())).count();
  }

  private static TreeHead tree(Checkpoint checkpoint) {
    return new TreeHead(checkpoint.size(), checkpoint.root());
  }

  void forget(long size) {
    byHead.keySet().removeIf(checkpoint -> checkpoint.size() <= size);
  }
}
