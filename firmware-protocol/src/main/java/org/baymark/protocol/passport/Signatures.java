package org.baymark.protocol.passport;

import org.baymark.protocol.chain.ChainRecord;
import org.baymark.protocol.chain.Coverage;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.statement.Unverified;

/** Step "signatures": everything signed was signed with the key that the file names for it. */
final class Signatures {
  private Signatures() {}

  static Finding check(Dossier dossier) {
    Faults faults = new Faults();
    Evidence evidence = dossier.evidence();
    for (LoggedRegistration entry : evidence.registrations()) {
      faults.demand(
          evidence.isByRegistrar(entry.logged()),
          "no member signed the registration of " + entry.registration().name());
      entry
          .revocation()
          .ifPresent(
              end ->
                  faults.demand(
                      evidence.isByRegistrar(end.logged()),
                      "no member signed the revocation of " + end.revocation().name()));
    }
    for (LoggedHeader header : dossier.evidence().headers()) {
      demandSigned(dossier, header.logged().signed(), "the header of " + header.text(), faults);
    }
    for (Filed filed : dossier.filed()) {
      for (Unverified statement : filed.statements()) {
        Sign1 signed = statement.signed();
        demandSigned(dossier, signed, "statement " + Texts.of(signed), faults);
        dossier.covers().by(statement).ifPresent(it -> demandCovered(it, signed, faults));
      }
    }
    Concealed.check(dossier, faults);
    long records = dossier.covers().attested();
    return faults.finding(
        Step.SIGNATURES,
        dossier.statements()
            + " statements, "
            + (records > 0 ? records + " records that they cover, " : "")
            + dossier.evidence().headers().size()
            + " batch headers and "
            + dossier.evidence().registrations().size()
            + " registrations are rightly signed");
  }

  private static void demandCovered(Coverage coverage, Sign1 cover, Faults faults) {
    for (ChainRecord record : coverage.contradicted()) {
      String which = "record " + record.boot() + "/" + record.number() + " of " + cover.issuer();
      faults.demand(false, which + " or one of its stride is not what the device covered");
    }
  }

  private static void demandSigned(Dossier dossier, Sign1 signed, String what, Faults faults) {
    boolean right =
        dossier
            .signer(signed)
            .map(entry -> signed.signedBy(entry.registration().key()))
            .orElse(false);
    faults.demand(right, what + " is not signed with a key that the file registers for it");
  }
}
