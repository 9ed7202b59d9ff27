package org.baymark.protocol.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.merkle.TreeHead;
import org.junit.jupiter.api.Test;

/** Keys, values and seals of the index: one encoding each, nothing impossible. */
class IndexValuesTest {
  private static final Digest ONE = Digest.ofHex("11".repeat(32));
  private static final Digest TWO = Digest.ofHex("22".repeat(32));
  private static final String D = "5820" + "11".repeat(32);
  private static final String KIND = "7562" + "61796d61726b20696e646578207365616c207631";
  private static final OptionalLong NONE = OptionalLong.empty();

  @Test
  void keysNameTheirKind() {
    Digest key = Digest.ofHex("01".repeat(32));
    assertEquals(
        "8278186261796d61726b20696e646578207375626a6563742076315820" + key.hex(),
        IndexKeys.subject(key).hex());
    assertEquals(
        "82746261796d61726b20696e646578206b65792076315820" + key.hex(),
        IndexKeys.verifyingKey(key).hex());
    assertEquals(
        "8278186261796d61726b20696e64657820676174657761792076317475726e3a6465763a6f733a33323437332d"
            + "677731",
        IndexKeys.gateway(new DevUrn("urn:dev:os:32473-gw1")).hex());
  }

  @Test
  void valuesComeBack() {
    for (SubjectState state : List.of(new SubjectState(1, 1, ONE), new SubjectState(2, 99, ONE))) {
      assertEquals(Optional.of(state), SubjectState.parse(state.encode()).toOptional());
    }
    List<KeyState> keys =
        List.of(
            new KeyState(0, NONE, NONE),
            new KeyState(7, OptionalLong.of(8), NONE),
            new KeyState(7, OptionalLong.of(9), OptionalLong.of(0)));
    for (KeyState state : keys) {
      assertEquals(Optional.of(state), KeyState.parse(state.encode()).toOptional());
    }
    GatewayState gateway = new GatewayState(TreeHead.SIZE_MAX, ONE);
    assertEquals(Optional.of(gateway), GatewayState.parse(gateway.encode()).toOptional());
  }

  @Test
  void sealsComeBack() {
    TreeHead head = new TreeHead(5, TWO);
    List<IndexSeal> seals =
        List.of(
            new IndexSeal(0, Optional.empty(), 1, 1, ONE, TWO, Optional.empty()),
            new IndexSeal(0, Optional.empty(), 2, 5, ONE, TWO, Optional.of(head)),
            new IndexSeal(1, Optional.of(TWO), 9, 700, ONE, TWO, Optional.of(head)));
    for (IndexSeal seal : seals) {
      assertEquals(Optional.of(seal), IndexSeal.parse(seal.encode()).toOptional());
    }
  }

  @Test
  void aSealHasTheseBytes() {
    TreeHead head = new TreeHead(5, Digest.ofHex("33".repeat(32)));
    IndexSeal seal = new IndexSeal(0, Optional.empty(), 2, 9, ONE, TWO, Optional.of(head));
    String hex =
        ("88" + KIND + "00f60209" + D)
            + ("5820" + "22".repeat(32))
            + ("82055820" + "33".repeat(32));
    assertEquals(hex, seal.encode().hex());
  }

  @Test
  void impossibleValuesAreRefused() {
    refused(Refusal.OUT_OF_RANGE, SubjectState::parse, "830000" + D, "830201" + D, "830001" + D);
    refused(
        Refusal.WRONG_SHAPE, SubjectState::parse, "820101", "83010100", "a0", "8320" + "01" + D);
    refused(Refusal.OUT_OF_RANGE, SubjectState::parse, "83011b0020000000000000" + D);
    refused(Refusal.OUT_OF_RANGE, KeyState::parse, "8305f601", "830505f6", "830504f6", "83050500");
    refused(Refusal.WRONG_SHAPE, KeyState::parse, "83f6f6f6", "8205f6", "8305f5f6", "8305f640");
    refused(Refusal.OUT_OF_RANGE, GatewayState::parse, "8200" + D, "821b0020000000000000" + D);
    refused(Refusal.WRONG_SHAPE, GatewayState::parse, "8101", "8201f6", "830101" + D);
    refused(Refusal.TRAILING_BYTES, GatewayState::parse, "8201" + D + "00");
    refused(Refusal.NOT_DETERMINISTIC, GatewayState::parse, "821801" + D);
  }

  @Test
  void impossibleSealsAreRefused() {
    String roots = D + D;
    String head = "8205" + D;
    refused(
        Refusal.OUT_OF_RANGE,
        IndexSeal::parse,
        "88" + KIND + "00f60009" + roots + "f6", // height 0
        "88" + KIND + "00f60109" + roots + head, // the first has one before it
        "88" + KIND + "00f60209" + roots + "f6", // the second has none
        "88" + KIND + "00f60100" + roots + "f6", // covers nothing
        "88" + KIND + "00f60204" + roots + head, // covers less than the one before
        "88" + KIND + "00" + D + "0109" + roots + "f6", // a stop set in epoch 0
        "88" + KIND + "01f60109" + roots + "f6"); // none in epoch 1
    refused(
        Refusal.WRONG_SHAPE,
        IndexSeal::parse,
        "80",
        "87" + KIND + "00f60109" + roots,
        "88" + KIND.replace("7631", "7632") + "00f60109" + roots + "f6",
        "88" + KIND + "00f60109" + D + "f6f6",
        "88" + KIND + "00f50109" + roots + "f6",
        "88" + KIND + "00f60109" + roots + "8105");
  }

  @Test
  void noImpossibleValueCanBeMade() {
    illegal(() -> new SubjectState(0, 0, ONE));
    illegal(() -> new SubjectState(2, 1, ONE));
    illegal(() -> new KeyState(-1, NONE, NONE));
    illegal(() -> new KeyState(5, OptionalLong.of(5), NONE));
    illegal(() -> new KeyState(5, NONE, OptionalLong.of(1)));
    illegal(() -> new GatewayState(0, ONE));
    illegal(() -> new IndexSeal(0, Optional.empty(), 2, 9, ONE, TWO, Optional.empty()));
  }

  private static void illegal(java.util.function.Supplier<Object> maker) {
    assertThrows(IllegalArgumentException.class, maker::get);
  }

  private static <T> void refused(
      Refusal expected, Function<Bytes, Parsed<T>> parser, String... inputs) {
    for (String hex : inputs) {
      String answer =
          parser
              .apply(Bytes.ofHex(hex))
              .match(value -> "accepted " + value, refused -> refused.refusal().name());
      assertEquals(expected.name(), answer, hex);
    }
  }
}
