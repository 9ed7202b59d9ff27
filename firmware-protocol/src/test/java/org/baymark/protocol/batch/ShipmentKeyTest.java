package org.baymark.protocol.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.cose.Subject;
import org.junit.jupiter.api.Test;

/** Keys of shipments; the values were computed with another HMAC. */
class ShipmentKeyTest {
  private static final Bytes ALLIANCE =
      Bytes.ofHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
  private static final String K =
      "cc94d4949aa24f8637f4398578391fde12b97460c005ca5742eebbb342e73838";
  private static final Subject DEVICE = new Subject("urn:dev:mac:0024befffe804ff1");
  private static final String DEVICE_K =
      "cbe048fa518846a5a13d7d6f809a6d11daecbe6c23f35958119b56cc52118ea7";
  private static final String HEADING = "baymark shipment key v1\n";
  private static final String TEXT = HEADING + Statements.SHIPMENT + "\n" + K + "\n";

  @Test
  void aShipmentIsBlindedByTheAllianceKey() {
    ShipmentKey key = ShipmentKey.ofAlliance(ALLIANCE, Statements.SHIPMENT);
    assertEquals(K, key.k().hex());
    assertEquals(
        "b68cf41092d8eb3a904b67de28a63caf8aebf9ee9a01dc5dc82e72b55433e11c", key.subjectKey().hex());
  }

  @Test
  void aDeviceNeedsNoAlliance() {
    ShipmentKey key = ShipmentKey.ofDevice(DEVICE);
    assertEquals(DEVICE_K, key.k().hex());
    assertEquals(
        "82ed6d8ba936d9b4c9129894294434186e2d2bb1344ea9d520dbb49f7ffa363e", key.subjectKey().hex());
    assertEquals(key, ShipmentKey.ofAlliance(ALLIANCE, DEVICE));
  }

  @Test
  void theFileComesBack() {
    ShipmentKey key = ShipmentKey.ofAlliance(ALLIANCE, Statements.SHIPMENT);
    assertEquals(TEXT, key.toText());
    assertEquals(Optional.of(key), ShipmentKey.parseText(TEXT).toOptional());
    ShipmentKey device = ShipmentKey.ofDevice(DEVICE);
    assertEquals(Optional.of(device), ShipmentKey.parseText(device.toText()).toOptional());
  }

  @Test
  void anyOtherSpellingOfTheFileIsRefused() {
    Map<String, Refusal> files = new LinkedHashMap<>();
    files.put("", Refusal.WRONG_SHAPE);
    files.put(TEXT.substring(0, TEXT.length() - 1), Refusal.WRONG_SHAPE);
    files.put(TEXT + "\n", Refusal.WRONG_SHAPE);
    files.put(TEXT + " ", Refusal.WRONG_SHAPE);
    files.put("\ufeff" + TEXT, Refusal.WRONG_SHAPE);
    files.put(" " + TEXT, Refusal.WRONG_SHAPE);
    files.put(TEXT.replace("\n", "\r\n"), Refusal.WRONG_SHAPE);
    files.put(TEXT.replace("v1", "v2"), Refusal.WRONG_SHAPE);
    files.put(TEXT.replace(K, K.toUpperCase(java.util.Locale.ROOT)), Refusal.WRONG_SHAPE);
    files.put(TEXT.replace(K, K.substring(2)), Refusal.WRONG_SHAPE);
    files.put(TEXT.replace(K, K + "00"), Refusal.WRONG_SHAPE);
    files.put(TEXT.replace(K, K + " "), Refusal.WRONG_SHAPE);
    files.put(TEXT.replace("345670", "345671"), Refusal.BAD_SUBJECT);
    files.put(TEXT.replace("https", "HTTPS"), Refusal.BAD_SUBJECT);
    files.put(HEADING + "\n" + K + "\n", Refusal.WRONG_SHAPE);
    files.put(HEADING + "a".repeat(257) + "\n" + K + "\n", Refusal.WRONG_SHAPE);
    files.put(HEADING + DEVICE + "\n" + K + "\n", Refusal.BAD_KEY);
    files.forEach(
        (text, refusal) ->
            assertEquals(
                refusal.name(),
                ShipmentKey.parseText(text)
                    .match(key -> "accepted", wrong -> wrong.refusal().name()),
                text));
  }

  @Test
  void itsNameDoesNotShowIt() {
    String shown = ShipmentKey.ofAlliance(ALLIANCE, Statements.SHIPMENT).toString();
    assertEquals("shipment key of " + Statements.SHIPMENT, shown);
    assertFalse(shown.contains(K));
  }

  @Test
  void noOtherKeyCanBeMade() {
    Bytes shorter = ALLIANCE.slice(1, 32);
    illegal(() -> ShipmentKey.ofAlliance(shorter, Statements.SHIPMENT));
    illegal(() -> new ShipmentKey(Statements.SHIPMENT, shorter));
    illegal(() -> new ShipmentKey(DEVICE, ALLIANCE));
    illegal(() -> ShipmentKey.ofDevice(Statements.SHIPMENT));
  }

  private static void illegal(java.util.function.Supplier<ShipmentKey> maker) {
    assertThrows(IllegalArgumentException.class, maker::get);
  }
}
