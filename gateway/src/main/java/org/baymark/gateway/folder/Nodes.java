package org.baymark.gateway.folder;

import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.baymark.gateway.config.GatewayConfig;
import org.baymark.gateway.exit.CommandFailure;
import org.baymark.protocol.log.Policy;

/**
 * The members' nodes.
 *
 * @param all in the order in which they are asked
 * @param isOwnKnown whether the first is the one that the settings name
 */
public record Nodes(List<URI> all, boolean isOwnKnown) {
  /** Those of the trust file; the one that the settings name comes first, or stands for a sole. */
  public static Nodes of(GatewayFolder folder, Policy policy, GatewayConfig config) {
    List<String> listed = policy.logs().stream().flatMap(log -> log.url().stream()).toList();
    Set<URI> nodes = new LinkedHashSet<>();
    config.allianceUrl().ifPresent(own -> nodes.add(node(folder.config(), own.toString())));
    if (nodes.isEmpty() || listed.size() > 1) {
      listed.forEach(url -> nodes.add(node(folder.policy(), url)));
    }
    if (nodes.isEmpty()) {
      throw CommandFailure.unusable(
          folder.policy() + " does not say where a node is; set allianceUrl in " + folder.config());
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
}
