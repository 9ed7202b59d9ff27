package org.baymark.gateway.web;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.baymark.gateway.admission.Counters;
import org.baymark.gateway.store.Database;
import org.baymark.protocol.bytes.Refusal;

/**
 * Figures for Prometheus. What the labels can be is fixed: reasons of refusals by the protocol, the
 * others by the transports. No device, subject or key is in them.
 */
final class MetricsApi {
  /** The text format of Prometheus, version 0.0.4. */
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private static final int TURNED_AWAY_MAX = 64;

  private final Vitals vitals;
  private final Database database;
  private final Counters counters;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Set<String> turnedAway = new HashSet<>(); // guarded by this
  private volatile Look look;

  /** What one scrape shows: all of one moment. */
  private record Look(Counters.Snapshot counts, Optional<Depth> depth, List<Part> readiness) {
    double deep(ToDoubleFunction<Depth> figure) {
      return depth.map(figure::applyAsDouble).orElse(Double.NaN);
    }
  }

  MetricsApi(Vitals vitals, Database database, Counters counters) {
    this.vitals = vitals;
    this.database = database;
    this.counters = counters;
    this.look = new Look(counters.snapshot(), Optional.empty(), List.of());
    count("messages.received", "Messages that reached admission", Counters.Snapshot::received);
    count("statements.accepted", "Statements stored", Counters.Snapshot::accepted);
    count("records.stored", "Records stored, which had no signature", Counters.Snapshot::records);
    count("duplicates", "Messages that were stored already", Counters.Snapshot::duplicates);
    count("statements.late", "Statements with an older number", Counters.Snapshot::late);
    count("statements.future", "Statements of a time far ahead", Counters.Snapshot::future);
    count("statements.past", "Statements of a time long ago", Counters.Snapshot::past);
    count("equivocations", "Second statements of one number", Counters.Snapshot::equivocations);
    count(
        "too.large", "Messages above a transport's limit", Counters.Snapshot::tooLargeConnections);
    for (Refusal refusal : Refusal.values()) {
      refused(refusal.wireName());
    }
    store();
    machine();
  }

  private void count(String name, String help, ToDoubleFunction<Counters.Snapshot> figure) {
    FunctionCounter.builder("baymark." + name, this, it -> figure.applyAsDouble(it.look.counts()))
        .description(help)
        .register(registry);
  }

  private void refused(String reason) {
    FunctionCounter.builder(
            "baymark.refused", this, it -> it.look.counts().refused().getOrDefault(reason, 0L))
        .tag("reason", reason)
        .description("Messages that were refused")
        .register(registry);
  }

  /**
   * @param unit empty for what is only counted
   */
  private void gauge(String name, String unit, String help, ToDoubleFunction<MetricsApi> figure) {
    Gauge.Builder<MetricsApi> gauge =
        Gauge.builder("baymark." + name, this, figure).description(help);
    (unit.isEmpty() ? gauge : gauge.baseUnit(unit)).register(registry);
  }

  private void deep(String name, String unit, String help, ToDoubleFunction<Depth> figure) {
    gauge(name, unit, help, it -> it.look.deep(figure));
  }

  private void store() {
    deep("batches.sealed", "", "Batches sealed, ever", it -> it.progress().batches());
    deep("batches.anchored", "", "Batches anchored, ever", it -> it.progress().anchoredBatches());
    deep(
        "statements.anchored",
        "",
        "Statements in anchored batches, ever",
        it -> it.progress().anchoredStatements());
    deep("statements.unsealed", "", "Statements that no batch holds yet", Depth::unbatched);
    deep(
        "queue.items",
        "",
        "Things that the alliance has to take or to prove",
        it -> it.queued().items());
    deep("queue.oldest", "seconds", "Since when the oldest waits", vitals::oldestSeconds);
    deep(
        "log.head.entries",
        "",
        "Entries under the newest accepted head",
        it -> it.head().map(head -> (double) head.size()).orElse(0.0));
    deep("alarms.open", "", "Alarms that are not over", Depth::alarmsOpen);
    FunctionCounter.builder("baymark.alarms", this, it -> it.look.deep(Depth::alarmsEver))
        .description("Alarms raised, ever")
        .register(registry);
    gauge("store.size", "bytes", "The store's files", it -> database.bytesOnDisk());
    gauge("disk.free", "bytes", "Free room on the store's disk", it -> vitals.room().free());
    gauge("disk.reserve", "bytes", "Room kept in reserve", it -> vitals.room().reserve());
    gauge(
        "anchoring.failed.attempts",
        "",
        "Attempts in a row that the alliance did not answer rightly",
        it -> vitals.failedAttempts());
    gauge(
        "ready",
        "",
        "1 if what devices hand in is stored and acknowledged",
        it -> it.look.readiness().stream().anyMatch(Part::isWrong) ? 0 : 1);
  }

  private void machine() {
    gauge("resident.memory", "bytes", "Of the process", it -> ProcessFigures.residentBytes());
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
  }

  void mount(Router router) {
    router.get("/metrics").handler(this::metrics);
  }

  private void metrics(RoutingContext call) {
    Future<Optional<Depth>> depth =
        vitals.depth().map(Optional::of).otherwise(why -> Optional.empty());
    Answers.when(
        call,
        depth.compose(
            found -> vitals.readiness().map(parts -> new Look(counters.snapshot(), found, parts))),
        now -> call.response().putHeader("Content-Type", TEXT).end(scrape(now)));
  }

  private synchronized String scrape(Look now) {
    look = now;
    for (String what : now.counts().turnedAway().keySet()) {
      if (turnedAway.size() < TURNED_AWAY_MAX && turnedAway.add(what)) {
        FunctionCounter.builder(
                "baymark.turned.away",
                this,
                it -> it.look.counts().turnedAway().getOrDefault(what, 0L))
            .tag("what", what)
            .description("What a transport refused by itself")
            .register(registry);
      }
    }
    return registry.scrape();
  }
}
