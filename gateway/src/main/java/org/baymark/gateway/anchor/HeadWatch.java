package org.baymark.gateway.anchor;

import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.gateway.anchor.Roster.Seat;
import org.baymark.gateway.store.BatchLog;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.HeadLog;
import org.baymark.gateway.store.HeadLog.Head;
import org.baymark.protocol.log.Judgement;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.ConsistencyProof;
import org.baymark.protocol.merkle.TreeHead;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the head of the log. A head counts if the policy accepts it and the log has only grown to
 * it. Whoever shows the newest is asked to prove that it covers what has no proof yet. Two accepted
 * heads that cannot both be true are kept as evidence, and from then on nothing that this log says
 * is believed.
 */
public final class HeadWatch {
  private static final Logger log = LoggerFactory.getLogger(HeadWatch.class);

  private static final String FORK = "the log has two heads of the same size";
  private static final String ANOTHER = "the log became another one";
  private static final String GREW_OTHERWISE = "the log did not only grow";
  private static final String UNPROVEN =
      "nobody proves that its head and the last one are of one log";

  /** More refusals than there can be: whoever refuses to show a head is passed over. */
  private static final int NEVER = Integer.MAX_VALUE;

  private final Database database;
  private final HeadLog heads;
  private final Roster members;
  private final Trust trust;
  private final InclusionWatch inclusion;
  private final InstantSource clock;

  public HeadWatch(
      Database database,
      BatchLog batches,
      HeadLog heads,
      Roster members,
      Trust trust,
      Resending resending,
      InstantSource clock) {
    this.inclusion =
        new InclusionWatch(database, batches, heads, resending, members::enough, clock);
    this.database = database;
    this.heads = heads;
    this.members = members;
    this.trust = trust;
    this.clock = clock;
  }

  /** Asks for the newest head and holds it against {@code kept}. */
  Future<Outcome> look(Optional<Head> kept) {
    return members
        .<Outcome>ask(members.another(), NEVER, seat -> look(seat, kept))
        .map(answer -> answer.match(outcome -> outcome, HeadWatch::never, Outcome::later));
  }

  private Future<Answer<Outcome>> look(Seat seat, Optional<Head> kept) {
    return seat.client()
        .checkpoint()
        .compose(
            answer ->
                answer.match(
                    note -> note.map(offered -> judge(seat, kept, offered)).orElseGet(() -> done()),
                    refused -> silence(refused.text()),
                    silent -> silence(silent)));
  }

  private static <T> Outcome never(Answer.Refused<T> refused) {
    throw new IllegalStateException("no refusal is asked for: " + refused.text());
  }

  private static <T> Future<Answer<T>> silence(String why) {
    return Future.succeededFuture(new Answer.Silent<>(why, Optional.empty()));
  }

  private static <T> Future<Answer<T>> silence(Answer.Silent<?> silent) {
    return Future.succeededFuture(new Answer.Silent<>(silent.why(), silent.retryAfter()));
  }

  private static Future<Answer<Outcome>> done() {
    return Future.succeededFuture(new Answer.Given<>(new Outcome.Done()));
  }

  private Future<Answer<Outcome>> judge(Seat seat, Optional<Head> kept, SignedCheckpoint note) {
    return uncertified(seat, note)
        .compose(
            why -> why.map(HeadWatch::<Outcome>silence).orElseGet(() -> hold(seat, kept, note)));
  }

  private Future<Answer<Outcome>> hold(Seat seat, Optional<Head> kept, SignedCheckpoint note) {
    Head offered = headOf(note);
    return switch (HeadRule.compare(kept.map(Head::tree), offered.tree())) {
      case FIRST -> accept(seat, offered);
      case SAME -> inclusion.look(seat).map(Answer.Given::new);
      case GROWN -> follow(seat, kept.orElseThrow(), offered);
      case SHRUNKEN -> lag(seat, kept.orElseThrow(), offered);
      case FORKED -> contradict(kept.orElseThrow(), offered, FORK).map(Answer.Given::new);
    };
  }

  /**
   * Why the trust file does not let this head count; empty if it does. Members who came after those
   * of the file say how that came about, and are believed if those of the file voted for it.
   */
  private Future<Optional<String>> uncertified(Seat seat, SignedCheckpoint note) {
    Judgement judgement = trust.judge(note);
    if (judgement.accepted()) {
      return Future.succeededFuture(Optional.empty());
    }
    Optional<String> why =
        Optional.of(
            judgement.logSigned()
                ? "too few members of the trust file certify its head"
                : "its head is not signed by the log of the trust file");
    return seat.client()
        .succession()
        .compose(
            answer ->
                answer.match(
                    // Where too much waits already, this member is passed over.
                    changes -> trust.follow(changes, note).onSuccess(this::led).otherwise(false),
                    refused -> Future.succeededFuture(false),
                    silent -> Future.succeededFuture(false)))
        .map(isLed -> isLed ? Optional.empty() : why);
  }

  private void led(boolean isLed) {
    if (isLed) {
      members.follow(trust.present());
    }
  }

  private static Head headOf(SignedCheckpoint note) {
    TreeHead tree = new TreeHead(note.checkpoint().size(), note.checkpoint().root());
    return new Head(note.toText(), tree);
  }

  private Future<Answer<Outcome>> follow(Seat seat, Head kept, Head offered) {
    return grew(seat, kept.tree(), offered.tree())
        .compose(
            answer ->
                answer.match(
                    yes -> accept(seat, offered),
                    no -> contradict(kept, offered, GREW_OTHERWISE).map(Answer.Given::new),
                    silent -> silence(UNPROVEN)));
  }

  /**
   * Whoever shows an older head of the same log lags, and does not lie: the next may be further.
   */
  private Future<Answer<Outcome>> lag(Seat seat, Head kept, Head offered) {
    return grew(seat, offered.tree(), kept.tree())
        .compose(
            answer ->
                answer.match(
                    yes -> members.isSole() ? silence(behind(offered)) : done(),
                    no -> contradict(kept, offered, ANOTHER).map(Answer.Given::new),
                    silent -> silence(UNPROVEN)));
  }

  /**
   * Whether the log only grew from one certified head to the other. Anybody can send a path that
   * proves nothing: it takes so many of them that an honest member sent one.
   */
  private Future<Answer<TreeHead>> grew(Seat first, TreeHead from, TreeHead to) {
    List<Seat> order = new ArrayList<>(members.inTurn());
    order.remove(first);
    order.add(0, first);
    return members.ask(
        order,
        members.enough(),
        seat ->
            seat.client()
                .consistency(from.size(), to.size())
                .map(
                    answer ->
                        answer.match(
                            path ->
                                new ConsistencyProof(from.size(), to.size(), path)
                                        .proves(from.root(), to.root())
                                    ? new Answer.Given<>(to)
                                    : new Answer.Refused<>(0, "no-consistency", ""),
                            no -> new Answer.Silent<>(no.text(), Optional.empty()),
                            silent -> new Answer.Silent<>(silent.why(), silent.retryAfter()))));
  }

  /**
   * Whether a head that came with something else stands in one history with the newest that was
   * accepted, and not behind it. Anything else is silence; heads that cannot both be true are kept
   * as evidence here too.
   */
  Future<Answer<SignedCheckpoint>> stands(Seat seat, SignedCheckpoint note) {
    return uncertified(seat, note)
        .compose(
            why ->
                why.map(HeadWatch::<SignedCheckpoint>silence)
                    .orElseGet(
                        () ->
                            database
                                .read(heads::newest)
                                .compose(kept -> stands(seat, kept, headOf(note), note))));
  }

  private static String behind(Head offered) {
    return "it is behind: its head has " + offered.tree().size() + " entries";
  }

  private Future<Answer<SignedCheckpoint>> stands(
      Seat seat, Optional<Head> kept, Head offered, SignedCheckpoint note) {
    return switch (HeadRule.compare(kept.map(Head::tree), offered.tree())) {
      case FIRST, SAME -> Future.succeededFuture(new Answer.Given<>(note));
      case SHRUNKEN -> silence(behind(offered));
      case FORKED -> contradict(kept.orElseThrow(), offered, FORK).compose(end -> silence(FORK));
      case GROWN ->
          grew(seat, kept.orElseThrow().tree(), offered.tree())
              .compose(
                  answer ->
                      answer.match(
                          yes -> Future.succeededFuture(new Answer.Given<>(note)),
                          no ->
                              contradict(kept.orElseThrow(), offered, GREW_OTHERWISE)
                                  .compose(end -> silence(GREW_OTHERWISE)),
                          silent -> silence(UNPROVEN)));
    };
  }

  private Future<Answer<Outcome>> accept(Seat seat, Head head) {
    return database
        .write(
            transaction -> {
              heads.accept(transaction, head);
              return head;
            })
        .onSuccess(
            done -> log.atInfo().addKeyValue("size", head.tree().size()).log("head accepted"))
        .compose(done -> inclusion.look(seat))
        .map(Answer.Given::new);
  }

  private Future<Outcome> contradict(Head kept, Head offered, String what) {
    String why =
        what
            + ", from size "
            + kept.tree().size()
            + " to size "
            + offered.tree().size()
            + ": nothing more is anchored; both signed notes are kept as evidence in the table"
            + " 'contradiction', and an operator has to settle this with the alliance";
    return database.write(
        transaction -> {
          heads.contradiction(transaction, kept.note(), offered.note(), why, clock.instant());
          return new Outcome.Broken(why);
        });
  }
}
