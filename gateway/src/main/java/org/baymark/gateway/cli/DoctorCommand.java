package org.baymark.gateway.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.baymark.gateway.config.GatewayConfig;
import org.baymark.gateway.exit.CommandFailure;
import org.baymark.gateway.exit.ExitCode;
import org.baymark.gateway.folder.GatewayFolder;
import org.baymark.gateway.folder.SecretFiles;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.StoreException;
import org.baymark.gateway.store.StoreFile;
import org.baymark.gateway.upkeep.DiskSpeed;
import org.baymark.gateway.upkeep.Finding;
import org.baymark.gateway.upkeep.Secrets;
import org.baymark.protocol.Version;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SignatureProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code gateway doctor}. */
@Command(
    name = "doctor",
    description =
        "Looks at what a gateway stands on: versions, its keys and who may read them, the disk's"
            + " room and speed, ports, the alliance, and the clock against the members'. One line"
            + " each, with what to do. A gateway may run meanwhile. It writes a small file into the"
            + " folder for some seconds, to measure the disk.",
    footer = {
      "",
      "'ok', 'note' and 'WRONG' begin the lines; WRONG makes the exit code 1. 'baymark gateway"
          + " check' looks at the store itself."
    },
    sortOptions = false)
final class DoctorCommand implements Callable<Integer> {
  private static final int CARD_MAX = 65_535;
  private static final long MEGABYTE = 1 << 20;

  @Mixin private final OfGateway of = new OfGateway();

  private boolean isWrong;

  @Override
  public Integer call() {
    GatewayFolder folder = of.folder();
    versions();
    GatewayConfig config = folder.readConfig();
    keys(folder, config);
    disk(config);
    boolean isRunning = Database.isOpen(of.dir());
    new Ports(folder, config).look(isRunning).forEach(this::tell);
    new Members(folder, config).look().forEach(this::tell);
    return isWrong ? ExitCode.FAILED : ExitCode.OK;
  }

  private void tell(Finding finding) {
    isWrong |= finding.isWrong();
    System.out.println(Lines.of(finding));
  }

  private void versions() {
    SignatureProvider signatures = SignatureProvider.chosen();
    tell(
        Finding.well(
            "versions",
            new Version().getVersion()[0]
                + ", Java "
                + System.getProperty("java.version")
                + " on "
                + System.getProperty("os.name")
                + " "
                + System.getProperty("os.arch")
                + ", signatures by "
                + signatures.name()
                + " ("
                + signatures.reason()
                + ")"));
    Path store = StoreFile.in(of.dir());
    if (!Files.exists(store)) {
      tell(Finding.noted("store", "none yet: the gateway has not run"));
      return;
    }
    try (StoreFile file = StoreFile.open(store)) {
      long statements = file.contents().statements();
      tell(Finding.well("store", "this program reads it; it holds " + statements + " statements"));
    } catch (StoreException e) {
      tell(Finding.wrong("store", e.getMessage() + "; see 'baymark gateway check'"));
    }
  }

  private void keys(GatewayFolder folder, GatewayConfig config) {
    try {
      Secrets.look(SecretFiles.of(folder, config)).forEach(this::tell);
    } catch (java.io.IOException | StoreException e) {
      tell(Finding.wrong("secrets", "cannot look at all of them: " + e.getMessage()));
    }
    try {
      boolean isSame =
          Sign1.parse(Bytes.owning(Files.readAllBytes(folder.card())), CARD_MAX)
              .toOptional()
              .filter(card -> card.signedBy(folder.readKey().verifyingKey()))
              .filter(card -> card.issuer().equals(config.name()))
              .isPresent();
      tell(
          isSame
              ? Finding.well("key", "is the one on gateway.card, of " + config.name())
              : Finding.wrong(
                  "key",
                  "is not the one on gateway.card, or 'name' in gateway.yaml was changed: the"
                      + " alliance takes nothing signed so; bring back the old file"));
      folder.readAllianceKeys();
      folder.readPolicy();
      folder.readToken();
    } catch (java.io.IOException e) {
      tell(Finding.noted("key", "gateway.card cannot be read: " + e.getMessage()));
    } catch (CommandFailure e) {
      tell(Finding.wrong("key", String.valueOf(e.getMessage())));
    }
  }

  private void disk(GatewayConfig config) {
    try {
      long free = Files.getFileStore(of.dir()).getUsableSpace();
      long reserve = config.diskReserveMegabytes() * MEGABYTE;
      String room = free / MEGABYTE + " MB free, " + reserve / MEGABYTE + " of them in reserve";
      tell(
          free < reserve
              ? Finding.wrong("disk room", room + ": nothing is taken; make room")
              : free < 2 * reserve
                  ? Finding.noted("disk room", room + ": make room soon")
                  : Finding.well("disk room", room));
      tell(DiskSpeed.measure(of.dir()).finding());
    } catch (java.io.IOException e) {
      tell(Finding.wrong("disk", "cannot be written to: " + e.getMessage()));
    }
  }
}
