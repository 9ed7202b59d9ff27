package org.baymark.node.voting;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.voting.Certificate;
import org.baymark.protocol.voting.Conflict;
import org.baymark.protocol.voting.Electorate;
import org.baymark.protocol.voting.Head;
import org.baymark.protocol.voting.Report;

/**
 * The reports of one epoch that came in, their signatures checked. Of each member the newest few
 * are kept, so that one who reports without end fills nobody's memory.
 */
final class Ballots {
  private static final int PER_MEMBER_MAX = 256;

  private final Map<Head, NavigableMap<DevUrn, Report>> byHead = new HashMap<>();
  private final Map<DevUrn, Deque<Report>> byMember = new HashMap<>();

  boolean has(Report report) {
    return byHead.getOrDefault(report.head(), new TreeMap<>()).containsKey(report.member());
  }

  void add(Report report) {
    byHead.computeIfAbsent(report.head(), any -> new TreeMap<>()).put(report.member(), report);
    Deque<Report> own = byMember.computeIfAbsent(report.member(), any -> new ArrayDeque<>());
    own.addLast(report);
    if (own.size() > PER_MEMBER_MAX) {
      drop(own.removeFirst());
    }
  }

  private void drop(Report report) {
    NavigableMap<DevUrn, Report> reports = byHead.get(report.head());
    if (reports != null && reports.remove(report.member()) != null && reports.isEmpty()) {
      byHead.remove(report.head());
    }
  }

  /** The reports of these members over {@code head}; empty if fewer than {@code needed}. */
  Optional<Certificate> certificate(Head head, Electorate members, int needed) {
    List<Report> reports = new ArrayList<>();
    for (Report report : byHead.getOrDefault(head, new TreeMap<>()).values()) {
      if (members.seat(report.member()).isPresent()) {
        reports.add(report);
      }
    }
    return reports.size() >= needed && !reports.isEmpty()
        ? Optional.of(new Certificate(reports))
        : Optional.empty();
  }

  /** What {@code report} contradicts of its member's other reports, as far as the branch tells. */
  Optional<Conflict> conflict(Report report, Branch branch) {
    for (Report other : byMember.getOrDefault(report.member(), new ArrayDeque<>())) {
      boolean isShorter = other.head().size() < report.head().size();
      Report first = isShorter ? other : report;
      Report second = isShorter ? report : other;
      if (first.head().size() == second.head().size()) {
        if (!first.head().equals(second.head())) {
          return Optional.of(new Conflict(first.signed(), second.signed(), Optional.empty()));
        }
      } else if (branch.holds(second.head()) && !branch.holds(first.head())) {
        return Optional.of(
            new Conflict(first.signed(), second.signed(), fork(first, second, branch)));
      }
    }
    return Optional.empty();
  }

  private static Optional<Conflict.Fork> fork(Report first, Report second, Branch branch) {
    long size = first.head().size();
    return branch
        .rootAt(size)
        .map(
            root -> new Conflict.Fork(root, branch.consistency(size, second.head().size()).path()));
  }

  /** Nothing up to {@code size} is of use any more. */
  void forget(long size) {
    byHead.keySet().removeIf(head -> head.size() <= size);
    byMember.values().forEach(own -> own.removeIf(report -> report.head().size() <= size));
  }

  void clear() {
    byHead.clear();
    byMember.clear();
  }
}
