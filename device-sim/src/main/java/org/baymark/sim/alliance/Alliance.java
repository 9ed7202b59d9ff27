package org.baymark.sim.alliance;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An alliance on free ports of this machine, with all its files under one folder: one anchor node,
 * or several that keep one log, and one gateway.
 */
public final class Alliance implements AutoCloseable {
  private static final String HOST = "127.0.0.1";

  private static final List<String> COMPANIES =
      List.of(
          "CN-GD Nansha Cold Chain",
          "HK Victoria Terminals",
          "MO Taipa Freight",
          "CN-GD Pearl River Lines",
          "HK Kowloon Stores",
          "MO Coloane Customs Brokers",
          "CN-GD Shekou Bonded Warehouses");

  /** Of each member's node: as little as a small machine has, and members share one here. */
  public static final int HEAP_MEGABYTES = 64;

  private final Launcher launcher;
  private final Path folder;
  private final Running running;
  private int members = 1; // set before anything runs
  private int founders = 1; // so too
  private String nodeUrl = ""; // set with the node of the gateway's member

  /**
   * @param folder exists; gets the folders node (or member-1, member-2 ...), gateway and logs
   */
  public Alliance(Launcher launcher, Path folder) {
    this.launcher = launcher;
    this.folder = folder;
    this.running = new Running(launcher, folder.resolve("logs"));
  }

  /** Of the node; of the first member's, where there are several. */
  public Path nodeFolder() {
    return memberFolder(1);
  }

  /** The trust file that asks for one member of each jurisdiction; none of a sole member. */
  public Optional<Path> jurisdictions() {
    return members > 1
        ? Optional.of(nodeFolder().resolve("jurisdictions.policy"))
        : Optional.empty();
  }

  /** Of one of the members, from 1. */
  public Path memberFolder(int member) {
    return folder.resolve(members > 1 ? "member-" + member : "node");
  }

  public Path gatewayFolder() {
    return folder.resolve("gateway");
  }

  /** Makes the node's working folder. */
  public void initNode(Duration checkpointEvery) throws IOException, InterruptedException {
    Files.createDirectories(folder.resolve("logs"));
    String listen = loopback();
    launcher.demand(
        List.of(
            "node",
            "init",
            "--dir",
            nodeFolder().toString(),
            "--listen",
            listen,
            "--checkpoint-every",
            checkpointEvery.toString()));
    nodeUrl = "http://" + listen;
  }

  /** Makes the working folders of several members, and the alliance that they found. */
  public void initMembers(int count, Duration checkpointEvery)
      throws IOException, InterruptedException {
    initMembers(count, count, checkpointEvery);
  }

  /**
   * The same, where only the first of them found it.
   *
   * @param count of all members, of whom those behind the founders have to be admitted
   */
  public void initMembers(int founders, int count, Duration checkpointEvery)
      throws IOException, InterruptedException {
    this.members = count;
    this.founders = founders;
    Files.createDirectories(folder.resolve("logs"));
    Path founded = folder.resolve("founded");
    List<List<String>> inits = new ArrayList<>();
    List<List<String>> joins = new ArrayList<>();
    List<String> genesis = new ArrayList<>(List.of("alliance", "genesis"));
    genesis.addAll(List.of("--dir", memberFolder(1).toString(), "--out", founded.toString()));
    for (int member = 1; member <= count; member++) {
      String dir = memberFolder(member).toString();
      inits.add(initOf(member, checkpointEvery));
      List<String> join = List.of("node", "join", "--dir", dir, "--from", founded.toString());
      joins.add(
          member <= founders ? join : Stream.concat(join.stream(), Stream.of("--new")).toList());
      if (member <= founders) {
        genesis.add(card(member));
      }
    }
    launcher.demandAll(inits);
    launcher.demand(genesis);
    launcher.demandAll(joins);
  }

  private String card(int member) {
    return memberFolder(member).resolve("member.card").toString();
  }

  private static String loopback() throws IOException {
    return HOST + ":" + Ports.free();
  }

  /** Who a member is, for people: its jurisdiction, and its name. */
  public String company(int member) {
    return COMPANIES.get((member - 1) % COMPANIES.size());
  }

  private List<String> initOf(int member, Duration checkpointEvery) throws IOException {
    String company = company(member);
    String listen = loopback();
    if (member == 1) {
      nodeUrl = "http://" + listen;
    }
    List<String> init = new ArrayList<>();
    if (member == 1) { // one of them co-signs in all three algorithms
      init.addAll(List.of("--sm2", "--ml-dsa"));
    }
    init.addAll(
        List.of(
            "--dir",
            memberFolder(member).toString(),
            "--member",
            "urn:dev:org:32473-member-" + member,
            "--company",
            company.substring(company.indexOf(' ') + 1),
            "--jurisdiction",
            company.substring(0, company.indexOf(' ')),
            "--listen",
            listen,
            "--peer",
            loopback(),
            "--order",
            loopback(),
            "--checkpoint-every",
            checkpointEvery.toString()));
    init.addAll(0, List.of("node", "init"));
    return init;
  }

  /** Starts all founders' nodes at once and waits for them. */
  public List<Program> runMembers() throws IOException, InterruptedException {
    List<Program> nodes = new ArrayList<>();
    for (int member = 1; member <= founders; member++) {
      nodes.add(startMember(member));
    }
    for (Program node : nodes) {
      node.awaitReady();
    }
    return nodes;
  }

  /** Starts one member's node, and does not wait. */
  public Program startMember(int member) throws IOException, InterruptedException {
    String dir = memberFolder(member).toString();
    String heap = "-Xmx" + HEAP_MEGABYTES + "m";
    return running.start(List.of("node", "run", "--dir", dir), "member-" + member, heap);
  }

  /** Starts the node and waits for it. */
  public Program runNode() throws IOException, InterruptedException {
    return run(List.of("node", "run", "--dir", nodeFolder().toString()), "node", "");
  }

  /** The first member, whose node runs, votes for another. A founder alone so admits it. */
  public void propose(int member) throws IOException, InterruptedException {
    String dir = memberFolder(1).toString();
    launcher.demand(List.of("alliance", "propose", "--dir", dir, "add", card(member)));
  }

  /** Makes the gateway's working folder and presents its card to the running node. */
  public void initGateway(Duration sealAfter) throws IOException, InterruptedException {
    launcher.demand(
        List.of(
            "gateway",
            "init",
            "--dir",
            gatewayFolder().toString(),
            "--alliance",
            nodeFolder().resolve("trust.policy").toString(),
            "--alliance-key",
            nodeFolder().resolve("alliance.key").toString(),
            "--node",
            nodeUrl,
            "--http",
            loopback(),
            "--mqtt",
            loopback(),
            "--coap",
            loopback(),
            "--seal-after",
            sealAfter.toString()));
    admit(List.of(gatewayFolder().resolve("gateway.card")));
  }

  /** Presents these cards of gateways to the running node; the first member's, of several. */
  public void admit(List<Path> cards) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("node", "admit", "--dir"));
    words.add(nodeFolder().toString());
    cards.forEach(card -> words.add(card.toString()));
    launcher.demand(words);
  }

  /** Starts the gateway and waits for it. */
  public Program runGateway() throws IOException, InterruptedException {
    return runGateway("");
  }

  /**
   * The same.
   *
   * @param jvm words for its JVM, beside those that the launcher has for it
   */
  public Program runGateway(String jvm) throws IOException, InterruptedException {
    return run(List.of("gateway", "run", "--dir", gatewayFolder().toString()), "gateway", jvm);
  }

  /** The running gateway's API. */
  public GatewayApi api(Program gateway) throws IOException, InterruptedException {
    URI http = gateway.awaitReady().get(0);
    return GatewayApi.open(http, gatewayFolder().resolve("api.token"));
  }

  private Program run(List<String> words, String name, String jvm)
      throws IOException, InterruptedException {
    Program program = running.start(words, name, jvm);
    program.awaitReady();
    return program;
  }

  /** Stops one of the programs, and nobody misses it. */
  public void stop(Program program) {
    running.stop(program);
  }

  /** Runs this when a program ends by itself. */
  public void onDeath(Runnable action) {
    running.onDeath(action);
  }

  /** Which program ended by itself, in a sentence. */
  public Optional<String> obituary() {
    return running.obituary();
  }

  /** Stops what runs, the last started first. May be called again, and on any thread. */
  @Override
  public void close() {
    running.close();
  }
}
