package org.baymark.gateway.admission;

import java.util.Optional;
import java.util.function.Function;
import org.baymark.gateway.store.Device;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.statement.Statement;
import org.baymark.protocol.statement.Unverified;

/**
 * What a message has to pass before it is a statement of one of our devices. The checks stand in
 * the order of PROTOCOL.md ("Delivery"), the dear one, the signature, last; each gets only what the
 * earlier ones proved. Pure, and safe for many threads if {@code devices} is.
 */
final class Admission {
  /** A device publishes under this and its own name. */
  static final String TOPIC_PREFIX = "baymark/v1/";

  private final Function<DevUrn, Optional<Device>> devices;

  /**
   * @param devices the devices that the operator added, revoked and refused ones too
   */
  Admission(Function<DevUrn, Optional<Device>> devices) {
    this.devices = devices;
  }

  /** A verified statement and the device that made it. */
  record Admitted(Statement statement, Device device) {}

  Parsed<Admitted> admit(Arrival arrival) {
    return Parsed.of(
        () -> {
          Bytes sized = size(arrival.bytes());
          Unverified claim = form(sized);
          topicMatches(claim, arrival.topic());
          Device device = deviceKnown(claim.signed().issuer());
          keyKnown(claim, device);
          notRevoked(device);
          kindAllowed(claim, device);
          return new Admitted(signature(claim, device), device);
        });
  }

  /**
   * What was admitted a while ago, and still is: meanwhile a device can have been revoked, or the
   * alliance have refused it. On the database's thread this is the last word, for there both
   * happen.
   */
  Parsed<Admitted> stillAdmitted(Admitted before) {
    DevUrn name = before.device().name();
    return Parsed.of(
        () -> {
          notRevoked(deviceKnown(name));
          return before;
        });
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
    String right = TOPIC_PREFIX + claim.signed().issuer().text();
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
    return device;
  }

  private static void keyKnown(Unverified claim, Device device) throws RefusalException {
    Bytes kid = claim.signed().kid();
    if (!kid.equals(device.key().kid())) {
      throw new RefusalException(
          Refusal.UNKNOWN_KEY,
          "kid %s where %s has %s".formatted(kid, device.name(), device.key().kid()));
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
