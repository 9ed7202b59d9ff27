package org.baymark.protocol.passport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.passport.Finding.Outcome;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever the file holds, the verifier answers. */
@Tag("one-release")
class HostileBytesTest {
  private final Journey journey = new Journey();
  private final Verification verification = journey.verification();

  private String answer(Bytes file) {
    return verification
        .verify(file)
        .match(
            verdict -> verdict.outcome(Verdict.REQUIRED_BY_DEFAULT).wireName(),
            refused -> refused.refusal().wireName());
  }

  @Test
  void malformedFilesAreRefusedEachForItsReason() {
    Bytes whole = journey.papers().together().encoded();
    Bytes evidence = journey.papers().together().evidence().encoded();
    String type = "73" + Bytes.ofUtf8("baymark passport v1");
    Map<String, String> files = new LinkedHashMap<>();
    files.put("", "not-cbor");
    files.put("00", "wrong-shape");
    files.put("f6", "wrong-shape");
    files.put("80", "wrong-shape");
    files.put("84", "not-cbor");
    files.put("83000000", "wrong-shape");
    files.put("8400000000", "wrong-shape");
    files.put("84" + type.replace("7631", "7632") + "000000", "wrong-shape");
    files.put("84" + type + "008080", "wrong-shape");
    files.put("84" + type + evidence + "8080", "wrong-shape");
    files.put("84" + type + evidence + "814080", "not-cbor"); // an empty record
    files.put("84" + type + evidence + "80" + "81" + "8260" + "80", "wrong-shape");
    files.put("84" + type + evidence + "80" + "83" + "8261618000" + "00", "bad-subject");
    files.put(evidence.hex(), "wrong-shape");
    files.put(whole + "00", "trailing-bytes");
    files.put("9f", "not-deterministic");
    files.put("81".repeat(17) + "00", "too-deep");
    files.put("c1".repeat(17) + "00", "too-deep");
    // Counts and lengths that are only claimed.
    files.put("9b7fffffffffffffff00", "not-cbor");
    files.put("9bffffffffffffffff00", "not-cbor");
    files.put("bb7fffffffffffffff00", "not-cbor");
    files.put("5b7fffffffffffffff00", "not-cbor");
    files.put("7a7fffffff00", "not-cbor");
    files.put("84" + type + "889affffffff", "not-cbor");
    files.forEach((hex, reason) -> assertEquals(reason, answer(Bytes.ofHex(hex)), hex));
  }

  @Test
  void deepNestingIsRefusedAtOnce() {
    byte[] deep = new byte[Evidence.SIZE_MAX];
    for (int head : new int[] {0x81, 0xa1, 0xc1}) {
      Arrays.fill(deep, (byte) head);
      assertEquals("too-deep", answer(Bytes.owning(deep)));
    }
  }

  @Test
  void whatIsTooLargeIsRefusedUnread() {
    assertEquals("too-large", answer(Bytes.owning(new byte[Evidence.SIZE_MAX + 1])));
  }

  @Test
  void aCheckpointBeyondAllCountingIsRefused() {
    for (String size : List.of("9007199254740992", "9223372036854775807")) {
      Papers papers = journey.papers();
      String note = papers.checkpoint.toText();
      String[] lines = note.split("\n", 3);
      String huge = lines[0] + "\n" + size + "\n" + lines[2];
      CborWriter out = new CborWriter().array(4).text("baymark passport v1").array(9);
      out.text("baymark evidence v2").text(huge);
      for (int i = 0; i < 9; i++) {
        out.array(0);
      }
      assertEquals("out-of-range", answer(out.toBytes()), size);
    }
  }

  @Test
  void randomBytesAreRefused() {
    long seed = 1;
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      byte[] octets = new byte[random.nextInt(64)];
      random.nextBytes(octets);
      assertNotEquals("pass", answer(Bytes.owning(octets)), "seed " + seed + ", file " + i);
    }
  }

  /** Items of one passport in the place of items of another, wherever both parse. */
  @Test
  void aPassportSplicedFromTwoNeverPasses() {
    Bytes whole = journey.papers().together().encoded();
    Bytes other = Papers.issue(journey.world, Journey.OTHER).together().encoded();
    Bytes device = Papers.issue(journey.world, journey.cold.subject()).together().encoded();
    long seed = 99;
    Random random = new Random(seed);
    List<Spliced> donors = List.of(new Spliced(whole), new Spliced(other), new Spliced(device));
    Map<String, Integer> answers = new LinkedHashMap<>();
    for (int i = 0; i < 3_000; i++) {
      Spliced from = donors.get(random.nextInt(donors.size()));
      Bytes mixed = new Spliced(whole).with(from, random);
      if (!mixed.equals(whole)) {
        String answer = answer(mixed);
        assertNotEquals(Outcome.PASS.wireName(), answer, "seed " + seed + ", splice " + i);
        answers.merge(answer, 1, Integer::sum);
      }
    }
    // Both kinds happened: spliced files that are no passport, and passports that do not hold.
    assertNotEquals(null, answers.get("fail"));
    assertNotEquals(null, answers.get("wrong-shape"));
  }

  /** A passport as the list of its items. */
  private record Spliced(Bytes file) {
    Bytes with(Spliced donor, Random random) {
      List<int[]> here = Items.of(file);
      List<int[]> there = Items.of(donor.file);
      int[] place = here.get(1 + random.nextInt(here.size() - 1)); // not the file itself
      // Mostly an item of about the same place, so that some splices have the right shape.
      int near = there.size() * here.indexOf(place) / here.size() + random.nextInt(5) - 2;
      int index = random.nextInt(4) == 0 ? random.nextInt(there.size()) : near;
      int[] item = there.get(Math.floorMod(index, there.size()));
      return file.slice(0, place[0])
          .concat(donor.file.slice(item[0], item[1]))
          .concat(file.slice(place[1], file.size()));
    }
  }

  @Test
  void manyItemsReorderedNeverPass() {
    Bytes whole = journey.papers().together().encoded();
    List<int[]> items = Items.of(whole);
    long seed = 5;
    Random random = new Random(seed);
    for (int i = 0; i < 1_000; i++) {
      int[] place = items.get(random.nextInt(items.size()));
      List<Bytes> parts = new ArrayList<>();
      parts.add(whole.slice(0, place[0]));
      for (int copies = random.nextInt(3); copies > 0; copies--) {
        parts.add(whole.slice(place[0], place[1]));
        parts.add(whole.slice(place[0], place[1]));
      }
      parts.add(whole.slice(place[1], whole.size()));
      Bytes changed = parts.stream().reduce(Bytes.EMPTY, Bytes::concat);
      assertNotEquals("pass", answer(changed), "seed " + seed + ", change " + i);
    }
  }

  @Test
  void evidenceAndRequestsAnswerToo() {
    Random random = new Random(3);
    for (int i = 0; i < 5_000; i++) {
      byte[] octets = new byte[random.nextInt(32)];
      random.nextBytes(octets);
      assertEquals(true, Evidence.parse(Bytes.of(octets)) instanceof Parsed.Refused);
      assertEquals(true, EvidenceRequest.parse(Bytes.of(octets)) instanceof Parsed.Refused);
    }
  }
}
