package org.baymark.gateway.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.baymark.gateway.admission.Counters;
import org.baymark.gateway.admission.Intake;
import org.baymark.gateway.passport.PassportAssembler;
import org.baymark.gateway.registry.DeviceRegistry;
import org.baymark.gateway.registry.Enrolling;
import org.baymark.gateway.store.BatchLog;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.HeadLog;
import org.baymark.gateway.store.Outbox;
import org.baymark.gateway.store.PrunedLog.Pruned;
import org.baymark.gateway.store.Quarantine;
import org.baymark.gateway.store.RecordLog;
import org.baymark.gateway.store.Statements;

/** All calls of the gateway. */
public final class Api {
  private final DeviceApi devices;
  private final EnrolmentApi enrolments;
  private final StatusApi status;
  private final PassportApi passports;
  private final AdoptApi adoption;
  private final RecentApi recent;
  private final UpkeepApi upkeep;
  private final VitalsApi vitals;
  private final MetricsApi metrics;

  /**
   * What the gateway says of itself.
   *
   * @param mqtt where devices publish, as a URL
   * @param coap where devices post, as a URL
   * @param origin of the log that it anchors in
   * @param owner of devices, where the call does not say
   */
  public record About(String gateway, String mqtt, String coap, String origin, String owner) {
    JsonObject shown() {
      return new JsonObject()
          .put("gateway", gateway)
          .put("mqtt", mqtt)
          .put("coap", coap)
          .put("origin", origin);
    }
  }

  /** Moves what is older into files: {@code to} is a folder, or the usual one. */
  @FunctionalInterface
  public interface Pruning {
    Future<List<Pruned>> olderThan(Duration age, Optional<String> to);
  }

  public Api(
      About about,
      Database database,
      DeviceRegistry registry,
      Enrolling enrolling,
      Outbox outbox,
      Statements statements,
      RecordLog records,
      BatchLog batches,
      HeadLog heads,
      Quarantine quarantine,
      Intake intake,
      Counters counters,
      PassportAssembler assembler,
      Vitals vitals,
      Pruning pruning,
      InstantSource clock) {
    this.devices =
        new DeviceApi(
            database,
            registry,
            enrolling,
            outbox,
            statements,
            records,
            batches,
            about.owner(),
            clock);
    this.enrolments = new EnrolmentApi(enrolling, about.owner(), clock);
    this.status =
        new StatusApi(
            database,
            statements,
            new Depth.Source(statements, batches, heads),
            quarantine,
            counters,
            about.shown(),
            clock);
    this.passports = new PassportApi(assembler);
    this.adoption = new AdoptApi(database, registry, quarantine, intake, about.owner(), clock);
    this.recent = new RecentApi(database);
    this.upkeep = new UpkeepApi(database, pruning);
    this.vitals = new VitalsApi(vitals, clock);
    this.metrics = new MetricsApi(vitals, database, counters);
  }

  /** What needs no token. */
  void mountOpen(Router router) {
    vitals.mountOpen(router);
  }

  /** What a token of its own opens too. */
  void mountMetrics(Router router) {
    metrics.mount(router);
  }

  void mount(Router router) {
    devices.mount(router);
    enrolments.mount(router);
    status.mount(router);
    adoption.mount(router);
    recent.mount(router);
    passports.mount(router);
    upkeep.mount(router);
    vitals.mount(router);
  }
}
