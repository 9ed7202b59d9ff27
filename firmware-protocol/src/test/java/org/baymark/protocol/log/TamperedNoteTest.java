package org.baymark.protocol.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Random;
import org.baymark.protocol.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** No change to a signed checkpoint makes its judgement better, and each makes it worse. */
class TamperedNoteTest {
  private static final SignedCheckpoint SIGNED = Logs.cosignedBy(3);
  private static final Bytes WIRE = Bytes.ofUtf8(SIGNED.toText());
  private static final Policy ALL = Logs.policy(2, 2);
  private static final Policy ONE = Logs.policy(1, 2);
  private static final Judgement BEFORE = ONE.judge(SIGNED);

  @Test
  void everyFlippedBitIsSeen() {
    for (int bit = 0; bit < 8 * WIRE.size(); bit++) {
      byte[] octets = WIRE.toArray();
      octets[bit / 8] ^= (byte) (1 << bit % 8);
      isWorse(Bytes.owning(octets), "bit " + bit);
    }
  }

  @Test
  void everyTruncationIsSeen() {
    for (int size = 0; size < WIRE.size(); size++) {
      isWorse(WIRE.slice(0, size), "the first " + size + " bytes");
      isWorse(WIRE.slice(WIRE.size() - size, WIRE.size()), "the last " + size + " bytes");
    }
  }

  @Test
  void everyMissingOrDoubledByteIsSeen() {
    for (int at = 0; at < WIRE.size(); at++) {
      Bytes tail = WIRE.slice(at, WIRE.size());
      isWorse(WIRE.slice(0, at).concat(WIRE.slice(at + 1, WIRE.size())), "without byte " + at);
      isWorse(WIRE.slice(0, at + 1).concat(tail), "with byte " + at + " twice");
    }
  }

  @Test
  void whateverIsAcceptedRoundTrips() {
    long seed = 0xba117a4L;
    Random random = new Random(seed);
    String alphabet = "\n\n\n— +=0149AaZz/\t\u00a0é";
    for (int round = 0; round < 20_000; round++) {
      StringBuilder note = new StringBuilder(SIGNED.toText());
      for (int edit = random.nextInt(3); edit >= 0; edit--) {
        char c = alphabet.charAt(random.nextInt(alphabet.length()));
        int at = random.nextInt(note.length());
        switch (random.nextInt(3)) {
          case 0 -> note.insert(at, c);
          case 1 -> note.setCharAt(at, c);
          default -> note.deleteCharAt(at);
        }
      }
      String text = note.toString();
      SignedCheckpoint.parse(text)
          .toOptional()
          .ifPresent(read -> assertEquals(text, read.toText(), "seed " + seed));
    }
  }

  private static void isWorse(Bytes wire, String what) {
    Optional<SignedCheckpoint> read = SignedCheckpoint.parse(wire).toOptional();
    if (read.isPresent()) {
      assertEquals(wire, Bytes.ofUtf8(read.get().toText()), what);
      assertFalse(ALL.judge(read.get()).accepted(), what);
      Judgement after = ONE.judge(read.get());
      assertTrue(BEFORE.cosignatures().containsAll(after.cosignatures()), what);
      assertTrue(
          !after.logSigned() || after.cosignatures().size() < BEFORE.cosignatures().size(), what);
    }
  }
}
