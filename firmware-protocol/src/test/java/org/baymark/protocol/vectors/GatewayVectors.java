package org.baymark.protocol.vectors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.chain.ChainRecord;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.statement.Cover;

/**
 * gateway.json: what a gateway knows, what arrives one after the other, and what it answers. The
 * answers are written by hand; a test of our gateway's holds it to them.
 */
final class GatewayVectors {
  private static final DevUrn NAME = Story.SENSOR;
  private static final String STORED = "stored";
  private static final String DUPLICATE = "duplicate";
  private static final List<String> STATES = List.of("PENDING", "SUSPENDED", "REVOKED", "REFUSED");

  private final ArrayNode scenes = Files.array();

  /** What arrives at a gateway that knows these devices. */
  private record Scene(ArrayNode devices, ArrayNode arrivals) {
    Scene knows(DevUrn name, SigningKey key, String state, String... kinds) {
      ObjectNode one = devices.addObject().put("name", name.text()).put("state", state);
      one.put("coseKey", key.verifyingKey().encoded().hex());
      ArrayNode list = one.putArray("kinds");
      List.of(kinds).forEach(list::add);
      return this;
    }

    Scene answers(String answer, String note, Bytes message, Optional<DevUrn> topic) {
      arrival(note, message, topic).put("answer", answer).putNull("reason").putNull("number");
      return this;
    }

    Scene answers(Refusal reason, String note, Bytes message, Optional<DevUrn> topic) {
      ObjectNode one = arrival(note, message, topic).putNull("answer");
      one.put("reason", reason.wireName()).put("number", reason.number());
      return this;
    }

    private ObjectNode arrival(String note, Bytes message, Optional<DevUrn> topic) {
      ObjectNode one = arrivals.addObject().put("note", note).put("message", message.hex());
      return one.put("topic", topic.map(name -> "baymark/v1/" + name).orElse(null));
    }
  }

  static Bytes make() {
    GatewayVectors vectors = new GatewayVectors();
    vectors.statements();
    vectors.states();
    vectors.records();
    vectors.covered();
    vectors.full();
    return Files.json(vectors.scenes);
  }

  private Scene scene(String note, boolean full) {
    ObjectNode one = scenes.addObject().put("note", note).put("full", full);
    return new Scene(one.putArray("devices"), one.putArray("arrivals"));
  }

  private static Sign1 says(SigningKey key, long seq, long value) {
    Bytes pack =
        Files.cbor(out -> out.array(1).map(2).integer(2).integer(value).integer(-2).text("t"));
    return says(key, seq, ContentType.TELEMETRY, pack);
  }

  private static Sign1 says(SigningKey key, long seq, ContentType type, Bytes payload) {
    Position position = new Position(1, seq, Optional.empty(), OptionalLong.empty());
    OptionalLong none = OptionalLong.empty();
    return Said.say(key, NAME, Subject.of(NAME), position, none, type, payload);
  }

  private static Bytes forged(Sign1 signed) {
    byte[] octets = signed.encoded().toArray();
    octets[octets.length - 1] ^= 1;
    return Bytes.owning(octets);
  }

  private void statements() {
    Optional<DevUrn> topic = Optional.of(NAME);
    Bytes first = says(TestKeys.SENSOR, 0, 4).encoded();
    Bytes scan =
        Files.cbor(out -> out.map(2).integer(1).text("scan").integer(3).bytes(first.slice(0, 4)));
    scene("statements, one device", false)
        .knows(NAME, TestKeys.SENSOR, "ACTIVE", "telemetry")
        .answers(STORED, "the first", first, topic)
        .answers(DUPLICATE, "the same again", first, topic)
        .answers(DUPLICATE, "the same, where there are no topics", first, Optional.empty())
        .answers(STORED, "a number later", says(TestKeys.SENSOR, 2, 5).encoded(), topic)
        .answers("late", "the number before", says(TestKeys.SENSOR, 1, 5).encoded(), topic)
        .answers(
            "equivocation", "another of one number", says(TestKeys.SENSOR, 2, 6).encoded(), topic)
        .answers(Refusal.WRONG_TOPIC, "another's topic", first, Optional.of(Story.SCANNER))
        .answers(Refusal.UNKNOWN_DEVICE, "another name", scannerSays(), Optional.of(Story.SCANNER))
        .answers(Refusal.UNKNOWN_KEY, "another key", says(TestKeys.SCANNER, 3, 4).encoded(), topic)
        .answers(
            Refusal.KIND_NOT_ALLOWED,
            "a scan",
            says(TestKeys.SENSOR, 3, ContentType.EVENT, scan).encoded(),
            topic)
        .answers(Refusal.BAD_SIGNATURE, "a forged one", forged(says(TestKeys.SENSOR, 3, 4)), topic)
        .answers(
            STORED, "what was forged, well signed", says(TestKeys.SENSOR, 3, 4).encoded(), topic);
  }

  private static Bytes scannerSays() {
    Position position = new Position(1, 0, Optional.empty(), OptionalLong.empty());
    Subject self = Subject.of(Story.SCANNER);
    ContentType type = ContentType.TELEMETRY;
    OptionalLong none = OptionalLong.empty();
    return Said.say(TestKeys.SCANNER, Story.SCANNER, self, position, none, type, Raw.PAYLOAD)
        .encoded();
  }

  private void states() {
    for (String state : STATES) {
      Refusal reason = state.equals("REVOKED") ? Refusal.REVOKED_KEY : Refusal.UNKNOWN_DEVICE;
      scene("a device that is " + state, false)
          .knows(NAME, TestKeys.SENSOR, state, "telemetry")
          .answers(reason, "a statement", says(TestKeys.SENSOR, 0, 4).encoded(), Optional.of(NAME))
          .answers(reason, "a record", record(0, 40), Optional.empty());
    }
  }

  private static Bytes record(long number, long tenths) {
    return ChainVectors.record(number, tenths).encoded();
  }

  private void records() {
    Scene scene =
        scene("records of one device, and of one that scans", false)
            .knows(NAME, TestKeys.SENSOR, "ACTIVE", "telemetry")
            .knows(Story.SCANNER, TestKeys.SCANNER, "ACTIVE", "scan")
            .answers(STORED, "the first", record(0, 40), Optional.of(NAME))
            .answers(DUPLICATE, "the same again", record(0, 40), Optional.empty())
            .answers(
                Refusal.WRONG_TOPIC, "another's topic", record(1, 40), Optional.of(Story.SCANNER));
    for (int i = 1; i <= 3; i++) {
      scene.answers(STORED, "another of one number", record(0, 40 + i), Optional.empty());
    }
    scene.answers(
        Refusal.TOO_MANY_RECORDS, "a fifth of one number", record(0, 44), Optional.empty());
    Item scanners =
        Item.of(record(0, 40))
            .with(0, Item.string(Item.BYTES, TestKeys.SCANNER.verifyingKey().kid()));
    scene.answers(
        Refusal.KIND_NOT_ALLOWED,
        "of a device that makes no telemetry",
        scanners.encoded(),
        Optional.empty());
    Item strangers =
        Item.of(record(0, 40)).with(0, Item.string(Item.BYTES, Bytes.ofHex("0102030405060708")));
    scene.answers(
        Refusal.UNKNOWN_DEVICE,
        "of a key that no device has",
        strangers.encoded(),
        Optional.empty());
  }

  /** Two numbers that a cover names: four records of them are kept, whichever numbers they have. */
  private void covered() {
    List<ChainRecord> two = ChainVectors.records(0, 2);
    List<Bytes> links = new ArrayList<>();
    Bytes link = Cover.START;
    for (ChainRecord one : two) {
      link = one.linkAfter(link);
      links.add(link);
    }
    Bytes cover =
        Said.cover(two.get(0).boot(), 0, new Cover(0, 2, 1, Cover.START, links)).encoded();
    Scene scene =
        scene("a stretch of two numbers that a cover names", false)
            .knows(NAME, TestKeys.SENSOR, "ACTIVE", "telemetry")
            .answers(STORED, "the cover before its records", cover, Optional.of(NAME))
            .answers(DUPLICATE, "the cover again", cover, Optional.empty());
    IntStream.range(0, 4)
        .forEach(
            i -> scene.answers(STORED, "a record of it", record(i % 2, 40 + i), Optional.empty()));
    scene
        .answers(Refusal.TOO_MANY_RECORDS, "a fifth record of it", record(0, 50), Optional.empty())
        .answers(STORED, "a record behind it", record(2, 50), Optional.empty());
  }

  private void full() {
    scene("a gateway that can take nothing more now", true)
        .knows(NAME, TestKeys.SENSOR, "ACTIVE", "telemetry")
        .answers(
            Refusal.BUSY, "a good one", says(TestKeys.SENSOR, 0, 4).encoded(), Optional.of(NAME))
        .answers(Refusal.BUSY, "no statement at all", Bytes.ofHex("00"), Optional.of(NAME));
  }
}
