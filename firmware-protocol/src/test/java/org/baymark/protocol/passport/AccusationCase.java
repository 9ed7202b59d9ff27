package org.baymark.protocol.passport;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.protocol.accuse.Accusation;
import org.baymark.protocol.accuse.BrokenPromise;
import org.baymark.protocol.accuse.Conflict;
import org.baymark.protocol.accuse.Equivocation;
import org.baymark.protocol.accuse.FiledEntry;
import org.baymark.protocol.accuse.Misfiling;
import org.baymark.protocol.accuse.Omission;
import org.baymark.protocol.accuse.Prosecutor;
import org.baymark.protocol.accuse.SealedHead;
import org.baymark.protocol.batch.ShipmentKey;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.papers.KeyCard;
import org.baymark.protocol.papers.KeyEpoch;
import org.baymark.protocol.registration.Members;
import org.baymark.protocol.statement.Kind;

/**
 * An accusation, and what is expected of it, written by hand.
 *
 * @param expected step=outcome of all that do not pass, joined by commas
 * @param convicted names, if every step passes
 */
public record AccusationCase(
    String note, Accusation accusation, String expected, List<String> convicted) {
  private static final String GATEWAY = "urn:dev:os:32473-gw";
  private static final String SENSOR = "urn:dev:os:32473-sensor";
  private static final List<String> MEMBERS =
      List.of(
          "member0.baymark.example",
          "member1.baymark.example",
          "member2.baymark.example",
          "member3.baymark.example");
  private static final Digest NOTHING = Digest.sha256();

  /** The trust file that all are judged with. */
  public static String trust() {
    return new World().alliance.policyText();
  }

  /** The name of its file. */
  public String file() {
    return note.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + ".accusation";
  }

  private static AccusationCase guilty(String note, Accusation accusation, String... names) {
    return new AccusationCase(note, accusation, "", List.of(names));
  }

  private static AccusationCase not(String note, Accusation accusation, String expected) {
    return new AccusationCase(note, accusation, expected, List.of());
  }

  public static List<AccusationCase> all() {
    List<AccusationCase> all = new ArrayList<>();
    omissions(all);
    misfilings(all);
    promises(all);
    equivocations(all);
    conflicts(all);
    doubleVotes(all);
    return all;
  }

  private static void omissions(List<AccusationCase> all) {
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

  static FiledEntry filed(Passport passport, int filing) {
    SubjectProof proof = passport.evidence().subjects().get(0);
    Passport.Disclosure disclosure =
        passport.parts().get(0).disclosures().get(filing).orElseThrow();
    return new FiledEntry(
        proof.filings().get(filing).headerId(),
        disclosure.entryIndex(),
        disclosure.path(),
        new SubjectEntry(
            proof.subjectKey(),
            proof.filings().get(filing).n(),
            proof.filings().get(filing).subjectRoot()));
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

  private static void misfilings(List<AccusationCase> all) {
    Misfiling good = (Misfiling) new Charges().misfiling(2);
    all.add(guilty("misfiling", good, GATEWAY));
    all.add(guilty("misfiling of a sensor's statement", new Charges().misfiledSensor(), GATEWAY));
    all.add(
        not(
            "misfiling by the card of one member",
            new Charges().misfiling(1),
            "subject=not checked"));
    all.add(
        not(
            "misfiling without a card",
            new Misfiling(
                good.evidence(),
                List.of(),
                good.filed(),
                good.leafIndex(),
                good.leafPath(),
                good.statement()),
            "subject=not checked,charge=not checked"));
    Charges charges = new Charges();
    ShipmentKey key = charges.world.shipmentKey(Charges.GOODS);
    KeyEpoch later = new KeyEpoch(1, World.START + 86_400, OptionalLong.empty());
    KeyEpoch earlier = new KeyEpoch(0, 0, OptionalLong.of(World.START));
    all.add(
        not(
            "misfiling by cards of the next epoch",
            withCards(good, charges.cards(2, key, later)),
            "subject=not checked"));
    all.add(
        not(
            "misfiling by cards of an epoch that had ended",
            withCards(good, charges.cards(2, key, earlier)),
            "subject=not checked"));
    List<KeyCard> two =
        List.of(
            charges.cards(1, Charges.GOODS).get(0),
            charges
                .cards(2, new ShipmentKey(Charges.GOODS, Bytes.of(new byte[32])), KeyEpoch.FIRST)
                .get(1));
    all.add(not("misfiling by cards that differ", withCards(good, two), "subject=fail"));
    all.add(not("misfiling that is none", filedRightly(), "charge=fail"));
    all.add(
        not(
            "misfiling of another leaf",
            new Misfiling(
                good.evidence(),
                good.cards(),
                good.filed(),
                3 - good.leafIndex(),
                good.leafPath(),
                good.statement()),
            "charge=fail"));
    all.add(
        not(
            "misfiling by cards of strangers",
            withCards(good, strangers()),
            "subject=not checked"));
    all.add(
        not(
            "misfiling in a batch that is not shown",
            new Misfiling(
                good.evidence(),
                good.cards(),
                new FiledEntry(
                    NOTHING, good.filed().index(), good.filed().path(), good.filed().entry()),
                good.leafIndex(),
                good.leafPath(),
                good.statement()),
            "keys=fail"));
    Misfiling sensor = (Misfiling) new Charges().misfiledSensor();
    all.add(
        not(
            "misfiling of a sensor's statement, with cards",
            withCards(sensor, charges.cards(1, Charges.GOODS)),
            "subject=fail"));
    all.add(not("misfiling without the gateway's key", withoutKeys(good), "keys=fail"));
    Charges signedByNobody = new Charges();
    signedByNobody.gateway.forges();
    all.add(
        not(
            "misfiling in a batch that the gateway did not sign",
            signedByNobody.misfiling(2),
            "keys=fail"));
  }

  private static List<KeyCard> strangers() {
    World world = new World();
    List<KeyCard> cards = new ArrayList<>();
    for (String name : List.of("a", "b")) {
      Speaker stranger = world.stranger(name);
      ShipmentKey key = world.shipmentKey(Charges.GOODS);
      cards.add(KeyCard.sign(stranger.key, stranger.name, key, KeyEpoch.FIRST, World.START));
    }
    return cards;
  }

  private static Misfiling withCards(Misfiling good, List<KeyCard> cards) {
    return new Misfiling(
        good.evidence(), cards, good.filed(), good.leafIndex(), good.leafPath(), good.statement());
  }

  private static Misfiling withoutKeys(Misfiling good) {
    return new Misfiling(
        withoutKeys(good.evidence()),
        good.cards(),
        good.filed(),
        good.leafIndex(),
        good.leafPath(),
        good.statement());
  }

  private static Evidence withoutKeys(Evidence good) {
    return new Evidence(
        good.checkpoint(),
        good.seal(),
        good.sealPath(),
        good.members(),
        good.registrars(),
        good.headers(),
        List.of(),
        good.gateways(),
        good.subjects());
  }

  /** A statement under its own key, held against the gateway. */
  private static Misfiling filedRightly() {
    Charges charges = new Charges();
    charges.gateway.take(charges.scanner.scans(Charges.GOODS)).seal();
    Passport passport = Papers.issue(charges.world, Charges.GOODS).together();
    Passport.Disclosure shown = passport.parts().get(0).disclosures().get(0).orElseThrow();
    LoggedHeader header = passport.evidence().headers().get(0);
    Digest leaf0 =
        new org.baymark.protocol.batch.SubjectTree(
                header.gateway(),
                1,
                passport.evidence().subjects().get(0).subjectKey(),
                List.of(shown.statements().get(0).signed()))
            .tree()
            .leaf(0);
    return new Misfiling(
        passport.evidence(),
        charges.cards(2, Charges.GOODS),
        filed(passport, 0),
        1,
        List.of(leaf0),
        shown.statements().get(0));
  }

  private static void promises(List<AccusationCase> all) {
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

  private static void equivocations(List<AccusationCase> all) {
    Equivocation good = (Equivocation) new Charges().equivocation();
    all.add(guilty("equivocation", good, SENSOR));
    Charges honest = new Charges();
    Sign1 first = honest.sensor.reads("1");
    Sign1 second = honest.sensor.reads("2");
    honest.gateway.take(first, second).seal();
    Evidence evidence = Papers.issue(honest.world, honest.sensor.subject()).together().evidence();
    all.add(not("equivocation of two numbers", pair(evidence, first, second), "charge=fail"));
    Speaker stranger = honest.world.stranger("sensor2");
    Sign1 theirs = stranger.reads("1");
    all.add(
        not("equivocation of two devices", pair(evidence, first, theirs), "keys=fail,charge=fail"));
    Speaker thief = new Speaker("sensor", org.baymark.protocol.cose.Suite.ES256, () -> World.START);
    all.add(
        not("equivocation by another key", pair(evidence, first, thief.reads("9")), "keys=fail"));
    Charges forged = new Charges();
    Sign1 one = forged.sensor.reads("1");
    forged.sensor.jumpTo(0);
    Sign1 other = Lie.forged(forged.sensor.reads("2"));
    forged.gateway.take(one, other).seal();
    Evidence of = Papers.issue(forged.world, forged.sensor.subject()).together().evidence();
    all.add(not("equivocation with a forged statement", pair(of, one, other), "keys=fail"));
    all.add(
        not(
            "equivocation without the device's key",
            new Equivocation(withoutKeys(good.evidence()), good.first(), good.second()),
            "keys=fail"));
    Charges revoked = new Charges();
    Sign1 before = revoked.sensor.reads("1");
    revoked.sensor.jumpTo(0);
    Sign1 after = revoked.sensor.reads("2");
    revoked.gateway.take(before).seal();
    revoked.world.revoke(revoked.sensor, OptionalLong.empty());
    Evidence ended = Papers.issue(revoked.world, revoked.sensor.subject()).together().evidence();
    all.add(
        not(
            "equivocation of a key that was revoked",
            pair(ended, before, after),
            "keys=not checked"));
    Evidence elsewhere =
        new Evidence(
            good.evidence().checkpoint(),
            good.evidence().seal(),
            good.evidence().sealPath(),
            good.evidence().members(),
            good.evidence().registrars(),
            good.evidence().headers(),
            List.of(registeredNowhere()),
            good.evidence().gateways(),
            good.evidence().subjects());
    all.add(
        not(
            "equivocation of a key that the log does not have",
            new Equivocation(elsewhere, good.first(), good.second()),
            "in-log=fail"));
  }

  private static LoggedRegistration registeredNowhere() {
    Charges charges = new Charges();
    charges.world.register(charges.world.stranger("more"), Kind.SCAN);
    charges.gateway.take(charges.sensor.reads("1")).seal();
    return Papers.issue(charges.world, charges.sensor.subject())
        .together()
        .evidence()
        .registrations()
        .stream()
        .filter(one -> one.registration().name().text().equals(SENSOR))
        .findFirst()
        .orElseThrow();
  }

  private static Equivocation pair(Evidence evidence, Sign1 one, Sign1 other) {
    boolean ascends = one.id().compareTo(other.id()) < 0;
    return new Equivocation(
        evidence,
        Papers.unverified(ascends ? one : other),
        Papers.unverified(ascends ? other : one));
  }

  private static void conflicts(List<AccusationCase> all) {
    String[] members = MEMBERS.toArray(String[]::new);
    Conflict good = (Conflict) Charges.conflict(0, 0, 0);
    Conflict longer = (Conflict) Charges.conflict(2, 1, 1);
    all.add(guilty("conflict of one size", good, members));
    all.add(guilty("conflict of two sizes in epoch 1", longer, members));
    all.add(not("conflict of two epochs", Charges.conflict(2, 0, 1), "charge=fail"));
    all.add(
        guilty(
            "conflict that two members co-signed",
            new Conflict(only(good.first(), 1, 2), only(good.second(), 2, 3), Optional.empty()),
            MEMBERS.get(2)));
    all.add(
        not(
            "conflict that no member co-signed",
            new Conflict(only(good.first(), 0, 1), only(good.second(), 2, 3), Optional.empty()),
            "co-signed=fail"));
    Conflict.Fork fork = longer.fork().orElseThrow();
    all.add(
        not(
            "conflict at an entry that both have",
            new Conflict(
                longer.first(),
                longer.second(),
                Optional.of(
                    new Conflict.Fork(
                        fork.index(),
                        fork.firstLeaf(),
                        fork.firstPath(),
                        fork.firstLeaf(),
                        fork.firstPath()))),
            "charge=fail"));
    all.add(not("conflict of a log with itself", grown(), "charge=fail"));
    all.add(
        not(
            "conflict of heads without their seals",
            new Conflict(
                new SealedHead(good.first().checkpoint(), good.second().seal(), List.of()),
                good.second(),
                Optional.empty()),
            "in-log=fail"));
  }

  private static void doubleVotes(List<AccusationCase> all) {
    DoubleVotes votes = new DoubleVotes();
    Members members = votes.members;
    DevUrn name = members.members().get(1).name();
    DevUrn stranger = new DevUrn("urn:dev:org:32473-stranger");
    all.add(guilty("double voting", votes.of(votes.vote(1)), name.text()));
    all.add(
        not(
            "double voting with another's key",
            votes.of(DoubleVotes.vote(members.origin(), name, 2)),
            "keys=fail"));
    all.add(
        not(
            "double voting of who is no member",
            votes.of(DoubleVotes.vote(members.origin(), stranger, 1)),
            "keys=fail"));
    all.add(
        not(
            "double voting about another log",
            votes.of(DoubleVotes.vote("other.example/log", name, 1)),
            "charge=fail"));
    Members fewer = new Members(members.origin(), members.members().subList(0, 3));
    all.add(not("double voting of members whom no seal names", votes.with(fewer), "in-log=fail"));
    all.add(
        not("double voting under a head without its seal", votes.withoutItsSeal(), "in-log=fail"));
    all.add(
        not(
            "double voting under a head that two co-signed",
            votes.certifiedByTwo(),
            "co-signed=fail"));
  }

  private static SealedHead only(SealedHead head, int first, int second) {
    return new SealedHead(only(head.checkpoint(), first, second), head.seal(), head.path());
  }

  /** With the line of the log, and those of two members. */
  static SignedCheckpoint only(SignedCheckpoint note, int first, int second) {
    var lines = note.signatures();
    return new SignedCheckpoint(
        note.checkpoint(), List.of(lines.get(0), lines.get(1 + first), lines.get(1 + second)));
  }

  /** Two heads of one honest log, and an entry of it. */
  private static Conflict grown() {
    Charges charges = new Charges();
    charges.gateway.take(charges.sensor.reads("1")).seal();
    Evidence before = Papers.issue(charges.world, charges.sensor.subject()).together().evidence();
    charges.gateway.take(charges.sensor.reads("2")).seal();
    Evidence after = Papers.issue(charges.world, charges.sensor.subject()).together().evidence();
    LoggedHeader one = before.headers().get(0);
    Digest leaf = org.baymark.protocol.merkle.MerkleTree.leafHash(one.logged().signed().encoded());
    return new Conflict(
        new SealedHead(before.checkpoint(), before.seal(), before.sealPath()),
        new SealedHead(after.checkpoint(), after.seal(), after.sealPath()),
        Optional.of(
            new Conflict.Fork(
                one.index(),
                leaf,
                one.logged().path(),
                leaf,
                after.headers().get(0).logged().path())));
  }
}
