package org.baymark.gateway.passport;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.baymark.gateway.anchor.Answer;
import org.baymark.gateway.anchor.EvidenceSource;
import org.baymark.gateway.anchor.Trust;
import org.baymark.gateway.passport.Assembly.Result;
import org.baymark.gateway.passport.SelfCheck.Checked;
import org.baymark.gateway.runtime.Tasks;
import org.baymark.protocol.batch.ShipmentKey;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.passport.Evidence;
import org.baymark.protocol.passport.EvidenceRequest;
import org.baymark.protocol.passport.LoggedRegistration;
import org.baymark.protocol.passport.SubjectProof;

/**
 * Makes passports: plans from committed rows, asks the alliance for evidence, puts the statements
 * in, and verifies the result as a stranger would before it is handed out.
 */
public final class PassportAssembler implements AutoCloseable {
  private static final int ATTEMPTS = 4;
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(400);
  private static final int WAITING_MAX = 16;

  private final Vertx vertx;
  private final List<Shelf> shelves;
  private final EvidenceSource alliance;
  private final Trust trust;
  private final InstantSource clock;
  private final Tasks tasks = new Tasks("passport", WAITING_MAX);

  /**
   * @param shelves this gateway's own store, then those that others left to it
   */
  public PassportAssembler(
      Vertx vertx, List<Shelf> shelves, EvidenceSource alliance, Trust trust, InstantSource clock) {
    this.vertx = vertx;
    this.shelves = List.copyOf(shelves);
    this.alliance = alliance;
    this.trust = trust;
    this.clock = clock;
  }

  /**
   * The key that opens {@code subject} in the log, and no other.
   *
   * @param epoch of the alliance key; empty for the newest under which something was filed, and
   *     where nothing was, that of now
   */
  public Future<Optional<ShipmentKey>> keyOf(Subject subject, OptionalLong epoch) {
    return Future.join(shelves.stream().map(it -> it.filedUnder(subject, epoch)).toList())
        .map(
            all ->
                all.<Optional<ShipmentKey>>list().stream()
                    .flatMap(Optional::stream)
                    .findFirst()
                    .or(() -> shelves.get(0).planner().keyOf(subject, epoch, clock.instant())));
  }

  /**
   * What is asked for.
   *
   * @param epoch of the alliance key; empty for the newest in which there is something
   * @param isShort whether the co-signatures beside those in Ed25519 are left out
   */
  public record Wanted(Subject subject, OptionalLong epoch, boolean isShort) {}

  /** The passport of all that is anchored about {@code subject}, or why there is none. */
  public Future<Assembly> assemble(Subject subject) {
    return assemble(new Wanted(subject, OptionalLong.empty(), false));
  }

  /** The same, as it is wanted. */
  public Future<Assembly> assemble(Wanted wanted) {
    return attempt(wanted, 1);
  }

  /**
   * What the log knows of keys of one device, as a member says whose head stands; nothing, where
   * none can be asked or the log has one of them not.
   *
   * @param keys thumbprints
   */
  public Future<List<LoggedRegistration>> registrations(DevUrn name, List<Digest> keys) {
    Digest own = ShipmentKey.ofDevice(Subject.of(name)).subjectKey();
    EvidenceRequest request =
        new EvidenceRequest(
            List.of(new EvidenceRequest.Asked(own, Optional.empty())), List.copyOf(keys));
    return alliance
        .<List<LoggedRegistration>>ask(
            request,
            evidence -> Future.succeededFuture(new Answer.Given<>(evidence.registrations())))
        .map(answer -> answer.match(found -> found, no -> List.of(), silent -> List.of()));
  }

  @Override
  public void close() {
    tasks.close();
  }

  private Future<Assembly> attempt(Wanted wanted, int attempt) {
    Subject subject = wanted.subject();
    return Shelf.plan(shelves, subject, wanted.epoch())
        .compose(
            start ->
                start
                    .plan()
                    .map(plan -> follow(wanted, plan, attempt))
                    .orElseGet(() -> Future.succeededFuture(nothing(subject, start.isKnown()))));
  }

  private static Assembly nothing(Subject subject, boolean isKnown) {
    return isKnown
        ? Assembly.none(
            Result.NOTHING_ANCHORED,
            "nothing about " + subject + " is anchored yet; ask again in a while")
        : Assembly.none(Result.UNKNOWN_SUBJECT, "this gateway has no statement about " + subject);
  }

  private Future<Assembly> follow(Wanted wanted, Plan plan, int attempt) {
    // What came of the last member's evidence, where none was of use.
    AtomicReference<Optional<Checked>> unsound = new AtomicReference<>(Optional.empty());
    return alliance
        .ask(plan.request(), evidence -> use(wanted, plan, evidence, unsound))
        .compose(
            answer ->
                answer.match(
                    checked -> finish(wanted, checked, attempt),
                    refused -> Future.succeededFuture(noEvidence(refused.text())),
                    silent ->
                        Objects.requireNonNull(unsound.get())
                            .map(checked -> finish(wanted, checked, attempt))
                            .orElseGet(() -> Future.succeededFuture(noEvidence(silent.why())))));
  }

  private static Assembly noEvidence(String why) {
    return Assembly.none(Result.NO_EVIDENCE, "the alliance gives no evidence now: " + why);
  }

  /** Makes the passport that this evidence allows; one that does not verify is of no use. */
  private Future<Answer<Checked>> use(
      Wanted wanted, Plan plan, Evidence evidence, AtomicReference<Optional<Checked>> unsound) {
    List<Digest> asked = plan.parts().stream().map(part -> part.asked().subjectKey()).toList();
    if (!evidence.subjects().stream().map(SubjectProof::subjectKey).toList().equals(asked)) {
      return Future.succeededFuture(
          new Answer.Silent<>("it answers about other subjects", Optional.empty()));
    }
    boolean isNewer = evidence.head().size() > plan.head().size();
    return tasks
        .call(() -> SelfCheck.of(trust, evidence, shelves.get(0).planner()))
        .compose(check -> checked(check, wanted, plan, isNewer))
        .map(
            checked -> {
              if (checked.assembly().result() == Result.MADE) {
                return new Answer.Given<>(checked);
              }
              unsound.set(Optional.of(checked));
              return new Answer.Silent<>(checked.assembly().sentence(), Optional.empty());
            });
  }

  private Future<Checked> checked(SelfCheck check, Wanted wanted, Plan plan, boolean isNewer) {
    Evidence kept = check.kept(wanted.isShort());
    return Shelf.disclose(shelves, plan, kept)
        .compose(
            disclosed ->
                tasks
                    .call(() -> check.check(disclosed.passport(), isNewer, clock.instant()))
                    .map(checked -> checked.saying(disclosed.away())));
  }

  private Future<Assembly> finish(Wanted wanted, Checked checked, int attempt) {
    return !checked.mayImprove() || attempt == ATTEMPTS
        ? Future.succeededFuture(checked.assembly())
        : vertx
            .timer(BETWEEN_ATTEMPTS.toMillis(), TimeUnit.MILLISECONDS)
            .compose(waited -> attempt(wanted, attempt + 1));
  }
}
