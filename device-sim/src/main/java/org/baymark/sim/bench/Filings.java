package org.baymark.sim.bench;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Several gateways that hand in batches as fast as they can, spread over the members. */
final class Filings implements AutoCloseable {
  private final List<Filing> all = new ArrayList<>();

  /**
   * @param subjects of a batch
   */
  Filings(
      List<BenchGateway> gateways,
      BenchMembers members,
      HeadClock heads,
      InstantSource clock,
      int subjects) {
    for (int i = 0; i < gateways.size(); i++) {
      MemberDoor member = members.door(i % members.count());
      all.add(new Filing(gateways.get(i), member, heads, clock, subjects, 0));
    }
  }

  /** The first of them are at the members in their order. */
  List<Filing> each() {
    return all;
  }

  /** Batches taken so far. */
  long taken() throws IOException {
    long taken = 0;
    for (Filing each : all) {
      taken += each.taken();
    }
    return taken;
  }

  @Override
  public void close() throws InterruptedException {
    for (Filing each : all) {
      each.close();
    }
  }
}
