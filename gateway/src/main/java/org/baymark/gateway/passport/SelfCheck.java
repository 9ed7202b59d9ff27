package org.baymark.gateway.passport;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.baymark.gateway.anchor.Trust;
import org.baymark.gateway.passport.Assembly.Result;
import org.baymark.protocol.batch.ShipmentKey;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.governance.TrustFile;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.passport.Evidence;
import org.baymark.protocol.passport.Finding;
import org.baymark.protocol.passport.Passport;
import org.baymark.protocol.passport.Passport.Disclosure;
import org.baymark.protocol.passport.Step;
import org.baymark.protocol.passport.Verdict;
import org.baymark.protocol.passport.Verification;

/**
 * Verifies a passport as a stranger would, before it is handed out. For the worker: all of it
 * checks signatures.
 *
 * @param policy the members that the gateway's trust file leads to by this evidence
 */
record SelfCheck(Evidence evidence, Policy policy, Planner planner) {
  /**
   * @param mayImprove whether another attempt may do better: where the log has gone on since the
   *     passport was planned and something failed, since what came meanwhile was not planned for;
   *     and where a jurisdiction is missing under a head, since its line may be on its way
   */
  record Checked(Assembly assembly, boolean mayImprove) {
    /** With a word on the files that are not there. */
    Checked saying(SortedSet<String> away) {
      return new Checked(away.isEmpty() ? assembly : assembly.without(away), mayImprove);
    }
  }

  static SelfCheck of(Trust trust, Evidence evidence, Planner planner) {
    return new SelfCheck(evidence, trust.of(evidence), planner);
  }

  /**
   * A passport holds no line that its members' trust file does not list: who checks it knows no
   * more. A short one does not say how they came to be the members.
   */
  Evidence kept(boolean isShort) {
    SignedCheckpoint note = evidence.checkpoint();
    return isShort
        ? evidence.with(policy.brief(note), evidence.ties().brief())
        : evidence.with(policy.listed(note), evidence.ties());
  }

  /** The file, if a stranger with the same trust file would believe it. */
  Checked check(Passport passport, boolean isNewer, Instant now) {
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
    return new Verification(policy, papers, Optional.empty(), now)
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
