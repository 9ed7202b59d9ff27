package org.baymark.sim.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.baymark.protocol.Version;
import org.baymark.sim.alliance.Launcher;
import org.baymark.sim.journey.FleetOptions;
import org.baymark.sim.shell.OutputFile;
import org.baymark.sim.shell.Screen;
import org.baymark.sim.shell.Unusable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code baymark demo}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "A whole cold-chain journey on this machine: starts four anchor nodes that keep one log and a"
          + " gateway, lets a fleet"
          + " of sensors travel with five shipments over MQTT and CoAP, a door left open and some"
          + " devices that lie, and then checks every passport as a stranger would."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:Nothing acknowledged was lost, nothing forged was accepted, every passport verified.",
      "1:Not so, or a part of it did not work.",
      "64:The command line is wrong, or the data folder is not empty.",
      "130:Stopped by Ctrl-C."
    })
public final class DemoCommand implements Callable<Integer> {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final InstantSource clock;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private FleetOptions options = new FleetOptions();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where everything goes: new, or empty. Default: baymark-demo-<time> here.")
  private Optional<Path> data = Optional.empty();

  @Option(names = "--json", paramLabel = "FILE", description = "Write the numbers there too.")
  private Optional<Path> json = Optional.empty();

  @Option(
      names = "--members",
      paramLabel = "N",
      description =
          "How many companies keep the log, each with a process of its own: 1 (for small"
              + " machines), 4 or 7. Default: ${DEFAULT-VALUE}")
  private int members = 4;

  @Option(names = "--keep", description = "Stay up afterwards, until Ctrl-C.")
  private boolean keep;

  public DemoCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    options.check(spec.commandLine());
    if (!List.of(1, 4, 7).contains(members)) {
      throw usage("--members is 1, 4 or 7, not " + members);
    }
    Path folder =
        data.orElseGet(() -> Path.of("baymark-demo-" + STAMP.format(clock.instant())))
            .toAbsolutePath()
            .normalize();
    demandEmpty(folder);
    json.ifPresent(this::demandFolderOf);
    Launcher launcher = Launcher.ofEnvironment(System.getenv());
    Screen screen = Screen.of(System.out, System.getenv());
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw usage(String.valueOf(Unusable.unwritten(folder, e).getMessage()));
    }
    return new Demo(options, folder, json, keep, members, launcher, screen, clock).run();
  }

  private void demandEmpty(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> inside = Files.list(folder)) {
      if (inside.findAny().isPresent()) {
        throw usage(folder + " is not empty; name a new folder with --data, or leave --data out");
      }
    } catch (IOException | UncheckedIOException e) {
      throw usage(folder + " is not a folder that can be used");
    }
  }

  private void demandFolderOf(Path file) {
    try {
      OutputFile.demand(file);
    } catch (Unusable e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private ParameterException usage(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
