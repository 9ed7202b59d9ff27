package org.baymark.gateway.transport.coap;

import static org.baymark.gateway.transport.Wrong.KNOWN;
import static org.baymark.gateway.transport.Wrong.REVOKED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.baymark.gateway.OutgoingFixture;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.access.PreSharedKeys;
import org.baymark.gateway.transport.mqtt.Mosquitto;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Suite;
import org.eclipse.californium.core.coap.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** CoAP over DTLS with pre-shared keys and raw public keys. */
class DtlsKeysTest {
  private static final TestDevice DEVICE = TestDevice.named("dtls", Suite.ES256);
  private static final TestDevice OTHER = TestDevice.named("other", Suite.ES256);
  private static final TestDevice STRANGER = TestDevice.named("stranger", Suite.ES256);
  static final List<String> LIBRARIES = CoapClient.LIBRARIES;

  @TempDir Path folder;
  private DtlsFixture house;

  @BeforeEach
  void start() {
    house = DtlsFixture.withKeys(folder);
    house.gateway.with(KNOWN).with(DEVICE).with(REVOKED);
    house.gateway.revoke(REVOKED.name());
  }

  @AfterEach
  void stop() {
    house.close();
  }

  private Path file(Bytes bytes) {
    return Path.of(Mosquitto.file(folder, bytes));
  }

  @ParameterizedTest
  @FieldSource("LIBRARIES")
  void coapClientDeliversWithASharedKey(String library) {
    Path file = file(KNOWN.says(1, 0).encoded());
    String said =
        CoapClient.post(
            library, house.port(), file, "-u", DtlsFixture.IDENTITY, "-k", DtlsFixture.SECRET);
    assertTrue(said.contains("c:2.04"), said);
    assertEquals(1, house.gateway.stored().size());
  }

  @ParameterizedTest
  @FieldSource("LIBRARIES")
  void coapClientDeliversALongStatementInBlocks(String library) {
    Sign1 statement = KNOWN.reports(1, 0, 1000);
    String said =
        CoapClient.post(
            library,
            house.port(),
            file(statement.encoded()),
            "-b",
            "512",
            "-u",
            DtlsFixture.IDENTITY,
            "-k",
            DtlsFixture.SECRET);
    assertTrue(said.contains("c:2.04"), said);
    assertEquals(statement.encoded(), house.gateway.stored().get(0).bytes());
  }

  @ParameterizedTest
  @FieldSource("LIBRARIES")
  void aWrongKeyAndAnUnknownIdentityOpenNothing(String library) {
    Path file = file(KNOWN.says(1, 0).encoded());
    String wrong =
        CoapClient.postInVain(
            library,
            house.port(),
            file,
            "-u",
            DtlsFixture.IDENTITY,
            "-k",
            "another key of 24 byte");
    assertTrue(!wrong.contains("c:2"), wrong);
    String unknown =
        CoapClient.postInVain(
            library, house.port(), file, "-u", "nobody", "-k", DtlsFixture.SECRET);
    assertTrue(!unknown.contains("c:2"), unknown);
    assertEquals(0, house.gateway.counters.snapshot().received());
    house.untilFailed("wrong-psk");
    house.untilFailed("unknown-psk-identity");
  }

  @Test
  void coapClientDeliversWithItsRawPublicKey() throws IOException {
    Path key = Files.writeString(folder.resolve("device.key"), DtlsSender.sec1(DEVICE));
    Path statement = file(DEVICE.says(1, 0).encoded());
    String said = CoapClient.post("gnutls", house.port(), statement, "-M", key.toString());
    assertTrue(said.contains("c:2.04"), said);
    assertEquals(1, house.gateway.stored().size());
  }

  @Test
  void aDeviceComesInWithItsOwnKeyAndNobodyElseWithAnother() {
    try (DtlsSender device = DtlsSender.withRawKey(house.port(), DEVICE, house.own.open());
        DtlsSender stranger = DtlsSender.withRawKey(house.port(), STRANGER, house.own.open());
        DtlsSender revoked = DtlsSender.withRawKey(house.port(), REVOKED, house.own.open())) {
      assertEquals(Optional.of("2.04"), device.post(DEVICE.says(1, 0).encoded()));
      assertEquals(Optional.empty(), stranger.post(DEVICE.says(1, 1).encoded()));
      house.untilFailed("bad-certificate");
      assertEquals(Optional.empty(), revoked.post(DEVICE.says(1, 2).encoded()));
      house.untilFailed("access-denied");
    }
    assertEquals(1, house.gateway.stored().size());
  }

  /** Who a statement is by says its signature. */
  @Test
  void theCredentialIsNotTheSpeaker() {
    try (DtlsSender device = DtlsSender.withRawKey(house.port(), DEVICE, house.own.open())) {
      assertEquals(Optional.of("2.04"), device.post(KNOWN.says(1, 0).encoded()));
      assertEquals(Optional.of("4.01"), device.post(STRANGER.says(1, 0).encoded()));
    }
  }

  @Test
  void theSessionOfADeviceWhoseKeyIsRevokedEnds() {
    try (DtlsSender device = DtlsSender.withRawKey(house.port(), DEVICE, house.own.open())) {
      assertEquals(Optional.of("2.04"), device.post(KNOWN.says(1, 0).encoded()));
      house.gateway.revoke(DEVICE.name());
      assertSentAway(device);
    }
  }

  @Test
  void theSessionOfAFormerKeyEndsAndOneOfTheNewKeyIsOpenedAndOthersStay() {
    TestDevice next = TestDevice.named("dtls-next", Suite.ES256);
    try (DtlsSender former = DtlsSender.withRawKey(house.port(), DEVICE, house.own.open());
        DtlsSender other = DtlsSender.withRawKey(house.port(), OTHER, house.own.open());
        DtlsSender shared = shared(DtlsFixture.IDENTITY, DtlsFixture.KEY);
        DtlsSender after = DtlsSender.withRawKey(house.port(), next, house.own.open())) {
      house.gateway.with(OTHER);
      assertEquals(Optional.of("2.04"), former.post(KNOWN.says(1, 0).encoded()));
      assertEquals(Optional.of("2.04"), other.post(KNOWN.says(1, 0).encoded()));
      assertEquals(Optional.of("2.04"), shared.post(KNOWN.says(1, 0).encoded()));
      assertEquals(Optional.empty(), after.post(KNOWN.says(1, 0).encoded()));
      house.gateway.rollOver(DEVICE.name(), next.key().verifyingKey());
      OutgoingFixture.until(() -> former.post(KNOWN.says(1, 0).encoded()).isEmpty());
      assertEquals(Optional.empty(), former.post(KNOWN.says(1, 1).encoded()));
      assertEquals(Optional.of("2.04"), after.post(KNOWN.says(1, 0).encoded()));
      assertEquals(Optional.of("2.04"), other.post(KNOWN.says(1, 0).encoded()));
      assertEquals(Optional.of("2.04"), shared.post(KNOWN.says(1, 0).encoded()));
      assertEquals(1, other.handshakes());
      assertEquals(1, shared.handshakes());
    }
    assertEquals(1, house.gateway.stored().size());
  }

  /** Told goodbye it comes again, and is refused; what it says then is not taken. */
  private void assertSentAway(DtlsSender sender) {
    OutgoingFixture.until(() -> sender.post(KNOWN.says(1, 0).encoded()).isEmpty());
    house.untilFailed("access-denied");
    assertEquals(Optional.empty(), sender.post(KNOWN.says(1, 1).encoded()));
    assertEquals(1, house.gateway.stored().size());
  }

  @Test
  void anIdentityThatIsTheNameOfARevokedDeviceOpensNothing() {
    house.write(PreSharedKeys.NONE.with(DEVICE.name().text(), DtlsFixture.KEY));
    try (DtlsSender sender = shared(DEVICE.name().text(), DtlsFixture.KEY)) {
      untilAnswered(sender, "2.04");
      house.gateway.revoke(DEVICE.name());
      assertSentAway(sender);
    }
  }

  private DtlsSender shared(String identity, Bytes key) {
    return DtlsSender.withSharedKey(house.port(), identity, key);
  }

  /** Posts the same statement until the files are looked at. */
  private static void untilAnswered(DtlsSender sender, String code) {
    for (int i = 0; i < 20; i++) {
      if (sender.post(KNOWN.says(1, 0).encoded()).equals(Optional.of(code))) {
        return;
      }
    }
    throw new AssertionError("never answered " + code);
  }

  @Test
  void anIdentityThatIsAddedComesInAndOneThatIsRemovedGoesOut() {
    Bytes second = Bytes.ofHex("5a".repeat(16));
    PreSharedKeys both =
        PreSharedKeys.NONE.with(DtlsFixture.IDENTITY, DtlsFixture.KEY).with("new", second);
    try (DtlsSender first = shared(DtlsFixture.IDENTITY, DtlsFixture.KEY);
        DtlsSender added = shared("new", second)) {
      assertEquals(Optional.of("2.04"), first.post(KNOWN.says(1, 0).encoded()));
      house.write(both);
      untilAnswered(added, "2.04");
      assertEquals(Optional.of("2.04"), first.post(KNOWN.says(1, 1).encoded()));
      house.write(both.without(DtlsFixture.IDENTITY));
      OutgoingFixture.until(() -> first.post(KNOWN.says(1, 1).encoded()).isEmpty());
      assertEquals(Optional.of("2.04"), added.post(KNOWN.says(1, 2).encoded()));
    }
    assertEquals(3, house.gateway.stored().size());
  }

  /** RFC 9146: a sleeping device, or the address translator before it, comes back elsewhere. */
  @Test
  void aSessionGoesOnFromAnotherPort() {
    try (Translator translator = Translator.before(house.port());
        DtlsSender sender =
            DtlsSender.withSharedKey(translator.port(), DtlsFixture.IDENTITY, DtlsFixture.KEY)) {
      assertEquals(Optional.of("2.04"), sender.post(KNOWN.says(1, 0).encoded()));
      int before = translator.outerPort();
      translator.move();
      assertNotEquals(before, translator.outerPort());
      assertEquals(Optional.of("2.04"), sender.post(KNOWN.says(1, 1).encoded()));
      assertEquals(1, sender.handshakes());
    }
    assertEquals(2, house.gateway.stored().size());
  }

  @Test
  void soDoesABlockWiseTransfer() {
    Sign1 statement = KNOWN.reports(1, 0, 1000);
    try (Translator translator = Translator.before(house.port());
        DtlsSender sender =
            DtlsSender.withSharedKey(translator.port(), DtlsFixture.IDENTITY, DtlsFixture.KEY)) {
      sender.beforeEachBlock(translator::move);
      assertEquals(Optional.of("2.04"), sender.post(statement.encoded()));
      assertEquals(1, sender.handshakes());
    }
    assertEquals(statement.encoded(), house.gateway.stored().get(0).bytes());
  }

  /** RFC 7252, section 9.1.1: of another session, the same message id is another message. */
  @Test
  void aDeviceThatStartsAgainWithTheSamePortAndMessageIdIsNotTakenForARepetition() {
    int ownPort = 0;
    for (int seq = 0; seq < 2; seq++) {
      try (DtlsSender sender =
          DtlsSender.withSharedKey(house.port(), ownPort, DtlsFixture.IDENTITY, DtlsFixture.KEY)) {
        Request request = sender.statement(KNOWN.says(1, seq).encoded());
        request.setMID(7);
        assertEquals("2.04", sender.send(request).orElseThrow().getCode().text);
        ownPort = sender.ownPort();
      }
    }
    assertEquals(2, house.gateway.stored().size());
  }
}
