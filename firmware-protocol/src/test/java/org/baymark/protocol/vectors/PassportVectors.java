package org.baymark.protocol.vectors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.passport.Passport;
import org.baymark.protocol.passport.Step;
import org.baymark.protocol.passport.VectorCase;
import org.baymark.protocol.vectors.Journey.Turn;

/** Passports, trust files and keys, and the verdicts that are expected, written down by hand. */
final class PassportVectors {
  private static final List<String> SIGNERS = List.of("alpha", "beta", "gamma");
  private static final Papers.Shown SHIPMENT = new Papers.Shown(Story.SHIPMENT, 0);
  private static final Papers.Shown SENSOR = new Papers.Shown(Subject.of(Story.SENSOR), 0);
  private static final String TRUST = "trust.policy";
  private static final String KEY = "shipment.key";
  private static final String NONE = "";

  private final Map<String, Bytes> files = new LinkedHashMap<>();
  private final ArrayNode cases = Files.array();

  /** All files of the folder, by name. */
  static Map<String, Bytes> make() {
    PassportVectors vectors = new PassportVectors();
    vectors.trust();
    vectors.honest();
    vectors.tampered();
    vectors.journeys();
    VectorCase.texts().forEach(vectors::text);
    VectorCase.all().forEach(vectors::add);
    vectors.files.put("verdicts.json", Files.json(vectors.cases));
    return vectors.files;
  }

  /** The passport of the worked example. */
  static Passport good() {
    return passport(Set.of(), SHIPMENT, SENSOR);
  }

  static SignedCheckpoint note(Story story) {
    return story.note(Journey.CHECKPOINT_TIME, SIGNERS);
  }

  private static Passport passport(Set<Turn> turns, Papers.Shown... shown) {
    Story story = new Journey(turns).story;
    return new Papers(story, note(story)).passport(List.of(shown), Journey.keys());
  }

  private static String policy(List<String> members, int quorum) {
    List<Policy.Witness> witnesses = new ArrayList<>();
    for (String member : members) {
      witnesses.add(new Policy.Witness(member, TestKeys.cosigner(member).key(), Optional.empty()));
    }
    Policy.Log log = new Policy.Log(TestKeys.log("alpha", Story.ORIGIN).key(), Optional.empty());
    return Policy.write(Instant.ofEpochSecond(Story.T0), log, witnesses, quorum);
  }

  /** Three of four: what most cases go by. */
  static Policy trustFile() {
    return Policy.parse(Bytes.ofUtf8(policy(Story.MEMBERS, 3))).toOptional().orElseThrow();
  }

  private void trust() {
    text(TRUST, policy(Story.MEMBERS, 3));
    text("trust-all.policy", policy(Story.MEMBERS, 4));
    text("trust-two.policy", policy(List.of("alpha", "beta"), 2));
    String all = policy(Story.MEMBERS, 4);
    String lines = all.substring(0, all.indexOf("group "));
    text(
        "one-of-each.policy",
        lines
            + "group EU any alpha delta\ngroup Asia any beta gamma\n"
            + "group each all EU Asia\nquorum each\n");
    text("delta-too.policy", lines + "group EU all alpha delta\nquorum EU\n");
    text("broken.policy", "log nobody\nquorum none\n");
    text(KEY, Story.shipmentKey(Story.SHIPMENT).toText());
    text("other.key", Story.shipmentKey(Subject.ofSscc("003456789012345687")).toText());
    String wrong = Story.shipmentKey(Story.SHIPMENT).toText();
    text("wrong-k.key", wrong.replaceFirst("(?<=\n)[0-9a-f]{64}", "00".repeat(32)));
  }

  private void honest() {
    file("good", good());
    verdict("good", "good", TRUST, KEY, NONE, "");
    verdict("no key from the papers", "good", TRUST, NONE, NONE, "complete=not checked");
    verdict("the key of another shipment", "good", TRUST, "other.key", NONE, "complete=fail");
    verdict("a wrong k", "good", TRUST, "wrong-k.key", NONE, "complete=fail");
    verdict("one of each group", "good", TRUST, KEY, "one-of-each.policy", "jurisdictions=pass");
    verdict("delta is asked for", "good", TRUST, KEY, "delta-too.policy", "jurisdictions=fail");
    verdict(
        "three of four where four are asked for",
        "good",
        "trust-all.policy",
        KEY,
        NONE,
        "co-signed=fail,times=not checked");
    verdict(
        "a line that the trust file does not list",
        "good",
        "trust-two.policy",
        KEY,
        NONE,
        "co-signed=fail");
    verdict("a trust file that is none", "good", "broken.policy", KEY, NONE, "unusable");
    file(
        "stretch",
        passport(
            Set.of(Turn.FILED_BEFORE), SHIPMENT, new Papers.Shown(Subject.of(Story.SENSOR), 1)));
    verdict("a stretch of the sensor's batches", "stretch", TRUST, KEY, NONE, "");
    file("sensor", passport(Set.of(), SENSOR));
    verdict("a device's own", "sensor", TRUST, NONE, NONE, "runs=not checked");
  }

  private void tampered() {
    Passport good = good();
    file("signature", Tampering.signature(good, 1));
    verdict("a bit of a signature", "signature", TRUST, KEY, NONE, "signatures=fail,in-batch=fail");
    file("left-out", Tampering.lastLeftOut(good, 1));
    verdict("a statement left out", "left-out", TRUST, KEY, NONE, "in-batch=fail,runs=fail");
    file("withheld", Tampering.withheld(good, 1));
    verdict("a batch withheld", "withheld", TRUST, KEY, NONE, "runs=fail,complete=fail");
    file("no-sensor", Tampering.withoutLastPart(good));
    verdict(
        "nothing of the sensor", "no-sensor", TRUST, KEY, NONE, "runs=fail,complete=not checked");
    file("members", Tampering.members(good, Story.members(" forged")));
    verdict("other members", "members", TRUST, KEY, NONE, "signatures=fail,in-log=fail");
    file("header-moved", Tampering.headerMoved(good));
    verdict("another log index", "header-moved", TRUST, KEY, NONE, "in-log=fail");
    Story story = new Journey(Set.of()).story;
    file(
        "two",
        Tampering.checkpoint(good, story.note(Journey.CHECKPOINT_TIME, SIGNERS.subList(0, 2))));
    verdict("two co-signatures", "two", TRUST, KEY, NONE, "co-signed=fail,times=not checked");
    file(
        "future",
        Tampering.checkpoint(good, story.note(Journey.CHECKPOINT_TIME + 86_400, SIGNERS)));
    verdict("a checkpoint of tomorrow", "future", TRUST, KEY, NONE, "times=fail");
    files.put("trailing.baymark", good.encoded().concat(Bytes.of(new byte[] {0})));
    verdict("a byte too many", "trailing", TRUST, KEY, NONE, "unusable");
  }

  private void journeys() {
    turn("gap", Turn.GAP, "a number is missing", "runs=fail");
    turn("equivocation", Turn.EQUIVOCATION, "two statements of one number", "runs=fail");
    turn("open-start", Turn.OPEN_START, "no bracket at the start", "runs=not checked");
    turn("scans-only", Turn.SCANS_ONLY, "a kind that is not allowed", "keys=fail");
    turn("late-batch", Turn.FUTURE, "sealed after the checkpoint", "times=fail");
    turn("revoked", Turn.REVOKED, "said after the key was revoked", "keys=fail");
    turn("revoked-claim", Turn.REVOKED_LATE_FILING, "claims to be older", "keys=not checked");
    file("hidden", Tampering.revocationHidden(passport(Set.of(Turn.REVOKED), SHIPMENT, SENSOR)));
    verdict("a revocation not shown", "hidden", TRUST, KEY, NONE, "keys=fail");
  }

  private void turn(String name, Turn turn, String note, String expected) {
    file(name, passport(EnumSet.of(turn), SHIPMENT, SENSOR));
    verdict(note, name, TRUST, KEY, NONE, expected);
  }

  private void add(VectorCase one) {
    if (files.put(one.file(), one.passport()) != null) {
      throw new IllegalStateException("two files " + one.file());
    }
    String name = one.file().replace(".baymark", "");
    verdict(one.note(), name, one.trust(), one.key(), one.second(), one.expected(), one.now());
  }

  private void text(String name, String content) {
    files.put(name, Bytes.ofUtf8(content));
  }

  private void file(String name, Passport passport) {
    files.put(name + ".baymark", passport.encoded());
  }

  /**
   * @param expected step=outcome of all that do not pass, joined by commas; a second policy that
   *     holds is named too, because without one that step is not checked
   */
  private void verdict(
      String note, String passport, String trust, String key, String second, String expected) {
    verdict(note, passport, trust, key, second, expected, Journey.CHECKPOINT_TIME + 60);
  }

  private void verdict(
      String note,
      String passport,
      String trust,
      String key,
      String second,
      String expected,
      long now) {
    ObjectNode node = cases.addObject().put("note", note);
    node.put("passport", passport + ".baymark").put("trust", trust);
    node.put("shipmentKey", key.isEmpty() ? null : key);
    node.put("jurisdictions", second.isEmpty() ? null : second);
    node.put("now", now);
    if (expected.equals("unusable")) {
      node.put("exit", 2);
      return;
    }
    ObjectNode steps = Files.object();
    for (Step step : Step.values()) {
      steps.put(step.wireName(), step == Step.JURISDICTIONS ? "not checked" : "pass");
    }
    for (String one : expected.isEmpty() ? new String[0] : expected.split(",", -1)) {
      steps.put(one.substring(0, one.indexOf('=')), one.substring(one.indexOf('=') + 1));
    }
    node.put("exit", exit(steps, !second.isEmpty()));
    node.set("steps", steps);
  }

  private static int exit(ObjectNode steps, boolean jurisdictions) {
    int exit = 0;
    for (Step step : Step.values()) {
      boolean required =
          step != Step.RUNS && step != Step.TIMES && (step != Step.JURISDICTIONS || jurisdictions);
      String outcome = steps.get(step.wireName()).asText();
      if (required && outcome.equals("fail")) {
        return 1;
      }
      if (required && outcome.equals("not checked")) {
        exit = 3;
      }
    }
    return exit;
  }
}
