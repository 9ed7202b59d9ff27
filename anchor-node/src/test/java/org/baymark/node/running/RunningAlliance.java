package org.baymark.node.running;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.baymark.node.Alliance;
import org.baymark.node.FreePorts;
import org.baymark.node.config.ConfigFile;
import org.baymark.node.config.Listen;
import org.baymark.node.config.NodeConfig;
import org.baymark.node.exit.Failure;
import org.baymark.node.folder.GenesisFile;
import org.baymark.node.folder.NodeKeys;
import org.baymark.node.folder.SecondKeys;
import org.baymark.node.folder.WorkingFolder;
import org.baymark.node.ledger.Command;
import org.baymark.node.ledger.Result;
import org.baymark.node.peer.Address;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.governance.Change;
import org.baymark.protocol.governance.Proposal;
import org.baymark.protocol.governance.Vote;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;
import org.baymark.protocol.registration.Request;
import org.baymark.protocol.registration.Revocation;
import org.baymark.protocol.statement.Kind;

/** Several nodes in this process, with the ports, the certificates and the disks of real ones. */
public final class RunningAlliance implements AutoCloseable {
  public static final String TOKEN = "0123456789abcdef0123456789abcdef";

  public final Members members;
  private final Path folder;
  private final List<NodeKeys> keys = new ArrayList<>();
  private final List<Member> all = new ArrayList<>(); // founders, then who came later
  private final TreeMap<Integer, Node> running = new TreeMap<>();
  private final Sign1 genesis;
  private final IntFunction<SecondKeys> second;
  private Optional<Duration> stopAfter = Optional.empty();
  private static final int PROMISE_HEADS = 2;
  private final Set<Integer> began = new HashSet<>(); // whose keys have signed something
  private final TreeMap<Integer, NodeKeys> next = new TreeMap<>(); // made, and not in force
  private final Set<Integer> anew = ConcurrentHashMap.newKeySet(); // who asked to be started anew
  private final Queue<AssertionError> faults = new ConcurrentLinkedQueue<>(); // who had to stop

  public RunningAlliance(Path folder, int size) throws IOException {
    this(folder, size, which -> SecondKeys.NONE);
  }

  /**
   * @param second what each member co-signs with too
   */
  public RunningAlliance(Path folder, int size, IntFunction<SecondKeys> second) throws IOException {
    this.folder = folder;
    this.second = second;
    for (int i = 0; i < size; i++) {
      newcomer();
    }
    members = new Members(Alliance.ORIGIN, all);
    genesis = members.signGenesis(keys.get(0).registrar(), name(0), 1_000);
  }

  /** Whoever starts from now on ends an epoch by itself. */
  void stopsAfter(Duration time) {
    stopAfter = Optional.of(time);
  }

  /** Makes keys and addresses; whether it becomes a member others decide. */
  public int newcomer() throws IOException {
    int which = keys.size();
    NodeKeys own =
        NodeKeys.generate(name(which), new SecureRandom(), Instant.EPOCH).with(second.apply(which));
    keys.add(own);
    Member.Addresses addresses =
        new Member.Addresses(
            "http://127.0.0.1:" + FreePorts.next(),
            "127.0.0.1:" + FreePorts.next(),
            "127.0.0.1:" + FreePorts.next());
    Member.Company company = new Member.Company("M" + which, "HK");
    all.add(own.member(name(which), Alliance.ORIGIN, company, addresses));
    return which;
  }

  /** New keys at the old addresses; the node takes them when it is started again. */
  void newKeys(int which) {
    newKeys(which, SecondKeys.NONE);
  }

  void newKeys(int which, SecondKeys beside) {
    take(which, NodeKeys.generate(name(which), new SecureRandom(), Instant.EPOCH).with(beside));
  }

  private void take(int which, NodeKeys own) {
    keys.set(which, own);
    all.set(which, member(which, own));
    began.remove(which);
  }

  private Member member(int which, NodeKeys own) {
    Member old = member(which);
    return own.member(old.name(), Alliance.ORIGIN, old.company(), old.addresses());
  }

  /** Makes new keys, which it takes when they are in force: until then it signs with the old. */
  public Change rotation(int which) throws RefusalException {
    NodeKeys own = NodeKeys.generate(name(which), new SecureRandom(), Instant.EPOCH);
    next.put(which, own);
    return Change.replace(member(which, own).signCard(own.registrar(), 2));
  }

  /** Where the head is certified with which they are in force: as the node itself would do it. */
  public void takeNewKeys(int which) throws Exception {
    NodeKeys own = Optional.ofNullable(next.remove(which)).orElseThrow();
    Member member = member(which, own);
    await(
        "the new keys of " + which + " are in force",
        () ->
            node(which)
                .sequencer()
                .status()
                .members()
                .filter(sets -> sets.settled().members().contains(member)));
    stop(which);
    take(which, own);
    start(which);
  }

  /**
   * Other ports for the other members, under the keys that it has; it listens there when started.
   */
  public void newAddresses(int which) throws IOException {
    Member old = member(which);
    Member.Addresses addresses =
        new Member.Addresses(
            old.addresses().url(),
            "127.0.0.1:" + FreePorts.next(),
            "127.0.0.1:" + FreePorts.next());
    all.set(which, keys(which).member(old.name(), Alliance.ORIGIN, old.company(), addresses));
  }

  public static DevUrn name(int which) {
    return new DevUrn("urn:dev:org:32473-member" + which);
  }

  public NodeKeys keys(int which) {
    return keys.get(which);
  }

  public Member member(int which) {
    return all.get(which);
  }

  Path folder(int which) {
    return folder.resolve("m" + which);
  }

  public void startAll() throws Exception {
    for (int i = 0; i < members.members().size(); i++) {
      start(i);
    }
  }

  public void start(int which) throws Exception {
    Node.Setting setting = setting(which);
    running.put(
        which, await("the ports of member " + which + " are free", () -> started(which, setting)));
  }

  /** What it starts from, in its folder. */
  Node.Setting setting(int which) throws IOException {
    WorkingFolder working = new WorkingFolder(folder(which));
    Files.createDirectories(working.path());
    Files.writeString(working.genesis(), GenesisFile.text(genesis));
    if (began.add(which)) {
      Files.createDirectories(working.keys());
      Files.createFile(working.unusedKeys());
    }
    NodeConfig config =
        new NodeConfig(
            name(which),
            Alliance.ORIGIN,
            "127.0.0.1",
            URI.create(member(which).addresses().url()).getPort(),
            NodeConfig.ADMIN,
            Duration.ofMillis(200),
            Duration.ofHours(2),
            NodeConfig.QUEUE_MAX,
            everywhere(which, member(which).addresses().peer()),
            everywhere(which, member(which).addresses().order()),
            stopAfter,
            PROMISE_HEADS);
    return new Node.Setting(
        working, config, keys.get(which), member(which), TOKEN, InstantSource.system());
  }

  /** Empty while another process has one of its ports, which was free when it was chosen. */
  private Optional<Node> started(int which, Node.Setting setting) {
    try {
      return Optional.of(
          Node.start(
              setting,
              cause -> faults.add(new AssertionError("member " + which + " had to stop", cause)),
              () -> anew.add(which)));
    } catch (Failure why) {
      if (!String.valueOf(why.getMessage()).contains("Address already in use")) {
        throw new AssertionError(why);
      }
      return Optional.empty();
    }
  }

  /** The first member listens on every address of the machine, the others where their cards say. */
  private static Optional<Listen> everywhere(int which, String address) {
    return which == 0
        ? Optional.of(new Listen("0.0.0.0", Address.parse(address).orElseThrow().port()))
        : Optional.empty();
  }

  public void stop(int which) {
    Optional.ofNullable(running.remove(which)).orElseThrow().close();
  }

  /** Waits until it asks to be started anew, and does so. */
  void beginAnew(int which) throws Exception {
    await(which + " begins anew", () -> Optional.of(which).filter(anew::remove));
    stop(which);
    start(which);
  }

  /** Loses the disk, but for its keys. */
  void wipe(int which) throws IOException {
    try (Stream<Path> files = Files.walk(folder(which))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  public NodeClient client(int which) {
    return new NodeClient(Optional.ofNullable(running.get(which)).orElseThrow().url());
  }

  /** What speaks to a member as its operator. */
  public NodeClient operator(int which) {
    return NodeClient.ofOperator(folder(which));
  }

  /** Which one closes checkpoints; waits until there is one. */
  int leader() {
    return await(
        "somebody leads",
        () ->
            running.entrySet().stream()
                .filter(node -> node.getValue().leads())
                .map(java.util.Map.Entry::getKey)
                .findFirst());
  }

  /** Registers a gateway of this name through a member; returns its place in the log. */
  public long admit(int which, String gateway) {
    NodeClient.Answer answer =
        await(
            "member " + which + " answers for " + gateway,
            () -> Optional.of(asked(which, gateway)).filter(it -> it.status() == 200));
    return answer.body().size();
  }

  /** Its first answer, whatever that is. */
  NodeClient.Answer asked(int which, String gateway) {
    DevUrn name = new DevUrn("urn:dev:org:32473-" + gateway);
    Sign1 card =
        new Request.Register(Alliance.registration(name, Kind.BATCH))
            .sign(Alliance.key(name.text()), name, 1);
    return operator(which).post("/gateways", "Bearer " + TOKEN, card.encoded());
  }

  public String url(int which) {
    return Optional.ofNullable(running.get(which)).orElseThrow().url();
  }

  /** The folder of a member that runs, as its operator has it: with settings and a token. */
  Path operated(int which) throws IOException {
    WorkingFolder working = new WorkingFolder(folder(which));
    int port = Integer.parseInt(url(which).substring(url(which).lastIndexOf(':') + 1));
    NodeConfig config =
        new NodeConfig(
            name(which),
            Alliance.ORIGIN,
            "127.0.0.1",
            port,
            NodeConfig.CHECKPOINT_EVERY,
            NodeConfig.HEARTBEAT_EVERY,
            NodeConfig.QUEUE_MAX);
    Files.writeString(working.config(), ConfigFile.text(config));
    Files.writeString(working.adminToken(), TOKEN + "\n");
    return working.path();
  }

  /**
   * Gives the ledger of one member an entry that stands in no order, as if its leader had handed it
   * a command that the others did not get.
   *
   * @return the id of the entry
   */
  Digest slip(int which, String gateway) {
    DevUrn name = new DevUrn("urn:dev:org:32473-" + gateway);
    Sign1 entry =
        Alliance.registration(name, Kind.BATCH).sign(keys.get(0).registrar(), name(0), 1_003);
    Node node = Optional.ofNullable(running.get(which)).orElseThrow();
    Result result =
        node.execution()
            .apply(new Command.Admit(entry))
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    if (!(result instanceof Result.Appended)) {
      throw new AssertionError(result);
    }
    return entry.id();
  }

  /** Whether the certified log of a member holds the entry with this id. */
  boolean isCertified(int which, Digest id) {
    Node node = Optional.ofNullable(running.get(which)).orElseThrow();
    Optional<Long> index =
        node.execution()
            .ask(archive -> archive.index(id).filter(at -> archive.entry(at).isPresent()))
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    return index.isPresent();
  }

  /** Whether the log of a member begins with this head. */
  boolean holds(int which, Checkpoint head) {
    Node node = Optional.ofNullable(running.get(which)).orElseThrow();
    return node.execution()
        .holds(new TreeHead(head.size(), head.root()))
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  /** The epoch that a member takes part in. */
  long epoch(int which) {
    return Optional.ofNullable(running.get(which)).orElseThrow().sequencer().era().epoch();
  }

  public Node node(int which) {
    return Optional.ofNullable(running.get(which)).orElseThrow();
  }

  /** How many entries the log of a node has, certified or not. */
  public static long size(Node node) {
    return node.sequencer().status().size();
  }

  /** Who certifies the next head, as member {@code which} serves it. */
  public Members membersAt(int which) {
    return await("the members at " + which, () -> members(which));
  }

  private Optional<Members> members(int which) {
    NodeClient.Answer answer = client(which).get("/members");
    return answer.status() == 200 ? Members.parse(answer.body()).toOptional() : Optional.empty();
  }

  /** The card of a member or a newcomer. */
  public Sign1 card(int which) {
    return member(which).signCard(keys(which).registrar(), 2);
  }

  /** Proposes through its own node as soon as that is possible; returns the proposal's id. */
  Digest propose(int which, Change change) {
    return await(
        "the proposal " + change,
        () -> {
          Optional<Sign1> signed =
              note(which)
                  .map(note -> proposal(membersAt(which), note, change))
                  .map(proposal -> proposal.sign(keys(which).governor(), name(which), 3));
          return signed.filter(it -> decide(which, it).status() == 200).map(Sign1::id);
        });
  }

  private static Proposal proposal(Members members, SignedCheckpoint note, Change change) {
    return new Proposal(members.digest(), members.certified(note), change);
  }

  NodeClient.Answer vote(int which, Digest proposal, boolean approves) {
    return decide(which, new Vote(proposal, approves).sign(keys(which).governor(), name(which), 4));
  }

  NodeClient.Answer decide(int which, Sign1 decision) {
    return client(which).post("/decisions", decision.encoded());
  }

  /** Proposes, lets these vote for it too, and waits until all that run have it in force. */
  public void carry(int by, Change change, int... others) {
    Digest id = propose(by, change);
    for (int other : others) {
      await(
          "the vote of " + other,
          () -> Optional.of(vote(other, id, true)).filter(it -> it.status() == 200));
    }
    Members after = change.of(membersAt(by)).orElseGet(() -> membersAt(by));
    await(
        "in force: " + change,
        () ->
            running.keySet().stream()
                    .filter(which -> after.member(name(which)).isPresent())
                    .allMatch(which -> members(which).equals(Optional.of(after)))
                ? Optional.of(after)
                : Optional.empty());
  }

  /** Commands that have a place in the order and none in the log. */
  void refusedCommands(int which, int count) throws Exception {
    submit(which, count, i -> revocation("nobody" + i));
  }

  private Sign1 revocation(String device) {
    DevUrn name = new DevUrn("urn:dev:org:32473-" + device);
    Digest thumbprint = Digest.sha256(Bytes.ofUtf8(name.text()));
    return new Revocation(name, thumbprint, OptionalLong.empty(), "lost")
        .sign(keys.get(0).registrar(), name(0), 1_002);
  }

  /** Entries of the log, as fast as member {@code which} takes them. */
  void registrations(int which, int count) throws Exception {
    submit(
        which,
        count,
        i ->
            Alliance.registration(new DevUrn("urn:dev:org:32473-many" + i), Kind.HELLO)
                .sign(keys.get(0).registrar(), name(0), 1_004));
  }

  private void submit(int which, int count, IntFunction<Sign1> entry) throws Exception {
    Semaphore window = new Semaphore(200);
    for (int i = 0; i < count; i++) {
      window.acquire();
      node(which)
          .sequencer()
          .submit(new Command.Admit(entry.apply(i)))
          .onComplete(done -> window.release());
    }
    window.acquire(200);
  }

  public Optional<Checkpoint> checkpoint(int which) {
    NodeClient.Answer answer = client(which).get("/checkpoint");
    return answer.status() == 200
        ? SignedCheckpoint.parse(answer.body()).toOptional().map(SignedCheckpoint::checkpoint)
        : Optional.empty();
  }

  /** The last checkpoint as member {@code which} serves it. */
  Optional<SignedCheckpoint> note(int which) {
    NodeClient.Answer answer = client(which).get("/checkpoint");
    return answer.status() == 200
        ? SignedCheckpoint.parse(answer.body()).toOptional()
        : Optional.empty();
  }

  /** Waits until all that run show one head of at least {@code size} entries. */
  public Checkpoint sameHead(long size) {
    return await(
        "one head of " + size,
        () -> {
          List<Optional<Checkpoint>> heads =
              running.keySet().stream().map(this::checkpoint).distinct().toList();
          return heads.size() == 1
              ? heads.get(0).filter(it -> it.size() >= size)
              : Optional.empty();
        });
  }

  public static <T> T await(String what, Supplier<Optional<T>> question) {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
    while (System.nanoTime() - until < 0) {
      Optional<T> answer = ask(question);
      if (answer.isPresent()) {
        return answer.get();
      }
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    throw new AssertionError("it did not come to this: " + what);
  }

  private static <T> Optional<T> ask(Supplier<Optional<T>> question) {
    try {
      return question.get();
    } catch (UncheckedIOException e) {
      return Optional.empty();
    }
  }

  /** What made a member stop says more than what others waited for in vain. */
  @Override
  public void close() {
    running.values().forEach(Node::close);
    AssertionError first = faults.poll();
    if (first != null) {
      faults.forEach(first::addSuppressed);
      throw first;
    }
  }
}
