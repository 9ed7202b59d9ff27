package org.baymark.protocol.cbor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.upokecenter.cbor.CBOREncodeOptions;
import com.upokecenter.cbor.CBORException;
import com.upokecenter.cbor.CBORObject;
import com.upokecenter.cbor.CBORType;
import com.upokecenter.numbers.EInteger;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.junit.jupiter.api.Test;

/**
 * Two other libraries both say of the same 100,000 inputs whether they are one well-formed item, as
 * our reader does. Of what it refuses for its encoding or its depth it says no more, and so they
 * are not asked; that, and what only one of them can be asked, does not count.
 */
class OtherReadersTest {
  private static final int COMPARED = 100_000;
  private static final int INPUTS_MAX = 4 * COMPARED;
  private static final CBORFactory JACKSON = new CBORFactory();
  private static final CBOREncodeOptions AS_IT_STANDS =
      new CBOREncodeOptions("allowduplicatekeys=true;resolvereferences=false");

  /** First bytes that have rules of their own: simple values, floats, lengths behind them. */
  private static final Bytes HEADS = Bytes.ofHex("181b1c3b3e58595b7879989ab8d8f7f8f8f9fafbfcfeff");

  private enum Answer {
    WELL_FORMED,
    MALFORMED,
    /** Well-formed to the RFC, and not valid. Jackson decodes the octets that are right. */
    NOT_UTF8,
    NOT_SAID
  }

  /** Where an input comes from. */
  private enum Origin {
    WHOLE,
    /** One change away from a whole one. */
    CHANGED,
    RANDOM
  }

  @Test
  void theyAgreeWithOurs() {
    long seed = 2049;
    Random random = new Random(seed);
    Map<Answer, Integer> compared = new EnumMap<>(Answer.class);
    Map<Origin, Integer> origins = new EnumMap<>(Origin.class);
    int both = 0;
    int notUtf8 = 0;
    for (int i = 0; both < COMPARED && i < INPUTS_MAX; i++) {
      Origin origin = Origin.values()[random.nextInt(Origin.values().length)];
      Bytes input = input(origin, random);
      String where = "seed " + seed + ", input " + i + ": " + input;
      Answer ours = ours(input);
      if (ours == Answer.NOT_UTF8) {
        assertFalse(upokecenter(input.toArray()), where);
        notUtf8++;
      } else if (ours == Answer.MALFORMED || ours == Answer.WELL_FORMED) {
        assertEquals(ours == Answer.WELL_FORMED, upokecenter(input.toArray()), where);
        if (ours == Answer.MALFORMED || jacksonKnows(input)) {
          assertEquals(ours == Answer.WELL_FORMED, jackson(input.toArray()), where);
          compared.merge(ours, 1, Integer::sum);
          origins.merge(origin, 1, Integer::sum);
          both++;
        }
      }
    }
    assertEquals(
        COMPARED, both, "inputs of which both libraries said whether they are well-formed");
    String all = compared + ", " + origins + ", not UTF-8: " + notUtf8;
    assertTrue(compared.values().stream().allMatch(count -> count > COMPARED / 3), all);
    assertTrue(origins.size() == Origin.values().length, all);
    assertTrue(origins.values().stream().allMatch(count -> count > COMPARED / 5), all);
    assertTrue(notUtf8 > COMPARED / 100, all);
  }

  private static Bytes input(Origin origin, Random random) {
    if (origin == Origin.RANDOM) {
      byte[] octets = new byte[1 + random.nextInt(random.nextBoolean() ? 3 : 24)];
      random.nextBytes(octets);
      if (random.nextBoolean()) {
        octets[0] = HEADS.at(random.nextInt(HEADS.size()));
      }
      return Bytes.owning(octets);
    }
    CborWriter out = new CborWriter();
    item(random, out, 0);
    return origin == Origin.WHOLE ? out.toBytes() : changed(out.toBytes(), random);
  }

  private static Answer ours(Bytes input) {
    return Parsed.of(() -> CborReader.open(input))
        .match(
            reader -> Answer.WELL_FORMED,
            refused ->
                switch (refused.refusal()) {
                  case NOT_CBOR ->
                      refused.detail().contains("UTF-8") ? Answer.NOT_UTF8 : Answer.MALFORMED;
                  case TRAILING_BYTES -> Answer.MALFORMED;
                  default -> Answer.NOT_SAID;
                });
  }

  private static boolean upokecenter(byte[] input) {
    try {
      CBORObject.DecodeFromBytes(input, AS_IT_STANDS);
      return true;
    } catch (CBORException e) {
      return false;
    }
  }

  /** Jackson knows keys of maps that are text or integers, and tags of 31 bits, and no others. */
  private static boolean jacksonKnows(Bytes input) {
    return jacksonKnows(CBORObject.DecodeFromBytes(input.toArray(), AS_IT_STANDS));
  }

  private static boolean jacksonKnows(CBORObject item) {
    CBORObject bare = item.Untag();
    if (!Arrays.stream(item.GetAllTags()).allMatch(EInteger::CanFitInInt32)) {
      return false;
    }
    if (bare.getType() == CBORType.Array) {
      return bare.getValues().stream().allMatch(OtherReadersTest::jacksonKnows);
    }
    return bare.getType() != CBORType.Map
        || (bare.getKeys().stream().allMatch(OtherReadersTest::isPlain)
            && bare.getValues().stream().allMatch(OtherReadersTest::jacksonKnows));
  }

  private static boolean isPlain(CBORObject key) {
    return !key.isTagged()
        && (key.getType() == CBORType.TextString || key.getType() == CBORType.Integer);
  }

  /** It reads one item after the other, and text only when it is asked for. */
  private static boolean jackson(byte[] input) {
    try (JsonParser parser = JACKSON.createParser(input)) {
      int open = 0;
      do {
        JsonToken token = parser.nextToken();
        if (token == null) {
          return false;
        }
        open += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME) {
          parser.getText();
        } else if (token == JsonToken.VALUE_EMBEDDED_OBJECT) {
          parser.getBinaryValue();
        }
      } while (open > 0);
      return parser.currentLocation().getByteOffset() == input.length;
    } catch (IOException e) {
      return false;
    }
  }

  /** Of what both know: keys are text, tags have no meaning of their own. */
  private static void item(Random random, CborWriter out, int depth) {
    switch (random.nextInt(depth < 4 ? 8 : 5)) {
      case 0 -> out.integer(random.nextLong() >> random.nextInt(64));
      case 1 -> out.text(text(random));
      case 2 -> {
        byte[] octets = new byte[random.nextInt(random.nextBoolean() ? 8 : 40)];
        random.nextBytes(octets);
        out.bytes(Bytes.of(octets));
      }
      case 3 -> out.bool(random.nextBoolean());
      case 4 -> out.raw(Bytes.ofHex(random.nextBoolean() ? "f93c00" : "fb3ff199999999999a"));
      case 5 -> {
        int count = random.nextInt(6);
        out.array(count);
        for (int i = 0; i < count; i++) {
          item(random, out, depth + 1);
        }
      }
      case 6 -> {
        TreeSet<Bytes> keys = new TreeSet<>();
        for (int i = random.nextInt(5); i > 0; i--) {
          keys.add(new CborWriter().text(text(random)).toBytes());
        }
        out.map(keys.size());
        for (Bytes key : keys) {
          out.raw(key);
          item(random, out, depth + 1);
        }
      }
      default -> item(random, out.tag(60_000 + random.nextInt(100)), depth + 1);
    }
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      int point = random.nextInt(random.nextInt(3) > 0 ? 0x80 : 0x1_1000);
      text.appendCodePoint(point >= 0xd800 && point < 0xe000 ? 'x' : point);
    }
    return text.toString();
  }

  /** Cut, longer, or with one byte or bit changed. */
  private static Bytes changed(Bytes input, Random random) {
    byte[] octets = input.toArray();
    int at = random.nextInt(octets.length);
    switch (random.nextInt(4)) {
      case 0 -> {
        return input.slice(0, at);
      }
      case 1 -> {
        return input.concat(Bytes.owning(new byte[] {(byte) random.nextInt(256)}));
      }
      case 2 -> octets[at] = (byte) random.nextInt(256);
      default -> octets[at] ^= (byte) (1 << random.nextInt(8));
    }
    return Bytes.owning(octets);
  }
}
