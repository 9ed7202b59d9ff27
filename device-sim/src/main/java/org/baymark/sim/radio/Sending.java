package org.baymark.sim.radio;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import org.baymark.protocol.chain.ChainRecord;
import org.baymark.protocol.cose.Sign1;
import org.baymark.sim.fleet.Air;
import org.baymark.sim.fleet.Trip;
import org.baymark.sim.fleet.VirtualDevice;
import org.baymark.sim.uplink.Answer;
import org.baymark.sim.uplink.CoapUplink;

/** Records on their way through the air, and covers on a way that acknowledges them. */
final class Sending {
  private static final int ATTEMPTS = 10;
  private static final long AGAIN_MILLIS = 500;

  private final VirtualDevice sensor;
  private final Air air;
  private final CoapUplink uplink;
  private final InstantSource clock;

  Sending(VirtualDevice sensor, Air air, CoapUplink uplink, InstantSource clock) {
    this.sensor = sensor;
    this.air = air;
    this.uplink = uplink;
    this.clock = clock;
  }

  /**
   * What is sent.
   *
   * @param coverEvery so many records
   * @param stride after how many records a cover has a link
   * @param pauseMillis between two records
   */
  record Plan(Trip trip, int records, int coverEvery, int stride, int pauseMillis) {}

  /** How many covers were accepted: all there are. */
  int send(Plan plan) throws IOException, InterruptedException {
    int covers = 0;
    for (int i = 0; i < plan.records(); i++) {
      Instant now = clock.instant();
      double progress = (double) i / plan.records();
      ChainRecord record = sensor.note(plan.trip().readings(0, 0, progress, now));
      air.carry(record.encoded()).forEach(uplink::cast);
      // A radio has its pace, and so have we.
      Thread.sleep(plan.pauseMillis());
      boolean isLast = i + 1 == plan.records();
      if (isLast) {
        air.rest().forEach(uplink::cast);
      }
      if ((i + 1) % plan.coverEvery() == 0 || isLast) {
        deliver(sensor.cover(plan.stride(), now));
        covers++;
      }
    }
    return covers;
  }

  /** A cover is sent until it is acknowledged, always the same bytes. */
  private void deliver(Sign1 cover) throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      Answer answer;
      try {
        answer = uplink.send(sensor.name(), cover.encoded()).get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("an uplink's answer never fails", e);
      }
      if (answer.outcome() == Answer.Outcome.ACCEPTED) {
        return;
      }
      if (answer.outcome() == Answer.Outcome.REFUSED || attempt == ATTEMPTS) {
        throw new IOException("a cover was not accepted: " + answer.text());
      }
      Thread.sleep(AGAIN_MILLIS);
    }
  }
}
