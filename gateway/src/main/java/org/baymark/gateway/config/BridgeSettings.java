package org.baymark.gateway.config;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.baymark.gateway.access.TlsFiles;
import org.baymark.gateway.access.Vouchers;
import org.baymark.gateway.exit.CommandFailure;
import org.baymark.gateway.transport.bridge.BrokerLine;
import org.baymark.gateway.transport.bridge.BrokerLine.Login;
import org.baymark.gateway.transport.bridge.Filters;
import org.baymark.protocol.cose.DevUrn;

/**
 * The part of {@code gateway.yaml} that says at which broker of the site the gateway subscribes.
 * Files are looked for in the gateway's folder.
 *
 * @param broker {@code tcp://host:port}, or {@code ssl://host:port} for TLS
 * @param topics MQTT topic filters, {@code $share/group/filter} among them; one at least
 * @param user with {@code passwordFile}; empty: the broker asks for nothing
 * @param passwordFile its first line is the password; for its owner alone
 * @param ca PEM: who vouches for the broker; empty: whom the platform trusts
 * @param certificate PEM: what the gateway shows the broker, those up to its authority's behind it;
 *     with {@code key}; empty: nothing
 * @param key PEM: the private key of {@code certificate}; for its owner alone
 */
public record BridgeSettings(
    URI broker,
    List<String> topics,
    Optional<String> user,
    Optional<String> passwordFile,
    Optional<String> ca,
    Optional<String> certificate,
    Optional<String> key) {
  private static final int TOPIC_MAX = 65_535; // OASIS MQTT 5.0, section 4.7.3
  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");

  public BridgeSettings {
    topics = List.copyOf(topics);
    boolean isTls = "ssl".equals(broker.getScheme());
    check(
        (isTls || "tcp".equals(broker.getScheme()))
            && broker.getHost() != null
            && broker.getPort() > 0
            && broker.getUserInfo() == null
            && broker.getPath().isEmpty(),
        "bridgeBroker is '"
            + withoutSecrets(broker)
            + "', and has to be tcp://host:port or ssl://host:port");
    check(!topics.isEmpty(), "bridgeBroker needs bridgeTopics");
    topics.forEach(topic -> check(isFilter(topic), "'" + topic + "' is no MQTT topic filter"));
    check(
        user.isPresent() == passwordFile.isPresent(),
        "bridgeUser and bridgePasswordFile go together, and one of them is missing");
    check(isTls || ca.isEmpty(), "bridgeCa is for ssl://, and bridgeBroker is " + broker);
    check(
        certificate.isPresent() == key.isPresent(),
        "bridgeCertificate and bridgeKey go together, and one of them is missing");
    check(
        isTls || certificate.isEmpty(),
        "bridgeCertificate is for ssl://, and bridgeBroker is " + broker);
    check(
        isTls || user.isEmpty() || isHere(broker),
        "bridgeUser would send its password so that others can read it: use ssl:// for bridgeBroker");
  }

  /**
   * What the bridge connects with, the files read.
   *
   * @throws CommandFailure with a sentence, if a file cannot be used
   */
  public BrokerLine line(Vertx vertx, Path folder, DevUrn gateway) {
    try {
      Optional<Path> vouchers = ca.map(folder::resolve);
      Optional<TlsFiles.Content> shown = certificate.map(file -> shown(vertx, folder, file));
      return new BrokerLine(
          broker.toString(),
          topics,
          "baymark " + gateway.text(),
          user.map(name -> new Login(name, password(folder.resolve(passwordFile.orElseThrow())))),
          vouchers.isEmpty() && shown.isEmpty()
              ? Optional.empty()
              : Optional.of(Vouchers.sockets(vouchers, shown.map(it -> it.identity(vertx)))),
          shown.map(TlsFiles.Content::expires),
          new Filters(folder.resolve("bridge.filters"), broker.toString()));
    } catch (IllegalStateException e) {
      throw CommandFailure.failed(String.valueOf(e.getMessage()));
    }
  }

  private TlsFiles.Content shown(Vertx vertx, Path folder, String file) {
    Path secret = folder.resolve(key.orElseThrow());
    TlsFiles.Content read =
        new TlsFiles(folder.resolve(file), secret, Optional.empty()).read(vertx);
    try {
      demandOwners(secret);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + secret + ": " + e.getMessage(), e);
    }
    return read;
  }

  /** The files by their keys: what is in them may change without a word in gateway.yaml. */
  public Map<String, String> files() {
    Map<String, String> all = new LinkedHashMap<>();
    passwordFile.ifPresent(file -> all.put("bridgePasswordFile", file));
    ca.ifPresent(file -> all.put("bridgeCa", file));
    certificate.ifPresent(file -> all.put("bridgeCertificate", file));
    key.ifPresent(file -> all.put("bridgeKey", file));
    return all;
  }

  private static void demandOwners(Path file) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")
        && !Collections.disjoint(Files.getPosixFilePermissions(file), OTHERS)) {
      throw new IllegalStateException(
          file + " can be read by others; 'chmod 600 " + file + "' makes it yours alone");
    }
  }

  /** The first line of a file that is its owner's alone. */
  public static String password(Path file) {
    try {
      demandOwners(file);
      return Files.readAllLines(file).stream()
          .findFirst()
          .filter(line -> !line.isEmpty())
          .orElseThrow(() -> new IllegalStateException(file + " holds no password"));
    } catch (NoSuchFileException e) {
      throw new IllegalStateException("there is no file " + file, e);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static boolean isHere(URI broker) {
    String host = broker.getHost().replaceAll("[\\[\\]]", ""); // of an IPv6 address
    return new HostPort(host, broker.getPort()).isLoopback();
  }

  private static String withoutSecrets(URI broker) {
    return String.valueOf(broker).replaceAll("//[^/]*@", "//...@");
  }

  /** OASIS MQTT 5.0, sections 4.7.1 and 4.8.2. */
  static boolean isFilter(String topic) {
    String[] levels = topic.split("/", -1);
    if (levels[0].equals("$share")) {
      boolean isShared =
          levels.length > 2 && !levels[1].isEmpty() && !levels[1].matches(".*[+#].*");
      return isShared && isFilter(topic.substring(levels[0].length() + levels[1].length() + 2));
    }
    for (int i = 0; i < levels.length; i++) {
      boolean isWild = levels[i].equals("+") || (levels[i].equals("#") && i == levels.length - 1);
      if (!isWild && levels[i].matches(".*[+#].*")) {
        return false;
      }
    }
    return !topic.isEmpty()
        && topic.indexOf(0) < 0
        && topic.getBytes(StandardCharsets.UTF_8).length <= TOPIC_MAX;
  }

  private static void check(boolean isRight, String otherwise) {
    if (!isRight) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
