package org.baymark.gateway.passport;

import java.util.List;
import java.util.function.IntFunction;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.statement.Kind;
import org.baymark.protocol.statement.Sensor.Place;
import org.baymark.protocol.statement.Unverified;

/**
 * Where a sensor last said what software it runs. It says so when it starts, and is attached later:
 * without the batches from there on a passport could not tell what software spoke.
 */
final class Greeting {
  /**
   * How many batches of the sensor are disclosed for the sake of a hello, at most: the passport
   * holds each of them with its header. That is some hours at a batch a minute; a sensor that
   * started earlier is shown without its software.
   */
  static final int BATCHES_MAX = 256;

  private Greeting() {}

  /**
   * The batch to begin with: {@code first}, or an earlier one.
   *
   * @param said what is in a batch about the sensor, by the batch's number in a list
   * @param first the first that is disclosed anyway, and {@code last} the last
   * @param until the end of the sensor's first run
   */
  static int begin(
      DevUrn sensor, Place until, int first, int last, IntFunction<List<Unverified>> said) {
    for (int i = last; i >= Math.max(0, first - BATCHES_MAX); i--) {
      if (said.apply(i).stream().anyMatch(one -> isHello(one, sensor, until))) {
        return Math.min(first, i);
      }
    }
    return first;
  }

  private static boolean isHello(Unverified said, DevUrn sensor, Place until) {
    return said.content().kind() == Kind.HELLO
        && said.signed().issuer().equals(sensor)
        && Place.of(said.position()).compareTo(until) <= 0;
  }
}
