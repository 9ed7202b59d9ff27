package org.baymark.gateway.alarm;

import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import org.baymark.gateway.registry.Enrolling;
import org.baymark.gateway.store.AlarmTable.Alarm;
import org.baymark.protocol.cose.DevUrn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Suspends who signed two of one number. */
final class Liars {
  private static final Logger log = LoggerFactory.getLogger(Liars.class);

  private final Standing standing;
  private final Enrolling enrolling;
  private final InstantSource clock;

  Liars(Standing standing, Enrolling enrolling, InstantSource clock) {
    this.standing = standing;
    this.enrolling = enrolling;
    this.clock = clock;
  }

  /** An alarm stays open until this has happened, so a start in between does it again. */
  Future<Void> suspend(List<Alarm> open, AlarmRules rules) {
    Future<Void> done = Future.succeededFuture();
    if (!rules.suspendsLiars()) {
      return done;
    }
    for (Alarm alarm : open) {
      DevUrn device = new DevUrn(alarm.device());
      if (alarm.code().equals(Assessor.EQUIVOCATION) && standing.canBeSuspended(device)) {
        log.atWarn()
            .addKeyValue("device", device)
            .addKeyValue("because", alarm.detail())
            .log("device suspended");
        done = done.compose(before -> enrolling.suspend(device, clock.instant()).mapEmpty());
      }
    }
    return done;
  }
}
