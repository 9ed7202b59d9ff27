package org.baymark.node.order;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;

/**
 * Brings commands to whoever leads. A request is answered when what it brought is in the order,
 * which takes a flush of several disks: what comes meanwhile waits, and goes together in the next.
 * Thread-safe; its methods never block and never throw.
 */
final class Courier {
  /** At one time to one member. While the order takes what one brought, the next is on its way. */
  private static final int LOADS_MAX = 2;

  private static final int COMMANDS_MAX = 32;

  /** Of several commands; one may be larger. */
  private static final long OCTETS_MAX = 1 << 20;

  private final CatchUp exchange;
  private final Map<DevUrn, Road> roads = new ConcurrentHashMap<>();

  Courier(CatchUp exchange) {
    this.exchange = exchange;
  }

  private record Parcel(Bytes command, boolean isAlone, Promise<Void> brought) {
    boolean fits(List<Parcel> load, long octets) {
      return load.isEmpty()
          || (!isAlone
              && !load.get(0).isAlone()
              && load.size() < COMMANDS_MAX
              && octets + command.size() <= OCTETS_MAX);
    }
  }

  /**
   * Completes when {@code leader} has it in the order; fails if it did not take it.
   *
   * @param isAlone in a request of its own: one that failed beside others may not be at fault
   */
  Future<Void> bring(DevUrn leader, Bytes command, boolean isAlone) {
    Promise<Void> brought = Promise.promise();
    roads.computeIfAbsent(leader, Road::new).add(new Parcel(command, isAlone, brought));
    return brought.future();
  }

  /** The way to one member. */
  private final class Road {
    private final DevUrn leader;
    private final Queue<Parcel> waiting = new ArrayDeque<>(); // guarded by this, as the next
    private int loads;

    Road(DevUrn leader) {
      this.leader = leader;
    }

    void add(Parcel parcel) {
      synchronized (this) {
        waiting.add(parcel);
      }
      send();
    }

    private void send() {
      List<Parcel> load = load();
      if (!load.isEmpty()) {
        exchange
            .forward(leader, load.stream().map(Parcel::command).toList())
            .onSuccess(done -> load.forEach(parcel -> parcel.brought().complete()))
            .onFailure(failed -> load.forEach(parcel -> parcel.brought().fail(failed)))
            .onComplete(done -> arrived());
      }
    }

    private void arrived() {
      synchronized (this) {
        loads--;
      }
      send();
    }

    private synchronized List<Parcel> load() {
      List<Parcel> load = new ArrayList<>();
      long octets = 0;
      while (loads < LOADS_MAX && !waiting.isEmpty() && waiting.element().fits(load, octets)) {
        octets += waiting.element().command().size();
        load.add(waiting.remove());
      }
      loads += load.isEmpty() ? 0 : 1;
      return load;
    }
  }
}
