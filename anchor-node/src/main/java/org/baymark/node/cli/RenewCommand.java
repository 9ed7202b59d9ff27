package org.baymark.node.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.baymark.node.config.NodeConfig;
import org.baymark.node.exit.Failure;
import org.baymark.node.folder.FolderException;
import org.baymark.node.folder.MemberCard;
import org.baymark.node.folder.NodeKeys;
import org.baymark.node.folder.Reason;
import org.baymark.node.folder.Renewal;
import org.baymark.node.folder.SecondKeys;
import org.baymark.node.folder.WorkingFolder;
import org.baymark.node.keys.Token;
import org.baymark.node.ledger.MemberRules;
import org.baymark.protocol.Version;
import org.baymark.protocol.file.SafeFiles;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a member's next card, and its next keys where it needs new ones. */
@Command(
    name = "renew",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    header = "Make this member's next card: new keys, addresses or company.",
    description = {
      "",
      "Writes DIR/next. Nothing changes yet: propose DIR/next/member.card with 'baymark alliance"
          + " propose', rotate for new keys, addresses for the rest. When the members have voted"
          + " and the change is certified, the running node takes what is in DIR/next by itself,"
          + " and keeps the keys until then in DIR/keys-before-1.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:there is a next card already, or the folder cannot be written",
      "2:a file of the working folder is unusable",
      "64:the command line is wrong",
      "70:a fault of this program"
    })
final class RenewCommand implements Callable<Integer> {
  @Mixin private NodeFolder home = new NodeFolder();

  @Option(names = "--keys", description = "Make new keys, all of them.")
  private boolean keys;

  @Mixin private SecondOptions second = new SecondOptions();

  @Mixin private TokenOptions token = new TokenOptions();

  @Option(names = "--company", paramLabel = "NAME", description = "Default: as it is.")
  private @Nullable String company;

  @Option(names = "--jurisdiction", paramLabel = "CODE", description = "Default: as it is.")
  private @Nullable String jurisdiction;

  @Option(names = "--url", paramLabel = "URL", description = "Default: as it is.")
  private @Nullable String url;

  @Option(names = "--peer", paramLabel = "HOST:PORT", description = "Default: as it is.")
  private @Nullable String peer;

  @Option(names = "--order", paramLabel = "HOST:PORT", description = "Default: as it is.")
  private @Nullable String order;

  private final InstantSource clock;

  RenewCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws Failure, FolderException {
    WorkingFolder folder = home.folder();
    Renewal renewal = new Renewal(folder);
    WorkingFolder next = renewal.next();
    if (Files.exists(next.path())) {
      throw new Failure(
          Failure.FAILED,
          next.path() + " is there already; remove it if its card is not to be proposed any more.");
    }
    NodeConfig config = home.config();
    Member now = MemberCard.read(folder.card());
    Instant time = clock.instant();
    if ((second.areGiven() || token.areGiven()) && !keys) {
      throw home.usage(
          "--sm2, --ml-dsa and --token go with --keys: all keys of a member change together");
    }
    NodeKeys own = keys ? renewed(folder, config, time) : home.keys();
    Member after = own.member(config.name(), config.origin(), company(now), addresses(now));
    check(config, now, after);
    try {
      SafeFiles.makeFolder(next.path());
      if (keys) {
        own.write(next);
      }
      SafeFiles.writePublic(
          next.card(), MemberCard.text(after.signCard(own.registrar(), time.getEpochSecond())));
    } catch (IOException e) {
      throw new Failure(
          Failure.FAILED,
          "The folder " + next.path() + " cannot be written: " + Reason.of(e) + ".");
    }
    home.err()
        .println(
            "made "
                + next.card()
                + "; next: baymark alliance propose --dir "
                + home.path()
                + (keys ? " rotate " : " addresses ")
                + next.card());
    return 0;
  }

  private NodeKeys renewed(WorkingFolder folder, NodeConfig config, Instant time)
      throws Failure, FolderException {
    SecureRandom random = new SecureRandom();
    SecondKeys wanted = second.generate(SecondKeys.read(folder), random);
    NodeKeys made = NodeKeys.generate(config.name(), random, time).with(wanted);
    Optional<Token> there = token.token(folder);
    return there.isPresent() ? made.movedTo(there.get(), config.name(), random, time) : made;
  }

  private Member.Company company(Member now) {
    return new Member.Company(
        Optional.ofNullable(company).orElse(now.company().name()),
        Optional.ofNullable(jurisdiction).orElse(now.company().jurisdiction()));
  }

  private Member.Addresses addresses(Member now) {
    return new Member.Addresses(
        Optional.ofNullable(url).orElse(now.addresses().url()),
        Optional.ofNullable(peer).orElse(now.addresses().peer()),
        Optional.ofNullable(order).orElse(now.addresses().order()));
  }

  private void check(NodeConfig config, Member now, Member after) {
    Optional<String> complaint =
        after.equals(now)
            ? Optional.of("nothing changes: say what is new")
            : MemberRules.complaint(new Members(config.origin(), List.of(after)));
    if (complaint.isPresent()) {
      throw home.usage(complaint.get());
    }
  }
}
