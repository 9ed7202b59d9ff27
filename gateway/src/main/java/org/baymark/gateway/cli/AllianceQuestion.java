package org.baymark.gateway.cli;

import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.gateway.anchor.HttpAllianceClient;
import org.baymark.gateway.anchor.Trust;
import org.baymark.gateway.config.GatewayConfig;
import org.baymark.gateway.folder.GatewayFolder;
import org.baymark.gateway.folder.Nodes;
import org.baymark.gateway.runtime.StopStack;
import org.baymark.gateway.store.StoreFile;
import org.baymark.gateway.store.StoredRows;
import org.baymark.gateway.store.StoredRows.Anchored;
import org.baymark.gateway.upkeep.AllianceCheck;
import org.baymark.gateway.upkeep.Finding;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.index.GatewayState;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.passport.Evidence;

/** Asks the members, one after the other, how far they certify this gateway's batches. */
final class AllianceQuestion {
  /** Evidence may take four times as long. */
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private final GatewayFolder folder;
  private final GatewayConfig config;

  AllianceQuestion(GatewayFolder folder, GatewayConfig config) {
    this.folder = folder;
    this.config = config;
  }

  List<Finding> ask(StoreFile store, boolean isBackup) {
    Optional<Anchored> own = store.read(StoredRows::anchored);
    if (own.isEmpty()) {
      return List.of(
          Finding.noted("alliance", "not asked: by this file it holds no batch of it yet"));
    }
    Vertx vertx = Vertx.vertx();
    try {
      return ask(vertx, store, own.get(), isBackup);
    } finally {
      StopStack.await(vertx.close());
    }
  }

  private List<Finding> ask(Vertx vertx, StoreFile store, Anchored own, boolean isBackup) {
    Policy policy = folder.readPolicy();
    List<String> silent = new ArrayList<>();
    try (Trust trust = new Trust(policy)) {
      for (URI node : Nodes.of(folder, policy, config).all()) {
        Optional<GatewayState> there = of(vertx, node, own, trust, silent);
        if (there.isPresent()) {
          long last = store.contents().lastBatch();
          Optional<Digest> same = store.read(tx -> StoredRows.headerId(tx, there.get().number()));
          return List.of(AllianceCheck.compare(there.get(), last, same, isBackup));
        }
      }
    }
    return List.of(
        Finding.noted(
            "alliance", "nobody shows what is certified now: " + String.join("; ", silent)));
  }

  private Optional<GatewayState> of(
      Vertx vertx, URI node, Anchored own, Trust trust, List<String> silent) {
    HttpAllianceClient client = new HttpAllianceClient(vertx, node, PATIENCE);
    try {
      Optional<Evidence> evidence =
          StopStack.await(client.evidence(AllianceCheck.question(own)))
              .match(
                  Optional::of,
                  refused -> {
                    silent.add(node + ": " + refused.text());
                    return Optional.<Evidence>empty();
                  },
                  nothing -> {
                    silent.add(node + ": " + nothing.why());
                    return Optional.<Evidence>empty();
                  });
      Optional<GatewayState> there =
          evidence.flatMap(it -> AllianceCheck.certified(it, trust, config.name()));
      if (evidence.isPresent() && there.isEmpty()) {
        silent.add(node + ": what it shows is not certified by the members of trust.policy");
      }
      return there;
    } finally {
      StopStack.await(client.close());
    }
  }
}
