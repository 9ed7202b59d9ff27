package org.baymark.gateway.running;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.baymark.gateway.admission.Erasing;
import org.baymark.gateway.admission.Intake;
import org.baymark.gateway.admission.Reveals;
import org.baymark.gateway.registry.DeviceRegistry;
import org.baymark.gateway.registry.Voice;
import org.baymark.gateway.runtime.StopStack;
import org.baymark.gateway.store.HiddenContents;
import org.baymark.gateway.store.Tables;

/** How {@link Gateway} begins with what hidden statements hide. */
final class HiddenStart {
  private static final long FILING_MILLIS = 60_000;

  private final HiddenContents contents;
  private final Reveals reveals;

  private HiddenStart(HiddenContents contents, Reveals reveals) {
    this.contents = contents;
    this.reveals = reveals;
  }

  /** Opens where they are kept; before the door that takes them. */
  static HiddenStart open(Setting setting, StoreStart.Store store, DeviceRegistry registry) {
    StopStack started = setting.started();
    Tables tables = store.tables();
    HiddenContents contents =
        started.closing("hidden contents", HiddenContents.open(setting.folder().path()));
    return new HiddenStart(
        contents,
        started.closing(
            "reveals",
            new Reveals(
                registry, store.database(), tables.events(), tables.statements(), contents)));
  }

  Reveals reveals() {
    return reveals;
  }

  /** Who erases them; what is left to do of erasures is done now, and tried now and then again. */
  Erasing erasing(Setting setting, StoreStart.Store store, Voice voice, Intake intake) {
    Erasing erasing =
        setting
            .started()
            .closing(
                "erasing",
                new Erasing(
                    store.database(), store.tables(), contents, voice, intake, setting.clock()));
    erasing.fileAll();
    Vertx vertx = setting.vertx();
    long filing = vertx.setPeriodic(FILING_MILLIS, id -> erasing.fileAll());
    setting
        .started()
        .stopping(
            "filing of erasures",
            () -> {
              vertx.cancelTimer(filing);
              return Future.succeededFuture();
            });
    return erasing;
  }
}
