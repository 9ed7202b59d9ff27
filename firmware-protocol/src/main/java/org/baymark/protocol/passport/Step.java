package org.baymark.protocol.passport;

import java.util.Locale;
import java.util.Optional;

/** The steps of a verification, in their order (PROTOCOL.md, "Verification"). */
public enum Step {
  /** Every byte of the file was understood. */
  WELL_FORMED,
  /** Devices, gateways and members signed what is said to be theirs. */
  SIGNATURES,
  /** Each key was registered for this name and kind before it spoke, and not revoked. */
  KEYS,
  /** The statements are those, and all those, of their subject in their batch. */
  IN_BATCH,
  /** The headers, registrations and the index seal stand in the log under the checkpoint. */
  IN_LOG,
  /** A quorum of the trust file's witnesses certified the checkpoint. */
  CO_SIGNED,
  /** A second policy, of the verifier's choice, holds for the same checkpoint. */
  JURISDICTIONS,
  /** No number is missing or taken twice in a device's history between two brackets. */
  RUNS,
  /** All that registered gateways filed about the subject is here. */
  COMPLETE,
  /** No clock contradicts another. */
  TIMES;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static Optional<Step> ofWireName(String name) {
    for (Step step : values()) {
      if (step.wireName().equals(name)) {
        return Optional.of(step);
      }
    }
    return Optional.empty();
  }
}
