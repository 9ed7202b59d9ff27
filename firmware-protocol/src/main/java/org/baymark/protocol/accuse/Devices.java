package org.baymark.protocol.accuse;

import java.util.Optional;
import org.baymark.protocol.passport.Faults;
import org.baymark.protocol.passport.LoggedRegistration;
import org.baymark.protocol.statement.Sensor.Place;

/** What is asked of a device's key and numbers. */
final class Devices {
  private Devices() {}

  /**
   * One key signed both: a name that was revoked may be another device's later, with another key.
   */
  static void keys(Equivocation it, Faults faults) {
    Optional<LoggedRegistration> found = Docket.signer(it.evidence(), it.first().signed());
    faults.demand(found.isPresent(), "the device's key is not registered here");
    found.ifPresent(
        entry -> {
          faults.demand(
              it.first().verifiedBy(entry.registration().key()).isPresent()
                  && it.second().verifiedBy(entry.registration().key()).isPresent(),
              "not both are signed with the key of " + entry.registration().name());
          entry
              .revocation()
              .ifPresent(
                  end ->
                      faults.unknown(
                          "the key was revoked at log entry "
                              + end.logged().index()
                              + ": whoever had it by then may have signed one of them"));
        });
  }

  static void sameNumber(Equivocation it, Faults faults) {
    faults.demand(
        it.first().signed().issuer().equals(it.second().signed().issuer()),
        "the statements are of two devices");
    faults.demand(
        Place.of(it.first().position()).equals(Place.of(it.second().position())),
        "the statements have different numbers");
  }
}
