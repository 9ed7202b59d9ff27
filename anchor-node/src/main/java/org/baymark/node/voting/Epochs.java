package org.baymark.node.voting;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.protocol.voting.Conflict;
import org.baymark.protocol.voting.Electorate;
import org.baymark.protocol.voting.Opened;
import org.baymark.protocol.voting.Opening;
import org.baymark.protocol.voting.Stop;
import org.baymark.protocol.voting.StopSet;

/** Rules 5 to 8: how an epoch is stopped, and how the next one is entered. */
final class Epochs {
  private static final int OPENINGS_MAX = 64;

  private final Draft draft;
  private final Rules rules;
  private final Preparing preparing;
  private final Cosigning cosigning;
  private final Stops stops = new Stops();
  private final Map<Long, Opening> openings = new HashMap<>(); // by epoch

  Epochs(Draft draft, Preparing preparing, Cosigning cosigning) {
    this.cosigning = cosigning;
    this.draft = draft;
    this.rules = draft.rules;
    this.preparing = preparing;
    draft.own().stops().forEach(stops::add);
  }

  /** Whether it was of use. */
  boolean heard(Stop stop, Branch branch) {
    boolean isOfUse =
        stop.origin().equals(draft.origin)
            && stop.epoch() >= draft.own().epoch()
            && !stops.has(stop)
            && branch.said(stop.signed())
            && stop.highest().map(it -> rules.holdsInStop(it, branch)).orElse(true);
    if (isOfUse && stop.member().equals(draft.self())) {
      if (stop.epoch() > draft.own().stopped() && branch.saidByPresentKey(stop.signed())) {
        draft.lost("a stop of epoch " + stop.epoch());
      }
    } else if (isOfUse) {
      stops.conflict(stop).ifPresent(draft::convict);
      stops.add(stop);
    }
    return isOfUse;
  }

  /** Whether it was of use: whether an epoch was entered. */
  boolean heard(Opened opened, Branch branch) {
    Opening opening = opened.opening();
    boolean isNew =
        opening.origin().equals(draft.origin)
            && opening.epoch() >= draft.own().epoch()
            && !isSettled(opening)
            && branch.said(opening.signed());
    if (!isNew) {
      return false;
    }
    conflict(opening).ifPresent(draft::convict);
    if (openings.size() < OPENINGS_MAX) {
      openings.putIfAbsent(opening.epoch(), opening);
    }
    boolean isOwn =
        opening.member().equals(draft.self()) && branch.saidByPresentKey(opening.signed());
    if (isOwn && opening.epoch() > draft.own().epoch()) {
      draft.lost("the opening of epoch " + opening.epoch());
    }
    boolean mayEnter =
        rules.mayEnter(draft.own(), opened.epoch())
            && branch.electorates().stream()
                .anyMatch(
                    members ->
                        members.opener(opened.epoch()).equals(opening.member())
                            && rules.isProven(opened.stopSet(), members, branch));
    if (mayEnter) {
      enter(opened);
    }
    return mayEnter;
  }

  /** Whether it is known, and its epoch was entered or will not be. */
  private boolean isSettled(Opening opening) {
    return !rules.mayEnter(draft.own(), opening.epoch())
        && Optional.ofNullable(openings.get(opening.epoch()))
            .filter(known -> known.signed().id().equals(opening.signed().id()))
            .isPresent();
  }

  private Optional<Conflict> conflict(Opening opening) {
    return Optional.ofNullable(openings.get(opening.epoch()))
        .filter(other -> other.member().equals(opening.member()))
        .filter(other -> !other.stopSet().equals(opening.stopSet()))
        .map(other -> new Conflict(other.signed(), opening.signed(), Optional.empty()));
  }

  /** Ends the epoch; or, where k members ended it and nobody opened the next, that one too. */
  void stop(Branch branch) {
    toStop(branch).ifPresent(this::stopIn);
  }

  /** Which epoch {@link #stop} would end now; empty if it would sign nothing. */
  OptionalLong toStop(Branch branch) {
    Recorded own = draft.own();
    if (own.silence().isPresent()) {
      return OptionalLong.empty();
    }
    if (own.stopped() < own.epoch()) {
      return OptionalLong.of(own.epoch());
    }
    boolean hasEnded =
        branch.electorates().stream().anyMatch(it -> ended(own.stopped(), it, branch));
    return hasEnded ? OptionalLong.of(own.stopped() + 1) : OptionalLong.empty();
  }

  private boolean ended(long epoch, Electorate members, Branch branch) {
    return stops
        .set(epoch, members, rules.quorum(members))
        .map(set -> rules.isProven(set, members, branch))
        .orElse(false);
  }

  /** Rule 5. */
  private void stopIn(long epoch) {
    if (draft.own().silence().isEmpty()) {
      Stop stop = Stop.say(draft.pen.voice(), draft.origin, epoch, draft.own().highest());
      draft.note(new Minute.Stopped(stop));
      draft.say(stop);
      stops.add(stop);
    }
  }

  /** Rule 8: with f+1 stops at least one honest member saw no progress. */
  void joinIn(Branch branch) {
    for (Electorate members : branch.electorates()) {
      OptionalLong ended = stops.ended(members, members.faults() + 1);
      boolean joins =
          ended.isPresent()
              && ended.getAsLong() >= draft.own().epoch()
              && ended.getAsLong() > draft.own().stopped()
              && draft.isMember(members);
      if (joins) {
        stopIn(ended.getAsLong());
      }
    }
  }

  /** Rule 8: the member whose turn it is names one stop set, once. */
  void open(Branch branch) {
    if (draft.own().silence().isPresent()) {
      return;
    }
    for (Electorate members : branch.electorates()) {
      for (Stop stop : stops.all()) {
        long next = stop.epoch() + 1;
        if (rules.mayEnter(draft.own(), next) && members.opener(next).equals(draft.self())) {
          stops
              .set(stop.epoch(), members, rules.quorum(members))
              .filter(set -> rules.isProven(set, members, branch))
              .ifPresent(this::open);
        }
      }
    }
  }

  private void open(StopSet set) {
    Opening opening = Opening.say(draft.pen.voice(), draft.origin, set.epoch() + 1, set.digest());
    Opened opened = new Opened(opening, set);
    openings.put(opening.epoch(), opening);
    enter(opened);
    draft.say(opened);
  }

  /** Rules 6 and 7. */
  private void enter(Opened opened) {
    draft.note(new Minute.Entered(opened));
    preparing.entered();
    cosigning.entered();
    stops.forget(draft.own().epoch());
    openings.keySet().removeIf(epoch -> epoch < draft.own().epoch());
  }

  /** Its own, and those of others. */
  List<Stop> stops() {
    return stops.all();
  }
}
