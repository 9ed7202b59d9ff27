package org.baymark.gateway.upkeep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.baymark.gateway.store.StoredQueue.DeviceRow;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.registration.Registration;
import org.baymark.protocol.registration.Request;
import org.baymark.protocol.statement.Kind;

/** Holds a device's row against what the gateway asked the alliance for, and signed: pure. */
final class RegistrationCheck {
  private RegistrationCheck() {}

  /**
   * What is wrong, a sentence each.
   *
   * @param key of the gateway; empty where it is not at hand
   */
  static List<String> faults(DeviceRow device, Optional<VerifyingKey> key) {
    List<String> faults = new ArrayList<>();
    if (device.registration().isEmpty()) {
      // A restore carries the registrations over, but those of devices that were revoked.
      if (!device.isRevoked()) {
        faults.add("its registration is gone from the queue to the alliance");
      }
      return faults;
    }
    asked(device.registration().get(), key)
        .flatMap(it -> it.match(Optional::of, end -> Optional.<Registration>empty()))
        .ifPresentOrElse(
            wish -> compare(device, wish, faults),
            () -> faults.add("its registration in the queue is none that this gateway signed"));
    if (device.isRevoked()) {
      boolean isAsked =
          device
              .revocation()
              .flatMap(it -> asked(it, key))
              .filter(it -> it.match(wish -> false, end -> end.name().text().equals(device.name())))
              .isPresent();
      if (!isAsked) {
        faults.add("it is revoked, and that is gone from the queue to the alliance");
      }
    }
    return faults;
  }

  private static Optional<Request> asked(Bytes signed, Optional<VerifyingKey> key) {
    return Sign1.parse(signed, Integer.MAX_VALUE)
        .toOptional()
        .filter(it -> key.isEmpty() || it.signedBy(key.get()))
        .flatMap(it -> Request.parse(it).toOptional());
  }

  private static void compare(DeviceRow device, Registration wish, List<String> faults) {
    if (!wish.name().text().equals(device.name())) {
      faults.add("its registration in the queue is that of " + wish.name());
    }
    if (!wish.key().encoded().equals(device.key())) {
      faults.add("its key is another than the one that was registered");
    }
    if (!wish.owner().equals(device.owner())) {
      faults.add("its owner is another than the one that was registered");
    }
    Set<String> registered = wish.kinds().stream().map(Kind::wireName).collect(Collectors.toSet());
    if (!registered.equals(Set.copyOf(Arrays.asList(device.kinds().split(","))))) {
      faults.add("what it may say is not what was registered");
    }
  }
}
