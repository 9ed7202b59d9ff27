package org.baymark.node.running;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.baymark.node.FreePorts;

/** Members as processes, each of which reaches each other one by a link of its own. */
final class MemberProcesses implements AutoCloseable {
  final int size;
  private final Path folder;
  private final List<String> urls = new ArrayList<>();
  private final List<NodeClient> clients = new ArrayList<>();
  private final Net net;
  private final Map<Integer, Map<String, String>> environments = new HashMap<>();
  private final TreeMap<Integer, Program> running = new TreeMap<>();

  MemberProcesses(Path folder, int size, long seed) throws Exception {
    this(folder, new Links(folder, size), seed);
  }

  /**
   * @param net is closed with them
   */
  MemberProcesses(Path folder, Net net, long seed) throws Exception {
    this.folder = folder;
    this.size = net.size();
    this.net = net;
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
    }
  }

  private void init(int member, long seed) throws Exception {
    String name = net.name(member);
    int[] own = {FreePorts.next(), FreePorts.next()};
    int[] told = net.open(member, own, seed);
    String listen = net.listens(member) + ":" + FreePorts.next();
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
            .replaceAll(
                "(?m)^listen-peer: .*$", "listen-peer: " + net.listens(member) + ":" + own[0])
            .replaceAll(
                "(?m)^listen-order: .*$", "listen-order: " + net.listens(member) + ":" + own[1]));
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

  /** What speaks to one that runs as its operator. */
  NodeClient operator(int member) {
    return NodeClient.ofOperator(dir(member));
  }

  Net net() {
    return net;
  }

  /** From its next start on this member has this in its environment. */
  void environment(int member, Map<String, String> environment) {
    environments.put(member, environment);
  }

  /** From its next start on this stands in node.yaml. */
  void set(int member, String key, String value) throws IOException {
    Path settings = dir(member).resolve("node.yaml");
    String others = Files.readString(settings).replaceAll("(?m)^" + key + ":.*\\R", "");
    Files.writeString(settings, others + key + ": " + value + "\n");
  }

  void start(int member) throws Exception {
    Map<String, String> environment = environments.getOrDefault(member, Map.of());
    String jvm = "-Xmx64m " + jvm(member);
    running.put(
        member,
        Program.start(net.within(member), dir(member), jvm, environment, standardError(member)));
  }

  /** Starts another program where this member is, with its folder; answers what it says first. */
  String startInstead(int member, Class<?> main) throws Exception {
    Program program = Program.start(main, jvm(member), dir(member), standardError(member));
    running.put(member, program);
    return program.readyLine();
  }

  private Path standardError(int member) {
    return folder.resolve("said-" + member);
  }

  /** What its operator was told so far. */
  String said(int member) throws IOException {
    return Files.readString(standardError(member));
  }

  /** Runs a short command where this member is; answers its exit code. */
  int run(int member, List<String> words) throws Exception {
    return Program.run(net.within(member), jvm(member), words);
  }

  private String jvm(int member) {
    return "-XX:+UseSerialGC -Dvertx.disableDnsResolver=true" + net.jvm(member);
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

  /** As its operator does. */
  void stop(int member) throws Exception {
    Optional.ofNullable(running.remove(member)).orElseThrow().stop();
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

  @Override
  public void close() throws Exception {
    for (Program each : running.values()) {
      each.close();
    }
    net.close();
  }
}
