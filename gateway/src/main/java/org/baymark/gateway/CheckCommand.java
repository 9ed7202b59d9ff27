package org.baymark.gateway;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
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
    if (isWrong(store)) {
      return ExitCode.FAILED;
    }
    try (StoreFile opened = open(store)) {
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

  /** A gateway's own store is one whatever is left of it, and so is what begins as one. */
  private boolean isWrong(Path store) {
    if (!Files.isRegularFile(store) || (file != null && !StoreFile.isDatabase(store))) {
      return false;
    }
    try {
      StoreFile.open(store).close();
    } catch (StoreException e) {
      tell(Finding.wrong("file", String.valueOf(e.getMessage())));
    }
    return isWrong;
  }

  private static StoreFile open(Path store) {
    try {
      return StoreFile.open(store);
    } catch (StoreException e) {
      throw CommandFailure.unusable(String.valueOf(e.getMessage()));
    }
  }

  private void tell(Finding finding) {
    isWrong |= finding.isWrong();
    System.out.println(Lines.of(finding));
  }
}
