package org.baymark.gateway.config;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.baymark.gateway.registry.Registrations;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.registration.Registration;

/**
 * What the operator decides: the file {@code gateway.yaml}, whose keys are the names below. Every
 * key but {@code name} may be left out.
 *
 * @param name the gateway's own URN; batches are chained under it, so it never changes
 * @param owner whose devices these are, where {@code device add} does not say; 1 to 64 bytes
 * @param http where the operator's commands and other programs ask; it has one token for all, so
 *     keep it on this machine. Where others than this machine can reach it, nobody logs in at its
 *     page, for a password could be read on the way
 * @param https where the same is served over TLS, for the page on other machines and phones; by
 *     {@code tlsCertificate} and {@code tlsKey}
 * @param mqtt where devices publish without TLS: on this machine, or with passwords on a network of
 *     your own
 * @param coap where devices post without DTLS: keep it on a network of your own
 * @param sealAfter how long a statement waits for its batch at most; each batch is an entry in the
 *     alliance's log, so seconds are for trying things out
 * @param sealStatements how many statements fill a batch; 1 to 50,000
 * @param sealBytes how many bytes of statements fill a batch; 16 KiB to 64 MiB
 * @param allianceUrl the node of the member that admitted this gateway: it alone registers its
 *     devices, and is asked first; where it is left out, it is found out by asking those of the
 *     trust file
 * @param pollEvery how often to look for new things to anchor, and for the head that covers them
 * @param heartbeat how often to look at the log's head while nothing is awaited
 * @param retryMax the longest wait before the next attempt while the alliance is away
 * @param diskReserveMegabytes statements are taken only while so much of the disk is free; 0 to
 *     1,000,000
 * @param commitDelay how long a statement waits at most for others that come meanwhile, to be
 *     written with them in one commit, before it is acknowledged; up to a second
 * @param mqttConnections how many MQTT clients at once; one more is refused. 0: as many as the
 *     memory is good for
 * @param quarantineMessages how many refused messages are kept, the newest; 0 keeps none
 * @param quarantineBytes how many bytes of refused messages are kept
 * @param keep how long statements stay in the store
 * @param mqttSettings the further doors for MQTT, and what all of them demand
 * @param coapSettings the further doors for CoAP
 * @param bridge the broker of the site to take from; empty: none
 * @param alarmSettings what the operator wants to hear of at once
 */
public record GatewayConfig(
    DevUrn name,
    String owner,
    HostPort http,
    Optional<HostPort> https,
    HostPort mqtt,
    HostPort coap,
    Duration sealAfter,
    int sealStatements,
    int sealBytes,
    Optional<URI> allianceUrl,
    Duration pollEvery,
    Duration heartbeat,
    Duration retryMax,
    int diskReserveMegabytes,
    Duration commitDelay,
    int mqttConnections,
    int quarantineMessages,
    int quarantineBytes,
    KeepSettings keep,
    MqttSettings mqttSettings,
    CoapSettings coapSettings,
    Optional<BridgeSettings> bridge,
    AlarmSettings alarmSettings) {
  private static final Duration SHORTEST = Duration.ofMillis(10);
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final Duration DELAY_MAX = Duration.ofSeconds(1);

  public GatewayConfig {
    int ownerSize = owner.getBytes(StandardCharsets.UTF_8).length;
    within("the size of owner", ownerSize, 1, Registration.OWNER_SIZE_MAX);
    if (!Registrations.isPrintable(owner)) {
      throw new IllegalArgumentException("owner holds a control character");
    }
    within("sealAfter", sealAfter);
    within("sealStatements", sealStatements, 1, 50_000);
    within("sealBytes", sealBytes, 16_384, 64 << 20);
    within("pollEvery", pollEvery);
    within("heartbeat", heartbeat);
    within("retryMax", retryMax);
    within("diskReserveMegabytes", diskReserveMegabytes, 0, 1_000_000);
    if (commitDelay.isNegative() || commitDelay.compareTo(DELAY_MAX) > 0) {
      throw new IllegalArgumentException(
          "commitDelay is " + commitDelay + "; from PT0S to " + DELAY_MAX + " is allowed");
    }
    within("mqttConnections", mqttConnections, 0, 65_536);
    within("quarantineMessages", quarantineMessages, 0, 1_000_000);
    within("quarantineBytes", quarantineBytes, 0, 1 << 30);
    if (allianceUrl.isPresent()) {
      checkUrl(allianceUrl.get());
    }
    mqttSettings.checkDoors(mqtt);
    mqttSettings.checkUse(coapSettings.coapCertificates().isPresent());
    coapSettings.checkFiles(mqttSettings);
    if (https.isPresent() && mqttSettings.tlsCertificate().isEmpty()) {
      throw new IllegalArgumentException(
          "https needs a certificate: set tlsCertificate and tlsKey");
    }
  }

  /** The usual settings of the gateway of this name. */
  public static GatewayConfig of(DevUrn name) {
    return new GatewayConfig(
        name,
        "not stated",
        new HostPort("127.0.0.1", 8080),
        Optional.empty(),
        new HostPort("127.0.0.1", 1883),
        new HostPort("127.0.0.1", 5683),
        Duration.ofSeconds(60),
        10_000,
        4 << 20,
        Optional.empty(),
        Duration.ofMillis(200),
        Duration.ofSeconds(30),
        Duration.ofSeconds(30),
        200,
        Duration.ZERO,
        0,
        10_000,
        16 << 20,
        KeepSettings.USUAL,
        MqttSettings.USUAL,
        CoapSettings.USUAL,
        Optional.empty(),
        AlarmSettings.USUAL);
  }

  /** Refuses what is no http address of a node. */
  public static URI checkUrl(URI url) {
    boolean isHttp = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!isHttp || url.getHost() == null || url.getQuery() != null) {
      throw new IllegalArgumentException(
          "'" + url + "' is no address of a node, such as http://127.0.0.1:8090");
    }
    return url;
  }

  private static void within(String key, Duration value) {
    if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          key + " is " + value + "; from " + SHORTEST + " to " + LONGEST + " is allowed");
    }
  }

  private static void within(String key, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          key + " is " + value + "; from " + min + " to " + max + " is allowed");
    }
  }
}
