package org.baymark.gateway.alarm;

import java.util.List;
import org.baymark.gateway.registry.DeviceRegistry;
import org.baymark.gateway.store.Device;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.enrolment.Enrolment.State;

/** How devices stand with the gateway, as far as alarms ask. */
final class Standing {
  private final DeviceRegistry registry;

  Standing(DeviceRegistry registry) {
    this.registry = registry;
  }

  /** See {@link DeviceRegistry#stranded}. */
  List<Device> stranded() {
    return registry.stranded();
  }

  boolean isStranded(DevUrn device) {
    return registry.find(device).filter(Device::isStranded).isPresent();
  }

  /** Whether what it says is taken. */
  boolean isActive(DevUrn device) {
    return registry
        .find(device)
        .filter(it -> it.state() == State.ACTIVE && !it.isRefused())
        .isPresent();
  }

  /** A stranger is not: what was taken of one would begin its alarm again and again. */
  boolean isStopped(DevUrn device) {
    return registry.find(device).isPresent() && !isActive(device);
  }

  /** Whether there is something to suspend. */
  boolean canBeSuspended(DevUrn device) {
    return registry.find(device).filter(it -> it.state() == State.ACTIVE).isPresent();
  }
}
