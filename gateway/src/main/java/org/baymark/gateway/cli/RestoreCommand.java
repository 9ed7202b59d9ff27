package org.baymark.gateway.cli;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.baymark.gateway.exit.CommandFailure;
import org.baymark.gateway.exit.ExitCode;
import org.baymark.gateway.store.Outbox;
import org.baymark.gateway.store.Restoration;
import org.baymark.gateway.store.Restoration.Carried;
import org.baymark.gateway.store.StoreException;
import org.baymark.gateway.store.StoreFile;
import org.baymark.gateway.upkeep.Counted;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.SigningKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gateway restore}. */
@Command(
    name = "restore",
    description =
        "Makes a new gateway from a backup, or from the gateway.db that a dead machine left: a new"
            + " folder, a new name and a new key. It cannot be the old gateway again: that one may"
            + " have sealed batches after the backup was taken, and two machines under one name"
            + " would fork its chain of batches.",
    footer = {
      "",
      "Carried over: the devices, with the registrations that the alliance has of them; the"
          + " statements that no certified head was known to cover, which go out again under the"
          + " new name (one that the old gateway did send counts once); the unsigned records; the"
          + " log's last head. The old gateway's batches lie in archive/, unchanged, and passports"
          + " disclose them as the old one's."
    },
    sortOptions = false)
final class RestoreCommand implements Callable<Integer> {
  @Option(
      names = "--name",
      required = true,
      paramLabel = "URN",
      description = "The new gateway's own name (RFC 9039), for good; not the old one's.")
  private String name = "";

  @Parameters(paramLabel = "FILE", description = "The backup.")
  private Path file = Path.of("");

  @Mixin private final NewOptions options = new NewOptions();

  private final InstantSource clock;

  RestoreCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    try (StoreFile left = StoreFile.open(file)) {
      Optional<DevUrn> old = Restoration.owner(left);
      if (old.isPresent() && old.get().text().equals(name)) {
        throw CommandFailure.usage(
            name
                + " is the name of the gateway that this backup is of. It may have sealed batches"
                + " after the backup was taken, and two machines under one name would fork its"
                + " chain: choose another name");
      }
      Carried carried =
          NewFolder.make(
              options,
              name,
              clock,
              Restoration.made(options.folder().path()),
              (config, key) -> fill(left, config.name(), key));
      System.out.println(text(carried, old));
      return ExitCode.OK;
    } catch (StoreException e) {
      throw CommandFailure.unusable(String.valueOf(e.getMessage()));
    }
  }

  private Carried fill(StoreFile left, DevUrn own, SigningKey key) {
    try {
      return Restoration.into(options.folder().path(), left, new Outbox(own, key), clock.instant());
    } catch (StoreException e) {
      throw CommandFailure.failed(String.valueOf(e.getMessage()));
    }
  }

  private String text(Carried carried, Optional<DevUrn> old) {
    String other = old.map(DevUrn::text).orElse("the old one");
    return """
        made %s: the gateway %s, with a key of its own
        it is not %s again: that one may have sealed batches after the backup was taken, and two machines under one name would fork its chain
        carried over: %s; %s that no certified head was known to cover, to be sent again under the new name; %s
        not carried over: %s of %s up to number %d, which stay in %s and which passports disclose as %s's; its refused messages; its key
        a device that rolled over to another key after the backup was taken is known here by the one before, which the log has ended: 'baymark device list' shows it as refused. What it says meanwhile is kept in quarantine, from where its new key is adopted (docs/devices.md)
        next: an operator of the alliance admits %s ('baymark node admit'), and you run 'baymark gateway run --dir %s'"""
        .formatted(
            options.folder().path(),
            name,
            other,
            Counted.of(carried.devices(), "device", "devices"),
            Counted.of(carried.statements(), "statement", "statements"),
            Counted.of(carried.records(), "unsigned record", "unsigned records"),
            Counted.of(carried.batches(), "batch", "batches"),
            other,
            carried.lastBatch(),
            carried.archive(),
            other,
            options.folder().card(),
            options.folder().path());
  }
}
