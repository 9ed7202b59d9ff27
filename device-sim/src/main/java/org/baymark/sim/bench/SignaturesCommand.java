package org.baymark.sim.bench;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.baymark.protocol.Version;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.SignatureProvider;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Suite;
import org.baymark.sim.shell.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code baymark bench signatures}. */
@Command(
    name = "signatures",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Prints how many signatures of statements one core of this machine verifies in a second, for"
          + " each suite and each library that the programs could choose. The first is the one that"
          + " they choose; SM2 is always Bouncy Castle's. Nothing is judged."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:Measured.", "64:The command line is wrong."})
public final class SignaturesCommand implements Callable<Integer> {
  private static final int SECONDS_MAX = 60;
  private static final int DEVICES = 50;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "3",
      description = "For each number, after as long to warm up. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Override
  public Integer call() {
    if (seconds < 1 || seconds > SECONDS_MAX) {
      throw new ParameterException(
          spec.commandLine(), "--seconds is from 1 to " + SECONDS_MAX + ", not " + seconds);
    }
    List<SignatureProvider> providers = SignatureProvider.available();
    StringBuilder head = new StringBuilder(String.format(Locale.ROOT, "%-8s", ""));
    providers.forEach(each -> head.append(String.format(Locale.ROOT, "%16s", each.name())));
    print(head.toString());
    Duration time = Duration.ofSeconds(seconds);
    for (Suite suite : Suite.values()) {
      List<BenchDevice> devices = devices(suite);
      StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-8s", suite));
      for (SignatureProvider each : providers) {
        double rate = BareVerification.perCpuSecond(devices, each, time, time);
        line.append(String.format(Locale.ROOT, "%16.0f", rate));
      }
      print(line.toString());
    }
    return ExitCode.DONE;
  }

  private static List<BenchDevice> devices(Suite suite) {
    SecureRandom random = new SecureRandom();
    List<BenchDevice> devices = new ArrayList<>();
    for (int i = 0; i < DEVICES; i++) {
      DevUrn name = new DevUrn(String.format(Locale.ROOT, "urn:dev:ops:32473-bench-%04d", i));
      devices.add(new BenchDevice(name, SigningKey.generate(suite, random)));
    }
    return devices;
  }

  private void print(String line) {
    spec.commandLine().getOut().println(line);
    spec.commandLine().getOut().flush();
  }
}
