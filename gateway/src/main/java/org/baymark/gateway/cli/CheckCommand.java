package org.baymark.gateway.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.baymark.gateway.config.GatewayConfig;
import org.baymark.gateway.exit.CommandFailure;
import org.baymark.gateway.exit.ExitCode;
import org.baymark.gateway.folder.GatewayFolder;
import org.baymark.gateway.store.DamagedStoreException;
import org.baymark.gateway.store.StoreException;
import org.baymark.gateway.store.StoreFile;
import org.baymark.gateway.upkeep.Finding;
import org.baymark.gateway.upkeep.StoreCheck;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gateway check}. */
@Command(
    name = "check",
    description =
        "Checks a gateway's store, or a backup of it, from the bytes up: SQLite's own check, every"
            + " batch's root computed again from its statements, every header's signature and"
            + " link, numbers without gaps, and what the alliance certifies of the last batch. A"
            + " gateway may run meanwhile. Writes nothing.",
    footer = {
      "",
      "One line each: 'ok' is as it should be; 'note' is worth knowing and no fault of this gateway"
          + " (what a device left out, an alliance that does not answer); 'WRONG' makes the exit"
          + " code 1."
    },
    sortOptions = false)
final class CheckCommand implements Callable<Integer> {
  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description =
          "The gateway's folder. With a FILE: whose it is, so that its signatures and the alliance"
              + " can be asked too.")
  private @Nullable Path dir;

  @Parameters(arity = "0..1", paramLabel = "FILE", description = "A backup.")
  private @Nullable Path file;

  private boolean isWrong;

  @Override
  public Integer call() {
    if (dir == null && file == null) {
      throw CommandFailure.usage("say what to check: --dir DIR, or the FILE of a backup");
    }
    Optional<GatewayFolder> folder = Optional.ofNullable(dir).map(GatewayFolder::new);
    Optional<GatewayConfig> config = folder.map(GatewayFolder::readConfig);
    Path store = file == null ? StoreFile.in(folder.orElseThrow().path()) : file;
    Optional<StoreFile> readable = open(store);
    if (readable.isEmpty()) {
      return ExitCode.FAILED;
    }
    try (StoreFile opened = readable.get()) {
      new StoreCheck(
              opened,
              config.map(GatewayConfig::name),
              folder.map(it -> it.readKey().verifyingKey()),
              this::tell)
          .run();
      if (folder.isPresent()) {
        new AllianceQuestion(folder.get(), config.orElseThrow())
            .ask(opened, file != null)
            .forEach(this::tell);
      }
    } catch (StoreException e) {
      tell(Finding.wrong("file", "cannot be read on: " + e.reason()));
    }
    return isWrong ? ExitCode.FAILED : ExitCode.OK;
  }

  /** Empty where it is told to be damaged. */
  private Optional<StoreFile> open(Path store) {
    try {
      return Optional.of(StoreFile.open(store));
    } catch (StoreException e) {
      String sentence = String.valueOf(e.getMessage());
      // A gateway's own store is one whatever is left of it.
      boolean isLeft = file == null && Files.exists(store) && !StoreFile.isDatabase(store);
      if (!isLeft && !(e instanceof DamagedStoreException)) {
        throw CommandFailure.unusable(sentence);
      }
      tell(Finding.wrong("file", sentence));
      return Optional.empty();
    }
  }

  private void tell(Finding finding) {
    isWrong |= finding.isWrong();
    System.out.println(Lines.of(finding));
  }
}
