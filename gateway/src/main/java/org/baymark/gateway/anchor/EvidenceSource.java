package org.baymark.gateway.anchor;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Function;
import org.baymark.protocol.passport.Evidence;
import org.baymark.protocol.passport.EvidenceRequest;

/** Where evidence comes from: any member, as long as its head stands with what was seen before. */
public final class EvidenceSource {
  private final Roster members;
  private final HeadWatch watch;

  public EvidenceSource(Roster members, HeadWatch watch) {
    this.members = members;
    this.watch = watch;
  }

  /**
   * Asks for evidence until one member's is of use.
   *
   * @param use makes something of it; its silence lets the next member be asked
   */
  public <T> Future<Answer<T>> ask(
      EvidenceRequest request, Function<Evidence, Future<Answer<T>>> use) {
    return members.ask(
        members.inTurn(),
        members.enough(),
        seat ->
            seat.client()
                .evidence(request)
                .compose(
                    answer ->
                        answer.match(
                            evidence ->
                                watch
                                    .stands(seat, evidence.checkpoint())
                                    .compose(
                                        standing ->
                                            standing.match(
                                                note -> use.apply(evidence),
                                                EvidenceSource::passedOn,
                                                EvidenceSource::passedOn)),
                            EvidenceSource::passedOn,
                            EvidenceSource::passedOn)));
  }

  private static <T> Future<Answer<T>> passedOn(Answer.Refused<?> no) {
    return Future.succeededFuture(new Answer.Refused<>(no.status(), no.title(), no.detail()));
  }

  private static <T> Future<Answer<T>> passedOn(Answer.Silent<?> silent) {
    return Future.succeededFuture(
        new Answer.Silent<>(silent.why(), silent.retryAfter().or(Optional::empty)));
  }
}
