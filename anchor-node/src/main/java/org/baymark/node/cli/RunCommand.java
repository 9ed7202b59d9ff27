package org.baymark.node.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.baymark.node.config.ConfigFile;
import org.baymark.node.config.NodeConfig;
import org.baymark.node.exit.Failure;
import org.baymark.node.folder.DiskSpace;
import org.baymark.node.folder.Exposed;
import org.baymark.node.folder.FolderException;
import org.baymark.node.folder.MemberCard;
import org.baymark.node.folder.NodeKeys;
import org.baymark.node.folder.Reason;
import org.baymark.node.folder.Renewal;
import org.baymark.node.folder.TokenFile;
import org.baymark.node.folder.WorkingFolder;
import org.baymark.node.running.Beginning;
import org.baymark.node.running.Node;
import org.baymark.node.running.WaitForRoom;
import org.baymark.node.store.StoreException;
import org.baymark.protocol.Version;
import org.baymark.protocol.cose.SignatureProvider;
import org.baymark.protocol.file.SafeFiles;
import org.baymark.protocol.registration.Member;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a node until it is told to stop. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    usageHelpAutoWidth = true,
    header = "Run the node in a working folder.",
    description = {
      "",
      "Prints one line, 'ready http://HOST:PORT', when it serves. SIGTERM or Ctrl-C stops it."
          + " Logs to DIR/logs/node.log and to stderr.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:stopped as it was told",
      "1:the log on the disk is damaged or in use, the port is taken, or the disk failed",
      "2:a file of the working folder is unusable",
      "64:the command line is wrong",
      "70:a fault of this program"
    })
final class RunCommand implements Callable<Integer> {
  private static final long LOOK_SECONDS = 1;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--dir",
      required = true,
      paramLabel = "DIR",
      description = "The working folder that 'node init' made.")
  private Path dir = Path.of("");

  private final InstantSource clock;
  private final Semaphore again = new Semaphore(0);
  private volatile boolean hasFailed;
  private Optional<Node> node = Optional.empty(); // guarded by this

  RunCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    WorkingFolder folder = new WorkingFolder(dir);
    if (Files.notExists(folder.config())) { // and not where nobody may look
      throw new Failure(
          Failure.UNUSABLE_FILE,
          "There is no node.yaml in " + dir + "; 'baymark node init --dir " + dir + "' makes one.");
    }
    Beginning.demand(folder);
    logTo(folder.logs());
    SignatureProvider.chosen().leadThePlatform();
    Renewal renewal = new Renewal(folder);
    DiskSpace space = new DiskSpace(folder);
    renewal.finish();
    Exposed.tell(folder);
    begin(folder, space);
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
    } catch (IllegalStateException e) {
      stop(); // the signal came first
    }
    System.out.println("ready " + url());
    System.out.flush();
    while (true) { // the shutdown hook ends the process
      boolean isCalled = again.tryAcquire(LOOK_SECONDS, TimeUnit.SECONDS);
      if (isCalled || space.isShort()) {
        beginAnew(folder, renewal, space);
      }
    }
  }

  /** What lies in the folder. */
  static Node.Setting setting(WorkingFolder folder, InstantSource clock) throws FolderException {
    NodeConfig config = ConfigFile.read(folder.config());
    NodeKeys keys = NodeKeys.read(folder);
    String adminToken = TokenFile.read(folder);
    return new Node.Setting(folder, config, keys, member(folder, config, keys), adminToken, clock);
  }

  /** Starts the node as soon as there is room for what it writes. */
  private void begin(WorkingFolder folder, DiskSpace space) throws Exception {
    while (true) {
      Node.Setting setting = setting(folder, clock);
      WaitForRoom.on(space, setting);
      try {
        start(setting, space);
        return;
      } catch (Failure e) {
        if (!space.isShort()) {
          throw e;
        }
      }
    }
  }

  private void beginAnew(WorkingFolder folder, Renewal renewal, DiskSpace space) throws Exception {
    try {
      end(renewal);
      begin(folder, space);
    } catch (Exception e) {
      hasFailed = true;
      throw e;
    }
  }

  /** The log may say that this member is another than it was: see {@link Node#takesNext}. */
  private synchronized void end(Renewal renewal) throws Exception {
    boolean takesNext = node.orElseThrow().takesNext();
    node.orElseThrow().close();
    node = Optional.empty();
    again.drainPermits();
    if (takesNext) {
      renewal.take();
    }
  }

  private synchronized String url() {
    return node.orElseThrow().url();
  }

  /** Who the card says this is; a card of other keys would found a log that these cannot sign. */
  private static Member member(WorkingFolder folder, NodeConfig config, NodeKeys keys)
      throws FolderException {
    Member member = MemberCard.read(folder.card());
    Member ours = keys.member(config.name(), config.origin(), member.company(), member.addresses());
    if (!member.equals(ours)) {
      throw new FolderException(
          "The card "
              + folder.card()
              + " is of another name, log or keys than node.yaml and keys/.");
    }
    return member;
  }

  /** Before the first logger is made: logback.xml asks for this property. */
  private static void logTo(Path folder) throws Failure {
    try {
      SafeFiles.makeFolder(folder);
    } catch (IOException e) {
      throw new Failure(
          Failure.FAILED, "The folder " + folder + " cannot be made: " + Reason.of(e) + ".");
    }
    System.setProperty("baymark.logs", folder.toString());
  }

  private synchronized void start(Node.Setting setting, DiskSpace space) throws Failure {
    try {
      node = Optional.of(Node.start(setting, cause -> die(cause, space), again::release));
    } catch (StoreException e) {
      throw new Failure(Failure.FAILED, "This node does not start: " + e.getMessage() + ".");
    }
  }

  /**
   * What we know is no longer what the disk holds: answer nobody any more. Nothing was answered
   * since; so where the disk is only full, the node ends, and begins anew when there is room.
   */
  private void die(Throwable cause, DiskSpace space) {
    if (space.isShort()) {
      again.release();
      return;
    }
    String sentence = "baymark: the node had to stop: " + cause.getMessage();
    if (spec != null) {
      boolean isDamage = cause instanceof StoreException broken && broken.isDamage();
      String advice = isDamage ? "." : ". Start it again: it recovers by itself.";
      spec.commandLine().getErr().println(sentence + advice);
      spec.commandLine().getErr().flush();
    }
    Runtime.getRuntime().halt(Failure.FAILED);
  }

  /** To be told to stop is no failure: without the halt the JVM would exit with 143. */
  private synchronized void stop() {
    if (hasFailed) {
      return; // the process ends already, with a code that says why
    }
    int code = 0;
    try {
      node.ifPresent(Node::close);
    } catch (RuntimeException e) {
      code = Failure.FAILED;
    }
    Runtime.getRuntime().halt(code);
  }
}
