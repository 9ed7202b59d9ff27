package org.baymark.gateway.transport.coap;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.baymark.gateway.transport.mqtt.Mosquitto;

/** Somebody else's client: Debian's package libcoap3-bin, over OpenSSL or GnuTLS. */
public final class CoapClient {
  private CoapClient() {}

  /** The libraries that it comes with for DTLS. */
  static final List<String> LIBRARIES = List.of("openssl", "gnutls");

  /** Posts {@code file}; what it printed. It ends with 0 where nothing came of it, too. */
  public static String post(String library, int port, Path file, String... credential) {
    return post(library, 30, port, file, credential);
  }

  /** Posts {@code file} where nobody answers, and has not the patience to wait for it. */
  static String postInVain(String library, int port, Path file, String... credential) {
    return post(library, 4, port, file, credential);
  }

  private static String post(
      String library, int seconds, int port, Path file, String... credential) {
    List<String> words = new ArrayList<>(List.of("coap-client-" + library, "-m", "post"));
    words.addAll(List.of("-t", "18", "-v", "6", "-f", file.toString()));
    words.addAll(List.of("-B", Integer.toString(seconds)));
    words.addAll(List.of(credential));
    words.add("coaps://localhost:" + port + "/e");
    return Mosquitto.run(words).output();
  }
}
