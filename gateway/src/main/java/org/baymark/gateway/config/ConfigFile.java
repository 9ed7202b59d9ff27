package org.baymark.gateway.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.baymark.protocol.cose.DevUrn;

/** {@code gateway.yaml}: one flat map. A key that nobody knows is refused, not passed over. */
public final class ConfigFile {
  private static final String FILE = "gateway.yaml";

  private final Map<String, JsonNode> left = new HashMap<>();
  private final TreeSet<String> known = new TreeSet<>();

  private ConfigFile(JsonNode root) {
    for (Iterator<Map.Entry<String, JsonNode>> it = root.fields(); it.hasNext(); ) {
      Map.Entry<String, JsonNode> field = it.next();
      left.put(field.getKey(), field.getValue());
    }
  }

  /**
   * Reads the text of the file.
   *
   * @throws IllegalArgumentException with a sentence that names the key
   */
  public static GatewayConfig read(String yaml) {
    ConfigFile file = new ConfigFile(parse(yaml));
    DevUrn name = file.take("name", DevUrn::new).orElseThrow(() -> wrong("name is missing"));
    GatewayConfig usual = GatewayConfig.of(name);
    GatewayConfig config;
    try {
      config =
          new GatewayConfig(
              name,
              file.take("owner", text -> text).orElse(usual.owner()),
              file.take("http", HostPort::parse).orElse(usual.http()),
              file.take("https", HostPort::parse),
              file.take("mqtt", HostPort::parse).orElse(usual.mqtt()),
              file.take("coap", HostPort::parse).orElse(usual.coap()),
              file.duration("sealAfter", usual.sealAfter()),
              file.count("sealStatements", usual.sealStatements()),
              file.count("sealBytes", usual.sealBytes()),
              file.take("allianceUrl", URI::create),
              file.duration("pollEvery", usual.pollEvery()),
              file.duration("heartbeat", usual.heartbeat()),
              file.duration("retryMax", usual.retryMax()),
              file.count("diskReserveMegabytes", usual.diskReserveMegabytes()),
              file.duration("commitDelay", usual.commitDelay()),
              file.count("mqttConnections", usual.mqttConnections()),
              file.count("quarantineMessages", usual.quarantineMessages()),
              file.count("quarantineBytes", usual.quarantineBytes()),
              file.keep(),
              file.mqttSettings(),
              file.coapSettings(),
              file.bridge(),
              file.alarmSettings());
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
    if (!file.left.isEmpty()) {
      String unknown = new TreeSet<>(file.left.keySet()).first();
      throw wrong(
          "there is no key '" + unknown + "'; the keys are " + String.join(", ", file.known));
    }
    return config;
  }

  private KeepSettings keep() {
    return new KeepSettings(
        count("keepDays", KeepSettings.USUAL.keepDays()),
        count("keepMegabytes", KeepSettings.USUAL.keepMegabytes()),
        path("pruneTo").orElse(KeepSettings.USUAL.pruneTo()));
  }

  private MqttSettings mqttSettings() {
    return new MqttSettings(
        take("mqttLogin", MqttLogin::parse).orElse(MqttSettings.USUAL.mqttLogin()),
        take("mqttTls", HostPort::parse),
        take("mqttWebSocket", HostPort::parse),
        path("tlsCertificate"),
        path("tlsKey"),
        path("tlsClientCa"),
        count("mqttRate", MqttSettings.USUAL.mqttRate()),
        count("deviceRate", MqttSettings.USUAL.deviceRate()));
  }

  private CoapSettings coapSettings() {
    return new CoapSettings(
        take("coapDtls", HostPort::parse),
        take("coapCertificates", HostPort::parse),
        count("coapSessions", CoapSettings.USUAL.coapSessions()));
  }

  private Optional<BridgeSettings> bridge() {
    Optional<URI> broker = take("bridgeBroker", URI::create);
    Optional<List<String>> topics =
        take("bridgeTopics", text -> List.of(text.strip().split("\\s+")));
    Optional<String> user = take("bridgeUser", text -> text);
    Optional<String> passwordFile = path("bridgePasswordFile");
    Optional<String> ca = path("bridgeCa");
    Optional<String> certificate = path("bridgeCertificate");
    Optional<String> key = path("bridgeKey");
    if (broker.isEmpty()
        && Stream.of(topics, user, passwordFile, ca, certificate, key)
            .anyMatch(Optional::isPresent)) {
      throw wrong("bridgeBroker is missing, and other keys of the bridge are there");
    }
    return broker.map(
        url ->
            new BridgeSettings(
                url, topics.orElse(List.of()), user, passwordFile, ca, certificate, key));
  }

  private AlarmSettings alarmSettings() {
    AlarmSettings usual = AlarmSettings.USUAL;
    return new AlarmSettings(
        take("alarmRules", AlarmSettings::linesOf).orElse(usual.lines()),
        count("alarmSilence", usual.silenceIntervals()),
        flag("suspendOnEquivocation", usual.suspendOnEquivocation()),
        flag("alarmStatements", usual.statements()),
        take("alarmWebhook", AlarmSettings::url),
        path("alarmWebhookSecret"));
  }

  private boolean flag(String key, boolean usual) {
    return take(
            key,
            text -> {
              if (!text.equals("true") && !text.equals("false")) {
                throw new IllegalArgumentException("'" + text + "' is neither true nor false");
              }
              return text.equals("true");
            })
        .orElse(usual);
  }

  /** Of a file or folder, as it stands there; refused if no file can have such a name. */
  private Optional<String> path(String key) {
    return take(
        key,
        text -> {
          try {
            Objects.requireNonNull(Path.of(text));
            return text;
          } catch (InvalidPathException e) {
            throw new IllegalArgumentException("no path: " + e.getReason(), e);
          }
        });
  }

  private static JsonNode parse(String yaml) {
    try {
      YAMLMapper mapper =
          YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();
      JsonNode root = mapper.readTree(yaml);
      if (!root.isObject()) {
        throw wrong("it is no list of keys and values");
      }
      return root;
    } catch (JsonProcessingException e) {
      // Of the parser's own picture of the place, only its first line is a sentence.
      String what = e.getOriginalMessage().lines().findFirst().orElse("");
      // What is nested too deeply has no place.
      String place =
          Optional.ofNullable(e.getLocation())
              .map(at -> " (line " + at.getLineNr() + ")")
              .orElse("");
      throw wrong("no YAML: " + what + place);
    }
  }

  private static IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException(what.startsWith(FILE) ? what : FILE + ": " + what);
  }

  private <T> Optional<T> take(String key, Function<String, T> reader) {
    known.add(key);
    JsonNode value = left.remove(key);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isValueNode() || value.isNull()) {
      throw wrong(key + " has no value");
    }
    try {
      return Optional.of(reader.apply(value.asText()));
    } catch (IllegalArgumentException e) {
      throw wrong(key + ": " + e.getMessage());
    }
  }

  private Duration duration(String key, Duration usual) {
    return take(key, Durations::parse).orElse(usual);
  }

  private int count(String key, int usual) {
    return take(
            key,
            text -> {
              try {
                return Integer.parseInt(text.replace("_", ""));
              } catch (NumberFormatException e) {
                throw new IllegalArgumentException("'" + text + "' is no whole number", e);
              }
            })
        .orElse(usual);
  }
}
