package org.baymark.sim.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.statement.Unverified;
import org.baymark.sim.fleet.Delivery.Intent;
import org.junit.jupiter.api.Test;

class MisbehaviourTest {
  private static final Instant START = Instant.parse("2026-03-01T06:00:00Z");

  private final Fleet fleet = Fleet.of(new Fleet.Plan(11, 12, 1, Duration.ofSeconds(20)));

  private Fleet.Sensor sensor(Misbehaviour manner) {
    return fleet.sensors().stream().filter(s -> s.manner() == manner).findFirst().orElseThrow();
  }

  private static List<Delivery> all(Fleet.Sensor sensor) {
    sensor.device().begin(START);
    List<Sign1> said = sensor.device().tick(START.plusSeconds(60));
    List<Delivery> all = new ArrayList<>();
    for (int i = 0; i < said.size(); i++) {
      all.addAll(sensor.manner().deliveries(sensor, said.get(i), i, said.get(0)));
    }
    return all;
  }

  private static List<Delivery> with(List<Delivery> all, Intent intent) {
    return all.stream().filter(delivery -> delivery.intent() == intent).toList();
  }

  private static boolean signed(Delivery delivery, VerifyingKey key) {
    return parse(delivery.encoded()).verifiedBy(key).isPresent();
  }

  private static Unverified parse(Bytes statement) {
    return Unverified.parse(statement).toOptional().orElseThrow();
  }

  private static VerifyingKey key(Fleet.Sensor sensor) {
    return sensor.device().key().verifyingKey();
  }

  @Test
  void anHonestDeviceSendsWhatItSaid() {
    List<Delivery> all = all(sensor(Misbehaviour.NONE));
    assertEquals(20, all.size());
    assertEquals(all, with(all, Intent.HONEST));
  }

  @Test
  void aReplayIsTheSameBytesAgain() {
    List<Delivery> all = all(sensor(Misbehaviour.REPLAYS));
    assertEquals(20, with(all, Intent.HONEST).size());
    List<Delivery> replays = with(all, Intent.REPLAY);
    assertTrue(replays.size() >= 8, "replays " + replays.size());
    for (Delivery replay : replays) {
      assertTrue(
          with(all, Intent.HONEST).stream()
              .anyMatch(honest -> honest.encoded().equals(replay.encoded())));
    }
  }

  @Test
  void aForgeryHasTheVictimsNameAndNotTheVictimsSignature() {
    Fleet.Sensor forger = sensor(Misbehaviour.FORGES);
    List<Delivery> all = all(forger);
    assertEquals(20, with(all, Intent.HONEST).size());
    List<Delivery> forgeries = with(all, Intent.FORGERY);
    assertEquals(5, forgeries.size());
    Fleet.Sensor victim =
        fleet.sensors().stream()
            .filter(s -> s.device().name().equals(forger.victim()))
            .findFirst()
            .orElseThrow();
    for (Delivery forgery : forgeries) {
      assertEquals(forger.victim(), forgery.issuer());
      assertEquals(forger.victim(), parse(forgery.encoded()).signed().issuer());
      assertFalse(signed(forgery, key(victim)));
      assertTrue(signed(forgery, key(forger)));
      assertFalse(forgery.intent().isAcceptable());
    }
  }

  @Test
  void whatWasChangedOnTheWayIsWellFormedUnsignedAndSentAgainHonestly() {
    Fleet.Sensor sensor = sensor(Misbehaviour.CHANGED_ON_THE_WAY);
    List<Delivery> all = all(sensor);
    assertEquals(20, with(all, Intent.HONEST).size());
    assertEquals(5, with(all, Intent.CHANGED).size());
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).intent() == Intent.CHANGED) {
        Delivery changed = all.get(i);
        Delivery honest = all.get(i + 1);
        assertEquals(Intent.HONEST, honest.intent());
        assertFalse(signed(changed, key(sensor)));
        assertTrue(signed(honest, key(sensor)));
        assertEquals(parse(honest.encoded()).position(), parse(changed.encoded()).position());
        assertNotEquals(honest.id(), changed.id());
        assertEquals(1, differingBits(honest.encoded(), changed.encoded()));
      }
    }
  }

  private static int differingBits(Bytes one, Bytes other) {
    assertEquals(one.size(), other.size());
    int bits = 0;
    for (int i = 0; i < one.size(); i++) {
      bits += Integer.bitCount((one.at(i) ^ other.at(i)) & 0xff);
    }
    return bits;
  }

  @Test
  void anEquivocationIsTwoRightStatementsWithOneNumber() {
    Fleet.Sensor sensor = sensor(Misbehaviour.EQUIVOCATES);
    List<Delivery> all = all(sensor);
    List<Delivery> twins = with(all, Intent.TWIN);
    assertEquals(5, twins.size());
    for (Delivery twin : twins) {
      Delivery honest = all.get(all.indexOf(twin) - 1);
      assertTrue(signed(twin, key(sensor)));
      assertTrue(signed(honest, key(sensor)));
      assertEquals(parse(honest.encoded()).position(), parse(twin.encoded()).position());
      assertNotEquals(honest.id(), twin.id());
      assertTrue(twin.intent().isAcceptable());
    }
  }

  @Test
  void nothingOfTheStrangerMayBeAccepted() {
    List<Delivery> all = all(fleet.stranger());
    assertEquals(20, all.size());
    assertEquals(all, with(all, Intent.FORGERY));
  }
}
