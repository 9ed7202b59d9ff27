package org.baymark.gateway.config;

import java.util.List;
import java.util.Optional;

/** {@code gateway.yaml} as {@code init} writes it: each key with what it does. */
public final class ConfigText {
  private ConfigText() {}

  /** The file for {@code config}, which says of each key what it does. */
  public static String of(GatewayConfig config) {
    return """
        # A gateway's settings. Each key stands here with its value; whatever is left out takes the
        # usual one. A key that is not known is refused when the gateway starts. Times are written as
        # 500ms, 60s, 2m or in ISO 8601 (PT60S). Addresses are host:port; port 0 takes a free one.

        # The gateway's own name (RFC 9039). Its batches are chained under it: never change it.
        name: %s

        # Whose devices these are, where 'device add' does not say; 1 to 64 bytes.
        owner: %s

        # The operator's commands and other programs ask here, with the token in api.token. One token
        # opens everything, so keep it on this machine. A browser finds the gateway's page here, whose
        # password 'baymark gateway password' sets.
        http: %s

        # The same over TLS, by the certificate below: for the page on other machines and on phones.
        # Passwords are taken here, and over plain HTTP on this machine alone.
        %s

        # Devices publish here (MQTT 3.1.1 and 5) without TLS. What is listened on beyond this machine
        # must demand a login (below), and without TLS passwords can be read on the way: use mqttTls.
        mqtt: %s

        # What MQTT clients have to show. none: nothing, and then every listener for MQTT must be on
        # this machine (127.0.0.1). password: a user and password, which 'baymark gateway user add'
        # makes. certificate: over TLS, a client certificate that tlsClientCa vouches for; what speaks
        # no TLS must then be on this machine.
        mqttLogin: %s

        # Devices publish here over TLS 1.2 or 1.3, and here over WebSocket (path /mqtt, subprotocol
        # mqtt), with TLS where there is a certificate. Left out: there is no such listener.
        %s
        %s

        # PEM files, looked for in this folder: the gateway's certificate with those up to its
        # authority's, its private key, and whoever vouches for clients (for mqttLogin: certificate
        # and coapCertificates alone). Renewed files are taken within seconds, and nobody is disconnected.
        %s
        %s
        %s

        # Devices post here (CoAP), without DTLS: keep it on a network of your own.
        coap: %s

        # Devices post here (CoAP) over DTLS 1.2. coapDtls: with a pre-shared key, which 'baymark
        # gateway psk add' makes, or with the device's own P-256 key as a raw public key; the gateway
        # shows keys/coap.pub. coapCertificates: with a certificate that tlsClientCa vouches for. Left
        # out: there is no such listener. How many clients at once: 0 for as many as the memory is good
        # for (a heap of 64 MB: 350).
        %s
        %s
        coapSessions: %d

        # A broker that the site has already: the gateway subscribes there over MQTT 5 and acknowledges
        # what is on its disk. ssl:// for TLS. Topic filters, separated by blanks; gateways that share
        # one stream subscribe to $share/GROUP/FILTER. The password is the first line of a file of mode
        # 0600; bridgeCa, in PEM, vouches for the broker, else whoever the platform trusts. A broker that
        # asks for a certificate is shown bridgeCertificate (PEM), whose private key is in bridgeKey
        # (PEM, mode 0600).
        %s
        %s
        %s
        %s
        %s
        %s
        %s

        # How long a statement waits for its batch at most. Each batch is an entry in the alliance's
        # log and is kept there for ever: seconds are for trying things out, a minute is usual.
        sealAfter: %s

        # A batch is also sealed when it holds so many statements (1 to 50000), or so many bytes of
        # them (16384 to 67108864). It is put together in memory.
        sealStatements: %d
        sealBytes: %d

        # The node of the member that admitted this gateway. It alone registers the gateway's devices,
        # and it is asked first; batches and evidence go through any of those in trust.policy. Left
        # out: those in trust.policy are asked until it is found.
        %s

        # How often to look for new things to anchor and, while something is not anchored yet, for the
        # log's new head.
        pollEvery: %s

        # How often to look at the log's head while nothing waits for it.
        heartbeat: %s

        # The longest wait before the next attempt while the alliance cannot be reached. Nothing is
        # ever given up: what was sealed waits in the database.
        retryMax: %s

        # While less of the disk is free than so many MB, statements are answered busy: devices keep them
        # and come again. What is left is for what the gateway still has to write about those it took.
        diskReserveMegabytes: %d

        # How long a statement waits at most for others that come meanwhile, so that one commit writes
        # them all; it is acknowledged after that. The longer, the less an SD card is worn by a load of
        # some hundred statements a second (docs/gateway.md). PT0S to PT1S.
        commitDelay: %s

        # How many MQTT clients may be connected at once; one more is refused. 0: as many as the memory
        # is good for (a heap of 64 MB: 1866 without TLS, 700 with it).
        mqttConnections: %d

        # How many messages a second are taken over one MQTT connection (after a pause twice as many at
        # once), and how many statements a second of one device, over whatever transport (after a pause
        # ten times as many). Who is faster is slowed down or told to come again. 0: no limit.
        mqttRate: %d
        deviceRate: %d

        # How many refused messages are kept for you to look at, and how many bytes of them; the
        # oldest go first.
        quarantineMessages: %d
        quarantineBytes: %d

        # How many days a statement stays in the store, and how many MB of the store may be in use, once
        # the alliance has certified its batch for good. What is older, or the oldest of what is too much,
        # goes into files in the folder pruneTo (in this one, or a whole path: another disk), with all
        # that proves it; passports read them there. 0: all stays in the store.
        keepDays: %d
        keepMegabytes: %d
        pruneTo: %s

        # What you want to hear of at once (docs/alarms.md). Rules on readings, one a line: NAME:
        # MEASURED UNIT COMPARISON NUMBER, then instant or consecutive N [hysteresis NUMBER], or
        # cumulative TIME [gap TIME], and 'of SUBJECT' for some alone (* at its end for all that
        # begin so). No rules: none.
        %s

        # A device that declared how often it speaks is silent after so many of its intervals. 0: no
        # alarms for silence.
        alarmSilence: %d

        # Whether a device that signs two different statements of one number is suspended at once. Both
        # are kept and an alarm is raised in either case.
        suspendOnEquivocation: %s

        # Whether each alarm is also said in a statement that the gateway signs, by the name of the
        # gateway with _voice behind it, which is registered like a device; so passports tell it.
        alarmStatements: %s

        # Where alarms are posted as JSON, and the file (mode 0600) whose first line signs what is posted
        # (HMAC-SHA256, header Baymark-Signature). Up to 1000 wait there while nobody takes them.
        %s
        %s
        """
        .formatted(
            config.name(),
            quoted(config.owner()),
            quoted(config.http().toString()),
            line("https", config.https(), "'0.0.0.0:8443'"),
            quoted(config.mqtt().toString()),
            config.mqttSettings().mqttLogin().word(),
            line("mqttTls", config.mqttSettings().mqttTls(), "'0.0.0.0:8883'"),
            line("mqttWebSocket", config.mqttSettings().mqttWebSocket(), "'0.0.0.0:8884'"),
            line("tlsCertificate", config.mqttSettings().tlsCertificate(), "tls/gateway.crt"),
            line("tlsKey", config.mqttSettings().tlsKey(), "tls/gateway.key"),
            line("tlsClientCa", config.mqttSettings().tlsClientCa(), "tls/devices-ca.crt"),
            quoted(config.coap().toString()),
            line("coapDtls", config.coapSettings().coapDtls(), "'0.0.0.0:5684'"),
            line("coapCertificates", config.coapSettings().coapCertificates(), "'0.0.0.0:5685'"),
            config.coapSettings().coapSessions(),
            line(
                "bridgeBroker",
                config.bridge().map(BridgeSettings::broker),
                "'tcp://127.0.0.1:1884'"),
            line(
                "bridgeTopics",
                config.bridge().map(it -> String.join(" ", it.topics())),
                "'site/+/baymark $share/gateways/cold/#'"),
            line("bridgeUser", config.bridge().flatMap(BridgeSettings::user), "gateway"),
            line(
                "bridgePasswordFile",
                config.bridge().flatMap(BridgeSettings::passwordFile),
                "bridge.password"),
            line("bridgeCa", config.bridge().flatMap(BridgeSettings::ca), "tls/broker-ca.crt"),
            line(
                "bridgeCertificate",
                config.bridge().flatMap(BridgeSettings::certificate),
                "tls/bridge.crt"),
            line("bridgeKey", config.bridge().flatMap(BridgeSettings::key), "tls/bridge.key"),
            config.sealAfter(),
            config.sealStatements(),
            config.sealBytes(),
            config
                .allianceUrl()
                .map(url -> "allianceUrl: " + quoted(url.toString()))
                .orElse("# allianceUrl: http://127.0.0.1:8090"),
            config.pollEvery(),
            config.heartbeat(),
            config.retryMax(),
            config.diskReserveMegabytes(),
            config.commitDelay(),
            config.mqttConnections(),
            config.mqttSettings().mqttRate(),
            config.mqttSettings().deviceRate(),
            config.quarantineMessages(),
            config.quarantineBytes(),
            config.keep().keepDays(),
            config.keep().keepMegabytes(),
            quoted(config.keep().pruneTo()),
            rules(config.alarmSettings().lines()),
            config.alarmSettings().silenceIntervals(),
            config.alarmSettings().suspendOnEquivocation(),
            config.alarmSettings().statements(),
            line(
                "alarmWebhook",
                config.alarmSettings().webhook(),
                "'https://alarms.example/gateway'"),
            line("alarmWebhookSecret", config.alarmSettings().webhookSecret(), "webhook.secret"));
  }

  private static String rules(List<String> lines) {
    return lines.isEmpty()
        ? "# alarmRules: |\n#   too-warm: temp Cel >= 8 cumulative 30m"
        : "alarmRules: |\n  " + String.join("\n  ", lines);
  }

  /** A key that may be left out: as a comment with an example, where it is. */
  private static String line(String key, Optional<?> value, String example) {
    return value.map(it -> key + ": " + quoted(it.toString())).orElse("# " + key + ": " + example);
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
