package org.baymark.gateway.running;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.baymark.gateway.admission.Erasing;
import org.baymark.gateway.batch.Batcher;
import org.baymark.gateway.batch.SealRules;
import org.baymark.gateway.command.CommandDesk;
import org.baymark.gateway.config.GatewayConfig;
import org.baymark.gateway.exit.CommandFailure;
import org.baymark.gateway.exit.ExitCode;
import org.baymark.gateway.folder.GatewayFolder;
import org.baymark.gateway.passport.PassportAssembler;
import org.baymark.gateway.passport.Shelf;
import org.baymark.gateway.registry.Voice;
import org.baymark.gateway.runtime.Bodies;
import org.baymark.gateway.runtime.StopStack;
import org.baymark.gateway.store.Database;
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
    Setting setting = setting(folder, config, clock, started);

    StoreStart.Store store = StoreStart.open(setting);
    store.database().failed().onSuccess(lifetime::fail);
    SealRules rules = new SealRules(RunningSettings.sealRule(config));
    IntakeStart.Admission admission = IntakeStart.open(setting, store, rules);
    Voice voice = new Voice(config.name(), folder.voiceKey(), config.owner(), admission.registry());
    Batcher batcher = batcher(setting, store, rules);
    AnchorStart.Anchoring anchoring = AnchorStart.open(setting, store);
    AlarmStart.Watching watching = AlarmStart.open(setting, store, admission, voice);
    Keeper keeper = keeper(setting, store);
    PassportAssembler passports = passports(setting, store, anchoring);

    CommandDesk commands =
        StopStack.await(
            CommandDesk.open(
                config.name(), setting.key(), store.database(), admission.registry(), clock));
    Doors doors = Doors.open(setting, store.tables().devices(), admission, commands);
    BridgeStart bridge = BridgeStart.open(setting, admission);
    Erasing erasing = admission.hidden().erasing(setting, store, voice, admission.intake());
    Vitals vitals =
        new Vitals(
            setting.vertx(),
            store.database(),
            store.tables(),
            store.room(),
            new Vitals.Anchoring(anchoring.loop()::failure, anchoring.loop()::failures),
            bridge::vitals,
            erasing::unended,
            admission.registry()::stranded,
            doors.all(),
            clock);
    Api api =
        new Api(
            about(setting, doors),
            store.database(),
            store.tables(),
            admission.registry(),
            admission.enrolling(),
            admission.intake(),
            admission.counters(),
            passports,
            vitals,
            (age, to) -> keeper.pruneOlderThan(age, to.map(folder.path()::resolve)),
            List.of(
                new ReloadApi(setting.reloading()::reload),
                new CommandApi(commands, clock),
                watching.calls(),
                new RevealApi(admission.hidden().reveals(), erasing)),
            clock);
    Bodies bodies = Bodies.forHeap(Runtime.getRuntime().maxMemory());
    HttpIngress ingress = new HttpIngress(admission.intake(), admission.counters(), bodies);
    List<String> web = WebStart.open(setting, api, ingress::mount, bodies);
    folder.noteAddress(config, web.get(0));
    started.closing("address", folder::forgetAddress);

    bridge.start();
    Reloading reloading = setting.reloading();
    RunningSettings.followIn(reloading, store);
    RunningSettings.followIn(reloading, admission.intake(), rules, batcher);
    RunningSettings.followIn(reloading, folder, keeper);
    RunningSettings.followIn(reloading, watching.alarms());
    reloading.open();
    System.out.println("ready " + String.join(" ", doors.with(web)));
  }

  private static Setting setting(
      GatewayFolder folder, GatewayConfig config, InstantSource clock, StopStack started) {
    SigningKey key = folder.readKey();
    AllianceKeys allianceKeys = folder.readAllianceKeys();
    Policy policy = folder.readPolicy();
    Reloading reloading = new Reloading(config, folder::readConfig);
    reloading.onSignal();
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    started.stopping("event loops", vertx::close);
    return new Setting(folder, key, allianceKeys, policy, config, reloading, vertx, clock, started);
  }

  private static Batcher batcher(Setting setting, StoreStart.Store store, SealRules rules) {
    Tables tables = store.tables();
    Batcher batcher =
        new Batcher(
            setting.vertx(),
            store.database(),
            tables.statements(),
            tables.promises(),
            tables.batches(),
            tables.heads(),
            setting.config().name(),
            setting.key(),
            setting.allianceKeys(),
            rules.now(),
            setting.clock());
    batcher.start();
    setting.started().stopping("sealing", batcher::stop);
    return batcher;
  }

  private static Keeper keeper(Setting setting, StoreStart.Store store) {
    GatewayFolder folder = setting.folder();
    GatewayConfig config = setting.config();
    Pruner pruner =
        new Pruner(
            store.database(),
            folder.path(),
            config.name(),
            setting.key().verifyingKey(),
            setting.clock());
    Keeper keeper =
        new Keeper(
            setting.vertx(),
            store.database(),
            store.room(),
            pruner,
            RunningSettings.retention(config),
            RunningSettings.pruneTo(folder, config));
    keeper.start();
    setting.started().stopping("keeping", keeper::stop);
    return keeper;
  }

  /** They are made of its own batches, and of those that other gateways left to it. */
  private static PassportAssembler passports(
      Setting setting, StoreStart.Store store, AnchorStart.Anchoring anchoring) {
    BiFunction<Database, DevUrn, Shelf> shelf =
        (kept, gateway) -> new Shelf(kept, gateway, store.tables(), setting.allianceKeys());
    List<Shelf> shelves = new ArrayList<>();
    shelves.add(shelf.apply(store.database(), setting.config().name()));
    shelves.addAll(Archives.open(setting.folder().path(), setting.started(), shelf));
    return setting
        .started()
        .closing(
            "passports",
            new PassportAssembler(
                setting.vertx(),
                shelves,
                anchoring.evidence(),
                anchoring.trust(),
                setting.clock()));
  }

  private static Api.About about(Setting setting, Doors doors) {
    GatewayConfig config = setting.config();
    return new Api.About(
        config.name().text(),
        doors.mqtt().get(0),
        doors.coap().get(0),
        setting.policy().logs().get(0).key().name(),
        config.owner());
  }
}
