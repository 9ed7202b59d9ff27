package org.baymark.node.doorstep;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;

/**
 * The connections at one port of which it is not known whose they are. There are so many at most;
 * where one more comes, the oldest goes of the machine that has most of them. So whoever opens
 * thousands pushes out its own, and a member or a gateway with a few gets in. Any thread.
 */
public final class Doorstep {
  private static final int EACH = 256 << 10;
  private static final int LEAST = 128;
  private static final int MOST = 4_096;

  /** Of an address of IPv6 a machine has the second half to choose from (RFC 4291, 2.5.4). */
  private static final int NETWORK_BYTES = 8;

  private final int most;

  // Guarded by this; machines and connections in the order in which they came.
  private final Map<Bytes, Map<SocketAddress, Runnable>> machines = new LinkedHashMap<>();
  private final Map<SocketAddress, Bytes> standing = new HashMap<>();

  /**
   * @param most connections
   */
  public Doorstep(int most) {
    this.most = most;
  }

  /**
   * A connection for each 256 KiB of heap, from 128 to 4,096: half of a handshake, or half of a
   * call, takes some tens of them.
   *
   * @param heapMax bytes
   */
  public static Doorstep forHeap(long heapMax) {
    return new Doorstep((int) Math.min(MOST, Math.max(LEAST, heapMax / EACH)));
  }

  /**
   * One more stands there.
   *
   * @param from the other end, its port included
   * @param close hangs up; called at most once, on whatever thread finds that it has to go
   */
  public void came(SocketAddress from, Runnable close) {
    add(from, close).ifPresent(Runnable::run);
  }

  private synchronized Optional<Runnable> add(SocketAddress from, Runnable close) {
    remove(from);
    Bytes machine = machine(from);
    machines.computeIfAbsent(machine, any -> new LinkedHashMap<>()).put(from, close);
    standing.put(from, machine);
    return standing.size() > most ? oldestOfMost() : Optional.empty();
  }

  private Optional<Runnable> oldestOfMost() {
    Map<SocketAddress, Runnable> crowd = Map.of();
    for (Map<SocketAddress, Runnable> each : machines.values()) {
      if (each.size() > crowd.size()) {
        crowd = each;
      }
    }
    return crowd.keySet().stream().findFirst().flatMap(this::remove);
  }

  /** It is gone, or has shown whose it is; nothing, if it stands there no more. */
  public synchronized void left(SocketAddress from) {
    remove(from);
  }

  private Optional<Runnable> remove(SocketAddress from) {
    Optional<Bytes> machine = Optional.ofNullable(standing.remove(from));
    return machine.flatMap(
        it -> {
          Map<SocketAddress, Runnable> own = machines.getOrDefault(it, new LinkedHashMap<>());
          Optional<Runnable> close = Optional.ofNullable(own.remove(from));
          if (own.isEmpty()) {
            machines.remove(it);
          }
          return close;
        });
  }

  /** How many stand there. */
  public synchronized int size() {
    return standing.size();
  }

  private static Bytes machine(SocketAddress from) {
    if (!(from instanceof InetSocketAddress internet) || internet.isUnresolved()) {
      return Bytes.EMPTY;
    }
    InetAddress address = internet.getAddress();
    byte[] octets = address.getAddress();
    return Bytes.owning(
        address instanceof Inet6Address ? Arrays.copyOf(octets, NETWORK_BYTES) : octets);
  }
}
