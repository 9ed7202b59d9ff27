package org.baymark.protocol.cbor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.junit.jupiter.api.Test;

/** Two others judge the same bytes: Jackson, and the pseudocode of RFC 8949, appendix C. */
class OracleTest {
  private static final CBORMapper JACKSON = new CBORMapper();

  /** RFC 8949, appendix C, for definite lengths; and UTF-8, which the RFC calls validity. */
  private static final class WellFormed {
    private final byte[] in;
    private int at;
    private boolean indefinite;

    WellFormed(byte[] in) {
      this.in = in;
    }

    /** Whether the input is one item; empty where it met an indefinite length. */
    static Optional<Boolean> of(byte[] in) {
      WellFormed oracle = new WellFormed(in);
      boolean is = oracle.item(0) && oracle.at == in.length;
      return oracle.indefinite ? Optional.empty() : Optional.of(is);
    }

    private boolean item(int depth) {
      if (at >= in.length || depth > 40) {
        return false;
      }
      int initial = in[at++] & 0xff;
      int major = initial >> 5;
      int info = initial & 31;
      long value = info;
      if (info > 27) {
        indefinite = info == 31 && major >= 2 && major <= 5;
        return false;
      }
      if (info >= 24) {
        int size = 1 << (info - 24);
        if (in.length - at < size) {
          return false;
        }
        value = 0;
        for (int i = 0; i < size; i++) {
          value = value << 8 | (in[at++] & 0xff);
        }
      }
      return switch (major) {
        case 2 -> take(value);
        case 3 -> take(value) && isUtf8(at - (int) value, (int) value);
        case 4 -> items(value, depth);
        case 5 -> value >= 0 && value <= in.length && items(2 * value, depth);
        case 6 -> item(depth + 1);
        case 7 -> info != 24 || value >= 32;
        default -> true;
      };
    }

    private boolean take(long size) {
      if (size < 0 || size > in.length - at) {
        return false;
      }
      at += (int) size;
      return true;
    }

    private boolean items(long count, int depth) {
      for (long i = 0; i < count || count < 0; i++) {
        if (!item(depth + 1)) {
          return false;
        }
      }
      return true;
    }

    private boolean isUtf8(int from, int size) {
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(in, from, size));
        return true;
      } catch (CharacterCodingException e) {
        return false;
      }
    }
  }

  private static void compare(byte[] octets, String where) {
    Optional<Boolean> wellFormed = WellFormed.of(octets);
    Parsed.of(() -> CborReader.open(Bytes.of(octets)))
        .match(
            accepted -> {
              assertEquals(Optional.of(true), wellFormed, where);
              return 0;
            },
            refused -> {
              Refusal why = refused.refusal();
              boolean malformed = why == Refusal.NOT_CBOR || why == Refusal.TRAILING_BYTES;
              assertTrue(!malformed || !wellFormed.orElse(false), where + ": " + refused.text());
              return 0;
            });
  }

  @Test
  void everyInputOfThreeBytesIsJudgedAsAppendixCDoes() {
    for (int i = 0; i < 1 << 16; i++) {
      byte[] two = {(byte) (i >> 8), (byte) i};
      compare(two, Bytes.of(two).hex());
      for (int third : new int[] {0, 0x17, 0x18, 0x20, 0x61, 0x80, 0xc3, 0xf6, 0xff}) {
        byte[] three = {(byte) (i >> 8), (byte) i, (byte) third};
        compare(three, Bytes.of(three).hex());
      }
    }
  }

  @Test
  void randomInputsAreJudgedAsAppendixCDoes() {
    long seed = 8949;
    Random random = new Random(seed);
    for (int i = 0; i < 300_000; i++) {
      byte[] octets = new byte[1 + random.nextInt(24)];
      for (int at = 0; at < octets.length; at++) {
        // Heads with small arguments, so that items close inside the input.
        octets[at] =
            (byte) (random.nextInt(8) << 5 | random.nextInt(random.nextInt(4) == 0 ? 32 : 4));
      }
      compare(octets, "seed " + seed + ", input " + i + ": " + Bytes.of(octets));
    }
  }

  @Test
  void jacksonReadsWhatWeWrite() throws IOException {
    long seed = 1;
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      CborWriter out = new CborWriter();
      JsonNode expected = value(random, out, 0);
      byte[] ours = out.toBytes().toArray();
      try (JsonParser parser = new CBORFactory().createParser(ours)) {
        assertEquals(expected, JACKSON.readTree(parser), "seed " + seed + ", value " + i);
        assertEquals(ours.length, parser.currentLocation().getByteOffset());
      }
      assertTrue(Parsed.of(() -> CborReader.open(Bytes.of(ours))) instanceof Parsed.Ok);
      // Jackson writes the same bytes where its choices are ours.
      assertEquals(Bytes.of(ours), Bytes.of(JACKSON.writeValueAsBytes(expected)));
    }
  }

  /** Writes a random value and says what it was. */
  private static JsonNode value(Random random, CborWriter out, int depth) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    switch (random.nextInt(depth < 5 ? 7 : 5)) {
      case 0 -> {
        long number = random.nextLong() >> random.nextInt(64);
        out.integer(number);
        return number == (int) number ? nodes.numberNode((int) number) : nodes.numberNode(number);
      }
      case 1 -> {
        String text = text(random);
        out.text(text);
        return nodes.textNode(text);
      }
      case 2 -> {
        byte[] octets = new byte[random.nextInt(300)];
        random.nextBytes(octets);
        out.bytes(Bytes.of(octets));
        return nodes.binaryNode(octets);
      }
      case 3 -> {
        boolean bool = random.nextBoolean();
        out.bool(bool);
        return nodes.booleanNode(bool);
      }
      case 4 -> {
        out.nil();
        return nodes.nullNode();
      }
      case 5 -> {
        int count = random.nextInt(30);
        out.array(count);
        var array = nodes.arrayNode();
        for (int i = 0; i < count; i++) {
          array.add(value(random, out, depth + 3));
        }
        return array;
      }
      default -> {
        return map(random, out, depth);
      }
    }
  }

  private static ObjectNode map(Random random, CborWriter out, int depth) {
    Map<Bytes, String> keys = new TreeMap<>();
    for (int i = random.nextInt(30); i > 0; i--) {
      String key = text(random);
      keys.put(new CborWriter().text(key).toBytes(), key);
    }
    ObjectNode map = JsonNodeFactory.instance.objectNode();
    out.map(keys.size());
    for (String key : keys.values()) {
      out.text(key);
      map.set(key, value(random, out, depth + 3));
    }
    return map;
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(20); i > 0; i--) {
      int point = random.nextInt(random.nextBoolean() ? 0x80 : 0x1_1000);
      text.appendCodePoint(point >= 0xd800 && point < 0xe000 ? 'x' : point);
    }
    return text.toString();
  }
}
