package org.baymark.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Members as processes, each of which reaches each other one by a link of its own: every process
 * has its own table of hosts, by which the name of a member is an address that only it uses.
 */
final class MemberProcesses implements AutoCloseable {
  final int size;
  private final Path folder;
  private final List<String> urls = new ArrayList<>();
  private final List<NodeClient> clients = new ArrayList<>();
  private final Link[][][] links; // from, to, port: of the exchange, of the order
  private final TreeMap<Integer, Program> running = new TreeMap<>();

  MemberProcesses(Path folder, int size, long seed) throws Exception {
    this.folder = folder;
    this.size = size;
    this.links = new Link[size][size][2];
    List<String> genesis =
        new ArrayList<>(List.of("alliance", "genesis", "--dir", dir(0).toString()));
    genesis.addAll(List.of("--out", founded().toString()));
    for (int i = 0; i < size; i++) {
      init(i, seed);
      genesis.add(dir(i).resolve("member.card").toString());
    }
    succeed(genesis.toArray(String[]::new));
    for (int i = 0; i < size; i++) {
      succeed("node", "join", "--dir", dir(i).toString(), "--from", founded().toString());
      hosts(i);
    }
  }

  private void init(int member, long seed) throws Exception {
    String name = "m" + member + ".baymark.test";
    int[] own = {RunningAlliance.freePort(), RunningAlliance.freePort()};
    int[] told = {RunningAlliance.freePort(), RunningAlliance.freePort()};
    String listen = "127.0.0.1:" + RunningAlliance.freePort();
    urls.add("http://" + listen);
    clients.add(new NodeClient("http://" + listen, Duration.ofSeconds(8)));
    succeed(
        "node",
        "init",
        "--dir=" + dir(member),
        "--member=" + RunningAlliance.name(member),
        "--company=Company " + member,
        "--jurisdiction=HK",
        "--listen=" + listen,
        "--peer=" + name + ":" + told[0],
        "--order=" + name + ":" + told[1],
        "--checkpoint-every=500ms");
    Path settings = dir(member).resolve("node.yaml");
    Files.writeString(
        settings,
        Files.readString(settings)
            .replaceAll("(?m)^listen-peer: .*$", "listen-peer: 127.0.0.1:" + own[0])
            .replaceAll("(?m)^listen-order: .*$", "listen-order: 127.0.0.1:" + own[1]));
    for (int from = 0; from < size; from++) {
      for (int port = 0; port < 2; port++) {
        links[from][member][port] =
            new Link(host(from, member), told[port], own[port], seed + from + 10 * member);
      }
    }
  }

  private static String host(int from, int to) {
    return "127.0." + (10 + from) + "." + (10 + to);
  }

  private void hosts(int from) throws IOException {
    StringBuilder table = new StringBuilder("127.0.0.1 localhost\n");
    for (int to = 0; to < size; to++) {
      table.append(host(from, to)).append(" m").append(to).append(".baymark.test\n");
    }
    Files.writeString(table(from), table);
  }

  private Path table(int member) {
    return folder.resolve("hosts-" + member);
  }

  private static void succeed(String... words) throws Exception {
    assertEquals(0, Program.run(words), () -> String.join(" ", words));
  }

  Path dir(int member) {
    return folder.resolve("m" + member);
  }

  Path founded() {
    return folder.resolve("founded");
  }

  Path trust() {
    return dir(0).resolve("trust.policy");
  }

  List<String> urls() {
    return urls;
  }

  NodeClient client(int member) {
    return clients.get(member);
  }

  void start(int member) throws Exception {
    running.put(member, Program.start(dir(member), "-Xmx64m " + jvm(member)));
  }

  /** Runs a short command where this member is; answers its exit code. */
  int run(int member, List<String> words) throws Exception {
    return Program.run(jvm(member), words.toArray(String[]::new));
  }

  private String jvm(int member) {
    return "-XX:+UseSerialGC -Dvertx.disableDnsResolver=true -Djdk.net.hosts.file=" + table(member);
  }

  void startAll() throws Exception {
    for (int i = 0; i < size; i++) {
      start(i);
    }
    for (Program each : running.values()) {
      String line = each.readyLine();
      assertEquals("ready", line.split(" ")[0], "what a member says when it starts");
    }
  }

  void kill(int member) throws Exception {
    Optional.ofNullable(running.remove(member)).orElseThrow().close();
  }

  boolean isRunning(int member) {
    return Optional.ofNullable(running.get(member)).filter(Program::isAlive).isPresent();
  }

  /** Whoever says that it leads; at times nobody does, or two. */
  Optional<Integer> leader() {
    for (int i = 0; i < size; i++) {
      try {
        if (client(i).get("/status").body().utf8().contains("\"leads\":true")) {
          return Optional.of(i);
        }
      } catch (java.io.UncheckedIOException e) {
        // Not this one.
      }
    }
    return Optional.empty();
  }

  /** From now on what these send to those goes so, and what those send to these. */
  void between(Predicate<Integer> these, Link.Weather weather) {
    for (int from = 0; from < size; from++) {
      for (int to = 0; to < size; to++) {
        if (these.test(from) != these.test(to)) {
          oneWay(from, to, weather);
        }
      }
    }
  }

  /** From now on what one member asks of another goes so, in both directions of the call. */
  void oneWay(int from, int to, Link.Weather weather) {
    for (Link link : links[from][to]) {
      link.weather(weather);
    }
  }

  void everywhere(Link.Weather weather) {
    for (int from = 0; from < size; from++) {
      for (int to = 0; to < size; to++) {
        oneWay(from, to, weather);
      }
    }
  }

  @Override
  public void close() throws Exception {
    for (Program each : running.values()) {
      each.close();
    }
    for (Link[][] from : links) {
      for (Link[] to : from) {
        for (Link link : to) {
          link.close();
        }
      }
    }
  }
}
