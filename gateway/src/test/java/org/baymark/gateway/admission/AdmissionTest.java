package org.baymark.gateway.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.store.Device;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.statement.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The checks stand in one order, so that a message wrong in several ways has one reason. */
class AdmissionTest {
  private static final TestDevice DEVICE = TestDevice.named("a", Suite.EDDSA);
  private static final TestDevice THIEF =
      new TestDevice(DEVICE.name(), TestDevice.named("b", Suite.EDDSA).key());

  private final Map<DevUrn, Device> devices = new HashMap<>();
  private final Admission admission =
      new Admission(name -> Optional.ofNullable(devices.get(name)), this::withKid);

  @Test
  void eachCheckComesBeforeTheNext() {
    Sign1 scan = DEVICE.scans(1, 0, Subject.of(DEVICE.name()));
    Bytes forgedScan = Signatures.forged(scan);
    Bytes stolen = Signatures.forged(THIEF.scans(1, 0, Subject.of(DEVICE.name())));
    assertEquals(Refusal.TOO_LARGE, refusal(Bytes.owning(new byte[16_385]), "elsewhere"));
    assertEquals(Refusal.NOT_CBOR, refusal(Bytes.EMPTY, "elsewhere"));
    assertEquals(Refusal.WRONG_TOPIC, refusal(stolen, "elsewhere"));
    assertEquals(Refusal.UNKNOWN_DEVICE, refusal(stolen, DEVICE.topic()));
    know(DEVICE, true);
    assertEquals(Refusal.UNKNOWN_KEY, refusal(stolen, DEVICE.topic()));
    assertEquals(Refusal.REVOKED_KEY, refusal(forgedScan, DEVICE.topic()));
    know(DEVICE, false);
    assertEquals(Refusal.KIND_NOT_ALLOWED, refusal(forgedScan, DEVICE.topic()));
    Bytes forged = Signatures.forged(DEVICE.says(1, 0));
    assertEquals(Refusal.BAD_SIGNATURE, refusal(forged, DEVICE.topic()));
  }

  @ParameterizedTest
  @EnumSource(Suite.class)
  void whatPassesIsTheStatementAndItsDevice(Suite suite) {
    TestDevice device = TestDevice.named("a", suite);
    know(device, false);
    Sign1 reading = device.says(1, 0);
    for (Optional<String> topic : Set.of(Optional.of(device.topic()), Optional.<String>empty())) {
      Admitted admitted =
          admission
              .admit(new Arrival(reading.encoded(), "any", "any", topic))
              .toOptional()
              .orElseThrow();
      Admitted.Signed signed = admitted.match(it -> it, unsigned -> fail("no record"));
      assertEquals(reading.id(), signed.statement().id());
      assertEquals(device.name(), signed.device().name());
    }
  }

  @Test
  void aKeyOfAnotherSuiteWithTheSameHintIsNoSignature() {
    // kid is a hint of 8 bytes; a header that lies about its algorithm must not get further by it.
    know(DEVICE, false);
    Bytes reading = DEVICE.says(1, 0).encoded();
    String hex = reading.hex();
    Bytes es256 = Bytes.ofHex(hex.replaceFirst("a40127", "a40126"));
    assertEquals(Refusal.BAD_SIGNATURE, refusal(es256, DEVICE.topic()));
  }

  @Test
  void aDeviceThatTheAllianceRefusesIsNotKnown() {
    know(DEVICE, false, Optional.of("key-taken"));
    assertEquals(Refusal.UNKNOWN_DEVICE, refusal(DEVICE.says(1, 0).encoded(), DEVICE.topic()));
  }

  @Test
  void aRecordIsJudgedByTheDevicesOfItsKid() {
    Bytes record = DEVICE.record(1, 0, "20.5").encoded();
    assertEquals(Refusal.TOO_LARGE, refusal(Bytes.ofHex("84" + "00".repeat(512)), "elsewhere"));
    assertEquals(Refusal.TRAILING_BYTES, refusal(record.concat(Bytes.ofHex("00")), "elsewhere"));
    assertEquals(Refusal.UNKNOWN_DEVICE, refusal(record, "elsewhere"));
    know(DEVICE, false, Optional.of("key-taken"));
    assertEquals(Refusal.UNKNOWN_DEVICE, refusal(record, "elsewhere"));
    know(DEVICE, true, Optional.empty(), Kind.SCAN);
    assertEquals(Refusal.WRONG_TOPIC, refusal(record, "elsewhere"));
    assertEquals(Refusal.REVOKED_KEY, refusal(record, DEVICE.topic()));
    know(DEVICE, false, Optional.empty(), Kind.SCAN);
    assertEquals(Refusal.KIND_NOT_ALLOWED, refusal(record, DEVICE.topic()));
    know(DEVICE, false);
    assertAdmitted(record, Optional.of(DEVICE.topic()));
    assertAdmitted(record, Optional.empty());
  }

  @Test
  void ofDevicesWithOneKidItIsEnoughThatOneMay() {
    // A kid is 8 bytes of a hash; here two names stand over one key, which comes to the same.
    TestDevice other = new TestDevice(TestDevice.named("b", Suite.EDDSA).name(), DEVICE.key());
    Bytes record = DEVICE.record(1, 0, "20.5").encoded();
    know(DEVICE, true);
    know(other, false);
    assertEquals(Refusal.REVOKED_KEY, refusal(record, DEVICE.topic()));
    assertAdmitted(record, Optional.of(other.topic()));
    assertAdmitted(record, Optional.empty());
  }

  private void assertAdmitted(Bytes record, Optional<String> topic) {
    Admitted admitted =
        admission.admit(new Arrival(record, "any", "any", topic)).toOptional().orElseThrow();
    assertEquals(
        record, admitted.match(signed -> Bytes.EMPTY, unsigned -> unsigned.record().encoded()));
    assertEquals(admitted, admission.stillAdmitted(admitted).toOptional().orElseThrow());
  }

  private List<Device> withKid(Bytes kid) {
    return devices.values().stream().filter(device -> device.key().kid().equals(kid)).toList();
  }

  private void know(TestDevice device, boolean revoked) {
    know(device, revoked, Optional.empty());
  }

  private void know(TestDevice device, boolean revoked, Optional<String> refusal) {
    know(device, revoked, refusal, Kind.TELEMETRY);
  }

  private void know(TestDevice device, boolean revoked, Optional<String> refusal, Kind kind) {
    Optional<Instant> when = revoked ? Optional.of(Instant.EPOCH) : Optional.empty();
    devices.put(
        device.name(),
        new Device(
            1,
            device.name(),
            device.key().verifyingKey(),
            "the test",
            Set.of(kind),
            Instant.EPOCH,
            when,
            refusal,
            Optional.empty(),
            false));
  }

  private Refusal refusal(Bytes bytes, String topic) {
    Parsed<Admitted> answer =
        admission.admit(new Arrival(bytes, "mqtt", topic, Optional.of(topic)));
    return answer.match(
        admitted -> {
          throw new AssertionError("admitted");
        },
        Parsed.Refused::refusal);
  }
}
