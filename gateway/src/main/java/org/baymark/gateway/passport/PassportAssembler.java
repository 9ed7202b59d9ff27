package org.baymark.gateway.passport;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.baymark.gateway.anchor.Answer;
import org.baymark.gateway.anchor.EvidenceSource;
import org.baymark.gateway.anchor.Trust;
import org.baymark.gateway.passport.Assembly.Result;
import org.baymark.gateway.runtime.Tasks;
import org.baymark.gateway.store.BatchLog;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.DeviceTable;
import org.baymark.gateway.store.HeadLog;
import org.baymark.gateway.store.Outbox;
import org.baymark.gateway.store.RecordLog;
import org.baymark.gateway.store.Statements;
import org.baymark.protocol.batch.ShipmentKey;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.governance.TrustFile;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.papers.AllianceKeys;
import org.baymark.protocol.passport.Evidence;
import org.baymark.protocol.passport.Finding;
import org.baymark.protocol.passport.Passport;
import org.baymark.protocol.passport.Passport.Disclosure;
import org.baymark.protocol.passport.Step;
import org.baymark.protocol.passport.SubjectProof;
import org.baymark.protocol.passport.Verdict;
import org.baymark.protocol.passport.Verification;

/**
 * Makes passports: plans from committed rows, asks the alliance for evidence, puts the statements
 * in, and verifies the result as a stranger would before it is handed out.
 */
public final class PassportAssembler implements AutoCloseable {
  private static final int ATTEMPTS = 4;
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(400);
  private static final int WAITING_MAX = 16;

  private final Vertx vertx;
  private final Database database;
  private final Planner planner;
  private final Discloser discloser;
  private final EvidenceSource alliance;
  private final Trust trust;
  private final InstantSource clock;
  private final Tasks tasks = new Tasks("passport", WAITING_MAX);

  /**
   * @param allianceKeys what shipments are blinded with, by their time
   */
  public PassportAssembler(
      Vertx vertx,
      Database database,
      BatchLog batches,
      Statements statements,
      RecordLog records,
      DeviceTable devices,
      HeadLog heads,
      Outbox outbox,
      EvidenceSource alliance,
      Trust trust,
      DevUrn gateway,
      AllianceKeys allianceKeys,
      InstantSource clock) {
    this.vertx = vertx;
    this.database = database;
    this.planner = new Planner(batches, statements, devices, heads, outbox, allianceKeys);
    this.discloser = new Discloser(batches, statements, records, gateway);
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
    return database.read(
        transaction ->
            planner
                .filedUnder(transaction, subject, epoch)
                .or(() -> planner.keyOf(subject, epoch, clock.instant())));
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

  @Override
  public void close() {
    tasks.close();
  }

  private record Start(Optional<Plan> plan, boolean isKnown) {}

  private Future<Assembly> attempt(Wanted wanted, int attempt) {
    Subject subject = wanted.subject();
    return database
        .read(
            transaction ->
                new Start(
                    planner.plan(transaction, subject, wanted.epoch()),
                    planner.knows(transaction, subject)))
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
        .ask(plan.request(), evidence -> use(plan, kept(evidence, wanted.isShort()), unsound))
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

  /**
   * A passport holds no line that its members' trust file does not list: who checks it knows no
   * more. A short one does not say how they came to be the members.
   */
  private Evidence kept(Evidence evidence, boolean isShort) {
    Policy policy = trust.of(evidence);
    SignedCheckpoint note = evidence.checkpoint();
    return isShort
        ? evidence.with(policy.brief(note), evidence.ties().brief())
        : evidence.with(policy.listed(note), evidence.ties());
  }

  /** Makes the passport that this evidence allows; one that does not verify is of no use. */
  private Future<Answer<Checked>> use(
      Plan plan, Evidence evidence, AtomicReference<Optional<Checked>> unsound) {
    List<Digest> asked = plan.parts().stream().map(part -> part.asked().subjectKey()).toList();
    if (!evidence.subjects().stream().map(SubjectProof::subjectKey).toList().equals(asked)) {
      return Future.succeededFuture(
          new Answer.Silent<>("it answers about other subjects", Optional.empty()));
    }
    boolean isNewer = evidence.head().size() > plan.head().size();
    return database
        .read(transaction -> discloser.disclose(transaction, plan, evidence))
        .compose(passport -> tasks.call(() -> verified(passport, isNewer)))
        .map(
            checked -> {
              if (checked.assembly().result() == Result.MADE) {
                return new Answer.Given<>(checked);
              }
              unsound.set(Optional.of(checked));
              return new Answer.Silent<>(checked.assembly().sentence(), Optional.empty());
            });
  }

  private Future<Assembly> finish(Wanted wanted, Checked checked, int attempt) {
    return !checked.mayImprove() || attempt == ATTEMPTS
        ? Future.succeededFuture(checked.assembly())
        : vertx
            .timer(BETWEEN_ATTEMPTS.toMillis(), TimeUnit.MILLISECONDS)
            .compose(waited -> attempt(wanted, attempt + 1));
  }

  /**
   * @param mayImprove whether another attempt may do better: where the log has gone on since the
   *     passport was planned and something failed, since what came meanwhile was not planned for;
   *     and where a jurisdiction is missing under a head, since its line may be on its way
   */
  private record Checked(Assembly assembly, boolean mayImprove) {}

  /** On the worker: the file, if a stranger with the same trust file would believe it. */
  private Checked verified(Passport passport, boolean isNewer) {
    Subject subject = passport.about();
    Bytes file = passport.encoded();
    if (file.size() > Evidence.SIZE_MAX) {
      String why = file.size() + " bytes, more than a passport can have";
      return new Checked(unsound(subject, why), false);
    }
    Digest filedUnder = passport.evidence().subjects().get(0).subjectKey();
    Optional<ShipmentKey> papers =
        planner.keysOf(subject, OptionalLong.empty()).stream()
            .filter(key -> key.subjectKey().equals(filedUnder))
            .findFirst();
    Policy policy = trust.of(passport.evidence());
    return new Verification(policy, papers, Optional.empty(), clock.instant())
        .verify(file)
        .match(
            verdict ->
                new Checked(
                    judged(passport, verdict, file),
                    (isNewer && failed(verdict, Verdict.REQUIRED_BY_DEFAULT).isPresent())
                        || lacksJurisdiction(passport.evidence())),
            refused -> new Checked(unsound(subject, refused.text()), false));
  }

  private static boolean lacksJurisdiction(Evidence evidence) {
    return TrustFile.JURISDICTIONS
        .policy(evidence.members())
        .filter(all -> !all.judge(evidence.checkpoint()).accepted())
        .isPresent();
  }

  private static Assembly judged(Passport passport, Verdict verdict, Bytes file) {
    return failed(verdict, required(passport))
        .map(
            finding ->
                unsound(passport.about(), finding.step().wireName() + ": " + finding.detail()))
        .orElseGet(() -> Assembly.made(file));
  }

  private static Optional<Finding> failed(Verdict verdict, Set<Step> steps) {
    return verdict.findings().stream()
        .filter(finding -> steps.contains(finding.step()))
        .filter(finding -> finding.outcome() == Finding.Outcome.FAIL)
        .findFirst();
  }

  /**
   * What this gateway answers for. A gap, a silent sensor, a device whose key was refused or
   * revoked: these are facts that the passport is there to show; and what other gateways hold is
   * not this one's to disclose.
   */
  private static Set<Step> required(Passport passport) {
    Set<Step> required = EnumSet.of(Step.WELL_FORMED, Step.IN_BATCH, Step.IN_LOG, Step.CO_SIGNED);
    List<Optional<Disclosure>> disclosures =
        passport.parts().stream().flatMap(part -> part.disclosures().stream()).toList();
    Set<DevUrn> inForce =
        passport.evidence().registrations().stream()
            .filter(entry -> entry.revocation().isEmpty())
            .map(entry -> entry.registration().name())
            .collect(Collectors.toSet());
    boolean allInForce =
        disclosures.stream()
            .flatMap(Optional::stream)
            .flatMap(disclosure -> disclosure.statements().stream())
            .allMatch(said -> inForce.contains(said.signed().issuer()));
    if (allInForce) {
      required.addAll(EnumSet.of(Step.SIGNATURES, Step.KEYS));
    }
    if (disclosures.stream().allMatch(Optional::isPresent)) {
      required.add(Step.COMPLETE);
    }
    return required;
  }

  private static Assembly unsound(Subject subject, String why) {
    return Assembly.none(
        Result.UNSOUND,
        "the passport of " + subject + " does not verify and is not handed out (" + why + ")");
  }
}
