package org.baymark.node.cli;

import java.security.SecureRandom;
import org.baymark.node.folder.SecondKeys;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether a member co-signs in other algorithms beside Ed25519. */
final class SecondOptions {
  @Option(
      names = "--sm2",
      negatable = true,
      description =
          "Co-sign in SM2 too, for who has to check with the algorithms of the mainland."
              + " Default: no; where keys are renewed, as it is")
  private @Nullable Boolean sm2;

  @Option(
      names = "--ml-dsa",
      negatable = true,
      description =
          "Co-sign in ML-DSA-44 too, for who has to check when there may be quantum computers."
              + " Default: no; where keys are renewed, as it is")
  private @Nullable Boolean mlDsa;

  /** New keys of the kinds that are wanted, or that {@code now} has where nothing is said. */
  SecondKeys generate(SecondKeys now, SecureRandom random) {
    return SecondKeys.generate(
        sm2 == null ? now.sm2().isPresent() : sm2,
        mlDsa == null ? now.mlDsa().isPresent() : mlDsa,
        random);
  }

  /** Whether anything is said. */
  boolean areGiven() {
    return sm2 != null || mlDsa != null;
  }
}
