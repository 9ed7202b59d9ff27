package org.baymark.node.cli;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.baymark.node.exit.Failure;
import org.baymark.node.folder.FolderException;
import org.baymark.node.folder.Reason;
import org.baymark.node.folder.WorkingFolder;
import org.baymark.protocol.Version;
import org.baymark.protocol.batch.ShipmentKey;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.file.SafeFiles;
import org.baymark.protocol.papers.AllianceKeys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Adds the next alliance key to the ring. */
@Command(
    name = "next-key",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    header = "Add the alliance's next key, which begins 180 days from now or later.",
    description = {
      "",
      "Rewrites alliance.key in DIR. One member does this, once; then every member and every"
          + " gateway gets the new file, long before the key begins. The old keys stay in it:"
          + " passports of what was filed under them need them.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:the file cannot be written",
      "2:a file of the working folder is unusable",
      "64:the command line is wrong",
      "70:a fault of this program"
    })
final class NextKeyCommand implements Callable<Integer> {
  @Mixin private NodeFolder home = new NodeFolder();

  @Option(
      names = "--from",
      required = true,
      paramLabel = "TIME",
      description = "When it begins, in UTC: 2027-06-01T00:00:00Z.")
  private String from = "";

  private final InstantSource clock;

  NextKeyCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws Failure, FolderException {
    WorkingFolder folder = home.folder();
    AllianceKeys keys = AllianceKeyFile.read(folder);
    byte[] secret = new byte[ShipmentKey.SIZE];
    new SecureRandom().nextBytes(secret);
    AllianceKeys more = followedBy(keys, Bytes.owning(secret));
    try {
      SafeFiles.writeSecret(folder.allianceKey(), more.toText());
    } catch (IOException e) {
      String sentence = "The file %s cannot be written: %s.";
      throw new Failure(Failure.FAILED, sentence.formatted(folder.allianceKey(), Reason.of(e)));
    }
    String done = "%s has %d keys now; next: give it to every member and gateway before %s";
    home.err().println(done.formatted(folder.allianceKey(), more.keys().size(), from));
    return 0;
  }

  private AllianceKeys followedBy(AllianceKeys keys, Bytes secret) {
    try {
      long begins = Instant.parse(from).getEpochSecond();
      return keys.followedBy(secret, begins, clock.instant().getEpochSecond());
    } catch (DateTimeException e) {
      throw home.usage("--from is a time in UTC such as 2027-06-01T00:00:00Z, not '" + from + "'");
    } catch (IllegalArgumentException e) {
      throw home.usage("--from: '" + from + "' does not do: " + e.getMessage());
    }
  }
}
