package org.baymark.gateway.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.gateway.access.TlsFiles;
import org.baymark.gateway.transport.mqtt.MqttDoor;
import org.baymark.gateway.transport.mqtt.MqttDoor.Demand;

/**
 * The part of {@code gateway.yaml} that says where MQTT clients come in beside {@code mqtt}, and
 * what they have to show. Files are looked for in the gateway's folder.
 *
 * @param mqttLogin what clients have to show; a listener that others than this machine can reach
 *     demands something or is refused
 * @param mqttTls where clients come in over TLS 1.2 and 1.3
 * @param mqttWebSocket where they come in over WebSocket (path /mqtt, subprotocol mqtt); over TLS
 *     where there is a {@code tlsCertificate}
 * @param tlsCertificate PEM: the gateway's own certificate, then those up to its authority's;
 *     looked at every two seconds, and taken when it is renewed
 * @param tlsKey PEM: its private key; for its owner alone
 * @param tlsClientCa PEM: who vouches for clients, with {@code mqttLogin: certificate} and at
 *     {@code coapCertificates}
 * @param mqttRate how many messages a second are taken over one MQTT connection, twice as many at
 *     once after a pause; 0 for no limit
 * @param deviceRate how many statements a second are taken of one device over all transports, ten
 *     times as many at once after a pause; 0 for no limit
 */
public record MqttSettings(
    MqttLogin mqttLogin,
    Optional<HostPort> mqttTls,
    Optional<HostPort> mqttWebSocket,
    Optional<String> tlsCertificate,
    Optional<String> tlsKey,
    Optional<String> tlsClientCa,
    int mqttRate,
    int deviceRate) {
  private static final int RATE_MAX = 100_000;

  public static final MqttSettings USUAL =
      new MqttSettings(
          MqttLogin.NONE,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          5_000,
          1_000);

  public MqttSettings {
    check(
        tlsCertificate.isPresent() == tlsKey.isPresent(),
        "tlsCertificate and tlsKey go together, and one of them is missing");
    check(
        mqttTls.isEmpty() || tlsCertificate.isPresent(),
        "mqttTls needs a certificate: set tlsCertificate and tlsKey");
    checkRate("mqttRate", mqttRate);
    checkRate("deviceRate", deviceRate);
    boolean certified = mqttLogin == MqttLogin.CERTIFICATE;
    check(
        !certified || (tlsClientCa.isPresent() && tlsCertificate.isPresent()),
        "mqttLogin: certificate needs tlsClientCa, tlsCertificate and tlsKey");
  }

  private static void checkRate(String key, int rate) {
    check(
        rate >= 0 && rate <= RATE_MAX,
        key + " is " + rate + "; from 0 to " + RATE_MAX + " is allowed");
  }

  private static void check(boolean isRight, String otherwise) {
    if (!isRight) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /**
   * The PEM files, where there are any.
   *
   * @param withClients whether clients have to show certificates, too
   */
  public Optional<TlsFiles> tlsFiles(Path folder, boolean withClients) {
    return tlsCertificate.map(
        certificate ->
            new TlsFiles(
                folder.resolve(certificate),
                folder.resolve(tlsKey.orElseThrow()),
                tlsClientCa.filter(ca -> withClients).map(folder::resolve)));
  }

  /** Refuses a file that nobody would look at: who wrote it there expects more. */
  void checkUse(boolean certifiesCoap) {
    check(
        mqttLogin == MqttLogin.CERTIFICATE || certifiesCoap || tlsClientCa.isEmpty(),
        "tlsClientCa is for mqttLogin: certificate and for coapCertificates, and mqttLogin is "
            + mqttLogin.word());
  }

  /** Every door, the plain one at {@code mqtt} first. */
  public List<MqttDoor> doors(HostPort mqtt) {
    List<MqttDoor> doors = new ArrayList<>();
    doors.add(door(mqtt, false, false));
    mqttTls.ifPresent(at -> doors.add(door(at, true, false)));
    mqttWebSocket.ifPresent(at -> doors.add(door(at, tlsCertificate.isPresent(), true)));
    return doors;
  }

  private MqttDoor door(HostPort at, boolean tls, boolean webSocket) {
    Demand demand =
        switch (mqttLogin) {
          case NONE -> Demand.NOTHING;
          case PASSWORD -> Demand.PASSWORD;
          case CERTIFICATE -> tls ? Demand.CERTIFICATE : Demand.NOTHING;
        };
    return new MqttDoor(at.host(), at.port(), tls, webSocket, demand);
  }

  /** Refuses a door that strangers could reach and that asks them for nothing. */
  void checkDoors(HostPort mqtt) {
    for (MqttDoor door : doors(mqtt)) {
      HostPort at = new HostPort(door.host(), door.port());
      String key = door.webSocket() ? "mqttWebSocket" : door.tls() ? "mqttTls" : "mqtt";
      check(
          at.isLoopback() || door.demand() != Demand.NOTHING,
          "%s listens on %s, which others than this machine can reach, and demands nothing of them;"
                  .formatted(key, at)
              + (door.tls()
                  ? " set mqttLogin to password or certificate, or listen on 127.0.0.1"
                  : " set mqttLogin to password, or listen on 127.0.0.1"));
    }
  }
}
