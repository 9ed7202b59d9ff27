package org.baymark.gateway.anchor;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.log.Alliance;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.ConsistencyProof;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.passport.Evidence;
import org.baymark.protocol.passport.EvidenceRequest;

/**
 * All members of an alliance as if they were one: whoever answers serves, and no single one of them
 * can stop the gateway. The first is the member that registered the gateway.
 */
public final class SeveralMembers implements AllianceClient {
  /** The gateway is another member's: ask there. */
  private static final String FOREIGN = "foreign-gateway";

  private final Policy policy;
  private final List<AllianceClient> members;

  /** By whom the last thing was answered as it should be: asked first the next time. */
  private volatile int preferred;

  /**
   * @param members in the order in which they are tried; at least one
   */
  public SeveralMembers(Policy policy, List<AllianceClient> members) {
    if (members.isEmpty()) {
      throw new IllegalArgumentException("an alliance without members");
    }
    this.policy = policy;
    this.members = List.copyOf(members);
  }

  /** The gateway's own member decides; who says that it is another's has not refused it. */
  @Override
  public Future<Answer<Receipt>> submitRequest(Bytes signed) {
    return inTurn(
        0,
        member -> member.submitRequest(signed),
        answer ->
            answer.match(
                given -> true, refused -> !refused.title().equals(FOREIGN), silent -> false),
        SeveralMembers::firstOf);
  }

  /**
   * One member that lies could refuse what the log would take: f + 1 that refuse do not all lie.
   */
  @Override
  public Future<Answer<Receipt>> submitBatch(Bytes header, List<Bytes> subjectEntries) {
    return inTurn(
        preferred,
        member -> member.submitBatch(header, subjectEntries),
        answer -> answer.match(given -> true, refused -> false, silent -> false),
        this::refusedByMany);
  }

  private Answer<Receipt> refusedByMany(List<Answer<Receipt>> answers) {
    List<Answer<Receipt>> refusals =
        answers.stream().filter(it -> it instanceof Answer.Refused<Receipt>).toList();
    return refusals.size() > Alliance.faults(members.size())
        ? refusals.get(0)
        : firstOf(answers)
            .match(
                Answer.Given::new,
                refused ->
                    new Answer.Silent<>(
                        "one member alone refuses: " + refused.text(), Optional.empty()),
                silent -> silent);
  }

  /** The longest head that the policy accepts; a member may lag, and one may lie. */
  @Override
  public Future<Answer<Optional<SignedCheckpoint>>> checkpoint() {
    List<Future<Answer<Optional<SignedCheckpoint>>>> all =
        members.stream().map(AllianceClient::checkpoint).toList();
    return Future.join(all)
        .otherwiseEmpty()
        .map(
            done -> {
              List<Answer<Optional<SignedCheckpoint>>> answers = new ArrayList<>();
              all.forEach(one -> answers.add(one.result()));
              return longest(answers);
            });
  }

  private Answer<Optional<SignedCheckpoint>> longest(
      List<Answer<Optional<SignedCheckpoint>>> answers) {
    long size = -1;
    int best = -1;
    for (int i = 0; i < answers.size(); i++) {
      long offered = answers.get(i).match(this::acceptedSize, refused -> -1L, silent -> -1L);
      if (offered > size) {
        size = offered;
        best = i;
      }
    }
    if (best < 0) {
      return firstOf(answers);
    }
    preferred = best;
    return answers.get(best);
  }

  private long acceptedSize(Optional<SignedCheckpoint> note) {
    return note.filter(it -> policy.judge(it).accepted())
        .map(it -> it.checkpoint().size())
        .orElse(-1L);
  }

  /** A proof that proves, from whoever has one; who shows none that does may lag or lie. */
  @Override
  public Future<Answer<List<Digest>>> consistency(TreeHead from, TreeHead to) {
    return inTurn(
        preferred,
        member -> member.consistency(from, to),
        answer -> answer.match(path -> proves(from, to, path), refused -> false, silent -> false),
        SeveralMembers::firstOf);
  }

  private static boolean proves(TreeHead from, TreeHead to, List<Digest> path) {
    return new ConsistencyProof(from.size(), to.size(), path).proves(from.root(), to.root());
  }

  @Override
  public Future<Answer<Evidence>> evidence(EvidenceRequest request) {
    return inTurn(
        preferred,
        member -> member.evidence(request),
        answer -> answer.match(given -> true, refused -> false, silent -> false),
        SeveralMembers::firstOf);
  }

  /** Asks one after the other until {@code isGood}, and else makes one answer of all. */
  private <T> Future<Answer<T>> inTurn(
      int first,
      Function<AllianceClient, Future<Answer<T>>> question,
      Function<Answer<T>, Boolean> isGood,
      Function<List<Answer<T>>, Answer<T>> otherwise) {
    return next(first, new ArrayList<>(), question, isGood, otherwise);
  }

  private <T> Future<Answer<T>> next(
      int first,
      List<Answer<T>> sofar,
      Function<AllianceClient, Future<Answer<T>>> question,
      Function<Answer<T>, Boolean> isGood,
      Function<List<Answer<T>>, Answer<T>> otherwise) {
    if (sofar.size() == members.size()) {
      return Future.succeededFuture(otherwise.apply(sofar));
    }
    int at = (first + sofar.size()) % members.size();
    return question
        .apply(members.get(at))
        .compose(
            answer -> {
              if (isGood.apply(answer)) {
                preferred = at;
                return Future.succeededFuture(answer);
              }
              sofar.add(answer);
              return next(first, sofar, question, isGood, otherwise);
            });
  }

  /**
   * Where nobody answered as it should: an answer, else a silence (worth another try), else a
   * refusal.
   */
  private static <T> Answer<T> firstOf(List<Answer<T>> answers) {
    return answers.stream()
        .filter(it -> it instanceof Answer.Given<T>)
        .findFirst()
        .or(() -> answers.stream().filter(it -> it instanceof Answer.Silent<T>).findFirst())
        .orElse(answers.get(0));
  }
}
