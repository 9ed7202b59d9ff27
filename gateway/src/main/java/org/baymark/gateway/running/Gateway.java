package org.baymark.gateway.running;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.baymark.gateway.admission.Counters;
import org.baymark.gateway.admission.Erasing;
import org.baymark.gateway.admission.Filing;
import org.baymark.gateway.admission.Intake;
import org.baymark.gateway.admission.Promiser;
import org.baymark.gateway.batch.Batcher;
import org.baymark.gateway.batch.SealRules;
import org.baymark.gateway.command.CommandDesk;
import org.baymark.gateway.config.GatewayConfig;
import org.baymark.gateway.exit.CommandFailure;
import org.baymark.gateway.exit.ExitCode;
import org.baymark.gateway.folder.GatewayFolder;
import org.baymark.gateway.passport.PassportAssembler;
import org.baymark.gateway.passport.Shelf;
import org.baymark.gateway.registry.DeviceRegistry;
import org.baymark.gateway.registry.Enrolling;
import org.baymark.gateway.registry.Voice;
import org.baymark.gateway.runtime.Bodies;
import org.baymark.gateway.runtime.StopStack;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.DiskRoom;
import org.baymark.gateway.store.Quarantine;
import org.baymark.gateway.store.StoreException;
import org.baymark.gateway.store.Tables;
import org.baymark.gateway.transport.http.HttpIngress;
import org.baymark.gateway.upkeep.Keeper;
import org.baymark.gateway.upkeep.Pruner;
import org.baymark.gateway.web.Api;
import org.baymark.gateway.web.CommandApi;
import org.baymark.gateway.web.ReloadApi;
import org.baymark.gateway.web.RevealApi;
import org.baymark.gateway.web.Vitals;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.SignatureProvider;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.papers.AllianceKeys;
import org.slf4j.LoggerFactory;

/**
 * The gateway, put together in the order in which bytes travel through it; it stops the other way
 * round.
 */
public final class Gateway {
  private static final long LOOK_MILLIS = 1_000;

  private Gateway() {}

  /**
   * {@code gateway run}: serves until it is told to stop; answers the exit code.
   *
   * @throws CommandFailure with a sentence, if it cannot be started, or cannot go on
   */
  public static int run(GatewayFolder folder, InstantSource clock) {
    GatewayConfig config = folder.readConfig();
    Lifetime lifetime = Lifetime.begin();
    StopStack started = new StopStack();
    try {
      start(folder, config, clock, lifetime, started);
      lifetime.awaitEnd();
    } catch (StoreException | IllegalStateException e) {
      throw CommandFailure.failed(String.valueOf(e.getMessage()));
    } finally {
      started.stopAll();
      lifetime.ended();
    }
    lifetime
        .failure()
        .ifPresent(
            why -> {
              throw CommandFailure.failed("the gateway had to stop: " + why);
            });
    return ExitCode.OK;
  }

  private static Future<Void> stopTimer(Vertx vertx, long timer) {
    vertx.cancelTimer(timer);
    return Future.succeededFuture();
  }

  /** The whole gateway, in the order in which bytes travel through it; the doors open last. */
  private static void start(
      GatewayFolder folder,
      GatewayConfig config,
      InstantSource clock,
      Lifetime lifetime,
      StopStack started) {
    SignatureProvider signatures = SignatureProvider.chosen();
    LoggerFactory.getLogger(Gateway.class)
        .atInfo()
        .addKeyValue("provider", signatures.name())
        .addKeyValue("because", signatures.reason())
        .log("signature provider chosen");
    SigningKey key = folder.readKey();
    AllianceKeys allianceKeys = folder.readAllianceKeys();
    Policy policy = folder.readPolicy();

    Reloading reloading = new Reloading(config, folder::readConfig);
    reloading.onSignal();

    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    started.stopping("event loops", vertx::close);

    Database database =
        started.closing("store", Database.open(folder.path(), config.commitDelay()));
    database.failed().onSuccess(lifetime::fail);
    long looking = vertx.setPeriodic(LOOK_MILLIS, id -> database.tryAgain());
    started.stopping("looking after the disk", () -> stopTimer(vertx, looking));
    DiskRoom room = new DiskRoom(database, folder.path(), RunningSettings.reserve(config));
    Tables tables =
        Tables.of(
            config.name(),
            key,
            new Quarantine(config.quarantineMessages(), config.quarantineBytes()));
    SealRules rules = new SealRules(RunningSettings.sealRule(config));

    DeviceRegistry registry =
        StopStack.await(
            DeviceRegistry.open(database, tables.devices(), tables.claims(), tables.outbox()));
    Enrolling enrolling =
        new Enrolling(config.name(), database, tables.devices(), tables.claims(), tables.outbox());
    Counters counters = new Counters();
    Filing filing =
        new Filing(
            allianceKeys,
            tables.batches(),
            tables.promises(),
            tables.statements(),
            rules::batchesUntil);
    Promiser promiser = started.closing("promises", new Promiser(config.name(), key));
    int lanes = Runtime.getRuntime().availableProcessors();
    HiddenStart hidden = HiddenStart.open(folder, database, tables, registry, started);
    Intake intake =
        started.closing(
            "intake",
            new Intake(
                registry,
                tables.events(),
                tables.records(),
                tables.quarantine(),
                filing,
                promiser,
                hidden.reveals(),
                database,
                counters,
                room,
                clock,
                config.mqttSettings().deviceRate(),
                lanes));

    Voice voice = new Voice(config.name(), folder.voiceKey(), config.owner(), registry);

    Batcher batcher =
        new Batcher(
            vertx,
            database,
            tables.statements(),
            tables.promises(),
            tables.batches(),
            tables.heads(),
            config.name(),
            key,
            allianceKeys,
            rules.now(),
            clock);
    batcher.start();
    started.stopping("sealing", batcher::stop);

    AnchorStart.Anchoring anchoring =
        AnchorStart.open(
            vertx, folder, config, policy, database, tables, clock, reloading, started);

    AlarmStart.Watching watching =
        AlarmStart.open(
            vertx, folder, config, database, tables, registry, enrolling, intake, voice, clock,
            started);

    Pruner pruner = new Pruner(database, folder.path(), config.name(), key.verifyingKey(), clock);
    Keeper keeper =
        new Keeper(
            vertx,
            database,
            room,
            pruner,
            RunningSettings.retention(config),
            RunningSettings.pruneTo(folder, config));
    keeper.start();
    started.stopping("keeping", keeper::stop);

    BiFunction<Database, DevUrn, Shelf> shelf =
        (store, gateway) -> new Shelf(store, gateway, tables, allianceKeys);
    List<Shelf> shelves = new ArrayList<>(List.of(shelf.apply(database, config.name())));
    shelves.addAll(Archives.open(folder.path(), started, shelf));
    PassportAssembler passports =
        started.closing(
            "passports",
            new PassportAssembler(vertx, shelves, anchoring.evidence(), anchoring.trust(), clock));

    CommandDesk commands =
        StopStack.await(CommandDesk.open(config.name(), key, database, registry, clock));
    List<String> mqttUrls =
        MqttStart.open(
            vertx,
            folder,
            config,
            tables.devices(),
            registry,
            commands,
            intake,
            counters,
            clock,
            reloading,
            started);
    List<String> coapUrls =
        CoapStart.open(
            vertx,
            folder,
            config,
            tables.devices(),
            registry,
            commands,
            intake,
            counters,
            clock,
            started);

    List<String> doors = new ArrayList<>(mqttUrls);
    doors.addAll(coapUrls);
    BridgeStart bridge =
        BridgeStart.open(vertx, folder, config, intake, counters, clock, reloading, started);
    Erasing erasing = hidden.erasing(vertx, database, tables, voice, intake, clock, started);
    Vitals vitals =
        new Vitals(
            vertx,
            database,
            tables,
            room,
            new Vitals.Anchoring(anchoring.loop()::failure, anchoring.loop()::failures),
            bridge::vitals,
            erasing::unended,
            registry::stranded,
            doors,
            clock);
    Api.About about =
        new Api.About(
            config.name().text(),
            mqttUrls.get(0),
            coapUrls.get(0),
            policy.logs().get(0).key().name(),
            config.owner());
    Api api =
        new Api(
            about,
            database,
            tables,
            registry,
            enrolling,
            intake,
            counters,
            passports,
            vitals,
            (age, to) -> keeper.pruneOlderThan(age, to.map(folder.path()::resolve)),
            List.of(
                new ReloadApi(reloading::reload),
                new CommandApi(commands, clock),
                watching.calls(),
                new RevealApi(hidden.reveals(), erasing)),
            clock);
    Bodies bodies = Bodies.forHeap(Runtime.getRuntime().maxMemory());
    HttpIngress ingress = new HttpIngress(intake, counters, bodies);
    List<String> webUrls =
        WebStart.open(vertx, folder, config, api, ingress::mount, bodies, clock, started);
    String httpUrl = webUrls.get(0);
    folder.noteAddress(config, httpUrl);
    started.closing("address", folder::forgetAddress);

    bridge.start();
    RunningSettings.followIn(reloading, database, room, tables);
    RunningSettings.followIn(reloading, intake, rules, batcher);
    RunningSettings.followIn(reloading, folder, keeper);
    RunningSettings.followIn(reloading, watching.alarms());
    reloading.open();

    // The plain ones in their old places, then all others.
    List<String> words = new ArrayList<>(List.of("ready", httpUrl, mqttUrls.get(0)));
    words.addAll(coapUrls.subList(0, 1));
    words.addAll(mqttUrls.subList(1, mqttUrls.size()));
    words.addAll(coapUrls.subList(1, coapUrls.size()));
    words.addAll(webUrls.subList(1, webUrls.size()));
    System.out.println(String.join(" ", words));
  }
}
