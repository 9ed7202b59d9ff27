package org.baymark.gateway.web;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.baymark.gateway.store.Recent;
import org.baymark.protocol.statement.Reading;
import org.baymark.protocol.statement.Telemetry;
import org.baymark.protocol.statement.Unverified;

/**
 * Statements as they are shown. What devices wrote stands in it as they wrote it, but cut short.
 */
final class Words {
  private static final int READINGS_MAX = 8;
  private static final int TEXT_MAX = 128;

  /** What is left of a battery: in percent, or as seconds (RFC 8428, section 12.1). */
  private static final Set<String> BATTERY_UNITS = Set.of("%EL", "EL");

  private Words() {}

  static JsonObject shown(Recent.Said said) {
    JsonObject shown =
        new JsonObject()
            .put("device", said.device().text())
            .put("boot", said.boot())
            .put("seq", said.seq())
            .put("id", said.id().hex())
            .put("received", said.received().toString())
            .put("late", said.late())
            .put("equivocation", said.equivocation())
            .put("future", said.future())
            .put("past", said.past());
    content(said)
        .ifPresent(
            it -> {
              shown.put("kind", it.content().kind().wireName());
              shown.put("subject", cut(it.signed().subject().text()));
              shown.put("readings", readings(it));
            });
    return shown;
  }

  /** What is left of the battery of the device that said this, if it says so. */
  static Optional<JsonObject> battery(Recent.Said said) {
    return content(said)
        .flatMap(
            it ->
                telemetry(it).stream()
                    .filter(reading -> BATTERY_UNITS.contains(reading.unit()))
                    .findFirst())
        .map(Words::shown);
  }

  private static Optional<Unverified> content(Recent.Said said) {
    return Unverified.parse(said.encoded()).toOptional();
  }

  private static List<Reading> telemetry(Unverified statement) {
    return statement.content() instanceof Telemetry pack ? pack.readings() : List.of();
  }

  private static JsonArray readings(Unverified statement) {
    JsonArray shown = new JsonArray();
    telemetry(statement).stream().limit(READINGS_MAX).map(Words::shown).forEach(shown::add);
    return shown;
  }

  private static JsonObject shown(Reading reading) {
    return new JsonObject()
        .put("name", cut(reading.name()))
        .put("unit", cut(reading.unit()))
        .put(
            "value",
            cut(
                reading
                    .number()
                    .map(number -> number.stripTrailingZeros().toPlainString())
                    .or(reading::other)
                    .orElse("")));
  }

  private static String cut(String text) {
    return text.length() <= TEXT_MAX ? text : text.substring(0, TEXT_MAX) + "…";
  }
}
