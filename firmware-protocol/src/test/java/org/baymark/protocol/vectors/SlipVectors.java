package org.baymark.protocol.vectors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.passport.Logged;
import org.baymark.protocol.passport.LoggedHeader;
import org.baymark.protocol.passport.Passport;
import org.baymark.protocol.passport.Slip;
import org.baymark.protocol.passport.Step;
import org.baymark.protocol.statement.Unverified;

/** slips.json: slips of the worked example, what each step finds in them, and texts to refuse. */
final class SlipVectors {
  private static final String TRUST = "trust.policy";
  private static final Instant NOW = Instant.ofEpochSecond(Journey.CHECKPOINT_TIME + 60);

  private final Passport passport = PassportVectors.good();
  private final Policy trust = PassportVectors.trustFile();
  private final ObjectNode root = Files.object();

  static Bytes make() {
    SlipVectors vectors = new SlipVectors();
    vectors.slips();
    vectors.refused();
    return Files.json(vectors.root);
  }

  /** Of the first statement of the sensor. */
  static Slip good() {
    return new SlipVectors().all().get(0);
  }

  /** What reads, but for one thing, by what that is. */
  static Map<String, Slip> broken() {
    Slip good = good();
    Map<String, Slip> broken = new LinkedHashMap<>();
    broken.put("a place above n", with(good, good.key(), good.entry(), good.entry().n() + 1));
    List<Digest> longer = new ArrayList<>(good.toEntry());
    longer.add(good.entry().root());
    broken.put("to_entry of another length", with(good, longer, good.header()));
    Logged statement =
        new Logged(good.statement().signed(), good.header().index(), good.header().logged().path());
    LoggedHeader none = new LoggedHeader(statement, good.header().header());
    broken.put("a header that is none", with(good, good.toEntry(), none));
    return broken;
  }

  private static Slip with(Slip good, List<Digest> toEntry, LoggedHeader header) {
    return new Slip(
        good.statement(),
        good.key(),
        good.entry(),
        good.place(),
        toEntry,
        good.entryIndex(),
        good.toHeader(),
        header,
        good.checkpoint());
  }

  private List<Slip> all() {
    return passport.parts().stream()
        .flatMap(part -> part.disclosures().stream())
        .flatMap(Optional::stream)
        .flatMap(disclosure -> disclosure.statements().stream())
        .map(Unverified::signed)
        .map(said -> Slip.of(passport, said.id(), trust).orElseThrow())
        .toList();
  }

  private void slips() {
    ArrayNode list = root.putArray("slips");
    for (Slip one : all()) {
      slip(list, "of " + one.statement().signed().issuer() + " about " + about(one), one, "");
    }
    Slip good = all().get(0);
    VerifyingKey another = TestKeys.registrar("alpha").verifyingKey();
    slip(list, "another key", with(good, another, good.entry(), good.place()), "signatures=fail");
    Digest other = Digest.sha256(Bytes.EMPTY);
    SubjectEntry entry = new SubjectEntry(other, good.entry().n(), good.entry().root());
    slip(list, "another K", with(good, good.key(), entry, good.place()), "in-batch=fail");
    Slip moved =
        new Slip(
            good.statement(),
            good.key(),
            good.entry(),
            good.place(),
            good.toEntry(),
            good.entryIndex() + 1,
            good.toHeader(),
            good.header(),
            good.checkpoint());
    slip(list, "another place in the batch", moved, "in-batch=fail");
  }

  private static String about(Slip slip) {
    return slip.statement().signed().subject().toString();
  }

  private static Slip with(Slip good, VerifyingKey key, SubjectEntry entry, long place) {
    return new Slip(
        good.statement(),
        key,
        entry,
        place,
        good.toEntry(),
        good.entryIndex(),
        good.toHeader(),
        good.header(),
        good.checkpoint());
  }

  /**
   * @param expected step=outcome of what is not as in a good slip, written down by hand
   */
  private static void slip(ArrayNode list, String note, Slip slip, String expected) {
    ObjectNode one = list.addObject().put("note", note).put("text", slip.text());
    one.put("slip", slip.encoded().hex()).put("size", slip.encoded().size());
    one.put("statement", slip.statement().signed().id().hex());
    one.put("trust", TRUST).put("now", NOW.getEpochSecond());
    one.put("exit", expected.contains("fail") ? 1 : 3);
    ObjectNode steps = one.putObject("steps");
    for (Step step : Step.values()) {
      String outcome =
          switch (step) {
            case KEYS, JURISDICTIONS, RUNS, COMPLETE, TIMES -> "not checked";
            default -> "pass";
          };
      steps.put(step.wireName(), expected.startsWith(step.wireName()) ? "fail" : outcome);
    }
  }

  private void refused() {
    String good = all().get(0).text();
    ArrayNode list = root.putArray("refusedTexts");
    refuse(list, "nothing", "");
    refuse(list, "another version", good.replace(":1:", ":2:"));
    refuse(list, "lower case", good.toLowerCase(Locale.ROOT));
    refuse(list, "a space before it", " " + good);
    refuse(list, "the last character cut off", good.substring(0, good.length() - 1));
    refuse(list, "a character that Base45 does not have", good.replaceFirst(".$", "#"));
    refuse(list, "no slip behind the prefix", Slip.PREFIX);
    refuse(list, "too long", good + "0".repeat(Slip.TEXT_MAX));
  }

  private static void refuse(ArrayNode list, String note, String text) {
    Refusal reason =
        Slip.parseText(text)
            .match(
                it -> {
                  throw new IllegalStateException(note + " is accepted");
                },
                refused -> refused.refusal());
    ObjectNode one = list.addObject().put("note", note).put("text", text);
    one.put("reason", reason.wireName()).put("number", reason.number());
  }
}
