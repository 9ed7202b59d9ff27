package org.baymark.gateway.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.baymark.gateway.config.ConfigFile;
import org.baymark.gateway.config.GatewayConfig;
import org.baymark.protocol.cose.DevUrn;
import org.junit.jupiter.api.Test;

/** All of a changed file, or nothing of it. */
class ReloadingTest {
  private static final DevUrn NAME = new DevUrn("urn:dev:org:32473-gateway-1");

  private String text = "name: " + NAME + "\n";
  private final List<String> done = new ArrayList<>();
  private final Reloading reloading =
      new Reloading(GatewayConfig.of(NAME), () -> ConfigFile.read(text));

  private void follow(String pruneFrom) {
    reloading.follow(
        Set.of("commitDelay"), GatewayConfig::commitDelay, now -> done.add("delay " + now));
    reloading.follow(
        Set.of("pruneTo"),
        now -> Path.of(pruneFrom + now.keep().pruneTo()),
        now -> done.add("to " + now));
    text += "commitDelay: 20ms\npruneTo: there\n";
  }

  @Test
  void allOfItIsInForce() {
    follow("");
    assertEquals(2, reloading.reload().inForce().size());
    assertEquals(List.of("delay " + Duration.ofMillis(20), "to there"), done);
    assertEquals(List.of(), reloading.reload().inForce());
  }

  @Test
  void whereOneValueCannotBeUsedNothingIsInForce() {
    follow("\0");
    var why = assertThrows(IllegalArgumentException.class, reloading::reload);
    assertEquals(
        "Nul character not allowed: \0there; all settings stay as they were", why.getMessage());
    assertEquals(List.of(), done);
  }
}
