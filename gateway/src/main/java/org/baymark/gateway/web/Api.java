package org.baymark.gateway.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.gateway.admission.Counters;
import org.baymark.gateway.admission.Intake;
import org.baymark.gateway.passport.PassportAssembler;
import org.baymark.gateway.registry.DeviceRegistry;
import org.baymark.gateway.registry.Enrolling;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.PrunedLog.Pruned;
import org.baymark.gateway.store.Tables;

/** All calls of the gateway. */
public final class Api {
  private final List<Calls> calls;
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

  /**
   * @param more calls of rooms that a gateway need not have
   */
  public Api(
      About about,
      Database database,
      Tables tables,
      DeviceRegistry registry,
      Enrolling enrolling,
      Intake intake,
      Counters counters,
      PassportAssembler assembler,
      Vitals vitals,
      Pruning pruning,
      List<Calls> more,
      InstantSource clock) {
    this.vitals = new VitalsApi(vitals, clock);
    this.calls = new ArrayList<>();
    calls.add(new DeviceApi(database, tables, registry, enrolling, about.owner(), clock));
    calls.add(new EnrolmentApi(enrolling, about.owner(), clock));
    calls.add(new StatusApi(database, tables, counters, about.shown(), clock));
    calls.add(
        new AdoptApi(
            database, registry, tables.quarantine(), intake, assembler, about.owner(), clock));
    calls.add(new RecentApi(database));
    calls.add(new PassportApi(assembler));
    calls.add(new UpkeepApi(database, pruning));
    calls.add(this.vitals);
    calls.addAll(more);
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
    calls.forEach(it -> it.mount(router));
  }
}
