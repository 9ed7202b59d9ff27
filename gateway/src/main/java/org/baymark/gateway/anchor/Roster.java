package org.baymark.gateway.anchor;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.baymark.protocol.log.Alliance;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.log.Policy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The members of the alliance as this gateway reaches them, and whom to ask first. Who cannot be
 * used is left alone for a while, the longer the oftener, and asked again only when nobody else has
 * helped. May be used from any thread.
 */
public final class Roster {
  private static final Logger log = LoggerFactory.getLogger(Roster.class);
  private static final Backoff REST = new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(5));

  /** All the rest, none of it drawn: gateways that lost one member have others to go to. */
  private static final double WHOLE = Math.nextDown(1.0);

  private final boolean isOwnKnown;
  private final Function<String, AllianceClient> clients;
  private final InstantSource clock;
  private List<Seat> seats; // guarded by this
  private int enough; // guarded by this
  private final Map<Seat, Rest> resting = new HashMap<>(); // guarded by this
  private int turn; // guarded by this

  /**
   * One member's node.
   *
   * @param url names it to an operator
   */
  public record Seat(String url, AllianceClient client) {}

  private record Rest(int failures, Instant until) {}

  /**
   * @param seats in the order in which they are asked
   * @param isOwnKnown whether the first is the member that registered this gateway: it alone signs
   *     for its devices
   * @param faults how many of the members may lie
   * @param clients reach a member at a url; refuse one that is none with an
   *     IllegalArgumentException
   */
  public Roster(
      List<Seat> seats,
      boolean isOwnKnown,
      int faults,
      Function<String, AllianceClient> clients,
      InstantSource clock) {
    if (seats.isEmpty()) {
      throw new IllegalArgumentException("an alliance without a member");
    }
    this.isOwnKnown = isOwnKnown;
    this.clients = clients;
    this.clock = clock;
    this.seats = List.copyOf(seats);
    this.enough = enough(seats, faults);
  }

  /** Where fewer are known than it takes to find an honest one, all of them have to say so. */
  private static int enough(List<Seat> seats, int faults) {
    return Math.min(faults + 1, seats.size());
  }

  /**
   * The members of {@code policy} are those of now: whoever left is asked no more, and counts no
   * more for what one honest member has to say.
   */
  synchronized void follow(Policy policy) {
    Map<String, Seat> known = new HashMap<>();
    seats.forEach(seat -> known.put(seat.url(), seat));
    Set<Seat> now = new LinkedHashSet<>(isOwnKnown ? seats.subList(0, 1) : List.of());
    for (Policy.Log member : policy.logs()) {
      member
          .url()
          .map(url -> url.replaceAll("/+$", ""))
          .flatMap(url -> Optional.ofNullable(known.get(url)).or(() -> seat(url)))
          .ifPresent(now::add);
    }
    if (now.isEmpty()) {
      return; // nobody says where they are: those known may still know
    }
    seats = List.copyOf(now);
    int aliases = Math.max(0, seats.size() - policy.logs().size());
    enough = enough(seats, faults(policy) + aliases);
    resting.keySet().retainAll(now);
    turn = 0;
    log.atWarn()
        .addKeyValue("nodes", String.join(" ", seats.stream().map(Seat::url).toList()))
        .log("asking the present members from now on");
  }

  /** How many of the members of {@code policy} may lie. */
  public static int faults(Policy policy) {
    return Alliance.faults(policy.witnesses(NoteKey.COSIGNER).size());
  }

  private Optional<Seat> seat(String url) {
    try {
      return Optional.of(new Seat(url, clients.apply(url)));
    } catch (IllegalArgumentException e) {
      log.atWarn().addKeyValue("why", e.getMessage()).log("a member cannot be reached");
      return Optional.empty();
    }
  }

  synchronized boolean isSole() {
    return seats.size() == 1;
  }

  /** Who is not at rest, in order; then the others, by who comes back first. */
  synchronized List<Seat> inTurn() {
    return awakeFirst(seats);
  }

  /** Likewise, from another one each time: so all are watched, and none can hold back a head. */
  synchronized List<Seat> another() {
    List<Seat> turned = new ArrayList<>(seats.subList(turn, seats.size()));
    turned.addAll(seats.subList(0, turn));
    turn = (turn + 1) % seats.size();
    return awakeFirst(turned);
  }

  /** Who may sign for the devices of this gateway. */
  synchronized List<Seat> registrars() {
    return isOwnKnown ? seats.subList(0, 1) : inTurn();
  }

  private synchronized List<Seat> awakeFirst(List<Seat> order) {
    Instant now = clock.instant();
    List<Seat> sorted = new ArrayList<>(order);
    sorted.sort(Comparator.comparing(seat -> wakes(seat, now)));
    return sorted;
  }

  private Instant wakes(Seat seat, Instant now) {
    return Optional.ofNullable(resting.get(seat))
        .map(Rest::until)
        .filter(until -> until.isAfter(now))
        .orElse(Instant.MIN);
  }

  /** So many members that one at least is honest. */
  synchronized int enough() {
    return enough;
  }

  /** What was asked for, who would not give it, and who said nothing that can be used. */
  private record Heard<T>(
      List<Answer<T>> given, List<Answer.Refused<T>> refusals, List<Answer.Silent<T>> silences) {}

  /** {@link #ask(List, int, int, Function)} where one who gives what was asked for will do. */
  <T> Future<Answer<T>> ask(
      List<Seat> order, int refusalsNeeded, Function<Seat, Future<Answer<T>>> question) {
    return ask(order, 1, refusalsNeeded, question);
  }

  /**
   * Asks one after the other, until so many give what was asked for or so many refuse.
   *
   * @param question may judge an answer, and call it silence
   * @return what was given first; the first refusal, if there were enough; else silence, with what
   *     each one said
   */
  <T> Future<Answer<T>> ask(
      List<Seat> order,
      int givenNeeded,
      int refusalsNeeded,
      Function<Seat, Future<Answer<T>>> question) {
    Heard<T> heard = new Heard<>(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    return ask(order, 0, givenNeeded, refusalsNeeded, question, heard);
  }

  private <T> Future<Answer<T>> ask(
      List<Seat> order,
      int next,
      int givenNeeded,
      int refusalsNeeded,
      Function<Seat, Future<Answer<T>>> question,
      Heard<T> heard) {
    if (heard.given().size() >= givenNeeded) {
      return Future.succeededFuture(heard.given().get(0));
    }
    if (heard.refusals().size() >= refusalsNeeded) {
      return Future.succeededFuture(heard.refusals().get(0));
    }
    if (next == order.size()) {
      heard
          .refusals()
          .forEach(no -> heard.silences().add(new Answer.Silent<>(no.text(), Optional.empty())));
      return Future.succeededFuture(together(heard.silences()));
    }
    Seat seat = order.get(next);
    int before = failures(seat);
    return question
        .apply(seat)
        .compose(
            answer -> {
              note(seat, answer, before, heard);
              return ask(order, next + 1, givenNeeded, refusalsNeeded, question, heard);
            });
  }

  /**
   * @param before how often it had failed when it was asked
   */
  private <T> void note(Seat seat, Answer<T> answer, int before, Heard<T> heard) {
    if (answer instanceof Answer.Silent<T> silent) {
      heard.silences().add(new Answer.Silent<>(named(seat, silent.why()), silent.retryAfter()));
      rest(seat, silent, before);
      return;
    }
    awake(seat);
    if (answer instanceof Answer.Refused<T> no) {
      heard.refusals().add(no);
    } else {
      heard.given().add(answer);
    }
  }

  private String named(Seat seat, String why) {
    return isSole() ? why : seat.url() + ": " + why;
  }

  /** The one who wants to be left alone for the shortest time decides when to come again. */
  private static <T> Answer<T> together(List<Answer.Silent<T>> silences) {
    boolean allSay = silences.stream().allMatch(one -> one.retryAfter().isPresent());
    Optional<Duration> soonest =
        silences.stream().flatMap(one -> one.retryAfter().stream()).min(Duration::compareTo);
    String why = String.join("; ", silences.stream().map(Answer.Silent::why).toList());
    return new Answer.Silent<>(why, allSay ? soonest : Optional.empty());
  }

  private synchronized int failures(Seat seat) {
    return Optional.ofNullable(resting.get(seat)).map(Rest::failures).orElse(0);
  }

  /** Of what was asked together the first failure counts: the others say nothing new. */
  private synchronized void rest(Seat seat, Answer.Silent<?> why, int before) {
    int known = failures(seat);
    int failures = known > before ? known : known + 1;
    Duration pause = REST.after(failures, WHOLE);
    Duration asked = why.retryAfter().orElse(Duration.ZERO);
    resting.put(
        seat, new Rest(failures, clock.instant().plus(asked.compareTo(pause) > 0 ? asked : pause)));
    if (known == 0 && !isSole()) {
      log.atWarn()
          .addKeyValue("node", seat.url())
          .addKeyValue("why", why.why())
          .log("a member cannot be used, asking others");
    }
  }

  private synchronized void awake(Seat seat) {
    if (resting.remove(seat) != null && !isSole()) {
      log.atInfo().addKeyValue("node", seat.url()).log("a member answers again");
    }
  }
}
