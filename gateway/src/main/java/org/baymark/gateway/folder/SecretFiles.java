package org.baymark.gateway.folder;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.gateway.config.BridgeSettings;
import org.baymark.gateway.config.GatewayConfig;
import org.baymark.gateway.store.Archive;

/** What in a gateway's folder nobody but the gateway's own user may read. */
public final class SecretFiles {
  private SecretFiles() {}

  /** All of them, whether they are there or not. */
  public static List<Path> of(GatewayFolder folder, GatewayConfig config) throws IOException {
    Path path = folder.path();
    List<Path> secrets =
        new ArrayList<>(
            List.of(
                folder.key(),
                folder.token(),
                folder.metricsToken(),
                folder.allianceKey(),
                folder.users(),
                folder.pageUsers(),
                folder.preSharedKeys(),
                folder.coapSecret(),
                folder.voice()));
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
}
