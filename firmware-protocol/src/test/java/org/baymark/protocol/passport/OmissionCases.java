package org.baymark.protocol.passport;

import static org.baymark.protocol.passport.AccusationCase.MEMBERS;
import static org.baymark.protocol.passport.AccusationCase.NOTHING;
import static org.baymark.protocol.passport.AccusationCase.filed;
import static org.baymark.protocol.passport.AccusationCase.guilty;
import static org.baymark.protocol.passport.AccusationCase.not;

import java.util.List;
import org.baymark.protocol.accuse.FiledEntry;
import org.baymark.protocol.accuse.Omission;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.papers.KeyCard;
import org.baymark.protocol.papers.KeyEpoch;

/** The charge that the index lacks what a batch files. */
final class OmissionCases {
  private OmissionCases() {}

  static void add(List<AccusationCase> all) {
    Omission good = (Omission) new Charges().omission(1);
    String[] members = MEMBERS.toArray(String[]::new);
    all.add(guilty("omission", good, members));
    all.add(guilty("omission of all about a sensor", new Charges().omissionOfAll(), members));
    all.add(not("omission without a card", new Charges().omission(0), "subject=not checked"));
    Charges other = new Charges();
    KeyCard wrong =
        KeyCard.sign(
            other.world.alliance.registrar(1),
            other.world.alliance.name(0),
            other.world.shipmentKey(Charges.GOODS),
            KeyEpoch.FIRST,
            World.START);
    all.add(
        not(
            "omission with a card that its member did not sign",
            new Omission(good.evidence(), List.of(wrong), good.subject(), good.filed()),
            "subject=fail"));
    all.add(
        not(
            "omission with the card of another shipment",
            new Omission(
                good.evidence(), other.cards(1, Charges.OTHER), good.subject(), good.filed()),
            "subject=fail"));
    FiledEntry there =
        new FiledEntry(
            good.evidence().subjects().get(0).filings().get(0).headerId(),
            good.filed().index(),
            good.filed().path(),
            good.filed().entry());
    all.add(
        not(
            "omission of an entry of another batch",
            new Omission(good.evidence(), good.cards(), good.subject(), there),
            "charge=fail"));
    SubjectEntry more =
        new SubjectEntry(good.filed().entry().subjectKey(), 9, good.filed().entry().root());
    all.add(
        not(
            "omission of an entry that the batch does not have",
            new Omission(good.evidence(), good.cards(), good.subject(), with(good, more)),
            "charge=fail"));
    all.add(not("omission of what the index has", indexed(), "charge=fail"));
    FiledEntry nowhere =
        new FiledEntry(NOTHING, good.filed().index(), good.filed().path(), good.filed().entry());
    all.add(
        not(
            "omission from a batch that is not shown",
            new Omission(good.evidence(), good.cards(), good.subject(), nowhere),
            "charge=fail"));
    all.add(not("omission where not all filings are shown", narrowed(), "charge=fail"));
    all.add(
        not(
            "omission under a checkpoint of two",
            new Omission(
                cosignedBy(good.evidence(), 2), good.cards(), good.subject(), good.filed()),
            "co-signed=fail"));
  }

  private static FiledEntry with(Omission good, SubjectEntry entry) {
    return new FiledEntry(
        good.filed().headerId(), good.filed().index(), good.filed().path(), entry);
  }

  private static Passport honest(Charges charges) {
    charges.gateway.take(charges.scanner.scans(Charges.GOODS)).seal();
    charges.gateway.take(charges.scanner.scans(Charges.GOODS)).seal();
    return Papers.issue(charges.world, Charges.GOODS).together();
  }

  private static Omission indexed() {
    Charges charges = new Charges();
    Passport passport = honest(charges);
    return new Omission(
        passport.evidence(), charges.cards(1, Charges.GOODS), Charges.GOODS, filed(passport, 1));
  }

  /** The index has both filings, and the file shows the first. */
  private static Omission narrowed() {
    Charges charges = new Charges();
    charges.gateway.take(charges.scanner.scans(Charges.GOODS)).seal();
    charges.gateway.take(charges.scanner.scans(Charges.GOODS)).seal();
    Papers papers = Papers.issue(charges.world, Charges.GOODS);
    FiledEntry second = filed(papers.together(), 1);
    papers.narrow(charges.world, 0, 0, 1);
    Evidence evidence = papers.together().evidence();
    return new Omission(evidence, charges.cards(1, Charges.GOODS), Charges.GOODS, second);
  }

  private static Evidence cosignedBy(Evidence good, int count) {
    SignedCheckpoint note = good.checkpoint();
    return new Evidence(
        new SignedCheckpoint(note.checkpoint(), note.signatures().subList(0, 1 + count)),
        good.seal(),
        good.sealPath(),
        good.members(),
        good.registrars(),
        good.headers(),
        good.registrations(),
        good.gateways(),
        good.subjects());
  }
}
