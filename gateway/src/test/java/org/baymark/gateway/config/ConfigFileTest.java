package org.baymark.gateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.baymark.protocol.cose.DevUrn;
import org.junit.jupiter.api.Test;

class ConfigFileTest {
  private static final DevUrn NAME = new DevUrn("urn:dev:org:32473-gateway-1");
  private static final String LEAST = "name: " + NAME + "\n";

  @Test
  void whatIsWrittenIsReadAndEveryKeyIsInIt() {
    GatewayConfig usual = GatewayConfig.of(NAME);
    GatewayConfig other =
        new GatewayConfig(
            NAME,
            "Kühne & 'Söhne': #1",
            new HostPort("::1", 0),
            Optional.of(new HostPort("0.0.0.0", 8443)),
            new HostPort("0.0.0.0", 1),
            new HostPort("localhost", 65_535),
            Duration.ofMillis(1500),
            1,
            16_384,
            Optional.of(URI.create("https://node.example/a")),
            Duration.ofMillis(10),
            Duration.ofDays(1),
            Duration.ofSeconds(1),
            0,
            Duration.ofMillis(999),
            1,
            0,
            0,
            new KeepSettings(36_500, 1_000_000, "/mnt/it's"),
            new MqttSettings(
                MqttLogin.PASSWORD,
                Optional.of(new HostPort("::", 8883)),
                Optional.of(new HostPort("0.0.0.0", 8884)),
                Optional.of("/etc/tls/it's.crt"),
                Optional.of("tls/gateway.key"),
                Optional.empty(),
                0,
                1),
            new CoapSettings(Optional.of(new HostPort("0.0.0.0", 5684)), Optional.empty(), 9),
            Optional.of(
                new BridgeSettings(
                    URI.create("ssl://broker.example:8883"),
                    List.of("site/+/#", "$share/g/it's"),
                    Optional.of("gateway"),
                    Optional.of("bridge.password"),
                    Optional.of("tls/ca.crt"),
                    Optional.of("tls/bridge.crt"),
                    Optional.of("tls/bridge.key"))),
            new AlarmSettings(
                List.of(
                    "too-warm: temp Cel >= 8 cumulative 30m",
                    "it: urn:dev:x:a#'s - < -0.5 consecutive 3 of urn:dev:org:32473-*"),
                0,
                true,
                true,
                Optional.of(URI.create("https://alarms.example/it's?a=b")),
                Optional.of("webhook.secret")));
    assertEquals(usual, ConfigFile.read(ConfigText.of(usual)));
    assertEquals(other, ConfigFile.read(ConfigText.of(other)));
    assertEquals(usual, ConfigFile.read(LEAST));
    for (RecordComponent key : GatewayConfig.class.getRecordComponents()) {
      if (!key.getName().endsWith("Settings")
          && key.getType() != KeepSettings.class
          && !key.getName().equals("bridge")) {
        assertTrue(ConfigText.of(usual).contains(key.getName() + ": "), key.getName());
      }
    }
    for (RecordComponent key : BridgeSettings.class.getRecordComponents()) {
      String name =
          "bridge"
              + key.getName().substring(0, 1).toUpperCase(Locale.ROOT)
              + key.getName().substring(1);
      assertTrue(ConfigText.of(usual).contains(name + ": "), name);
    }
    for (String key :
        List.of(
            "alarmRules",
            "alarmSilence",
            "suspendOnEquivocation",
            "alarmStatements",
            "alarmWebhook",
            "alarmWebhookSecret")) {
      assertTrue(ConfigText.of(usual).contains(key + ": "), key);
    }
    for (RecordComponent key : KeepSettings.class.getRecordComponents()) {
      assertTrue(ConfigText.of(usual).contains(key.getName() + ": "), key.getName());
    }
    for (RecordComponent key : CoapSettings.class.getRecordComponents()) {
      assertTrue(ConfigText.of(usual).contains(key.getName() + ": "), key.getName());
    }
    for (RecordComponent key : MqttSettings.class.getRecordComponents()) {
      assertTrue(ConfigText.of(usual).contains(key.getName() + ": "), key.getName());
    }
  }

  @Test
  void whatNoFileCanBeNamedIsRefusedByItsKey() {
    for (String key :
        List.of(
            "pruneTo",
            "tlsCertificate",
            "tlsKey",
            "tlsClientCa",
            "bridgePasswordFile",
            "bridgeCa",
            "bridgeCertificate",
            "bridgeKey",
            "alarmWebhookSecret")) {
      var why =
          assertThrows(
              IllegalArgumentException.class, () -> ConfigFile.read(LEAST + key + ": \"a\\0b\"\n"));
      assertTrue(
          String.valueOf(why.getMessage()).startsWith("gateway.yaml: " + key + ": no path: "),
          why.getMessage());
    }
  }

  @Test
  void whatADoorForCertificatesNeedsIsAskedFor() {
    String door = "coapCertificates: '0.0.0.0:5685'\n";
    String own = "tlsCertificate: a.crt\ntlsKey: a.key\n";
    for (String little : List.of("", own)) {
      var why =
          assertThrows(
              IllegalArgumentException.class, () -> ConfigFile.read(LEAST + door + little));
      assertTrue(
          String.valueOf(why.getMessage())
              .contains("coapCertificates needs tlsCertificate, tlsKey and tlsClientCa"),
          why.getMessage());
    }
    ConfigFile.read(LEAST + door + own + "tlsClientCa: ca.crt\n");
    var idle =
        assertThrows(
            IllegalArgumentException.class,
            () -> ConfigFile.read(LEAST + own + "tlsClientCa: ca.crt\n"));
    assertTrue(
        String.valueOf(idle.getMessage()).contains("tlsClientCa is for mqttLogin: certificate"),
        idle.getMessage());
  }

  @Test
  void aDoorForStrangersThatAsksForNothingIsRefused() {
    String tls = "tlsCertificate: a.crt\ntlsKey: a.key\n";
    Map<String, String> wrong =
        Map.of(
            "mqtt: '0.0.0.0:1883'\n",
            "mqtt listens on 0.0.0.0:1883",
            "mqtt: '192.168.1.2:1883'\n",
            "set mqttLogin to password, or listen on 127.0.0.1",
            "mqtt: '[::]:1883'\n",
            "demands nothing",
            "mqtt: 'localhost.example:1883'\n",
            "demands nothing",
            "mqttWebSocket: '0.0.0.0:1'\n",
            "mqttWebSocket listens on 0.0.0.0:1",
            "mqttTls: '0.0.0.0:1'\n" + tls,
            "set mqttLogin to password or certificate",
            "mqtt: '0.0.0.0:1'\nmqttLogin: certificate\ntlsClientCa: c\n" + tls,
            "mqtt listens",
            "mqttTls: '127.0.0.1:1'\n",
            "mqttTls needs a certificate",
            "tlsKey: a.key\n",
            "tlsCertificate and tlsKey go together",
            "mqttLogin: maybe\n",
            "'maybe' is none of none, password and certificate");
    wrong.forEach(
        (yaml, sentence) -> {
          var refused =
              assertThrows(
                  IllegalArgumentException.class, () -> ConfigFile.read(LEAST + yaml), yaml);
          assertTrue(String.valueOf(refused.getMessage()).contains(sentence), refused.getMessage());
        });
    for (String right :
        new String[] {
          "mqtt: '0.0.0.0:1'\nmqttLogin: password\n",
          "mqttTls: '0.0.0.0:1'\nmqttLogin: certificate\ntlsClientCa: c\n" + tls,
          "mqtt: 'localhost:1'\n",
          "mqtt: '127.9.9.9:1'\n",
          "mqtt: '[::1]:1'\n"
        }) {
      ConfigFile.read(LEAST + right);
    }
  }

  @Test
  void whatIsWrongIsNamed() {
    Map<String, String> wrong =
        Map.ofEntries(
            Map.entry("", "no list of keys"),
            Map.entry("- name", "no list of keys"),
            Map.entry("owner: us\n", "name is missing"),
            Map.entry("name: gateway\n", "name: not a device URN"),
            Map.entry(LEAST + LEAST, "Duplicate field 'name'"),
            Map.entry(LEAST + "htpp: '127.0.0.1:80'\n", "no key 'htpp'; the keys are alarmRules,"),
            Map.entry(LEAST + "http: 80\n", "http: '80' is no address"),
            Map.entry(LEAST + "http: 'a:99999'\n", "http: 'a:99999' is no address"),
            Map.entry(LEAST + "mqtt:\n", "mqtt has no value"),
            Map.entry(LEAST + "mqtt: [1]\n", "mqtt has no value"),
            Map.entry(LEAST + "sealAfter: 60\n", "sealAfter: '60' is no span of time"),
            Map.entry(LEAST + "sealAfter: 0s\n", "sealAfter is PT0S; from"),
            Map.entry(LEAST + "sealStatements: 0\n", "sealStatements is 0; from 1"),
            Map.entry(LEAST + "sealStatements: many\n", "'many' is no whole number"),
            Map.entry(LEAST + "sealBytes: 99999999999\n", "'99999999999' is no whole number"),
            Map.entry(LEAST + "allianceUrl: ftp://node\n", "no address of a node"),
            Map.entry(LEAST + "owner: ''\n", "the size of owner is 0"),
            Map.entry(LEAST + "heartbeat: 'x\n", "line"));
    wrong.forEach(
        (yaml, sentence) -> {
          var refused =
              assertThrows(IllegalArgumentException.class, () -> ConfigFile.read(yaml), yaml);
          String said = String.valueOf(refused.getMessage());
          assertTrue(said.startsWith("gateway.yaml: ") && said.contains(sentence), said);
        });
  }

  @Test
  void spansOfTimeAreReadInBothForms() {
    assertEquals(Duration.ofMillis(500), Durations.parse("500ms"));
    assertEquals(Duration.ofSeconds(60), Durations.parse("60s"));
    assertEquals(Duration.ofMinutes(2), Durations.parse("2m"));
    assertEquals(Duration.ofHours(1), Durations.parse("1h"));
    assertEquals(Duration.ofDays(90), Durations.parse("90d"));
    assertEquals(Duration.ofMillis(1500), Durations.parse("PT1.5S"));
    for (String wrong : new String[] {"", "60", "s", "-1s", "1 s", "1w", "PT", "9999999999s"}) {
      assertThrows(IllegalArgumentException.class, () -> Durations.parse(wrong), wrong);
    }
  }

  @Test
  void addressesAreReadAndWritten() {
    for (String text : new String[] {"127.0.0.1:8080", "localhost:0", "[::1]:65535"}) {
      assertEquals(text, HostPort.parse(text).toString());
    }
    for (String wrong :
        new String[] {"", ":80", "a", "a:", "a:65536", "::1:80", "a b:80", "a:-1"}) {
      assertThrows(IllegalArgumentException.class, () -> HostPort.parse(wrong), wrong);
    }
  }
}
