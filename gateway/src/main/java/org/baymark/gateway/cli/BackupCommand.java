package org.baymark.gateway.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.baymark.gateway.exit.CommandFailure;
import org.baymark.gateway.exit.ExitCode;
import org.baymark.gateway.store.Backup;
import org.baymark.gateway.store.Contents;
import org.baymark.gateway.store.StoreException;
import org.baymark.gateway.store.StoreFile;
import org.baymark.gateway.upkeep.Counted;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code gateway backup}. */
@Command(
    name = "backup",
    description =
        "Copies the gateway's store into one file, as it is at one moment, whether the gateway runs"
            + " or not. Keys are not in it: keep keys/ and alliance.key apart from it.",
    footer = {
      "",
      "The file holds what devices said: keep it as safe as the gateway itself. It is for its owner"
          + " alone (0600) and flushed to the disk before this command says so. 'baymark gateway"
          + " check FILE' checks it, 'baymark gateway restore FILE' makes a new gateway from it."
    },
    sortOptions = false)
final class BackupCommand implements Callable<Integer> {
  @Mixin private final OfGateway of = new OfGateway();

  @Parameters(paramLabel = "FILE", description = "Where the backup goes; overwrites nothing.")
  private Path file = Path.of("");

  @Override
  public Integer call() {
    of.folder().readConfig();
    try (StoreFile store = StoreFile.open(StoreFile.in(of.dir()))) {
      Backup.Written written = Backup.write(store, file);
      System.out.println(text(written));
      return ExitCode.OK;
    } catch (StoreException e) {
      throw CommandFailure.failed(String.valueOf(e.getMessage()));
    }
  }

  private String text(Backup.Written written) {
    Contents holds = written.contents();
    String batches =
        holds.batches() == 0
            ? "no batches"
            : Counted.of(holds.batches(), "batch", "batches")
                + ", the last one number "
                + holds.lastBatch();
    return """
        wrote %s (%d bytes)
        it holds %s of %s, %s, %s; not in a batch yet: %d
        it does not hold the gateway's keys, alliance.key, tokens, users or gateway.yaml, nor what
        hidden statements hide (hidden.db): what is erased there, no backup keeps%s"""
        .formatted(
            file,
            written.bytes(),
            Counted.of(holds.statements(), "statement", "statements"),
            Counted.of(holds.devices(), "device", "devices"),
            Counted.of(holds.records(), "unsigned record", "unsigned records"),
            batches,
            holds.unsealed(),
            pruned(holds));
  }

  private static String pruned(Contents holds) {
    return holds.pruned() == 0
        ? ""
        : "\nof "
            + Counted.of(holds.pruned(), "of its statements", "of its statements")
            + " it holds the proof alone: they were pruned into files, which are kept apart";
  }
}
