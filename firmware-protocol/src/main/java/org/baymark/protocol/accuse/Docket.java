package org.baymark.protocol.accuse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.baymark.protocol.accuse.Ruling.Step;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.governance.Succession;
import org.baymark.protocol.log.Judgement;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.passport.Evidence;
import org.baymark.protocol.passport.Faults;
import org.baymark.protocol.passport.LoggedHeader;
import org.baymark.protocol.passport.LoggedRegistration;

/** The findings of one accusation as they are taken, and the steps that several kinds share. */
final class Docket {
  private final List<Ruling.Finding> findings = new ArrayList<>();

  Docket() {
    step(Step.WELL_FORMED, "every byte was understood", faults -> {});
  }

  List<Ruling.Finding> findings() {
    return findings;
  }

  void step(Step step, String passed, Consumer<Faults> check) {
    Faults faults = new Faults();
    check.accept(faults);
    findings.add(new Ruling.Finding(step, faults.outcome(), faults.detail(passed)));
  }

  /** The same for the checkpoint of some evidence, to whose members an older file may lead. */
  Judgement coSigned(Policy held, Evidence evidence) {
    Optional<Succession.Led> led =
        evidence.ties().succession().flatMap(changes -> changes.line().lead(held));
    return coSigned(
        led.map(Succession.Led::policy).orElse(held),
        led.map(to -> ", " + to.text()).orElse(""),
        evidence.checkpoint());
  }

  /**
   * As in a passport: its log, a quorum, and no line of theirs that is wrong. But lines that the
   * trust file does not list are passed over (C2SP signed-note): whoever makes an accusation makes
   * it for everybody, and cannot know what each has listed.
   */
  Judgement coSigned(Policy trust, SignedCheckpoint checkpoint) {
    return coSigned(trust, "", checkpoint);
  }

  private Judgement coSigned(Policy trust, String ledFrom, SignedCheckpoint checkpoint) {
    Judgement judgement = trust.judge(checkpoint);
    String count = judgement.tally(trust) + ledFrom;
    step(
        Step.CO_SIGNED,
        count,
        faults -> {
          judgement.problems().stream()
              .filter(problem -> problem.fault() != Judgement.Fault.UNLISTED)
              .forEach(problem -> faults.demand(false, problem.text()));
          faults.demand(judgement.logSigned(), "no log of the trust file signed the checkpoint");
          faults.demand(
              judgement.quorumMet(),
              count
                  + " are not a quorum; if the members have changed, this takes a trust file of those"
                  + " who were members at that head");
        });
    return judgement;
  }

  void inLog(Evidence evidence) {
    TreeHead head = evidence.head();
    step(
        Step.IN_LOG,
        "what it rests on stands in the log "
            + evidence.checkpoint().checkpoint().origin()
            + " of "
            + head.size()
            + " entries",
        faults -> {
          faults.demand(
              evidence.isSealed(), "the index seal is not the last entry under the checkpoint");
          faults.demand(
              evidence.seal().memberSet().equals(evidence.members().digest()),
              "the members are not those that the index seal names");
          faults.demand(
              evidence.members().origin().equals(evidence.checkpoint().checkpoint().origin()),
              "the members keep another log than that of the checkpoint");
          evidence
              .ties()
              .succession()
              .ifPresent(changes -> evidence.succeeds(changes.line(), faults));
          for (LoggedHeader header : evidence.headers()) {
            faults.demand(header.logged().isIn(head), "not in the log: " + header.text());
          }
          evidence.registrations().forEach(entry -> registered(entry, evidence, faults));
        });
  }

  private static void registered(LoggedRegistration entry, Evidence evidence, Faults faults) {
    String of = entry.registration().name().text();
    Digest indexRoot = evidence.seal().indexRoot();
    faults.demand(
        entry.logged().isIn(evidence.head()), "not in the log: the registration of " + of);
    entry
        .revocation()
        .ifPresent(
            end ->
                faults.demand(
                    end.logged().isIn(evidence.head()), "not in the log: the revocation of " + of));
    faults.demand(
        entry.isStatusIn(indexRoot), "the index says otherwise of the status of the key of " + of);
  }

  /** The registration whose key {@code signed} names: by its issuer and kid. */
  static Optional<LoggedRegistration> signer(Evidence evidence, Sign1 signed) {
    return evidence.registrations().stream()
        .filter(entry -> entry.registration().name().equals(signed.issuer()))
        .filter(entry -> entry.registration().key().kid().equals(signed.kid()))
        .findFirst();
  }
}
