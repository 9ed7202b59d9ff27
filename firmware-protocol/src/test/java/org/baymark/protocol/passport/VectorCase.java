package org.baymark.protocol.passport;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.baymark.protocol.batch.ShipmentKey;
import org.baymark.protocol.bytes.Bytes;

/**
 * A passport for the vectors, and what is expected of it, written by hand.
 *
 * @param second a second policy, or empty
 * @param expected step=outcome of all that do not pass, joined by commas; {@code unusable} for exit
 *     2
 */
public record VectorCase(
    String note,
    Bytes passport,
    String trust,
    String key,
    String second,
    long now,
    String expected) {
  static final String TRUST = "trip.policy";
  static final String KEY = "trip.key";
  static final String HALVES = "trip-halves.policy";
  static final String NO_LOG = "trip-no-log.policy";
  static final String NO_QUORUM = "trip-no-quorum.policy";
  static final String OTHER_SUB = "trip-other-sub.key";
  static final long NOW = World.START + 86_400;

  static VectorCase of(String note, Papers papers, String expected) {
    return of(note, papers.together().encoded(), expected);
  }

  static VectorCase of(String note, Bytes passport, String expected) {
    return new VectorCase(note, passport, TRUST, KEY, "", NOW, expected);
  }

  VectorCase withKey(String other) {
    return new VectorCase(note, passport, trust, other, second, now, expected);
  }

  VectorCase withTrust(String other) {
    return new VectorCase(note, passport, other, key, second, now, expected);
  }

  VectorCase withSecond(String other) {
    return new VectorCase(note, passport, trust, key, other, now, expected);
  }

  VectorCase at(long other) {
    return new VectorCase(note, passport, trust, key, second, other, expected);
  }

  /** The name of its file. */
  public String file() {
    return note.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + ".baymark";
  }

  /** All of them, by section. */
  public static List<VectorCase> all() {
    List<VectorCase> all = new ArrayList<>();
    all.addAll(KeyCases.all());
    all.addAll(SetCases.all());
    all.addAll(LogCases.all());
    all.addAll(SuccessionCases.all());
    all.addAll(RunCases.all());
    all.addAll(RecordCases.all());
    all.addAll(TimeCases.all());
    all.addAll(MalformedCases.all());
    return all;
  }

  /**
   * Evidence whose members changed twice.
   *
   * @param votes of the first change, beside the proposal
   */
  public static Evidence succeeded(int votes) {
    Successors world = new Successors();
    Papers papers = world.papers(world.honest());
    papers.succession = Optional.of(world.crowded(votes));
    return papers.together().evidence();
  }

  /** The trust files and shipment keys that they are judged with. */
  public static Map<String, String> texts() {
    Alliances alliance = new World().alliance;
    String halves = alliance.halvesText();
    ShipmentKey key = new World().shipmentKey(Trip.GOODS);
    String trust = alliance.policyText();
    Map<String, String> texts = new LinkedHashMap<>(SuccessionCases.texts());
    texts.put(TRUST, trust);
    texts.put(HALVES, halves);
    texts.put(NO_LOG, halves.substring(halves.indexOf('\n') + 1));
    texts.put(NO_QUORUM, trust.replaceFirst("quorum .*\n", "quorum none\n"));
    texts.put(KEY, key.toText());
    texts.put(OTHER_SUB, new ShipmentKey(Trip.OTHER, key.k()).toText());
    return texts;
  }
}
