package org.baymark.protocol.passport;

import static org.baymark.protocol.passport.Verdicts.assertVerdict;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.protocol.batch.ShipmentKey;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.papers.KeyCard;
import org.baymark.protocol.papers.KeyEpoch;
import org.junit.jupiter.api.Test;

/** What a key card adds to step complete (section 24.2). */
class KeyCardTest {
  private final Journey journey = new Journey();
  private final Passport passport = journey.papers().together();
  private final Alliances alliance = journey.world.alliance;

  private KeyCard card(SigningKey key, DevUrn member, KeyEpoch epoch, long issuedAt) {
    ShipmentKey shipment = journey.world.shipmentKey(Journey.SHIPMENT);
    return KeyCard.sign(key, member, shipment, epoch, issuedAt);
  }

  private KeyCard card(KeyEpoch epoch, long issuedAt) {
    return card(alliance.registrar(2), alliance.name(2), epoch, issuedAt);
  }

  private Verification with(KeyCard card) {
    Verification full = journey.verification();
    return new Verification(
        full.trust(), Optional.of(card.key()), Optional.of(card), full.jurisdictions(), full.now());
  }

  private String complete(Verification verification) {
    return Verdicts.verdict(verification, passport).finding(Step.COMPLETE).detail();
  }

  @Test
  void theVerdictNamesWhoVouches() {
    Verification with = with(card(KeyEpoch.FIRST, World.START));
    assertVerdict(with, passport);
    assertTrue(complete(with).contains(alliance.name(2) + " vouches for the shipment key"));
    assertTrue(complete(journey.verification()).contains("no member vouches for it"));
  }

  @Test
  void itsMemberMustHaveSignedIt() {
    KeyCard forged = card(alliance.registrar(1), alliance.name(2), KeyEpoch.FIRST, World.START);
    assertVerdict(with(forged), passport, "complete | fail | is not signed by " + alliance.name(2));
    Speaker stranger = journey.world.stranger("stranger");
    KeyCard foreign = card(stranger.key, stranger.name, KeyEpoch.FIRST, World.START);
    assertVerdict(with(foreign), passport, "complete | not checked | is no member");
  }

  @Test
  void itMustSpeakOfTheTimeOfTheCheckpoint() {
    KeyEpoch ended = new KeyEpoch(0, 0, OptionalLong.of(World.START + 1));
    assertVerdict(
        with(card(ended, World.START)), passport, "complete | not checked | speaks for what");
    KeyEpoch going = new KeyEpoch(0, 0, OptionalLong.of(World.START + 86_400));
    assertVerdict(with(card(going, World.START)), passport);
    long longAgo = World.START - KeyEpoch.NOTICE_SECONDS;
    assertVerdict(
        with(card(KeyEpoch.FIRST, longAgo)), passport, "complete | not checked | speaks for");
  }

  @Test
  void itMustBeOfTheShipment() {
    ShipmentKey other = journey.world.shipmentKey(Journey.OTHER);
    KeyCard card =
        KeyCard.sign(alliance.registrar(2), alliance.name(2), other, KeyEpoch.FIRST, World.START);
    assertVerdict(with(card), passport, "complete | fail | the shipment key is of");
  }

  @Test
  void aCardStandsForItsOwnKeyOnly() {
    Verification full = journey.verification();
    Optional<KeyCard> card = Optional.of(card(KeyEpoch.FIRST, World.START));
    Optional<ShipmentKey> other = Optional.of(journey.world.shipmentKey(Journey.OTHER));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Verification(full.trust(), other, card, Optional.empty(), full.now()));
  }
}
