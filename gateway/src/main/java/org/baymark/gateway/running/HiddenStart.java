package org.baymark.gateway.running;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import org.baymark.gateway.admission.Erasing;
import org.baymark.gateway.admission.Intake;
import org.baymark.gateway.admission.Reveals;
import org.baymark.gateway.folder.GatewayFolder;
import org.baymark.gateway.registry.DeviceRegistry;
import org.baymark.gateway.registry.Voice;
import org.baymark.gateway.runtime.StopStack;
import org.baymark.gateway.store.Database;
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
  static HiddenStart open(
      GatewayFolder folder,
      Database database,
      Tables tables,
      DeviceRegistry registry,
      StopStack started) {
    HiddenContents contents =
        started.closing("hidden contents", HiddenContents.open(folder.path()));
    return new HiddenStart(
        contents,
        started.closing(
            "reveals",
            new Reveals(registry, database, tables.events(), tables.statements(), contents)));
  }

  Reveals reveals() {
    return reveals;
  }

  /** Who erases them; what is left to do of erasures is done now, and tried now and then again. */
  Erasing erasing(
      Vertx vertx,
      Database database,
      Tables tables,
      Voice voice,
      Intake intake,
      InstantSource clock,
      StopStack started) {
    Erasing erasing =
        started.closing("erasing", new Erasing(database, tables, contents, voice, intake, clock));
    erasing.fileAll();
    long filing = vertx.setPeriodic(FILING_MILLIS, id -> erasing.fileAll());
    started.stopping(
        "filing of erasures",
        () -> {
          vertx.cancelTimer(filing);
          return Future.succeededFuture();
        });
    return erasing;
  }
}
