package org.baymark.gateway.folder;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.baymark.gateway.access.RawKey;
import org.baymark.gateway.config.BridgeSettings;
import org.baymark.gateway.config.ConfigFile;
import org.baymark.gateway.config.GatewayConfig;
import org.baymark.gateway.exit.CommandFailure;
import org.baymark.gateway.store.Archive;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.file.SafeFiles;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.papers.AllianceKeys;
import org.baymark.protocol.registration.KnownSecrets;

/** A gateway's working folder: what lies in it under which name. */
public record GatewayFolder(Path path) {
  private static final int TEXT_MAX = 1 << 20;

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

  /** What nobody but the gateway's own user may read, where it is there. */
  public List<Path> secrets(GatewayConfig config) throws IOException {
    List<Path> secrets =
        new ArrayList<>(
            List.of(
                key(),
                token(),
                metricsToken(),
                allianceKey(),
                users(),
                pageUsers(),
                preSharedKeys(),
                coapSecret(),
                voice()));
    config.alarmSettings().webhookSecret().ifPresent(file -> secrets.add(path.resolve(file)));
    config.mqttSettings().tlsKey().ifPresent(file -> secrets.add(path.resolve(file)));
    Optional<BridgeSettings> bridge = config.bridge();
    bridge.flatMap(BridgeSettings::passwordFile).ifPresent(file -> secrets.add(path.resolve(file)));
    bridge.flatMap(BridgeSettings::key).ifPresent(file -> secrets.add(path.resolve(file)));
    addStores(path, secrets);
    for (Path left : Archive.in(path)) {
      addStores(left, secrets);
    }
    return secrets;
  }

  /** With what SQLite keeps beside one, and the copies of it. */
  private static void addStores(Path folder, List<Path> files) throws IOException {
    try (DirectoryStream<Path> stores = Files.newDirectoryStream(folder, "gateway.db*")) {
      stores.forEach(files::add);
    }
    try (DirectoryStream<Path> hidden = Files.newDirectoryStream(folder, "hidden.db*")) {
      hidden.forEach(files::add);
    }
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
      return ConfigFile.read(text(config()));
    } catch (IllegalArgumentException e) {
      throw CommandFailure.unusable(path + File.separator + e.getMessage());
    }
  }

  public SigningKey readKey() {
    return hexLine(key(), SigningKey::parse, "a private key");
  }

  /** The key of the gateway's voice; a folder of an older program is given one. */
  public SigningKey voiceKey() {
    if (!Files.exists(voice())) {
      SigningKey key = SigningKey.generate(Suite.EDDSA, new SecureRandom());
      writePrivately(voice(), Bytes.ofUtf8(key.encodedSecret().hex() + "\n"));
    }
    return hexLine(voice(), SigningKey::parse, "a private key");
  }

  /** The key for raw public keys; a folder of an older program is given one. */
  public RawKey coapKey() {
    if (!Files.exists(coapSecret())) {
      writeCoapKey(new SecureRandom());
    }
    try {
      return RawKey.parse(text(coapSecret()), text(coapPublic()));
    } catch (IllegalArgumentException e) {
      throw CommandFailure.unusable(
          coapSecret() + " and " + coapPublic() + " are no pair of keys: " + e.getMessage());
    }
  }

  /** The secret last: where it is, its public half is too. */
  public void writeCoapKey(SecureRandom random) {
    RawKey key = RawKey.generate(random);
    write(coapPublic(), Bytes.ofUtf8(key.openPem()));
    writePrivately(coapSecret(), Bytes.ofUtf8(key.secretPem()));
  }

  public AllianceKeys readAllianceKeys() {
    return allianceKeysOf(allianceKey());
  }

  public Policy readPolicy() {
    return policyOf(policy());
  }

  public String readToken() {
    return tokenIn(token());
  }

  /** What opens the figures and nothing else; a folder of an older program has none. */
  public Optional<String> readMetricsToken() {
    return Files.exists(metricsToken()) ? Optional.of(tokenIn(metricsToken())) : Optional.empty();
  }

  private static String tokenIn(Path file) {
    String token = text(file).strip();
    if (!token.matches("[0-9a-f]{32,128}")) {
      throw CommandFailure.unusable(file + " is not a token: one line of hexadecimal digits");
    }
    return token;
  }

  /**
   * The members' nodes.
   *
   * @param all in the order in which they are asked
   * @param isOwnKnown whether the first is the one that the settings name
   */
  public record Nodes(List<URI> all, boolean isOwnKnown) {}

  /** Those of the trust file; the one that the settings name comes first, or stands for a sole. */
  public Nodes nodesOf(Policy policy, GatewayConfig config) {
    List<String> listed = policy.logs().stream().flatMap(log -> log.url().stream()).toList();
    Set<URI> nodes = new LinkedHashSet<>();
    config.allianceUrl().ifPresent(own -> nodes.add(node(config(), own.toString())));
    if (nodes.isEmpty() || listed.size() > 1) {
      listed.forEach(url -> nodes.add(node(policy(), url)));
    }
    if (nodes.isEmpty()) {
      throw CommandFailure.unusable(
          policy() + " does not say where a node is; set allianceUrl in " + config());
    }
    return new Nodes(List.copyOf(nodes), config.allianceUrl().isPresent());
  }

  /** Without a slash at its end: an address is the same with it. */
  private static URI node(Path file, String url) {
    try {
      return GatewayConfig.checkUrl(URI.create(url.replaceAll("/+$", "")));
    } catch (IllegalArgumentException e) {
      throw CommandFailure.unusable(file + ": " + e.getMessage());
    }
  }

  /** Says where the API listens, for the commands, if the settings do not. */
  public void noteAddress(GatewayConfig config, String url) {
    if (config.http().port() == 0) {
      writePrivately(address(), Bytes.ofUtf8(url + "\n"));
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

  public static Policy policyOf(Path file) {
    return Policy.parse(Bytes.ofUtf8(text(file)))
        .match(
            policy -> ofOwnKeys(policy, file),
            refused -> {
              throw CommandFailure.unusable(file + " is not a trust file: " + refused.detail());
            });
  }

  /** What anybody can sign, a gateway does not rely on. */
  private static Policy ofOwnKeys(Policy policy, Path file) {
    KnownSecrets.in(policy)
        .ifPresent(
            known -> {
              throw CommandFailure.unusable(file + " is of no use: " + known);
            });
    return policy;
  }

  public static AllianceKeys allianceKeysOf(Path file) {
    return AllianceKeys.parseText(text(file))
        .match(
            keys -> keys,
            refused -> {
              throw CommandFailure.unusable(
                  file
                      + " is not an alliance key: 64 lower-case hexadecimal digits, or a member's"
                      + " file of several: "
                      + refused.detail());
            });
  }

  /** Reads a file of one line of hexadecimal digits. */
  static <T> T hexLine(Path file, Function<Bytes, Parsed<T>> parser, String what) {
    String line = text(file).strip();
    if (!line.matches("([0-9a-f]{2})+")) {
      throw CommandFailure.unusable(file + " is not " + what + ": one line of hexadecimal digits");
    }
    return parser
        .apply(Bytes.ofHex(line))
        .match(
            value -> value,
            refused -> {
              throw CommandFailure.unusable(file + " is not " + what + ": " + refused.detail());
            });
  }

  /** The text of a small file. */
  public static String text(Path file) {
    return bytes(file).utf8();
  }

  /** What a small file holds. */
  public static Bytes bytes(Path file) {
    // Read, not asked for its size: a device or a pipe has none.
    try (InputStream in = Files.newInputStream(file)) {
      byte[] octets = in.readNBytes(TEXT_MAX + 1);
      if (octets.length > TEXT_MAX) {
        throw CommandFailure.unusable(file + " is larger than such a file can be");
      }
      return Bytes.owning(octets);
    } catch (NoSuchFileException e) {
      throw CommandFailure.unusable("there is no file " + file);
    } catch (IOException e) {
      throw CommandFailure.unusable("cannot read " + file + ": " + e.getMessage());
    }
  }

  /**
   * Writes a file that only its owner may read, whole or not at all; what was there is replaced.
   */
  public static void writePrivately(Path file, Bytes content) {
    try {
      SafeFiles.writeSecret(file, content);
    } catch (IOException e) {
      throw CommandFailure.failed("cannot write " + file + ": " + e.getMessage());
    }
  }

  /** The same of a file that all may read. */
  public static void write(Path file, Bytes content) {
    try {
      SafeFiles.writePublic(file, content);
    } catch (IOException e) {
      throw CommandFailure.failed("cannot write " + file + ": " + e.getMessage());
    }
  }
}
