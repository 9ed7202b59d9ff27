package org.baymark.sim.fleet;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.statement.Reading;

/**
 * A journey of chilled goods, as data: what every sensor on it measures at every moment follows
 * from the seed alone.
 *
 * @param start temperature in Celsius at which the goods come out of the plant
 * @param startHumidity relative, in percent
 */
public record Trip(List<Phase> phases, double start, double startHumidity, long seed) {
  /** The SenML names of what is measured, in Cel and %RH. */
  public static final String TEMPERATURE = "temp";

  public static final String HUMIDITY = "hum";

  private static final Subject PLANT = place("952110000001");
  private static final Subject BORDER = place("952110000002");
  private static final Subject STORE = place("952110000003");

  /** Half the width of a thermometer's noise, in kelvin, and of a hygrometer's, in percent. */
  private static final double NOISE = 0.12;

  private static final double NOISE_HUMIDITY = 0.8;

  public Trip {
    phases = List.copyOf(phases);
    int shares = phases.stream().mapToInt(Phase::share).sum();
    if (shares != 100) {
      throw new IllegalArgumentException("the phases share " + shares + " of 100 parts");
    }
  }

  /** From a plant in Dongguan over the border into a cold store; 2 to 8 degrees are allowed. */
  public static Trip coldChain(long seed) {
    return new Trip(
        List.of(
            new Phase("loading dock", 15, 9.0, 70, 0.8, false, PLANT),
            new Phase("reefer truck", 30, 3.5, 82, 3.0, false, PLANT),
            new Phase("door left open", 20, 24.0, 62, 1.1, true, BORDER),
            new Phase("border", 15, 5.0, 78, 2.0, false, BORDER),
            new Phase("cold store", 20, 2.8, 86, 3.0, false, STORE)),
        4.2,
        80,
        seed);
  }

  private static Subject place(String digits) {
    return new Subject("https://id.gs1.org/414/" + digits + Subject.checkDigit(digits));
  }

  /**
   * The phase at a point of the journey.
   *
   * @param progress 0 at its start, 1 at its end
   */
  public Phase phaseAt(double progress) {
    double end = 0;
    for (Phase phase : phases) {
      end += phase.share() / 100.0;
      if (progress < end) {
        return phase;
      }
    }
    return phases.get(phases.size() - 1);
  }

  /**
   * What one sensor measures.
   *
   * @param sensor from 0
   * @param shipment from 0; the first stands nearest to the door
   * @param progress 0 at the start of the journey, 1 at its end
   */
  public List<Reading> readings(int sensor, int shipment, double progress, Instant at) {
    // Mixed so that neighbouring moments and sensors share nothing.
    SplittableRandom noise =
        new SplittableRandom(
            seed ^ sensor * 0x9E3779B97F4A7C15L ^ Double.doubleToLongBits(progress));
    double celsius = follow(start, progress, shipment, true) + spread(noise, NOISE);
    double humidity =
        follow(startHumidity, progress, shipment, false) + spread(noise, NOISE_HUMIDITY);
    BigDecimal time = BigDecimal.valueOf(at.toEpochMilli(), 3);
    return List.of(
        Reading.of(TEMPERATURE, "Cel", time, decimal(celsius, 2)),
        Reading.of(HUMIDITY, "%RH", time, decimal(humidity, 1)));
  }

  /** The goods follow the air of each phase in turn: the law of cooling, phase by phase. */
  private double follow(double from, double progress, int shipment, boolean temperature) {
    double value = from;
    double begin = 0;
    for (Phase phase : phases) {
      double length = phase.share() / 100.0;
      double part = Math.min(1, (progress - begin) / length);
      if (part <= 0) {
        break;
      }
      double air = temperature ? phase.celsius() : phase.humidity();
      double haste = phase.nearDoor() ? phase.haste() / (1 + 0.6 * shipment) : phase.haste();
      // StrictMath: the same on every machine, as the same seed promises.
      value = air + (value - air) * StrictMath.exp(-haste * part);
      begin += length;
    }
    return value;
  }

  private static double spread(SplittableRandom random, double half) {
    return (random.nextDouble() * 2 - 1) * half;
  }

  private static BigDecimal decimal(double value, int digits) {
    return BigDecimal.valueOf(StrictMath.round(value * StrictMath.pow(10, digits)), digits);
  }
}
