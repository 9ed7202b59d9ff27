package org.baymark.sim.fleet;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.cose.Claims;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.statement.Reading;
import org.baymark.protocol.statement.Telemetry;
import org.baymark.protocol.statement.Unverified;
import org.baymark.sim.fleet.Delivery.Intent;

/** How a device, or someone on its way to the gateway, goes wrong. Each lie has its name. */
public enum Misbehaviour {
  NONE("honest"),
  REPLAYS("replays"),
  FORGES("forges"),
  CHANGED_ON_THE_WAY("changed on the way"),
  EQUIVOCATES("equivocates"),
  UNREGISTERED("unregistered");

  /** One statement in so many is lied about. */
  static final int EVERY = 4;

  /** More digits than a thermometer of ours has, so that the lie is never by chance the truth. */
  private static final BigDecimal LIE = new BigDecimal("2.345");

  private final String words;

  Misbehaviour(String words) {
    this.words = words;
  }

  /** For a person. */
  public String words() {
    return words;
  }

  /**
   * What goes out for one statement that a device of the fleet has made.
   *
   * @param index of the statement in the device's schedule
   * @param first the first statement that the device ever made
   */
  public List<Delivery> deliveries(Fleet.Sensor sensor, Sign1 said, int index, Sign1 first) {
    Delivery honest = Delivery.of(said, Intent.HONEST);
    if (this == UNREGISTERED) {
      return List.of(Delivery.of(said, Intent.FORGERY));
    }
    if (index % EVERY != 1) {
      // Long sealed and anchored by now: the gateway must know it all the same.
      boolean late = this == REPLAYS && index % EVERY == 3;
      return late ? List.of(honest, Delivery.of(first, Intent.REPLAY)) : List.of(honest);
    }
    return switch (this) {
      case NONE, UNREGISTERED -> List.of(honest);
      case REPLAYS -> List.of(honest, Delivery.of(said, Intent.REPLAY));
      case FORGES -> List.of(honest, Delivery.of(forged(sensor, said), Intent.FORGERY));
      // Refused, so the device sends it again, and this time nobody touches it.
      case CHANGED_ON_THE_WAY -> List.of(Delivery.of(changed(said, index), Intent.CHANGED), honest);
      case EQUIVOCATES -> List.of(honest, Delivery.of(twin(sensor, said), Intent.TWIN));
    };
  }

  /** The victim's name over the forger's signature: all that the forger has. */
  private static Sign1 forged(Fleet.Sensor forger, Sign1 said) {
    Claims own = said.claims();
    Claims claims =
        new Claims(forger.victim(), Subject.of(forger.victim()), own.issuedAt(), own.position());
    return Sign1.sign(forger.device().key(), said.contentType(), claims, said.payload());
  }

  private static Sign1 changed(Sign1 said, int index) {
    List<Tampering> ways = Tampering.all(said);
    return ways.get(index % ways.size()).changed().signed();
  }

  /** The same number, and a temperature that nobody would object to. */
  private static Sign1 twin(Fleet.Sensor sensor, Sign1 said) {
    Optional<Telemetry> telemetry =
        Unverified.parse(said.encoded())
            .toOptional()
            .flatMap(
                parsed ->
                    parsed
                        .content()
                        .match(
                            Optional::of,
                            event -> Optional.empty(),
                            cover -> Optional.empty(),
                            hidden -> Optional.empty(),
                            erasure -> Optional.empty()));
    List<Reading> readings =
        telemetry.orElseThrow().readings().stream()
            .map(reading -> reading.name().equals(Trip.TEMPERATURE) ? rosy(reading) : reading)
            .toList();
    return sensor.device().again(said, new Telemetry(readings).encoded());
  }

  private static Reading rosy(Reading reading) {
    return Reading.of(reading.name(), reading.unit(), reading.time(), LIE);
  }
}
