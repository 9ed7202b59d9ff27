package org.baymark.protocol.accuse;

import java.util.List;
import java.util.Optional;
import org.baymark.protocol.batch.Filing;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.batch.SubjectTree;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.passport.Evidence;
import org.baymark.protocol.passport.Faults;
import org.baymark.protocol.passport.GatewayProof;
import org.baymark.protocol.passport.LoggedHeader;
import org.baymark.protocol.passport.LoggedRegistration;
import org.baymark.protocol.passport.Passport.Disclosure;
import org.baymark.protocol.passport.SubjectProof;
import org.baymark.protocol.statement.Kind;
import org.baymark.protocol.statement.Unverified;

/** What is asked of a gateway's keys, headers and promises. */
final class Gateways {
  private Gateways() {}

  /** The gateway's key signed the header, after it was registered and before it was revoked. */
  static void header(Evidence evidence, LoggedHeader header, Faults faults) {
    Optional<LoggedRegistration> key = key(evidence, header.logged().signed(), faults);
    key.ifPresent(
        entry -> {
          faults.demand(
              entry.index() < header.index(), "the key was registered only after " + header.text());
          entry
              .revocation()
              .ifPresent(
                  end ->
                      faults.demand(
                          header.index() < end.logged().index()
                              && header.header().number() <= end.revocation().lastBatch().orElse(0),
                          "the key was revoked before " + header.text()));
        });
  }

  /** Nothing says when a promise was signed: of a key that was revoked later, it proves nothing. */
  static void promise(Evidence evidence, SignedPromise promise, Faults faults) {
    key(evidence, promise.signed(), faults)
        .flatMap(LoggedRegistration::revocation)
        .ifPresent(
            end ->
                faults.unknown(
                    "the key was revoked at log entry "
                        + end.logged().index()
                        + ": whoever had it by then may have signed this"));
    faults.demand(promise.isAcknowledged(), "the statement is not among those acknowledged");
  }

  private static Optional<LoggedRegistration> key(Evidence evidence, Sign1 signed, Faults faults) {
    Optional<LoggedRegistration> found = Docket.signer(evidence, signed);
    faults.demand(found.isPresent(), "no key of " + signed.issuer() + " is registered here");
    found.ifPresent(
        entry -> {
          faults.demand(
              entry.registration().kinds().contains(Kind.BATCH),
              signed.issuer() + " is no gateway");
          faults.demand(
              signed.signedBy(entry.registration().key()),
              "not signed with the key of " + signed.issuer());
        });
    return found;
  }

  /** All that was filed under the promised key is shown, and it is not in there in time. */
  static void broken(BrokenPromise it, Faults faults) {
    Evidence evidence = it.evidence();
    long promised = it.promise().ack().number();
    Optional<GatewayProof> state =
        evidence.gateways().stream()
            .filter(one -> one.gateway().equals(it.promise().gateway()))
            .findFirst();
    faults.demand(
        state.map(one -> one.isIn(evidence.seal().indexRoot())).orElse(true),
        "the index says otherwise of the gateway");
    if (state.map(one -> one.state().number()).orElse(0L) < promised) {
      faults.unknown("batch " + promised + " of the gateway is not shown to be in the log yet");
    }
    SubjectProof proof = it.proof();
    faults.demand(proof.isIn(evidence.seal().indexRoot()), "the index does not hold what is shown");
    if (!proof.isWhole()) {
      faults.unknown("not all filings are shown that the index holds");
    }
    for (int i = 0; i < proof.filings().size(); i++) {
      filing(it, proof.filings().get(i), it.disclosures().get(i), faults);
    }
  }

  private static void filing(
      BrokenPromise it, Filing filing, Optional<Disclosure> disclosure, Faults faults) {
    Optional<LoggedHeader> header = it.evidence().header(filing.headerId());
    if (header.isEmpty()) {
      faults.unknown("a filing whose header is not shown: " + filing.headerId());
      return;
    }
    if (!it.promise().isDueIn(header.get())) {
      faults.demand(disclosure.isEmpty(), "statements of a batch that does not matter");
    } else if (disclosure.isEmpty()) {
      faults.unknown("not disclosed: " + header.get().text());
    } else {
      disclosed(it, filing, header.get(), disclosure.get(), faults);
    }
  }

  private static void disclosed(
      BrokenPromise it, Filing filing, LoggedHeader header, Disclosure disclosure, Faults faults) {
    List<Sign1> statements = disclosure.statements().stream().map(Unverified::signed).toList();
    boolean ordered = SubjectTree.isOrdered(statements);
    faults.demand(ordered, "statements out of order: " + header.text());
    if (!ordered) {
      return;
    }
    SubjectEntry entry =
        new SubjectTree(
                header.gateway(),
                header.header().number(),
                it.promise().promised().subjectKey(),
                statements)
            .entry();
    faults.demand(
        entry.n() == filing.n() && entry.root().equals(filing.subjectRoot()),
        "not the statements that were filed: " + header.text());
    FiledEntry filed =
        new FiledEntry(filing.headerId(), disclosure.entryIndex(), disclosure.path(), entry);
    faults.demand(filed.isIn(header), "not in the batch: " + header.text());
    faults.demand(
        statements.stream().noneMatch(one -> one.id().equals(it.promise().promised().id())),
        "it was filed: " + header.text());
  }
}
