package org.baymark.gateway.transport.coap;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.baymark.gateway.transport.mqtt.Mosquitto;

/** Somebody else's client: Debian's package libcoap3-bin, over OpenSSL or GnuTLS. */
final class CoapClient {
  private CoapClient() {}

  /** The libraries that it comes with for DTLS. */
  static final List<String> LIBRARIES = List.of("openssl", "gnutls");

  /** Posts {@code file}; what it printed. It ends with 0 where nothing came of it, too. */
  static String post(String library, int port, Path file, String... credential) {
    List<String> words =
        new ArrayList<>(List.of("coap-client-" + library, "-m", "post", "-t", "18", "-B", "5"));
    words.addAll(List.of("-v", "6", "-f", file.toString()));
    words.addAll(List.of(credential));
    words.add("coaps://localhost:" + port + "/e");
    return Mosquitto.run(words).output();
  }
}
