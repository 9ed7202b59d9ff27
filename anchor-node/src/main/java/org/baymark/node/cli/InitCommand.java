package org.baymark.node.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.baymark.node.config.ConfigFile;
import org.baymark.node.config.Durations;
import org.baymark.node.config.Listen;
import org.baymark.node.config.NodeConfig;
import org.baymark.node.exit.Failure;
import org.baymark.node.folder.AdminIdentity;
import org.baymark.node.folder.FolderException;
import org.baymark.node.folder.MemberCard;
import org.baymark.node.folder.NodeKeys;
import org.baymark.node.folder.Reason;
import org.baymark.node.folder.SecondKeys;
import org.baymark.node.folder.WorkingFolder;
import org.baymark.node.keys.Token;
import org.baymark.node.ledger.MemberRules;
import org.baymark.protocol.Version;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.file.SafeFiles;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes the working folder of a node: of an alliance of one, or of a member of several. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    header = "Make a working folder: keys, settings, and the trust file for everyone else.",
    description = {
      "",
      "Writes node.yaml, the keys, what the operator's commands need (admin.token and"
          + " keys/admin.crt) and member.card, which says who this member is,"
          + " for the other members. Without --member also trust.policy, for gateways and"
          + " verifiers, and alliance.key (a secret), for the gateways of the alliance; with it,"
          + " these come from 'baymark alliance genesis' and 'baymark node join'. Overwrites"
          + " nothing.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:a file is there already, or the folder cannot be written",
      "2:the token, or a file about it, is unusable",
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
      names = "--admin",
      paramLabel = "HOST:PORT",
      description =
          "Where this member's operator reaches the node, by TLS; port 0 is any free one."
              + " Default: ${DEFAULT-VALUE}")
  private String admin = NodeConfig.ADMIN.toString();

  @Mixin private SecondOptions second = new SecondOptions();

  @Mixin private TokenOptions token = new TokenOptions();

  @Mixin private MemberOptions about = new MemberOptions();

  @Option(
      names = "--checkpoint-every",
      paramLabel = "TIME",
      description =
          "How often a checkpoint is closed at most: 500ms, 5s, PT5S. Default: ${DEFAULT-VALUE}")
  private String checkpointEvery = "5s";

  private final InstantSource clock;

  InitCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws Failure, FolderException {
    NodeConfig config = config();
    WorkingFolder folder = new WorkingFolder(dir);
    for (Path file :
        Stream.concat(folder.written().stream(), folder.writtenOnDemand().stream()).toList()) {
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
      Listen at = Listen.parse("listen", listen);
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
              NodeConfig.QUEUE_MAX)
          .administeredAt(Listen.parse("admin", admin));
    } catch (IllegalArgumentException e) {
      throw usage("--" + e.getMessage());
    }
  }

  private Member member(NodeConfig config, NodeKeys keys) {
    try {
      return keys.member(
          config.name(),
          config.origin(),
          about.company(),
          about.addresses(new Listen(config.host(), config.port())));
    } catch (IllegalArgumentException e) {
      throw usage("--" + e.getMessage());
    }
  }

  private void write(WorkingFolder folder, NodeConfig config, SecureRandom random)
      throws IOException, Failure, FolderException {
    Instant now = clock.instant();
    NodeKeys keys =
        NodeKeys.generate(config.name(), random, now)
            .with(second.generate(SecondKeys.NONE, random));
    Member own = member(config, keys);
    Members alone = new Members(config.origin(), List.of(own));
    Optional<String> complaint = MemberRules.complaint(alone);
    if (complaint.isPresent()) {
      // What the log would not take from this member later, it is told now.
      throw usage("with these options " + complaint.get());
    }
    Optional<Token> there = token.token(folder);
    if (there.isPresent()) {
      keys = keys.movedTo(there.get(), config.name(), random, now);
      own = member(config, keys);
    }
    SafeFiles.makeFolder(folder.path());
    keys.write(folder);
    Sign1 card = own.signCard(keys.registrar(), now.getEpochSecond());
    SafeFiles.writePublic(folder.card(), MemberCard.text(card));
    AdminIdentity.write(folder, config.name(), random, now);
    SafeFiles.writeSecret(folder.adminToken(), Secrets.line(random));
    if (member.isEmpty()) {
      SafeFiles.writeSecret(folder.allianceKey(), AllianceKeyFile.generate(random));
      new TrustFiles(alone, now).write(folder);
      SafeFiles.writePublic(folder.config(), ConfigFile.text(config));
    } else {
      SafeFiles.writePublic(folder.config(), ConfigFile.text(config.awaiting(own.addresses())));
    }
  }

  private RuntimeException usage(String sentence) {
    return spec == null
        ? new IllegalArgumentException(sentence)
        : new CommandLine.ParameterException(spec.commandLine(), sentence);
  }
}
