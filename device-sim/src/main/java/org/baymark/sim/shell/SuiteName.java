package org.baymark.sim.shell;

import java.util.Locale;
import org.baymark.protocol.cose.Suite;

/** The suites as a command line calls them. */
public final class SuiteName {
  private SuiteName() {}

  /** The suite that {@code word} names, in either case; its message tells what there is. */
  public static Suite parse(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "es256" -> Suite.ES256;
      case "eddsa" -> Suite.EDDSA;
      case "sm2" -> Suite.SM2;
      default ->
          throw new IllegalArgumentException("--suite is es256, eddsa or sm2, not '" + word + "'");
    };
  }
}
