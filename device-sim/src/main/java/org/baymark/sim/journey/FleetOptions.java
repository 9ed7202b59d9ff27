package org.baymark.sim.journey;

import java.time.Duration;
import org.baymark.sim.fleet.Fleet;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** How large a fleet is and how long it travels: options that several commands share. */
public final class FleetOptions {
  private static final int SECONDS_MAX = 3_600;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "30",
      description = "Length of the journey, 1 to 3600. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--devices",
      paramLabel = "N",
      defaultValue = "50",
      description = "Sensors on it, 1 to 2000. Default: ${DEFAULT-VALUE}.")
  private int devices;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "The same seed: the same devices, readings and misbehaviour. Default: ${DEFAULT-VALUE}.")
  private long seed;

  public Duration length() {
    return Duration.ofSeconds(seconds);
  }

  public int devices() {
    return devices;
  }

  public long seed() {
    return seed;
  }

  /** The fleet that the options ask for. */
  public Fleet fleet(long boot) {
    return Fleet.of(new Fleet.Plan(seed, devices, boot, length()));
  }

  /** Refuses what no journey can be made of. */
  public void check(CommandLine line) {
    if (seconds < 1 || seconds > SECONDS_MAX) {
      throw new ParameterException(
          line, "--seconds is from 1 to " + SECONDS_MAX + ", not " + seconds);
    }
    if (devices < 1 || devices > Fleet.DEVICES_MAX) {
      throw new ParameterException(
          line, "--devices is from 1 to " + Fleet.DEVICES_MAX + ", not " + devices);
    }
  }
}
