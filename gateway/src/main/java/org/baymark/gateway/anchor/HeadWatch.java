package org.baymark.gateway.anchor;

import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.HeadLog;
import org.baymark.gateway.store.HeadLog.Head;
import org.baymark.protocol.log.Judgement;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.ConsistencyProof;
import org.baymark.protocol.merkle.TreeHead;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the head of the log. A head counts if the policy accepts it and the log has only grown to
 * it. Two accepted heads that cannot both be true are kept as evidence, and from then on nothing
 * that this log says is believed.
 */
public final class HeadWatch {
  private static final Logger log = LoggerFactory.getLogger(HeadWatch.class);

  private final Database database;
  private final HeadLog heads;
  private final AllianceClient alliance;
  private final Policy policy;
  private final InstantSource clock;

  public HeadWatch(
      Database database,
      HeadLog heads,
      AllianceClient alliance,
      Policy policy,
      InstantSource clock) {
    this.database = database;
    this.heads = heads;
    this.alliance = alliance;
    this.policy = policy;
    this.clock = clock;
  }

  /** Asks for the newest head and holds it against {@code kept}. */
  Future<Outcome> look(Optional<Head> kept) {
    return alliance
        .checkpoint()
        .compose(
            answer ->
                answer.match(
                    note -> note.map(offered -> judge(kept, offered)).orElseGet(HeadWatch::done),
                    refused -> Future.succeededFuture(Outcome.later(refused.text())),
                    silent -> Future.succeededFuture(Outcome.later(silent))));
  }

  private static Future<Outcome> done() {
    return Future.succeededFuture(new Outcome.Done());
  }

  private Future<Outcome> judge(Optional<Head> kept, SignedCheckpoint note) {
    Judgement judgement = policy.judge(note);
    if (!judgement.accepted()) {
      String why =
          judgement.logSigned()
              ? "too few members of the trust file certify its head"
              : "its head is not signed by the log of the trust file";
      return Future.succeededFuture(Outcome.later(why));
    }
    TreeHead tree = new TreeHead(note.checkpoint().size(), note.checkpoint().root());
    Head offered = new Head(note.toText(), tree);
    return switch (HeadRule.compare(kept.map(Head::tree), tree)) {
      case FIRST -> accept(offered);
      case SAME -> done();
      case GROWN -> follow(kept.orElseThrow(), offered);
      case SHRUNKEN -> behind(kept.orElseThrow(), offered);
      case FORKED ->
          contradict(kept.orElseThrow(), offered, "the log has two heads of the same size");
    };
  }

  private Future<Outcome> follow(Head kept, Head offered) {
    return compare(
        kept.tree(),
        offered.tree(),
        () -> accept(offered),
        () -> contradict(kept, offered, "the log did not only grow"));
  }

  /** Whoever shows an older head of the same log lags, and does not lie. */
  private Future<Outcome> behind(Head kept, Head offered) {
    return compare(
        offered.tree(),
        kept.tree(),
        () ->
            Future.succeededFuture(
                Outcome.later(
                    "its head of "
                        + offered.tree().size()
                        + " entries is older than the one of "
                        + kept.tree().size())),
        () -> contradict(kept, offered, "the log became another one"));
  }

  private Future<Outcome> compare(
      TreeHead from,
      TreeHead to,
      Supplier<Future<Outcome>> grown,
      Supplier<Future<Outcome>> another) {
    return alliance
        .consistency(from, to)
        .compose(
            answer ->
                answer.match(
                    path ->
                        new ConsistencyProof(from.size(), to.size(), path)
                                .proves(from.root(), to.root())
                            ? grown.get()
                            : another.get(),
                    refused -> Future.succeededFuture(Outcome.later(refused.text())),
                    silent -> Future.succeededFuture(Outcome.later(silent))));
  }

  private Future<Outcome> accept(Head head) {
    return database
        .<Outcome>write(
            transaction -> {
              heads.accept(transaction, head);
              return new Outcome.Done();
            })
        .onSuccess(
            done -> log.atInfo().addKeyValue("size", head.tree().size()).log("head accepted"));
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
