package org.baymark.protocol.passport;

import static org.baymark.protocol.passport.AccusationCase.GATEWAY;
import static org.baymark.protocol.passport.AccusationCase.NOTHING;
import static org.baymark.protocol.passport.AccusationCase.filed;
import static org.baymark.protocol.passport.AccusationCase.guilty;
import static org.baymark.protocol.passport.AccusationCase.not;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.baymark.protocol.accuse.FiledEntry;
import org.baymark.protocol.accuse.Misfiling;
import org.baymark.protocol.batch.ShipmentKey;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.papers.KeyCard;
import org.baymark.protocol.papers.KeyEpoch;

/** The charge that a statement stands under a subject that it does not name. */
final class MisfilingCases {
  private MisfilingCases() {}

  static void add(List<AccusationCase> all) {
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
        AccusationCase.withoutKeys(good.evidence()),
        good.cards(),
        good.filed(),
        good.leafIndex(),
        good.leafPath(),
        good.statement());
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
}
