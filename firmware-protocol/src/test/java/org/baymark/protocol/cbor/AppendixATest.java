package org.baymark.protocol.cbor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.junit.jupiter.api.Test;

/** The examples of RFC 8949: appendix A (encoded items) and appendix F.1 (not well-formed). */
class AppendixATest {
  private static final String TO_25 = "0102030405060708090a0b0c0d0e0f101112131415161718181819";

  @Test
  void deterministicItemsAreReadBack() {
    String table =
        """
        00 0
        01 1
        0a 10
        17 23
        1818 24
        1819 25
        1864 100
        1903e8 1000
        1a000f4240 1000000
        1b000000e8d4a51000 1000000000000
        1bffffffffffffffff out-of-range
        3bffffffffffffffff out-of-range
        1b7fffffffffffffff 9223372036854775807
        3b7fffffffffffffff -9223372036854775808
        20 -1
        29 -10
        3863 -100
        3903e7 -1000
        f90000 0.0
        f98000 -0.0
        f93c00 1.0
        fb3ff199999999999a 1.1
        f93e00 1.5
        f97bff 65504.0
        fa47c35000 100000.0
        fa7f7fffff 3.4028234663852886E38
        fb7e37e43c8800759c 1.0E300
        f90001 5.960464477539063E-8
        f90400 6.103515625E-5
        f9c400 -4.0
        fbc010666666666666 -4.1
        f97c00 Infinity
        f97e00 NaN
        f9fc00 -Infinity
        f4 false
        f5 true
        f6 null
        40 h''
        4401020304 h'01020304'
        60 ""
        6161 "a"
        6449455446 "IETF"
        62225c "\\"\\\\"
        62c3bc "\u00fc"
        63e6b0b4 "\u6c34"
        64f0908591 "\ud800\udd51"
        80 []
        83010203 [1, 2, 3]
        8301820203820405 [1, [2, 3], [4, 5]]
        """;
    for (String line : table.lines().toList()) {
      String[] columns = line.split(" ", 2);
      boolean isFloat = columns[0].compareTo("f9") > 0;
      String expected = isFloat ? Double.toHexString(Double.parseDouble(columns[1])) : columns[1];
      assertEquals(expected, Diagnostic.of(columns[0]), line);
    }
  }

  /** Maps and tags, which this reader reads only where it expects them. */
  @Test
  void deterministicItemsOfOtherShapesAreWellFormed() {
    for (String hex :
        List.of(
            "9819" + TO_25,
            "a0",
            "a201020304",
            "a26161016162820203",
            "826161a161626163",
            "a56161614161626142616361436164614461656145",
            "f7",
            "f0",
            "f8ff",
            "c249010000000000000000",
            "c349010000000000000000",
            "c074323031332d30332d32315432303a30343a30305a",
            "c11a514b67b0",
            "c1fb41d452d9e2000000",
            "d74401020304",
            "d818456449455446",
            "d82076687474703a2f2f7777772e6578616d706c652e636f6d")) {
      assertEquals("accepted", answer(hex), hex);
    }
  }

  @Test
  void otherEncodingsOfTheSameAreRefused() {
    for (String hex :
        List.of(
            "fa7f800000",
            "fa7fc00000",
            "faff800000",
            "fb7ff0000000000000",
            "fb7ff8000000000000",
            "fbfff0000000000000",
            "5f42010243030405ff",
            "7f657374726561646d696e67ff",
            "9fff",
            "9f018202039f0405ffff",
            "9f01820203820405ff",
            "83018202039f0405ff",
            "83019f0203ff820405",
            "9f" + TO_25 + "ff",
            "bf61610161629f0203ffff",
            "826161bf61626163ff",
            "bf6346756ef563416d7421ff")) {
      assertEquals("not-deterministic", answer(hex), hex);
    }
  }

  @Test
  void itemsThatAreNotWellFormedAreRefused() {
    String table =
        """
        18 19 1a 1b 1901 1a0102 1b01020304050607 38 58 78 98 9a01ff00 b8 d8 f8 f900 fa0000 fb000000
        41 61 5affffffff00 5bffffffffffffffff010203 7affffffff00 7b7fffffffffffffff010203
        81 818181818181818181 8200 a1 a20102 a100 c0
        1c 1d 1e 3c 3d 3e 5c 5d 5e 7c 7d 7e 9c 9d 9e bc bd be dc dd de fc fd fe
        f800 f801 f818 f81f
        ff 81ff 8200ff a1ff a1ff00 a100ff a20000ff 1f 3f df
        61ff 62c328 63e28221 63eda080 64f4908080 62c080
        """;
    for (String hex : table.strip().split("\\s+", -1)) {
      assertEquals("not-cbor", answer(hex), hex);
    }
    assertEquals("not-deterministic", answer("a2000000"), "its second key is the first again");
  }

  @Test
  void indefiniteLengthsAreRefusedAtTheirHeadWhateverFollows() {
    String table =
        """
        5f4100 7f6100 9f 9f0102 bf bf01020102 819f 9f8000 9f9f9f9f9fffffffff 9f819f819f9fffffff
        5f00ff 5f21ff 5f6100ff 5f80ff 5fa0ff 5fc000ff 5fe0ff 7f4100ff 5f5f4100ffff 7f7f6100ffff
        9f81ff 9f829f819f9fffffffff bf00ff bf000000ff
        """;
    for (String hex : table.strip().split("\\s+", -1)) {
      assertEquals("not-deterministic", answer(hex), hex);
    }
  }

  static String answer(String hex) {
    return Parsed.of(() -> CborReader.open(Bytes.ofHex(hex)))
        .match(reader -> "accepted", refused -> refused.refusal().wireName());
  }
}
