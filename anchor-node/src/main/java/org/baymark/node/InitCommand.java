package org.baymark.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.baymark.node.folder.MemberCard;
import org.baymark.node.folder.NodeKeys;
import org.baymark.node.folder.Reason;
import org.baymark.node.folder.SafeFiles;
import org.baymark.node.folder.WorkingFolder;
import org.baymark.protocol.Version;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes the working folder of a node that is an alliance of one. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    header = "Make a working folder: keys, settings, and the trust file for everyone else.",
    description = {
      "",
      "Writes node.yaml, the keys, member.card (who this member is, for the other members), the"
          + " alliance key, the admin token and trust.policy."
          + " Overwrites nothing. Give trust.policy to gateways and verifiers, and alliance.key"
          + " (a secret) to the gateways of the alliance.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:a file is there already, or the folder cannot be written",
      "64:the command line is wrong",
      "70:a fault of this program"
    })
final class InitCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--dir", required = true, paramLabel = "DIR", description = "The folder to make.")
  private Path dir = Path.of("");

  @Option(
      names = "--origin",
      paramLabel = "NAME",
      description = "The name of the log, unique in the world. Default: ${DEFAULT-VALUE}")
  private String origin = "example.com/log";

  @Option(
      names = "--name",
      paramLabel = "URN",
      description = "The member company, a URN of RFC 9039. Default: ${DEFAULT-VALUE}")
  private String name = "urn:dev:org:32473-member";

  @Option(
      names = "--member",
      paramLabel = "URN",
      description =
          "The member company whose node this is, one of several: its log, trust file and alliance"
              + " key come from 'baymark alliance genesis'. Without it the node is an alliance of"
              + " one, called --name.")
  private String member = "";

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "Where to serve; also in the trust file. Default: ${DEFAULT-VALUE}")
  private String listen = "127.0.0.1:8090";

  @Option(
      names = "--company",
      paramLabel = "NAME",
      description = "The member company, for people. Default: ${DEFAULT-VALUE}")
  private String company = "Member";

  @Option(
      names = "--jurisdiction",
      paramLabel = "CODE",
      description = "Where it is at home, ISO 3166: HK, MO, CN-GD. Default: ${DEFAULT-VALUE}")
  private String jurisdiction = "HK";

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Where others reach what this node serves. Default: http:// and --listen")
  private String url = "";

  @Option(
      names = "--peer",
      paramLabel = "HOST:PORT",
      description =
          "Where other members reach it for votes and for the log. Default: --listen, port + 1")
  private String peer = "";

  @Option(
      names = "--order",
      paramLabel = "HOST:PORT",
      description = "Where other members reach it for the order. Default: --listen, port + 2")
  private String order = "";

  @Option(
      names = "--checkpoint-every",
      paramLabel = "TIME",
      description = "How often a checkpoint is closed: 500ms, 5s, PT5S. Default: ${DEFAULT-VALUE}")
  private String checkpointEvery = "5s";

  private final InstantSource clock;

  InitCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws Failure {
    NodeConfig config = config();
    WorkingFolder folder = new WorkingFolder(dir);
    for (Path file : folder.written()) {
      if (Files.exists(file)) {
        throw new Failure(
            Failure.FAILED, file + " is there already; choose another folder or remove it.");
      }
    }
    try {
      write(folder, config, new SecureRandom());
    } catch (IOException e) {
      String sentence = "The folder %s cannot be written: %s. Choose another with --dir.";
      throw new Failure(Failure.FAILED, sentence.formatted(dir, Reason.of(e)));
    }
    if (spec != null) {
      String next =
          member.isEmpty()
              ? "baymark node run --dir " + dir
              : "hand " + folder.card() + " to the founder of the alliance";
      spec.commandLine()
          .getErr()
          .println("made " + dir + " for " + config.name() + "; next: " + next);
    }
    return 0;
  }

  private NodeConfig config() {
    try {
      Listen at = Listen.parse(listen);
      if (at.port() == 0) {
        throw new IllegalArgumentException("listen needs a port that others can be told of");
      }
      Duration interval = Durations.parse("checkpoint-every", checkpointEvery);
      Duration heartbeat =
          interval.compareTo(NodeConfig.HEARTBEAT_EVERY) > 0
              ? interval
              : NodeConfig.HEARTBEAT_EVERY;
      return new NodeConfig(
          ConfigFile.name(member.isEmpty() ? name : member),
          origin,
          at.host(),
          at.port(),
          interval,
          heartbeat,
          NodeConfig.QUEUE_MAX);
    } catch (IllegalArgumentException e) {
      if (spec == null) {
        throw e;
      }
      throw new CommandLine.ParameterException(spec.commandLine(), "--" + e.getMessage());
    }
  }

  private void write(WorkingFolder folder, NodeConfig config, SecureRandom random)
      throws IOException {
    NodeKeys keys = NodeKeys.generate(config.name(), random, clock.instant());
    Instant now = clock.instant();
    Member own =
        keys.member(
            config.name(),
            config.origin(),
            new Member.Company(company, jurisdiction),
            new Member.Addresses(
                url.isEmpty() ? config.url() : url,
                peer.isEmpty() ? beside(config, 1) : peer,
                order.isEmpty() ? beside(config, 2) : order));
    Members alone = new Members(config.origin(), List.of(own));
    usable(alone.signGenesis(keys.registrar(), own.name(), now.getEpochSecond()));
    SafeFiles.makeFolder(folder.path());
    keys.write(folder);
    Sign1 card = own.signCard(keys.registrar(), now.getEpochSecond());
    SafeFiles.writePublic(folder.card(), MemberCard.text(card));
    SafeFiles.writeSecret(folder.adminToken(), Secrets.line(random));
    if (member.isEmpty()) {
      SafeFiles.writeSecret(folder.allianceKey(), Secrets.line(random));
      SafeFiles.writePublic(folder.trustPolicy(), new TrustFiles(alone, now).trust());
    }
    SafeFiles.writePublic(folder.config(), ConfigFile.text(config));
  }

  /** What the log would not take from this member later, it is told now. */
  private void usable(Sign1 genesis) {
    try {
      Genesis.of(genesis);
    } catch (IllegalArgumentException e) {
      if (spec != null) {
        throw new CommandLine.ParameterException(
            spec.commandLine(), "With these options " + e.getMessage());
      }
      throw e;
    }
  }

  private static String beside(NodeConfig config, int more) {
    return config.host() + ":" + (config.port() + more);
  }
}
