package org.baymark.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.baymark.gateway.config.GatewayConfig;
import org.baymark.gateway.config.HostPort;
import org.baymark.gateway.exit.CommandFailure;
import org.baymark.gateway.folder.GatewayFolder;
import org.baymark.gateway.upkeep.Finding;

/** Whether a gateway that runs answers at its ports, or one that does not could have them. */
final class Ports {
  private final GatewayFolder folder;
  private final GatewayConfig config;

  Ports(GatewayFolder folder, GatewayConfig config) {
    this.folder = folder;
    this.config = config;
  }

  List<Finding> look(boolean isRunning) {
    List<Finding> found = new ArrayList<>(isRunning ? running() : free());
    tcp()
        .forEach(
            (name, at) -> {
              if (name.equals("http") && !isLoopback(at)) {
                found.add(
                    Finding.noted(
                        "port http",
                        "open to the network at "
                            + at
                            + ", without TLS: whoever reads along has the token that opens"
                            + " everything; set http to 127.0.0.1 in gateway.yaml, and https"
                            + " where others need it"));
              }
            });
    return found;
  }

  private List<Finding> running() {
    try {
      List<Finding> found = new ArrayList<>();
      for (JsonNode part : new GatewayCaller(folder).get("/status").path("parts")) {
        String about = part.path("part").asText();
        if (about.startsWith("door ")) {
          boolean isOpen = part.path("grade").asText().equals("ok");
          String sentence = part.path("sentence").asText();
          found.add(isOpen ? Finding.well(about, sentence) : Finding.wrong(about, sentence));
        }
      }
      found.add(Finding.well("port http", "the gateway runs and answers"));
      return found;
    } catch (CommandFailure e) {
      return List.of(Finding.wrong("port http", String.valueOf(e.getMessage())));
    }
  }

  private List<Finding> free() {
    List<Finding> found = new ArrayList<>();
    tcp().forEach((name, at) -> found.add(of("port " + name, at, () -> bindTcp(at))));
    config
        .coapSettings()
        .doors(config.coap())
        .forEach(
            door -> {
              HostPort at = new HostPort(door.host(), door.port());
              found.add(of("port " + door.scheme(), at, () -> bindUdp(at)));
            });
    return found;
  }

  private Map<String, HostPort> tcp() {
    Map<String, HostPort> ports = new LinkedHashMap<>();
    ports.put("http", config.http());
    config.https().ifPresent(at -> ports.put("https", at));
    config
        .mqttSettings()
        .doors(config.mqtt())
        .forEach(door -> ports.put(door.scheme(), new HostPort(door.host(), door.port())));
    return ports;
  }

  private interface Binding {
    void bind() throws IOException;
  }

  private static Finding of(String about, HostPort at, Binding binding) {
    try {
      binding.bind();
      return Finding.well(about, at + " is free; the gateway does not run");
    } catch (IOException e) {
      return Finding.wrong(
          about,
          at
              + " cannot be had ("
              + e.getMessage()
              + "): end the program that has it, or choose another in gateway.yaml");
    }
  }

  private static void bindTcp(HostPort at) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(at.host(), at.port()));
    }
  }

  private static void bindUdp(HostPort at) throws SocketException {
    new DatagramSocket(new InetSocketAddress(at.host(), at.port())).close();
  }

  private static boolean isLoopback(HostPort at) {
    try {
      return InetAddress.getByName(at.host()).isLoopbackAddress();
    } catch (IOException e) {
      return false;
    }
  }
}
