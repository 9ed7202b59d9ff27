package org.baymark.node.voting;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.voting.Conflict;
import org.baymark.protocol.voting.Electorate;
import org.baymark.protocol.voting.Stop;
import org.baymark.protocol.voting.StopSet;

/** The stops that came in, their signatures and certificates checked; of each member a few. */
final class Stops {
  private static final int PER_MEMBER_MAX = 8;

  private final Map<DevUrn, NavigableMap<Long, Stop>> byMember = new HashMap<>();

  /** The stop of this member and epoch that came first. */
  Optional<Stop> of(DevUrn member, long epoch) {
    return Optional.ofNullable(byMember.getOrDefault(member, new TreeMap<>()).get(epoch));
  }

  /** Whether this very stop is kept. */
  boolean has(Stop stop) {
    return of(stop.member(), stop.epoch())
        .filter(kept -> kept.signed().id().equals(stop.signed().id()))
        .isPresent();
  }

  Optional<Conflict> conflict(Stop stop) {
    return of(stop.member(), stop.epoch())
        .filter(other -> !other.signed().id().equals(stop.signed().id()))
        .map(other -> new Conflict(other.signed(), stop.signed(), Optional.empty()));
  }

  /** The newest are kept: an honest member signs the next only where k stopped the one before. */
  void add(Stop stop) {
    NavigableMap<Long, Stop> own = byMember.computeIfAbsent(stop.member(), any -> new TreeMap<>());
    own.putIfAbsent(stop.epoch(), stop);
    if (own.size() > PER_MEMBER_MAX) {
      own.pollFirstEntry();
    }
  }

  /** The stops of these members that end {@code epoch}; empty if fewer than {@code needed}. */
  Optional<StopSet> set(long epoch, Electorate members, int needed) {
    NavigableMap<DevUrn, Stop> stops = new TreeMap<>();
    members
        .seats()
        .forEach(seat -> of(seat.name(), epoch).ifPresent(it -> stops.put(seat.name(), it)));
    return stops.size() >= needed && !stops.isEmpty()
        ? Optional.of(new StopSet(List.copyOf(stops.values())))
        : Optional.empty();
  }

  /** The highest epoch that {@code count} of these members end, be it by a later stop. */
  OptionalLong ended(Electorate members, int count) {
    List<Long> epochs = new ArrayList<>();
    members
        .seats()
        .forEach(
            seat -> {
              NavigableMap<Long, Stop> own = byMember.get(seat.name());
              if (own != null && !own.isEmpty()) {
                epochs.add(own.lastKey());
              }
            });
    return epochs.stream()
        .sorted(Comparator.reverseOrder())
        .skip(count - 1L)
        .mapToLong(Long::longValue)
        .findFirst();
  }

  /** Nothing before {@code epoch} is of use any more. */
  void forget(long epoch) {
    byMember.values().forEach(own -> own.headMap(epoch, false).clear());
  }

  /** All that are kept. */
  List<Stop> all() {
    List<Stop> all = new ArrayList<>();
    byMember.values().forEach(own -> all.addAll(own.values()));
    return all;
  }
}
