package org.baymark.protocol.accuse;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.protocol.batch.ShipmentKey;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.log.Alliance;
import org.baymark.protocol.papers.KeyCard;
import org.baymark.protocol.passport.Faults;
import org.baymark.protocol.registration.Members;

/**
 * Which K a subject has. A device's follows from its name. A shipment's is known to those who hold
 * the alliance key; a member that lies could vouch for a wrong one, so where an innocent gateway
 * would pay for that, one more must vouch for it than may lie.
 */
record Vouchers(Subject subject, List<KeyCard> cards, Members members) {

  /** K, if anybody says it. */
  Optional<Digest> subjectKey() {
    return subject.isDevice()
        ? Optional.of(ShipmentKey.ofDevice(subject).subjectKey())
        : cards.stream().map(card -> card.key().subjectKey()).findFirst();
  }

  /** How many members that cannot all lie at once are. */
  int enough() {
    return Alliance.faults(members.members().size()) + 1;
  }

  /** For a person: who says it. */
  String text() {
    if (subject.isDevice()) {
      return "the key of a device follows from its name";
    }
    return cards.size() + " of " + members.members().size() + " members vouch for the shipment key";
  }

  /**
   * @param enough how many members have to vouch
   * @param openedMillis of the batch that the key must be of; empty where that does not matter
   */
  void check(int enough, OptionalLong openedMillis, Faults faults) {
    if (subject.isDevice()) {
      faults.demand(cards.isEmpty(), "key cards where a device's name is enough");
      return;
    }
    for (KeyCard card : cards) {
      faults.demand(
          card.key().subject().equals(subject),
          "the key card of " + card.member() + " is of another shipment");
      faults.demand(
          card.key().subjectKey().equals(subjectKey().orElseThrow()),
          "the members do not vouch for one and the same key");
      if (card.memberAmong(members).isEmpty()) {
        faults.unknown(card.member() + ", who signed a key card, is no member at this checkpoint");
      } else {
        faults.demand(card.isOf(members), "a key card is not signed by " + card.member());
      }
      if (openedMillis.isPresent() && !card.speaksOf(openedMillis.getAsLong())) {
        faults.unknown("the key card of " + card.member() + " is not of that batch's time");
      }
    }
    if (cards.size() < enough) {
      faults.unknown(
          cards.size() + " members vouch for the shipment key where " + enough + " are needed");
    }
  }
}
