package org.baymark.protocol.passport;

import java.util.Optional;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.passport.LoggedRegistration.LoggedRevocation;
import org.baymark.protocol.statement.Kind;
import org.baymark.protocol.statement.Unverified;

/**
 * Step "keys": each key was in the log, for this name and this kind, before what it signed; and was
 * not revoked, as the log's order says. Claimed times only decide where that order cannot.
 */
final class Keys {
  private final Dossier dossier;
  private final Faults faults = new Faults();

  private Keys(Dossier dossier) {
    this.dossier = dossier;
  }

  static Finding check(Dossier dossier) {
    return new Keys(dossier).run();
  }

  private Finding run() {
    Digest indexRoot = dossier.evidence().seal().indexRoot();
    for (LoggedRegistration entry : dossier.evidence().registrations()) {
      faults.demand(
          entry.isStatusIn(indexRoot),
          "the index does not confirm the status of the key of " + entry.registration().name());
    }
    for (FormerRegistrar former : dossier.evidence().registrars()) {
      faults.demand(
          former.isStatusIn(indexRoot),
          "the index does not confirm the former registrar key of " + former.state().name());
    }
    dossier.evidence().headers().forEach(this::header);
    for (Filed filed : dossier.filed()) {
      for (Unverified statement : filed.statements()) {
        filed
            .header()
            .ifPresentOrElse(
                header -> statement(statement, header),
                () -> faults.unknown("when it was filed is not known: " + filed.text()));
      }
    }
    return faults.finding(
        Step.KEYS,
        "every key was registered for its name and kind before it spoke, and not revoked by then");
  }

  private void header(LoggedHeader header) {
    Optional<LoggedRegistration> signer = dossier.signer(header.logged().signed());
    signer.ifPresent(
        entry -> {
          allowed(entry, Kind.BATCH, header.index(), "the header of " + header.text());
          entry.revocation().ifPresent(end -> lastBatch(end, header));
        });
    faults.demand(signer.isPresent(), "the key of " + header.gateway() + " is not registered");
  }

  private void lastBatch(LoggedRevocation end, LoggedHeader header) {
    long last = end.revocation().lastBatch().orElse(0);
    faults.demand(
        header.header().number() <= last,
        header.gateway()
            + " is revoked; batch "
            + header.header().number()
            + " came after "
            + last);
    faults.demand(
        header.index() < end.logged().index(),
        header.text() + " was filed after its gateway was revoked");
  }

  private void statement(Unverified statement, LoggedHeader header) {
    Sign1 signed = statement.signed();
    Optional<LoggedRegistration> signer = dossier.signer(signed);
    signer.ifPresent(
        entry -> {
          allowed(entry, statement.content().kind(), header.index(), Texts.of(signed));
          entry.revocation().ifPresent(end -> beforeRevocation(signed, end, header));
        });
    faults.demand(signer.isPresent(), "the key of " + signed.issuer() + " is not registered");
  }

  private void allowed(LoggedRegistration entry, Kind kind, long at, String what) {
    faults.demand(
        entry.registration().kinds().contains(kind),
        entry.registration().name() + " may not say " + kind.wireName() + ": " + what);
    faults.demand(
        entry.index() < at,
        "the key of " + entry.registration().name() + " was registered only after " + what);
  }

  /**
   * In the log before the revocation: good. After it, and by its own claim said later: what the
   * revocation is there to stop. After it, and claiming to be earlier or no time at all: only the
   * gateway vouches for that.
   */
  private void beforeRevocation(Sign1 signed, LoggedRevocation end, LoggedHeader header) {
    if (header.index() < end.logged().index()) {
      return;
    }
    long revokedAt = end.logged().signed().claims().issuedAt().orElse(0);
    long claimed = signed.claims().issuedAt().orElse(-1);
    faults.demand(claimed < revokedAt, Texts.of(signed) + " was said after its key was revoked");
    faults.unknown(
        Texts.of(signed) + " was anchored after its key was revoked: gateway's word only");
  }
}
