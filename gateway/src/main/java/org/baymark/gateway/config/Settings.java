package org.baymark.gateway.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The keys of {@code gateway.yaml} with what each says, to be held against each other. */
public final class Settings {
  private static final Map<String, Function<GatewayConfig, Object>> KEYS = new LinkedHashMap<>();

  static {
    KEYS.put("name", GatewayConfig::name);
    KEYS.put("owner", GatewayConfig::owner);
    KEYS.put("http", GatewayConfig::http);
    KEYS.put("https", GatewayConfig::https);
    KEYS.put("mqtt", GatewayConfig::mqtt);
    KEYS.put("mqttLogin", config -> config.mqttSettings().mqttLogin().word());
    KEYS.put("mqttTls", config -> config.mqttSettings().mqttTls());
    KEYS.put("mqttWebSocket", config -> config.mqttSettings().mqttWebSocket());
    KEYS.put("tlsCertificate", config -> config.mqttSettings().tlsCertificate());
    KEYS.put("tlsKey", config -> config.mqttSettings().tlsKey());
    KEYS.put("tlsClientCa", config -> config.mqttSettings().tlsClientCa());
    KEYS.put("coap", GatewayConfig::coap);
    KEYS.put("coapDtls", config -> config.coapSettings().coapDtls());
    KEYS.put("coapCertificates", config -> config.coapSettings().coapCertificates());
    KEYS.put("coapSessions", config -> config.coapSettings().coapSessions());
    KEYS.put("bridgeBroker", config -> config.bridge().map(BridgeSettings::broker));
    KEYS.put("bridgeTopics", config -> config.bridge().map(it -> String.join(" ", it.topics())));
    KEYS.put("bridgeUser", config -> config.bridge().flatMap(BridgeSettings::user));
    KEYS.put("bridgePasswordFile", config -> config.bridge().flatMap(BridgeSettings::passwordFile));
    KEYS.put("bridgeCa", config -> config.bridge().flatMap(BridgeSettings::ca));
    KEYS.put("bridgeCertificate", config -> config.bridge().flatMap(BridgeSettings::certificate));
    KEYS.put("bridgeKey", config -> config.bridge().flatMap(BridgeSettings::key));
    KEYS.put("sealAfter", GatewayConfig::sealAfter);
    KEYS.put("sealStatements", GatewayConfig::sealStatements);
    KEYS.put("sealBytes", GatewayConfig::sealBytes);
    KEYS.put("allianceUrl", GatewayConfig::allianceUrl);
    KEYS.put("pollEvery", GatewayConfig::pollEvery);
    KEYS.put("heartbeat", GatewayConfig::heartbeat);
    KEYS.put("retryMax", GatewayConfig::retryMax);
    KEYS.put("diskReserveMegabytes", GatewayConfig::diskReserveMegabytes);
    KEYS.put("commitDelay", GatewayConfig::commitDelay);
    KEYS.put("mqttConnections", GatewayConfig::mqttConnections);
    KEYS.put("mqttRate", config -> config.mqttSettings().mqttRate());
    KEYS.put("deviceRate", config -> config.mqttSettings().deviceRate());
    KEYS.put("quarantineMessages", GatewayConfig::quarantineMessages);
    KEYS.put("quarantineBytes", GatewayConfig::quarantineBytes);
    KEYS.put("keepDays", config -> config.keep().keepDays());
    KEYS.put("keepMegabytes", config -> config.keep().keepMegabytes());
    KEYS.put("pruneTo", config -> config.keep().pruneTo());
    KEYS.put("alarmRules", config -> String.join("; ", config.alarmSettings().lines()));
    KEYS.put("alarmSilence", config -> config.alarmSettings().silenceIntervals());
    KEYS.put("suspendOnEquivocation", config -> config.alarmSettings().suspendOnEquivocation());
    KEYS.put("alarmStatements", config -> config.alarmSettings().statements());
    KEYS.put("alarmWebhook", config -> config.alarmSettings().webhookShown());
    KEYS.put("alarmWebhookSecret", config -> config.alarmSettings().webhookSecret());
  }

  private Settings() {}

  /** What {@code config} says, by key, in the order of the file; as a person writes it. */
  public static Map<String, String> of(GatewayConfig config) {
    Map<String, String> said = new LinkedHashMap<>();
    KEYS.forEach((key, value) -> said.put(key, text(value.apply(config))));
    return said;
  }

  private static String text(Object value) {
    return value instanceof Optional<?> optional
        ? optional.map(Object::toString).orElse("none")
        : value.toString();
  }
}
