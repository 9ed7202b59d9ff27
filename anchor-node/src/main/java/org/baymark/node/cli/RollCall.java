package org.baymark.node.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.merkle.TreeHead;

/**
 * What all members say of themselves, side by side: who is missing, who disagrees.
 *
 * @param members each by the name or the address that it was asked under
 * @param standing the evidence that speaks against a member's present keys; what speaks against
 *     keys or members of the past is history
 */
record RollCall(List<Asked> members, Set<Digest> standing) {
  RollCall {
    members = List.copyOf(members);
    standing = Set.copyOf(standing);
  }

  /**
   * One member.
   *
   * @param status empty if it did not answer, or not as a member of this log
   * @param excuse what it answered instead
   */
  record Asked(String name, String url, Optional<MemberStatus> status, Optional<String> excuse) {
    Asked named(String other) {
      return new Asked(other, url, status, excuse);
    }

    Asked onlyIf(Predicate<MemberStatus> which) {
      return new Asked(name, url, status.filter(which), excuse);
    }

    List<MemberStatus.Kept> evidence() {
      return status.map(MemberStatus::evidence).orElse(List.of());
    }
  }

  /** One line for a member, and whether all is well with it. */
  record Line(String text, boolean isWell) {}

  /**
   * That a member signed twice is for people to decide on, and says nothing of whether the alliance
   * works: it makes no line ill.
   */
  List<Line> lines() {
    List<Line> lines = new ArrayList<>(members.stream().map(this::line).toList());
    accused(true)
        .forEach(
            (who, at) ->
                lines.add(
                    new Line(
                        who
                            + ": SIGNED TWICE, so says "
                            + String.join(", ", at)
                            + "; check what is at /evidence/conflicts there with 'baymark accuse'",
                        true)));
    accused(false)
        .forEach(
            (who, at) ->
                lines.add(
                    new Line(
                        who
                            + ": signed twice in the past, with keys that are no longer in force,"
                            + " so says "
                            + String.join(", ", at),
                        true)));
    return lines;
  }

  private Line line(Asked asked) {
    if (asked.status().isEmpty()) {
      Optional<String> said = asked.excuse().map(it -> asked.url() + " says " + it);
      String why = said.orElse("no answer from " + asked.url());
      return new Line(asked.name() + ": MISSING, " + why, false);
    }
    MemberStatus status = asked.status().get();
    List<String> wrong = faults(status);
    StringBuilder text = new StringBuilder(asked.name());
    text.append(": epoch ").append(status.epoch());
    text.append(", certified ").append(head(status.certified()));
    status.certified().ifPresent(any -> text.append(age(status.ageMillis())));
    text.append(", closed ").append(head(status.closed()));
    text.append(", reported ").append(head(status.reported()));
    text.append(status.leads() ? ", leads" : "");
    wrong.forEach(fault -> text.append("; ").append(fault));
    return new Line(text.toString(), wrong.isEmpty());
  }

  /** By the name of the accused: where the evidence is. */
  private SortedMap<String, Set<String>> accused(boolean isStanding) {
    SortedMap<String, Set<String>> all = new TreeMap<>();
    for (Asked asked : members) {
      for (MemberStatus.Kept kept : asked.evidence()) {
        if (standing.contains(kept.id()) == isStanding) {
          all.computeIfAbsent(kept.member(), any -> new TreeSet<>()).add(asked.url());
        }
      }
    }
    return all;
  }

  private List<String> faults(MemberStatus status) {
    List<String> faults = new ArrayList<>();
    long epoch = most(MemberStatus::epoch);
    if (status.epoch() < epoch) {
      faults.add("BEHIND in epoch " + status.epoch() + " of " + epoch);
    }
    status.silence().ifPresent(why -> faults.add("DOES NOT VOTE: " + why));
    if (status.ownStop() >= status.epoch()) {
      faults.add(
          "STOPPED epoch "
              + status.ownStop()
              + (" (" + stopped(status.ownStop()) + " of " + status.quorum() + " stops)"));
    }
    if (isAlone(status, MemberStatus::certified)) {
      faults.add("DISAGREES: others certified another head of that size");
    } else if (isAlone(status, MemberStatus::reported) || isAlone(status, MemberStatus::closed)) {
      faults.add("DISAGREES: others executed another head of that size");
    }
    long certified = most(it -> it.certified().map(TreeHead::size).orElse(0L));
    long own = status.certified().map(TreeHead::size).orElse(0L);
    if (own < certified) {
      faults.add("BEHIND: others know a certified head of " + certified + " entries");
    }
    return faults;
  }

  private long most(Function<MemberStatus, Long> what) {
    return members.stream()
        .flatMap(asked -> asked.status().stream())
        .map(what)
        .max(Comparator.naturalOrder())
        .orElse(0L);
  }

  /** Stops of {@code epoch} that anybody knows of. */
  private long stopped(long epoch) {
    return members.stream()
        .flatMap(asked -> asked.status().stream())
        .flatMap(status -> status.stopped(epoch).stream())
        .distinct()
        .count();
  }

  /** Whether more members say another head of this size than say the same; or as many. */
  private boolean isAlone(MemberStatus status, Function<MemberStatus, Optional<TreeHead>> which) {
    Optional<TreeHead> own = which.apply(status);
    Map<TreeHead, Integer> counts = new HashMap<>();
    for (Asked asked : members) {
      asked
          .status()
          .filter(other -> other.epoch() == status.epoch())
          .flatMap(which)
          .filter(other -> own.map(it -> it.size() == other.size()).orElse(false))
          .ifPresent(head -> counts.merge(head, 1, Integer::sum));
    }
    return own.isPresent()
        && counts.entrySet().stream()
            .anyMatch(
                other ->
                    !other.getKey().equals(own.get())
                        && other.getValue() >= counts.getOrDefault(own.get(), 0));
  }

  private static String head(Optional<TreeHead> head) {
    return head.map(it -> it.size() + " " + it.root().toString().substring(0, 8)).orElse("nothing");
  }

  private static String age(long millis) {
    return " (" + millis / 1000 + " s ago)";
  }
}
