package org.baymark.gateway.running;

import org.baymark.gateway.admission.Counters;
import org.baymark.gateway.admission.Filing;
import org.baymark.gateway.admission.Intake;
import org.baymark.gateway.admission.Promiser;
import org.baymark.gateway.batch.SealRules;
import org.baymark.gateway.config.GatewayConfig;
import org.baymark.gateway.registry.DeviceRegistry;
import org.baymark.gateway.registry.Enrolling;
import org.baymark.gateway.runtime.StopStack;
import org.baymark.gateway.store.Tables;

/** How {@link Gateway} opens what every statement goes through, whichever door it came by. */
final class IntakeStart {
  private IntakeStart() {}

  /**
   * What takes statements.
   *
   * @param registry whose they may be
   */
  record Admission(
      DeviceRegistry registry,
      Enrolling enrolling,
      HiddenStart hidden,
      Intake intake,
      Counters counters) {}

  /**
   * @param rules by which its promises say when a statement is in a batch
   */
  static Admission open(Setting setting, StoreStart.Store store, SealRules rules) {
    GatewayConfig config = setting.config();
    StopStack started = setting.started();
    Tables tables = store.tables();
    DeviceRegistry registry =
        StopStack.await(
            DeviceRegistry.open(
                store.database(), tables.devices(), tables.claims(), tables.outbox()));
    Enrolling enrolling =
        new Enrolling(
            config.name(), store.database(), tables.devices(), tables.claims(), tables.outbox());
    Filing filing =
        new Filing(
            setting.allianceKeys(),
            tables.batches(),
            tables.promises(),
            tables.statements(),
            rules::batchesUntil);
    Promiser promiser = started.closing("promises", new Promiser(config.name(), setting.key()));
    HiddenStart hidden = HiddenStart.open(setting, store, registry);
    Counters counters = new Counters();
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
                store.database(),
                counters,
                store.room(),
                setting.clock(),
                config.mqttSettings().deviceRate(),
                Runtime.getRuntime().availableProcessors()));
    return new Admission(registry, enrolling, hidden, intake, counters);
  }
}
