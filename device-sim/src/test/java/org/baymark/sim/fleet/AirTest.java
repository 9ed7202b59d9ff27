package org.baymark.sim.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.chain.ChainRecord;
import org.baymark.protocol.chain.Coverage;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.statement.Cover;
import org.baymark.protocol.statement.Unverified;
import org.junit.jupiter.api.Test;

/** A radio's losses follow from its seed, and what a device covers is what it noted. */
class AirTest {
  private static final int COUNT = 2_000;
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  private static Bytes message(int number) {
    return Bytes.ofUtf8("message " + number);
  }

  private static List<Bytes> arriving(Air air) {
    List<Bytes> all = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      all.addAll(air.carry(message(i)));
    }
    all.addAll(air.rest());
    return all;
  }

  @Test
  void eachMessageHasOneFateAndTheCountsSayHowMany() {
    Air air = new Air(7, new Air.Rates(10, 20, 30));
    List<Bytes> arriving = arriving(air);
    Air.Counts counts = air.counts();
    assertEquals(COUNT - counts.lost(), new HashSet<>(arriving).size());
    assertEquals(COUNT - counts.lost() + counts.twice(), arriving.size());
    assertTrue(counts.lost() > 100 && counts.twice() > 200 && counts.late() > 300, "" + counts);
    long steps = 0;
    for (int i = 1; i < arriving.size(); i++) {
      int before = Integer.parseInt(arriving.get(i - 1).utf8().substring(8));
      int here = Integer.parseInt(arriving.get(i).utf8().substring(8));
      steps += here < before ? 1 : 0;
      assertTrue(before - here <= 8, before + " before " + here);
    }
    assertTrue(steps > 200, steps + " steps back");
  }

  @Test
  void theSameSeedIsTheSameRadioAndAnotherIsNot() {
    Air.Rates rates = new Air.Rates(10, 20, 30);
    assertEquals(arriving(new Air(7, rates)), arriving(new Air(7, rates)));
    assertTrue(!arriving(new Air(7, rates)).equals(arriving(new Air(8, rates))));
    assertEquals(COUNT, arriving(new Air(7, new Air.Rates(0, 0, 0))).size());
    assertEquals(List.of(), arriving(new Air(7, new Air.Rates(100, 0, 0))));
    assertThrows(IllegalArgumentException.class, () -> new Air.Rates(50, 50, 1));
  }

  @Test
  void whatADeviceCoversIsWhatItNoted() {
    for (int count = 1; count <= 7; count++) {
      for (int stride = 1; stride <= count + 1; stride++) {
        VirtualDevice radio = Fleet.radio(1, 3);
        for (int round = 0; round < 3; round++) {
          List<ChainRecord> noted = new ArrayList<>();
          for (int i = 0; i < count; i++) {
            noted.add(radio.note(Trip.coldChain(1).readings(0, 0, 0.1 * i, NOW)));
          }
          Cover cover = cover(radio, radio.cover(stride, NOW));
          assertEquals((long) round * count, cover.first());
          assertEquals(noted, Coverage.of(cover, noted).attested());
        }
      }
    }
  }

  /** As a gateway reads it. */
  private static Cover cover(VirtualDevice radio, Sign1 said) {
    Optional<Unverified> parsed = Unverified.parse(said.encoded()).toOptional();
    assertTrue(parsed.orElseThrow().verifiedBy(radio.key().verifyingKey()).isPresent());
    return (Cover) parsed.orElseThrow().content();
  }
}
