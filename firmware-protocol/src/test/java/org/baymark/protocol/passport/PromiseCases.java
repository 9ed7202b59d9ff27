package org.baymark.protocol.passport;

import static org.baymark.protocol.passport.AccusationCase.GATEWAY;
import static org.baymark.protocol.passport.AccusationCase.NOTHING;
import static org.baymark.protocol.passport.AccusationCase.guilty;
import static org.baymark.protocol.passport.AccusationCase.not;
import static org.baymark.protocol.passport.AccusationCase.withoutKeys;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.protocol.accuse.BrokenPromise;
import org.baymark.protocol.accuse.Prosecutor;
import org.baymark.protocol.cose.Sign1;

/** The charge that what was acknowledged is in no batch by then. */
final class PromiseCases {
  private PromiseCases() {}

  static void add(List<AccusationCase> all) {
    BrokenPromise good = (BrokenPromise) new Charges().brokenPromise();
    all.add(guilty("broken promise", good, GATEWAY));
    all.add(guilty("broken promise about a sensor", new Charges().brokenPromiseOfAll(), GATEWAY));
    Charges kept = new Charges();
    Sign1 said = kept.scanner.scans(Charges.GOODS);
    var promise = kept.promise(2, said);
    kept.gateway.take(said).seal();
    kept.gateway.take(kept.scanner.scans(Charges.GOODS)).seal();
    Papers papers = Papers.issue(kept.world, Charges.GOODS);
    all.add(
        not(
            "broken promise that was kept",
            Charges.made(Prosecutor.brokenPromise(papers.together(), promise)),
            "charge=fail"));
    Sets.withhold(papers, 0, 0);
    all.add(
        not(
            "broken promise with a batch withheld",
            Charges.made(Prosecutor.brokenPromise(papers.together(), promise)),
            "charge=not checked"));
    Charges open = new Charges();
    var word = open.promise(2, open.scanner.scans(Charges.GOODS));
    open.gateway.take(open.scanner.scans(Charges.GOODS)).seal();
    all.add(
        not(
            "broken promise that is not due yet",
            Charges.made(
                Prosecutor.brokenPromise(Papers.issue(open.world, Charges.GOODS).together(), word)),
            "charge=not checked"));
    Charges revoked = new Charges();
    var lost = revoked.promise(1, revoked.scanner.scans(Charges.GOODS));
    revoked.gateway.take(revoked.scanner.scans(Charges.GOODS)).seal();
    revoked.world.revoke(revoked.gateway.self, OptionalLong.of(1));
    all.add(
        not(
            "broken promise by a key that was revoked",
            Charges.made(
                Prosecutor.brokenPromise(
                    Papers.issue(revoked.world, Charges.GOODS).together(), lost)),
            "keys=not checked"));
    all.add(
        not(
            "broken promise without the gateway's key",
            new BrokenPromise(withoutKeys(good.evidence()), good.promise(), good.disclosures()),
            "keys=fail"));
    List<Optional<Passport.Disclosure>> swapped = new ArrayList<>(good.disclosures());
    swapped.set(0, good.disclosures().get(1));
    all.add(
        not(
            "broken promise with the statements of another batch",
            new BrokenPromise(good.evidence(), good.promise(), swapped),
            "charge=fail"));
    Charges scannersWord = new Charges();
    Sign1 any = scannersWord.scanner.scans(Charges.GOODS);
    var own = scannersWord.promise(1, any);
    scannersWord.gateway.take(any).seal();
    var forged =
        new org.baymark.protocol.accuse.SignedPromise(
            own.signed(),
            own.ack(),
            new org.baymark.protocol.batch.Acknowledgement.Promised(
                NOTHING, own.promised().subjectKey()),
            own.index(),
            own.path());
    all.add(
        not(
            "broken promise of a statement that was not acknowledged",
            Charges.made(
                Prosecutor.brokenPromise(
                    Papers.issue(scannersWord.world, Charges.GOODS).together(), forged)),
            "keys=fail"));
  }
}
