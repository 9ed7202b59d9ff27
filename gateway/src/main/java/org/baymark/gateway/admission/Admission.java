package org.baymark.gateway.admission;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.baymark.gateway.store.Device;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.chain.ChainRecord;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.statement.Kind;
import org.baymark.protocol.statement.Statement;
import org.baymark.protocol.statement.Unverified;

/**
 * What a message has to pass before it is a statement of one of our devices, or a record that might
 * be of one. The checks stand in the order of PROTOCOL.md ("Delivery"), the dear one, the
 * signature, last; each gets only what the earlier ones proved. Pure, and safe for many threads if
 * {@code devices} and {@code byKid} are.
 */
final class Admission {
  private final Function<DevUrn, Optional<Device>> devices;
  private final Function<Bytes, List<Device>> byKid;

  /**
   * @param devices the devices that the operator added, revoked and refused ones too
   * @param byKid those of them whose key has this kid
   */
  Admission(Function<DevUrn, Optional<Device>> devices, Function<Bytes, List<Device>> byKid) {
    this.devices = devices;
    this.byKid = byKid;
  }

  Parsed<Admitted> admit(Arrival arrival) {
    return Parsed.of(
        () -> {
          Bytes sized = size(arrival.bytes());
          if (ChainRecord.isBegunBy(sized)) {
            ChainRecord record = ChainRecord.parse(sized).orRefuse();
            return somebodyMay(new Admitted.Unsigned(record, arrival.topic()));
          }
          Unverified claim = form(sized);
          topicMatches(claim, arrival.topic());
          Device device = deviceKnown(claim.signed().issuer());
          keyKnown(claim.signed(), device);
          notRevoked(device);
          kindAllowed(claim, device);
          return new Admitted.Signed(signature(claim, device), device);
        });
  }

  /**
   * What was admitted a while ago, and still is: meanwhile a device can have been revoked, or the
   * alliance have refused it. On the database's thread this is the last word, for there both
   * happen.
   */
  Parsed<Admitted> stillAdmitted(Admitted before) {
    return before.match(
        signed ->
            Parsed.of(
                () -> {
                  Device now = deviceKnown(signed.device().name());
                  keyKnown(signed.statement().signed(), now);
                  notRevoked(now);
                  return signed;
                }),
        unsigned -> Parsed.of(() -> somebodyMay(unsigned)));
  }

  /**
   * A record names a key by 8 bytes, which several can share: it is enough that one of their
   * devices may have made it. Whose it is, the signature of its cover will say.
   */
  private Admitted somebodyMay(Admitted.Unsigned unsigned) throws RefusalException {
    Bytes kid = unsigned.record().kid();
    List<Device> left = byKid.apply(kid).stream().filter(Admission::isKnown).toList();
    left =
        anyOf(left, device -> true, Refusal.UNKNOWN_DEVICE, "no device has a key with kid " + kid);
    left =
        anyOf(
            left,
            device -> unsigned.topic().stream().allMatch(Arrival.topicOf(device.name())::equals),
            Refusal.WRONG_TOPIC,
            "its topic is " + Arrival.topicOf(left.get(0).name()));
    left =
        anyOf(
            left,
            device -> !device.isRevoked(),
            Refusal.REVOKED_KEY,
            "the key of " + left.get(0).name());
    anyOf(
        left,
        device -> device.kinds().contains(Kind.TELEMETRY),
        Refusal.KIND_NOT_ALLOWED,
        left.get(0).name() + " may not make a statement of kind " + Kind.TELEMETRY.wireName());
    return unsigned;
  }

  private static boolean isKnown(Device device) {
    return !device.isRefused() && !device.isSuspended() && !device.isAwaited();
  }

  private static List<Device> anyOf(
      List<Device> devices, Predicate<Device> may, Refusal refusal, String otherwise)
      throws RefusalException {
    List<Device> left = devices.stream().filter(may).toList();
    if (left.isEmpty()) {
      throw new RefusalException(refusal, otherwise);
    }
    return left;
  }

  private static Bytes size(Bytes bytes) throws RefusalException {
    if (bytes.size() > Unverified.SIZE_MAX) {
      throw new RefusalException(
          Refusal.TOO_LARGE, bytes.size() + " bytes where " + Unverified.SIZE_MAX + " are allowed");
    }
    return bytes;
  }

  private static Unverified form(Bytes sized) throws RefusalException {
    return Unverified.parse(sized).orRefuse();
  }

  private static void topicMatches(Unverified claim, Optional<String> topic)
      throws RefusalException {
    String right = Arrival.topicOf(claim.signed().issuer());
    if (topic.isPresent() && !topic.get().equals(right)) {
      throw new RefusalException(Refusal.WRONG_TOPIC, "its topic is " + right);
    }
  }

  /** One that the alliance will not register is none: nobody could check what it says. */
  private Device deviceKnown(DevUrn name) throws RefusalException {
    Device device =
        devices
            .apply(name)
            .orElseThrow(
                () ->
                    new RefusalException(
                        Refusal.UNKNOWN_DEVICE,
                        "no device " + name + " was added to this gateway"));
    if (device.isRefused()) {
      throw new RefusalException(
          Refusal.UNKNOWN_DEVICE, "the alliance has refused to register " + name);
    }
    if (device.isSuspended()) {
      throw new RefusalException(Refusal.UNKNOWN_DEVICE, name + " is suspended");
    }
    return device;
  }

  private static void keyKnown(Sign1 signed, Device device) throws RefusalException {
    Bytes kid = signed.kid();
    if (!kid.equals(device.key().kid())) {
      throw new RefusalException(
          Refusal.UNKNOWN_KEY,
          "kid %s where %s has %s".formatted(kid, device.name(), device.key().kid()));
    }
    if (device.isAwaited()) {
      throw new RefusalException(
          Refusal.UNKNOWN_KEY, "the log does not hold the new key of " + device.name() + " yet");
    }
  }

  private static void notRevoked(Device device) throws RefusalException {
    if (device.isRevoked()) {
      throw new RefusalException(Refusal.REVOKED_KEY, "the key of " + device.name());
    }
  }

  private static void kindAllowed(Unverified claim, Device device) throws RefusalException {
    if (!device.kinds().contains(claim.content().kind())) {
      throw new RefusalException(
          Refusal.KIND_NOT_ALLOWED,
          device.name() + " may not make a statement of kind " + claim.content().kind().wireName());
    }
  }

  private static Statement signature(Unverified claim, Device device) throws RefusalException {
    return claim
        .verifiedBy(device.key())
        .orElseThrow(
            () ->
                new RefusalException(
                    Refusal.BAD_SIGNATURE, "the key of " + device.name() + " did not sign this"));
  }
}
