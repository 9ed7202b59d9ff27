package org.baymark.gateway.transport.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MqttLimitsTest {
  private static final long MEGABYTE = 1 << 20;

  @Test
  void connectionsFollowFromTheHeap() {
    assertEquals(2_048, MqttLimits.connectionsFor(64 * MEGABYTE, false));
    assertEquals(768, MqttLimits.connectionsFor(64 * MEGABYTE, true));
    assertEquals(7_509, MqttLimits.connectionsFor(128 * MEGABYTE, false));
    assertEquals(64, MqttLimits.connectionsFor(16 * MEGABYTE, true));
    assertEquals(16 * MEGABYTE, MqttLimits.unsentFor(64 * MEGABYTE));
    assertEquals(16_384, MqttLimits.connectionsFor(16_000 * MEGABYTE, false));
  }
}
