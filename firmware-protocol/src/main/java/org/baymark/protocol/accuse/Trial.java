package org.baymark.protocol.accuse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.protocol.accuse.Accusation.Culprit;
import org.baymark.protocol.accuse.Accusation.Kind;
import org.baymark.protocol.accuse.Ruling.Step;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.log.Judgement;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.passport.Evidence;
import org.baymark.protocol.passport.Faults;
import org.baymark.protocol.passport.LoggedHeader;
import org.baymark.protocol.passport.SubjectProof;

/**
 * What a stranger does with an accusation. Pure: the file and what the stranger trusts go in; a
 * ruling comes out, whatever the file holds. Whoever did what the protocol asks is never convicted,
 * as long as no more members lie than the trust file's quorum bears.
 *
 * @param trust the stranger's own trust file
 */
public record Trial(Policy trust) implements Accusation.Cases<Ruling> {

  /** The ruling on {@code file}, or why it is no accusation. */
  public Parsed<Ruling> of(Bytes file) {
    return Accusation.parse(file)
        .match(
            it -> new Parsed.Ok<>(of(it)),
            no -> new Parsed.Refused<>(no.refusal(), no.offset(), no.detail()));
  }

  /** The ruling on an accusation that was parsed already. */
  public Ruling of(Accusation accusation) {
    return accusation.match(this);
  }

  @Override
  public Ruling omission(Omission it) {
    Docket docket = new Docket();
    Evidence evidence = it.evidence();
    Judgement judgement = docket.coSigned(trust, evidence);
    docket.inLog(evidence);
    Vouchers vouchers = new Vouchers(it.subject(), it.cards(), evidence.members());
    docket.step(
        Step.SUBJECT,
        vouchers.text(),
        faults -> {
          vouchers.check(1, OptionalLong.empty(), faults);
          faults.demand(
              vouchers.subjectKey().map(it.filed().entry().subjectKey()::equals).orElse(true),
              "the entry is under another key than that of " + it.subject());
        });
    docket.step(
        Step.CHARGE, "the log holds the entry, the index lacks it", faults -> lacks(it, faults));
    List<Culprit> accused =
        judgement.cosignatures().stream()
            .map(one -> Culprit.member(one.witness().key().name()))
            .toList();
    return Ruling.of(
        Kind.OMISSION,
        "The members that co-signed the checkpoint certified an index that lacks what their own"
            + " log holds about "
            + it.subject()
            + ".",
        docket.findings(),
        accused,
        List.of(
            "that the keys of the trust file are those of the members",
            it.subject().isDevice()
                ? "nothing else: the device's name gives its key in the log"
                : "for which shipment it is, the word of those who signed the key cards"));
  }

  private static void lacks(Omission it, Faults faults) {
    Evidence evidence = it.evidence();
    Optional<LoggedHeader> header = it.filed().header(evidence);
    faults.demand(header.isPresent(), "the batch's header is not in the evidence");
    header.ifPresent(
        batch -> faults.demand(it.filed().isIn(batch), "the entry is not in " + batch.text()));
    Digest subjectKey = it.filed().entry().subjectKey();
    Optional<SubjectProof> proof =
        evidence.subjects().stream().filter(one -> one.subjectKey().equals(subjectKey)).findFirst();
    faults.demand(proof.isPresent(), "the evidence does not say what the index holds about it");
    proof.ifPresent(
        shown -> {
          faults.demand(
              shown.isIn(evidence.seal().indexRoot()), "the index does not hold what is shown");
          faults.demand(shown.isWhole(), "not all filings are shown that the index holds");
          faults.demand(
              shown.filings().stream()
                  .noneMatch(
                      filing ->
                          filing.headerId().equals(it.filed().headerId())
                              && filing.n() == it.filed().entry().n()
                              && filing.subjectRoot().equals(it.filed().entry().root())),
              "the index holds the entry");
        });
  }

  @Override
  public Ruling misfiling(Misfiling it) {
    Docket docket = new Docket();
    Evidence evidence = it.evidence();
    docket.coSigned(trust, evidence);
    docket.inLog(evidence);
    Optional<LoggedHeader> header = it.filed().header(evidence);
    docket.step(
        Step.KEYS,
        "the gateway's registered key signed the batch's header",
        faults ->
            header.ifPresentOrElse(
                batch -> Gateways.header(evidence, batch, faults),
                () -> faults.demand(false, "the batch's header is not in the evidence")));
    Vouchers vouchers =
        new Vouchers(it.statement().signed().subject(), it.cards(), evidence.members());
    OptionalLong opened =
        header
            .map(batch -> OptionalLong.of(batch.header().openedMillis()))
            .orElse(OptionalLong.empty());
    docket.step(
        Step.SUBJECT, vouchers.text(), faults -> vouchers.check(vouchers.enough(), opened, faults));
    docket.step(
        Step.CHARGE,
        "the statement stands in the batch under a key that is not that of its subject",
        faults -> misfiled(it, header, vouchers, faults));
    return Ruling.of(
        Kind.MISFILING,
        "The gateway filed a statement about "
            + it.statement().signed().subject()
            + " under the key of something else"
            + header.map(batch -> " (" + batch.text() + ")").orElse("")
            + ".",
        docket.findings(),
        header.map(batch -> List.of(Culprit.gateway(batch.gateway()))).orElse(List.of()),
        List.of(
            "that a quorum of the trust file's witnesses certified an honest log",
            vouchers.subject().isDevice()
                ? "nothing else: the device's name gives its key in the log"
                : "that not all members lie who signed the key cards"));
  }

  private static void misfiled(
      Misfiling it, Optional<LoggedHeader> header, Vouchers vouchers, Faults faults) {
    header.ifPresent(
        batch -> faults.demand(it.filed().isIn(batch), "the entry is not in " + batch.text()));
    faults.demand(it.isLeaf(), "the statement is not among those of the entry");
    vouchers
        .subjectKey()
        .ifPresentOrElse(
            key ->
                faults.demand(
                    !key.equals(it.filed().entry().subjectKey()),
                    "the statement stands under the key of its own subject"),
            () -> faults.unknown("no key card says under which key it belongs"));
  }

  @Override
  public Ruling brokenPromise(BrokenPromise it) {
    Docket docket = new Docket();
    Evidence evidence = it.evidence();
    docket.coSigned(trust, evidence);
    docket.inLog(evidence);
    SignedPromise promise = it.promise();
    docket.step(
        Step.KEYS,
        "the gateway's registered key signed the acknowledgement",
        faults -> Gateways.promise(evidence, promise, faults));
    docket.step(
        Step.CHARGE,
        "its batches up to " + promise.ack().number() + " lack the statement",
        faults -> Gateways.broken(it, faults));
    return Ruling.of(
        Kind.BROKEN_PROMISE,
        "The gateway acknowledged the statement "
            + promise.promised().id()
            + ", signed that it would file it by batch "
            + promise.ack().number()
            + ", and did not.",
        docket.findings(),
        List.of(Culprit.gateway(promise.gateway())),
        List.of(
            "that a quorum of the trust file's witnesses certified an honest log",
            "that nobody but the gateway has its key"));
  }

  @Override
  public Ruling equivocation(Equivocation it) {
    Docket docket = new Docket();
    docket.coSigned(trust, it.evidence());
    docket.inLog(it.evidence());
    docket.step(
        Step.KEYS,
        "the device's registered key signed both statements",
        faults -> Devices.keys(it, faults));
    docket.step(
        Step.CHARGE,
        "two different statements have one number",
        faults -> Devices.sameNumber(it, faults));
    return Ruling.of(
        Kind.EQUIVOCATION,
        "The device signed two different statements with the number "
            + it.first().position().boot()
            + "/"
            + it.first().position().seq()
            + ".",
        docket.findings(),
        List.of(Culprit.device(it.first().signed().issuer())),
        List.of(
            "that a quorum of the trust file's witnesses certified an honest log",
            "that nobody but the device has its key"));
  }

  @Override
  public Ruling conflict(Conflict it) {
    Docket docket = new Docket();
    List<Culprit> accused = new ArrayList<>(cosigners(it.first()));
    accused.retainAll(cosigners(it.second()));
    docket.step(
        Step.CO_SIGNED,
        accused.size() + " witnesses of the trust file co-signed both heads",
        faults -> faults.demand(!accused.isEmpty(), "no witness co-signed both heads"));
    docket.step(
        Step.IN_LOG,
        "each head's last entry is its index seal",
        faults -> {
          faults.demand(it.first().isSealed(), "no seal ends " + it.first().text());
          faults.demand(it.second().isSealed(), "no seal ends " + it.second().text());
        });
    docket.step(
        Step.CHARGE,
        "two heads of epoch " + it.first().seal().epoch() + ", neither a part of the other",
        faults -> conflicting(it, faults));
    return Ruling.of(
        Kind.CONFLICT,
        "The members co-signed two heads of one epoch that cannot both be true: "
            + it.first().text()
            + " and "
            + it.second().text()
            + ".",
        docket.findings(),
        accused,
        List.of(
            "that the keys of the trust file are those of the members, and nobody else has them"));
  }

  private List<Culprit> cosigners(SealedHead head) {
    return trust.judge(head.checkpoint()).cosignatures().stream()
        .map(one -> Culprit.member(one.witness().key().name()))
        .distinct()
        .toList();
  }

  private static void conflicting(Conflict it, Faults faults) {
    SealedHead first = it.first();
    SealedHead second = it.second();
    faults.demand(
        first.checkpoint().checkpoint().origin().equals(second.checkpoint().checkpoint().origin()),
        "the heads are of two logs");
    // A new epoch may begin before what was co-signed in the one before: only one binds.
    faults.demand(
        first.seal().epoch() == second.seal().epoch(), "the heads are of two different epochs");
    it.fork()
        .ifPresent(
            fork ->
                faults.demand(
                    fork.parts(first.tree(), second.tree()),
                    "it does not show an entry in which the heads differ"));
  }

  @Override
  public Ruling doubleVoting(DoubleVoting it) {
    return Voting.ruling(it, trust);
  }
}
