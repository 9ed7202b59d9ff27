package org.baymark.gateway.folder;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.baymark.gateway.access.RawKey;
import org.baymark.gateway.config.ConfigFile;
import org.baymark.gateway.config.GatewayConfig;
import org.baymark.gateway.exit.CommandFailure;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.papers.AllianceKeys;

/** A gateway's working folder: what lies in it under which name. */
public record GatewayFolder(Path path) {
  public Path config() {
    return path.resolve("gateway.yaml");
  }

  public Path key() {
    return path.resolve("keys").resolve("gateway.key");
  }

  /** What the gateway itself says is signed with, alerts and erasures. */
  Path voice() {
    return path.resolve("keys").resolve("voice.key");
  }

  public Path token() {
    return path.resolve("api.token");
  }

  public Path metricsToken() {
    return path.resolve("metrics.token");
  }

  public Path policy() {
    return path.resolve("trust.policy");
  }

  public Path allianceKey() {
    return path.resolve("alliance.key");
  }

  /** Who may connect over MQTT with a password. */
  public Path users() {
    return path.resolve("mqtt.users");
  }

  /** Who may connect over CoAP with a pre-shared key. */
  public Path preSharedKeys() {
    return path.resolve("coap.keys");
  }

  /** What the gateway shows to clients that come with a raw public key. */
  public Path coapSecret() {
    return path.resolve("keys").resolve("coap.key");
  }

  /** Its public half: what such clients know the gateway by. */
  Path coapPublic() {
    return path.resolve("keys").resolve("coap.pub");
  }

  /** Who may log in at the page. */
  public Path pageUsers() {
    return path.resolve("page.users");
  }

  public Path card() {
    return path.resolve("gateway.card");
  }

  /** Where the API listens, while a gateway with port 0 runs. */
  public Path address() {
    return path.resolve("http.address");
  }

  public Path logs() {
    return path.resolve("logs");
  }

  /** All that {@code init} makes; the config last, so that a folder that has one is whole. */
  public List<Path> made() {
    return List.of(
        key(),
        coapSecret(),
        coapPublic(),
        token(),
        metricsToken(),
        policy(),
        allianceKey(),
        card(),
        config());
  }

  public GatewayConfig readConfig() {
    if (!Files.exists(config())) {
      throw CommandFailure.unusable(
          path
              + " is not a gateway's folder: it has no gateway.yaml; make one with"
              + " 'baymark gateway init --dir "
              + path
              + " ...'");
    }
    try {
      return ConfigFile.read(SmallFile.text(config()));
    } catch (IllegalArgumentException e) {
      throw CommandFailure.unusable(path + File.separator + e.getMessage());
    }
  }

  public SigningKey readKey() {
    return SmallFile.hexLine(key(), SigningKey::parse, "a private key");
  }

  /** The key of the gateway's voice; a folder of an older program is given one. */
  public SigningKey voiceKey() {
    if (!Files.exists(voice())) {
      SigningKey key = SigningKey.generate(Suite.EDDSA, new SecureRandom());
      SmallFile.writePrivately(voice(), Bytes.ofUtf8(key.encodedSecret().hex() + "\n"));
    }
    return SmallFile.hexLine(voice(), SigningKey::parse, "a private key");
  }

  /** The key for raw public keys; a folder of an older program is given one. */
  public RawKey coapKey() {
    if (!Files.exists(coapSecret())) {
      writeCoapKey(new SecureRandom());
    }
    try {
      return RawKey.parse(SmallFile.text(coapSecret()), SmallFile.text(coapPublic()));
    } catch (IllegalArgumentException e) {
      throw CommandFailure.unusable(
          coapSecret() + " and " + coapPublic() + " are no pair of keys: " + e.getMessage());
    }
  }

  /** The secret last: where it is, its public half is too. */
  public void writeCoapKey(SecureRandom random) {
    RawKey key = RawKey.generate(random);
    SmallFile.write(coapPublic(), Bytes.ofUtf8(key.openPem()));
    SmallFile.writePrivately(coapSecret(), Bytes.ofUtf8(key.secretPem()));
  }

  public AllianceKeys readAllianceKeys() {
    return AllianceFile.keys(allianceKey());
  }

  public Policy readPolicy() {
    return AllianceFile.policy(policy());
  }

  public String readToken() {
    return tokenIn(token());
  }

  /** What opens the figures and nothing else; a folder of an older program has none. */
  public Optional<String> readMetricsToken() {
    return Files.exists(metricsToken()) ? Optional.of(tokenIn(metricsToken())) : Optional.empty();
  }

  private static String tokenIn(Path file) {
    String token = SmallFile.text(file).strip();
    if (!token.matches("[0-9a-f]{32,128}")) {
      throw CommandFailure.unusable(file + " is not a token: one line of hexadecimal digits");
    }
    return token;
  }

  /** Says where the API listens, for the commands, if the settings do not. */
  public void noteAddress(GatewayConfig config, String url) {
    if (config.http().port() == 0) {
      SmallFile.writePrivately(address(), Bytes.ofUtf8(url + "\n"));
    }
  }

  /** Takes back what {@link #noteAddress} said. */
  public void forgetAddress() {
    try {
      Files.deleteIfExists(address());
    } catch (IOException e) {
      throw CommandFailure.failed("cannot remove " + address() + ": " + e.getMessage());
    }
  }
}
