package org.baymark.node.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.baymark.node.config.NodeConfig;
import org.baymark.node.exit.Failure;
import org.baymark.node.folder.FolderException;
import org.baymark.node.folder.Reason;
import org.baymark.node.folder.WorkingFolder;
import org.baymark.node.papers.QrImage;
import org.baymark.protocol.Version;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.file.SafeFiles;
import org.baymark.protocol.papers.AllianceKeys.AllianceKey;
import org.baymark.protocol.papers.KeyCard;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Signs a key card for a shipment's papers. */
@Command(
    name = "key-card",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    header = "Sign a key card: what lies with a shipment's papers and opens it in the log.",
    description = {
      "",
      "The card holds the shipment's key, made from the alliance key in DIR, and this member's"
          + " signature. Whoever has it can find the shipment in the log: give it to the parties of"
          + " the shipment only. 'baymark verify --shipment-key FILE' takes it. Needs no running"
          + " node and opens no connection.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:a file cannot be written, or there is no alliance key of that time",
      "2:a file of the working folder is unusable",
      "64:the command line is wrong",
      "70:a fault of this program"
    })
final class KeyCardCommand implements Callable<Integer> {
  @Mixin private NodeFolder home = new NodeFolder();

  @Option(
      names = "--sub",
      required = true,
      paramLabel = "SUBJECT",
      description = "The shipment: a GS1 Digital Link, https://id.gs1.org/00/...")
  private String subject = "";

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Where the card goes, for its owner alone; usually named *.keycard.")
  private Path out = Path.of("");

  @Option(
      names = "--qr",
      paramLabel = "FILE",
      description = "Where its QR code goes, a PNG, for its owner alone.")
  private @Nullable Path qr;

  @Option(names = "--show", description = "Show its QR code in the terminal.")
  private boolean show;

  @Option(
      names = "--epoch",
      paramLabel = "N",
      description =
          "Of which alliance key, where it changed while the shipment was on its way. Default: the"
              + " one of now.")
  private @Nullable Long epoch;

  private final InstantSource clock;

  KeyCardCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws Failure, FolderException {
    Subject shipment = shipment();
    WorkingFolder folder = home.folder();
    NodeConfig config = home.config();
    AllianceKey key = key(folder);
    KeyCard card =
        KeyCard.sign(
            home.keys().registrar(),
            config.name(),
            key.keyOf(shipment),
            key.epoch(),
            clock.instant().getEpochSecond());
    QrImage image = QrImage.of(card.text());
    try {
      SafeFiles.writeSecret(out, card.text() + "\n");
      if (qr != null) {
        SafeFiles.writeSecret(qr, image.png());
      }
    } catch (IOException e) {
      throw new Failure(Failure.FAILED, "The card cannot be written: " + Reason.of(e) + ".");
    }
    if (show) {
      home.out().print(image.terminal());
      home.out().flush();
    }
    String done = "wrote %s: %d bytes, %d characters, a QR code of version %d (%d modules)";
    Bytes encoded = card.signed().encoded();
    home.err()
        .println(
            done.formatted(
                out, encoded.size(), card.text().length(), image.version(), image.size()));
    return 0;
  }

  private AllianceKey key(WorkingFolder folder) throws Failure, FolderException {
    var keys = AllianceKeyFile.read(folder);
    return (epoch == null ? keys.at(clock.millis()) : keys.ofEpoch(epoch))
        .orElseThrow(
            () ->
                new Failure(
                    Failure.FAILED,
                    folder.allianceKey()
                        + " has no key of "
                        + (epoch == null ? "now" : "epoch " + epoch)
                        + "; get the file from another member."));
  }

  private Subject shipment() {
    if (Subject.isValid(subject) && !new Subject(subject).isDevice()) {
      return new Subject(subject);
    }
    throw home.usage(
        "--sub: '"
            + subject
            + "' is no shipment: a GS1 Digital Link in canonical form, such as"
            + " https://id.gs1.org/00/106141412345678908");
  }
}
