package org.baymark.gateway.running;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.baymark.gateway.anchor.AllianceClient;
import org.baymark.gateway.anchor.AnchorLoop;
import org.baymark.gateway.anchor.Courier;
import org.baymark.gateway.anchor.EvidenceSource;
import org.baymark.gateway.anchor.HeadWatch;
import org.baymark.gateway.anchor.HttpAllianceClient;
import org.baymark.gateway.anchor.Resending;
import org.baymark.gateway.anchor.Roster;
import org.baymark.gateway.anchor.Trust;
import org.baymark.gateway.config.GatewayConfig;
import org.baymark.gateway.folder.Nodes;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.Tables;
import org.baymark.protocol.log.Policy;

/** How {@link Gateway} starts what carries batches to the alliance. */
final class AnchorStart {
  /** How long one of several members may take for an answer. */
  private static final Duration AMONG_SEVERAL = Duration.ofSeconds(10);

  private AnchorStart() {}

  /**
   * The way to the alliance, once it is open.
   *
   * @param evidence what its members say of what was filed
   */
  record Anchoring(AnchorLoop loop, EvidenceSource evidence, Trust trust) {}

  static Anchoring open(Setting setting, StoreStart.Store store) {
    Database database = store.database();
    Tables tables = store.tables();
    InstantSource clock = setting.clock();
    List<HttpAllianceClient> clients = new CopyOnWriteArrayList<>();
    Roster members = members(setting, clients);
    Trust trust = setting.started().closing("trust", new Trust(setting.policy()));
    Resending resending = new Resending(tables.outbox(), tables.batches());
    HeadWatch watch =
        new HeadWatch(database, tables.batches(), tables.heads(), members, trust, resending, clock);
    AnchorLoop loop =
        new AnchorLoop(
            setting.vertx(),
            database,
            tables.outbox(),
            tables.batches(),
            tables.heads(),
            new Courier(
                database, tables.outbox(), tables.batches(), tables.devices(), members, resending),
            watch,
            timing(setting.config()),
            () -> ThreadLocalRandom.current().nextDouble(),
            clock);
    loop.start();
    setting
        .reloading()
        .follow(Set.of("pollEvery", "heartbeat", "retryMax"), AnchorStart::timing, loop::timing);
    // Closing ends what is on its way: a node that does not answer must not hold up the stop.
    setting
        .started()
        .stopping(
            "anchoring",
            () -> {
              List<Future<Void>> ends = new ArrayList<>(List.of(loop.stop()));
              clients.forEach(client -> ends.add(client.close()));
              return Future.join(ends).mapEmpty();
            });
    return new Anchoring(loop, new EvidenceSource(members, watch), trust);
  }

  private static AnchorLoop.Timing timing(GatewayConfig config) {
    return new AnchorLoop.Timing(config.pollEvery(), config.heartbeat(), config.retryMax());
  }

  /** Who hangs is left soon where others can be asked. */
  private static Roster members(Setting setting, List<HttpAllianceClient> clients) {
    Vertx vertx = setting.vertx();
    Policy policy = setting.policy();
    Nodes nodes = Nodes.of(setting.folder(), policy, setting.config());
    boolean isSole = nodes.all().size() == 1;
    List<Roster.Seat> seats = new ArrayList<>();
    for (URI node : nodes.all()) {
      HttpAllianceClient client =
          isSole
              ? new HttpAllianceClient(vertx, node)
              : new HttpAllianceClient(vertx, node, AMONG_SEVERAL);
      clients.add(client);
      seats.add(new Roster.Seat(node.toString(), client));
    }
    // An address that the trust file does not have may be a second one of the same member.
    int aliases = Math.max(0, seats.size() - policy.logs().size());
    Function<String, AllianceClient> later =
        url -> {
          URI node = GatewayConfig.checkUrl(URI.create(url));
          HttpAllianceClient client = new HttpAllianceClient(vertx, node, AMONG_SEVERAL);
          clients.add(client);
          return client;
        };
    return new Roster(
        seats, nodes.isOwnKnown(), Roster.faults(policy) + aliases, later, setting.clock());
  }
}
