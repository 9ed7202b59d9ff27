package org.baymark.node.doorstep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who has to go where too many stand at a port. */
class DoorstepTest {
  private final Doorstep doorstep = new Doorstep(4);
  private final List<String> gone = new ArrayList<>();

  private void comes(String host, int port) throws UnknownHostException {
    doorstep.came(at(host, port), () -> gone.add(host + " " + port));
  }

  private static InetSocketAddress at(String host, int port) throws UnknownHostException {
    return new InetSocketAddress(InetAddress.getByName(host), port);
  }

  @Test
  void whoComesWithManyPushesOutItsOwnOldest() throws Exception {
    comes("192.0.2.1", 1);
    for (int port = 1; port <= 5; port++) {
      comes("192.0.2.2", port);
    }
    comes("192.0.2.3", 1);
    assertEquals(List.of("192.0.2.2 1", "192.0.2.2 2", "192.0.2.2 3"), gone);
    assertEquals(4, doorstep.size());
  }

  @Test
  void theAddressesOfOneNetworkOfVersionSixAreOneMachine() throws Exception {
    comes("2001:db8:0:1::1", 1);
    comes("2001:db8:0:2::1", 1);
    comes("2001:db8:0:2::2", 1);
    comes("2001:db8:0:2:ffff::3", 1);
    comes("2001:db8:0:1::2", 1);
    assertEquals(List.of("2001:db8:0:2::1 1"), gone);
  }

  @Test
  void whoLeftMakesRoomAndIsPushedOutNoMore() throws Exception {
    for (int port = 1; port <= 4; port++) {
      comes("192.0.2.2", port);
    }
    doorstep.left(at("192.0.2.2", 1));
    doorstep.left(at("192.0.2.2", 1));
    comes("192.0.2.2", 5);
    assertEquals(List.of(), gone);
    comes("192.0.2.2", 6);
    assertEquals(List.of("192.0.2.2 2"), gone);
  }

  @Test
  void whereEachHasOneTheOldestGoes() throws Exception {
    for (int host = 1; host <= 5; host++) {
      comes("192.0.2." + host, 1);
    }
    assertEquals(List.of("192.0.2.1 1"), gone);
  }
}
