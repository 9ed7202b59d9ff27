package org.baymark.protocol.passport;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.gs1.Gs1;
import org.baymark.protocol.statement.EventField;
import org.baymark.protocol.statement.Firmware;
import org.baymark.protocol.statement.Kind;
import org.baymark.protocol.statement.LogisticsEvent;
import org.baymark.protocol.statement.Unverified;

/**
 * The events that a passport discloses, each once, in the order of the log and then of their own
 * claims; and beside each what others that are disclosed say of it. A hello is not told here but
 * with the run of its device.
 */
final class Chronicle {
  /** All that is disclosed, by id. */
  private final Map<Digest, Unverified> said = new LinkedHashMap<>();

  /** Retracts and takers' handovers, by the id that they name; the first of each. */
  private final Map<Digest, Unverified> retracts = new HashMap<>();

  private final Map<Digest, Unverified> takers = new HashMap<>();
  private final Agreement agreement;

  private Chronicle(Dossier dossier) {
    this.agreement = new Agreement(dossier);
    dossier.filed().stream()
        .sorted(Comparator.comparingLong(Chronicle::loggedAt))
        .forEach(
            filed ->
                filed.statements().stream()
                    .sorted(Comparator.comparingLong(Chronicle::claimedAt))
                    .forEach(one -> said.putIfAbsent(one.signed().id(), one)));
    for (Unverified one : said.values()) {
      Optional<LogisticsEvent> event = event(one);
      event
          .flatMap(it -> retracted(one, it))
          .ifPresent(target -> retracts.putIfAbsent(target.signed().id(), one));
      event
          .flatMap(it -> it.get(EventField.GIVEN))
          .ifPresent(given -> takers.putIfAbsent(given, one));
    }
  }

  private static long loggedAt(Filed filed) {
    return filed.header().map(LoggedHeader::index).orElse(Long.MAX_VALUE);
  }

  private static long claimedAt(Unverified statement) {
    return statement.signed().claims().issuedAt().orElse(Long.MAX_VALUE);
  }

  static List<Account.Event> of(Dossier dossier) {
    return new Chronicle(dossier).tell();
  }

  /** All that a sensor said of its firmware, in the order of its numbers. */
  static List<Unverified> hellos(Dossier dossier, DevUrn sensor) {
    return dossier.saidBy(sensor).stream().filter(one -> firmware(one).isPresent()).toList();
  }

  /** The last firmware that the sensor named before its run ended. */
  static Optional<Firmware> firmware(List<Unverified> hellos, Run run) {
    int until = History.until(run, hellos);
    return until == 0 ? Optional.empty() : firmware(hellos.get(until - 1));
  }

  private static Optional<Firmware> firmware(Unverified statement) {
    return event(statement).flatMap(event -> event.get(EventField.FIRMWARE));
  }

  private static Optional<LogisticsEvent> event(Unverified statement) {
    return statement.content() instanceof LogisticsEvent event
        ? Optional.of(event)
        : Optional.empty();
  }

  private List<Account.Event> tell() {
    List<Account.Event> told = new ArrayList<>();
    for (Unverified one : said.values()) {
      event(one)
          .filter(event -> event.kind() != Kind.HELLO)
          .ifPresent(
              event ->
                  told.add(
                      new Account.Event(
                          one.signed(), event.kind(), EventText.of(event), notes(one, event))));
    }
    return told;
  }

  private List<String> notes(Unverified one, LogisticsEvent event) {
    List<String> notes = new ArrayList<>();
    Optional.ofNullable(retracts.get(one.signed().id()))
        .ifPresent(it -> notes.add("retracted by " + Texts.of(it.signed())));
    event.get(EventField.RAW).flatMap(raw -> named(one, raw)).ifPresent(notes::add);
    switch (event.kind()) {
      case RETRACT ->
          notes.add(
              retracted(one, event)
                  .map(it -> "retracts the " + kind(it) + " " + Texts.of(it.signed()))
                  .orElse("retracts something not shown, or not its own: no effect"));
      case HANDOVER -> notes.add(otherHalf(one, event));
      case CLOSE ->
          event.get(EventField.CLOSED).ifPresent(it -> notes.add(agreement.text(one.signed(), it)));
      default -> {}
    }
    return notes;
  }

  /** A gateway does not compare the two: what a label names and what its scan is about. */
  private static Optional<String> named(Unverified one, Bytes raw) {
    return Gs1.subjectOf(raw)
        .toOptional()
        .map(
            named ->
                named.equals(one.signed().subject())
                    ? "the label names the same"
                    : "the label names another: " + named);
  }

  private static String kind(Unverified statement) {
    return statement.content().kind().wireName();
  }

  /** What {@code retract} takes back, if that is here and of the same device. */
  private Optional<Unverified> retracted(Unverified retract, LogisticsEvent event) {
    DevUrn issuer = retract.signed().issuer();
    return event
        .get(EventField.RETRACTED)
        .flatMap(id -> Optional.ofNullable(said.get(id)))
        .filter(target -> target.signed().issuer().equals(issuer));
  }

  private String otherHalf(Unverified one, LogisticsEvent event) {
    Optional<Digest> given = event.get(EventField.GIVEN);
    if (given.isPresent()) {
      return Optional.ofNullable(said.get(given.get()))
          .filter(giver -> isGiven(giver) && sameSubject(giver, one))
          .map(giver -> "the giver's statement is here: " + Texts.of(giver.signed()))
          .orElse("the giver's statement is not here");
    }
    return Optional.ofNullable(takers.get(one.signed().id()))
        .filter(taker -> sameSubject(taker, one))
        .map(taker -> "the taker's statement is here: " + Texts.of(taker.signed()))
        .orElse("no taker's statement is here");
  }

  private static boolean sameSubject(Unverified one, Unverified other) {
    return one.signed().subject().equals(other.signed().subject());
  }

  private static boolean isGiven(Unverified statement) {
    return event(statement)
        .filter(it -> it.kind() == Kind.HANDOVER && it.get(EventField.GIVEN).isEmpty())
        .isPresent();
  }
}
