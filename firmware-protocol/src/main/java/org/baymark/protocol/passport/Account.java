package org.baymark.protocol.passport;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.statement.Firmware;
import org.baymark.protocol.statement.Kind;
import org.baymark.protocol.statement.Reading;
import org.baymark.protocol.statement.Sensor.Place;
import org.baymark.protocol.statement.Unverified;

/**
 * What a passport says, unproven: the findings tell what of it holds.
 *
 * @param statements disclosed in the file
 * @param claimed first and last time that devices claim (claim iat)
 * @param measured first and last absolute time of a reading
 * @param received when the first batch was opened and the last sealed, by the gateways' clocks
 * @param anchored the checkpoint's time, where the trust file's witnesses date it
 * @param sensors the run of each, and what firmware it said it has
 * @param software the last firmware that each sensor named before its run ended
 * @param events in the order of the log; a hello is told with its sensor
 * @param hidden what statements bind and do not hold, in the order of the file
 * @param gateways each gateway's last batch at the checkpoint
 * @param facts what a reader should know beside the findings
 */
public record Account(
    Subject about,
    long statements,
    long batches,
    List<String> sensors,
    Optional<Span> claimed,
    Optional<Span> measured,
    Optional<Span> received,
    Checkpoint checkpoint,
    Optional<Instant> anchored,
    Map<String, Long> gateways,
    Map<String, Firmware> software,
    List<Event> events,
    List<Concealed> hidden,
    List<String> facts) {

  /**
   * One event.
   *
   * @param text what it says, for a person
   * @param notes what others in the file say of it, or it of them
   */
  public record Event(Sign1 signed, Kind kind, String text, List<String> notes) {
    public Event {
      notes = List.copyOf(notes);
    }

    /** By whom, and which of its numbers. */
    public String by() {
      return Texts.of(signed);
    }

    public Optional<Instant> claimed() {
      return Account.claimed(signed);
    }
  }

  /** From the first to the last of several times. */
  public record Span(Instant first, Instant last) {
    static Optional<Span> of(Stream<Instant> times) {
      List<Instant> sorted = times.sorted().toList();
      return sorted.isEmpty()
          ? Optional.empty()
          : Optional.of(new Span(sorted.get(0), sorted.get(sorted.size() - 1)));
    }
  }

  static Account of(Dossier dossier, OptionalLong anchored) {
    Map<String, Long> gateways = new TreeMap<>();
    for (GatewayProof proof : dossier.evidence().gateways()) {
      gateways.put(proof.gateway().text(), proof.state().number());
    }
    List<String> sensors = new ArrayList<>();
    Map<String, Firmware> software = new TreeMap<>();
    Map<DevUrn, List<Unverified>> hellos = new HashMap<>();
    for (Run run : Runs.runs(dossier)) {
      List<Unverified> said =
          hellos.computeIfAbsent(run.sensor(), name -> Chronicle.hellos(dossier, name));
      Optional<Firmware> firmware = Chronicle.firmware(said, run);
      firmware.ifPresent(it -> software.put(run.sensor().text(), it));
      sensors.add(run.text() + firmware.map(it -> ", " + text(it)).orElse(""));
    }
    return new Account(
        dossier.passport().about(),
        dossier.statements(),
        dossier.evidence().headers().size(),
        sensors,
        Span.of(statements(dossier).flatMap(one -> claimed(one.signed()).stream())),
        measured(statements(dossier).flatMap(one -> dossier.readings(one).stream())),
        received(dossier.evidence().headers()),
        dossier.evidence().checkpoint().checkpoint(),
        seconds(anchored),
        gateways,
        software,
        Chronicle.of(dossier),
        Concealed.of(dossier),
        facts(dossier));
  }

  private static String text(Firmware firmware) {
    return "firmware " + firmware.version() + ", sha256 " + firmware.image().hex();
  }

  private static Stream<Unverified> statements(Dossier dossier) {
    return dossier.filed().stream().flatMap(filed -> filed.statements().stream());
  }

  /** When a statement claims to be said. */
  static Optional<Instant> claimed(Sign1 signed) {
    return seconds(signed.claims().issuedAt());
  }

  static Optional<Span> measured(Stream<Reading> readings) {
    BigDecimal last = BigDecimal.valueOf(NoteKey.SECONDS_MAX);
    return Span.of(
        readings
            .filter(Reading::isTimeAbsolute)
            .map(Reading::time)
            .filter(time -> time.compareTo(last) < 0)
            .map(time -> Instant.ofEpochMilli(time.movePointRight(3).longValue())));
  }

  static Optional<Span> received(List<LoggedHeader> headers) {
    return Span.of(
        headers.stream()
            .flatMap(one -> Stream.of(one.header().openedMillis(), one.header().sealedMillis()))
            .map(Instant::ofEpochMilli));
  }

  static Optional<Instant> seconds(OptionalLong time) {
    return time.isPresent()
        ? Optional.of(Instant.ofEpochSecond(time.getAsLong()))
        : Optional.empty();
  }

  private static List<String> facts(Dossier dossier) {
    List<String> facts = new ArrayList<>(Runs.equivocations(dossier));
    facts.addAll(dossier.covers().text(dossier::ownerOf));
    dossier.evidence().ties().anchors().forEach(anchor -> facts.add(anchor.text()));
    long late = late(dossier);
    if (late > 0) {
      facts.add(late + " statements were filed after a later number of the same device");
    }
    for (LoggedRegistration entry : dossier.evidence().registrations()) {
      entry
          .revocation()
          .ifPresent(
              end ->
                  facts.add(
                      "the key of "
                          + end.revocation().name()
                          + " was revoked at log entry "
                          + end.logged().index()
                          + ": "
                          + end.revocation().reason()));
    }
    return facts;
  }

  /** Statements whose device had a later number in an earlier batch. */
  private static long late(Dossier dossier) {
    List<Filed> inLogOrder =
        dossier.filed().stream()
            .filter(filed -> filed.header().isPresent())
            .sorted(
                (a, b) ->
                    Long.compare(
                        a.header().orElseThrow().index(), b.header().orElseThrow().index()))
            .toList();
    Map<DevUrn, Place> reached = new HashMap<>();
    long late = 0;
    for (Filed filed : inLogOrder) {
      for (Unverified one : filed.statements()) {
        Place place = Place.of(one.position());
        Place before = reached.getOrDefault(one.signed().issuer(), place);
        late += place.compareTo(before) < 0 ? 1 : 0;
        reached.put(one.signed().issuer(), place.compareTo(before) > 0 ? place : before);
      }
    }
    return late;
  }
}
