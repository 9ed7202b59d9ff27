package org.baymark.sim.alliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.baymark.sim.shell.Unusable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What answers at the address is not always a gateway. */
class GatewayApiTest {
  @TempDir private Path temp;

  private GatewayApi open(URI base) throws IOException {
    return GatewayApi.open(base, Files.writeString(temp.resolve("token"), "x\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "null",
        "<html>",
        "{\"mqtt\":",
        "{\"mqtt\":1,\"coap\":2}",
        "{\"mqtt\":\"mqtt://\",\"coap\":\"coap://127.0.0.1:5683\"}",
        "{\"mqtt\":\"mqtt://127.0.0.1\",\"coap\":\"coap://127.0.0.1:5683\"}",
        "{\"mqtt\":\"mqtt://127.0.0.1:1883\",\"coap\":\"http://127.0.0.1:5683\"}",
      })
  void anotherServerIsNotTakenForAGateway(String body) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    server.start();
    try {
      GatewayApi api = open(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
      IOException said = assertThrows(IOException.class, api::doors);
      assertTrue(String.valueOf(said.getMessage()).contains("is no gateway"), said.toString());
    } finally {
      server.stop(0);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "127.0.0.1:8080",
        "http:",
        "http://",
        "http://[::1",
        "https://127.0.0.1:8080",
        "http://127.0.0.1:65536",
        "http://127.0.0.1:8080/x",
        "http://127.0.0.1:8080?x",
        "http://127.0.0.1:8080#x",
        "http://me@127.0.0.1:8080",
      })
  void anAddressIsAHostAndAPort(String text) {
    assertTrue(GatewayApi.address(text).isEmpty());
  }

  @Test
  void anAddressMayEndWithASlash() {
    assertEquals(8080, GatewayApi.address("http://[::1]:8080/").orElseThrow().getPort());
    assertEquals(-1, GatewayApi.address("http://gateway").orElseThrow().getPort());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "two words\n", "one\ntwo\n", "b\u00e9\n"})
  void aTokenIsOneWord(String token) throws IOException {
    Path file = Files.writeString(temp.resolve("bad"), token);
    assertThrows(Unusable.class, () -> GatewayApi.open(URI.create("http://127.0.0.1:1"), file));
  }
}
