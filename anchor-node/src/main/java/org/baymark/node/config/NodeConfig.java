package org.baymark.node.config;

import java.time.Duration;
import java.util.Optional;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.registration.Member;

/**
 * What an operator decides about a node; {@link ConfigFile} reads it from node.yaml.
 *
 * @param name of the member company whose node this is: a URN of RFC 9039. It stands in the genesis
 *     and cannot change afterwards.
 * @param origin of the log (C2SP tlog-checkpoint): a name without scheme, such as {@code
 *     example.com/log}, that no other log in the world has. It stands in every checkpoint and
 *     cannot change afterwards.
 * @param host to listen on. HTTP is plain: anything but loopback needs a TLS proxy before it.
 * @param port to listen on, 0 for any free one
 * @param admin where this member's operator is awaited, by TLS and with the token; default a free
 *     port of loopback. Beyond loopback everybody can try tokens there.
 * @param checkpointEvery how soon after the last checkpoint one is closed for what is new since,
 *     100 ms to 1 hour; default 5 s. Gateways wait this long at most for their evidence.
 * @param heartbeatEvery how often one is closed when there is nothing new, so that a silent log can
 *     be told from a dead one; not less than checkpointEvery, at most 1 day; default 60 s
 * @param queueMax how many commands may wait before callers are told to come back, 1 to 100,000;
 *     default 1,000
 * @param listenPeer where other members are awaited for votes and for the log; where it is left
 *     out, at the address on this member's card
 * @param listenOrder where other members are awaited for the order; likewise
 * @param stopAfter how long nothing may be certified, though enough members are there and the log
 *     holds something new, before this member ends the epoch, 1 s to 1 day; default 5 min. Too
 *     short and a slow hour of the net costs epochs. Empty: its operator does it ({@code alliance
 *     recover}).
 * @param promiseHeads by how many heads after the last one it closed a new entry is promised to be
 *     in the log, to whoever asks for a promise; 1 to 10,000; default 10. Too few and an epoch that
 *     ends at a bad moment breaks this member's word.
 */
public record NodeConfig(
    DevUrn name,
    String origin,
    String host,
    int port,
    Listen admin,
    Duration checkpointEvery,
    Duration heartbeatEvery,
    int queueMax,
    Optional<Listen> listenPeer,
    Optional<Listen> listenOrder,
    Optional<Duration> stopAfter,
    int promiseHeads) {
  public static final Listen ADMIN = new Listen("127.0.0.1", 0);
  public static final Duration CHECKPOINT_EVERY = Duration.ofSeconds(5);
  public static final Duration HEARTBEAT_EVERY = Duration.ofSeconds(60);
  public static final int QUEUE_MAX = 1_000;
  public static final Optional<Duration> STOP_AFTER = Optional.of(Duration.ofMinutes(5));
  public static final int PROMISE_HEADS = 10;

  private static final int ORIGIN_SIZE_MAX = 255;

  public NodeConfig {
    // A key name in a signed note has no space and no plus (C2SP signed-note).
    check(
        origin.matches("[!-*,-~]+") && origin.length() <= ORIGIN_SIZE_MAX,
        "origin",
        "is a name such as example.com/log, without spaces and plus signs, not '" + origin + "'");
    check(!host.isEmpty(), "listen", "is an address and a port, such as 127.0.0.1:8090");
    check(port >= 0 && port <= 65_535, "listen", "has a port from 0 to 65535, not " + port);
    check(
        admin.port() >= 0 && admin.port() <= 65_535,
        "admin",
        "has a port from 0 to 65535, not " + admin.port());
    checkDuration("checkpoint-every", checkpointEvery, Duration.ofMillis(100), Duration.ofHours(1));
    checkDuration("heartbeat-every", heartbeatEvery, checkpointEvery, Duration.ofDays(1));
    check(
        queueMax >= 1 && queueMax <= 100_000,
        "queue-max",
        "is a number from 1 to 100000, not " + queueMax);
    checkPort("listen-peer", listenPeer);
    checkPort("listen-order", listenOrder);
    stopAfter.ifPresent(
        after -> checkDuration("stop-after", after, Duration.ofSeconds(1), Duration.ofDays(1)));
    check(
        promiseHeads >= 1 && promiseHeads <= 10_000,
        "promise-heads",
        "is a number from 1 to 10000, not " + promiseHeads);
  }

  /** With other members awaited where the card says, if there are others, and usual settings. */
  public NodeConfig(
      DevUrn name,
      String origin,
      String host,
      int port,
      Duration checkpointEvery,
      Duration heartbeatEvery,
      int queueMax) {
    this(
        name,
        origin,
        host,
        port,
        ADMIN,
        checkpointEvery,
        heartbeatEvery,
        queueMax,
        Optional.empty(),
        Optional.empty(),
        STOP_AFTER,
        PROMISE_HEADS);
  }

  /** Awaiting its operator there. */
  public NodeConfig administeredAt(Listen at) {
    return new NodeConfig(
        name,
        origin,
        host,
        port,
        at,
        checkpointEvery,
        heartbeatEvery,
        queueMax,
        listenPeer,
        listenOrder,
        stopAfter,
        promiseHeads);
  }

  /** Awaiting other members on the host of {@code listen}, whatever name they know it by. */
  public NodeConfig awaiting(Member.Addresses advertised) {
    return new NodeConfig(
        name,
        origin,
        host,
        port,
        admin,
        checkpointEvery,
        heartbeatEvery,
        queueMax,
        Optional.of(beside(advertised.peer())),
        Optional.of(beside(advertised.order())),
        stopAfter,
        promiseHeads);
  }

  private Listen beside(String advertised) {
    return new Listen(
        host, Integer.parseInt(advertised.substring(advertised.lastIndexOf(':') + 1)));
  }

  /** Others have to know the port. */
  private static void checkPort(String key, Optional<Listen> at) {
    at.ifPresent(
        listen ->
            check(
                listen.port() >= 1 && listen.port() <= 65_535,
                key,
                "has a port from 1 to 65535, not " + listen.port()));
  }

  private static void checkDuration(String key, Duration value, Duration least, Duration most) {
    check(
        value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
        key,
        "is from " + least + " to " + most + ", not " + value);
  }

  private static void check(boolean holds, String key, String sentence) {
    if (!holds) {
      throw new IllegalArgumentException(key + " " + sentence);
    }
  }

  /** The host as a socket wants it: an IPv6 address without its brackets. */
  public String bindHost() {
    return new Listen(host, port).bindHost();
  }

  /** Where this node is reached. */
  public String url() {
    return "http://" + host + ":" + port;
  }
}
