package org.baymark.protocol.vectors;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.baymark.protocol.batch.Batch;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.Cosigner;
import org.baymark.protocol.statement.Firmware;
import org.baymark.protocol.statement.LogisticsEvent;

/** The blocks about sizes and about one statement. */
record StatementExample(Map<String, String> blocks, Journey journey, Story story) {

  private static final Subject UNIT = new Subject(EventSamples.PALLET);
  private static final Optional<Subject> PARTY = Optional.of(new Subject(EventSamples.PARTY));

  static void addTo(Map<String, String> blocks, Journey journey) {
    StatementExample example = new StatementExample(blocks, journey, journey.story);
    example.sizes();
    example.statement();
  }

  private void sizes() {
    List<Sign1> said = journey.said;
    StringBuilder text = new StringBuilder(" ES256 Ed25519    SM2\n");
    suites(text, "telemetry, the smallest", StatementVectors.sm2());
    for (int readings : new int[] {1, 2, 6, 24}) {
      String what = "telemetry, " + readings + (readings == 1 ? " reading" : " readings");
      suites(text, what, readings(readings, said.get(1)));
    }
    suites(text, "attach of one sensor, with a place", said.get(0));
    suites(text, "scan of a label, with a place", said.get(4));
    suites(text, "load into a unit", event(LogisticsEvent.load(Optional.empty(), UNIT)));
    suites(text, "seal", event(LogisticsEvent.seal(Optional.empty(), "HK 0042-7")));
    Optional<Subject> place = Optional.of(Said.DOCK);
    suites(
        text,
        "handover by the giver, with place and taker",
        event(LogisticsEvent.give(place, PARTY)));
    LogisticsEvent take = LogisticsEvent.take(place, PARTY, EventSamples.ID);
    suites(text, "handover by the taker, with place and giver", event(take));
    suites(text, "alert", event(LogisticsEvent.alert(Optional.empty(), "door-open")));
    suites(text, "retract", event(LogisticsEvent.retract(EventSamples.ID)));
    Firmware firmware = new Firmware("1.4.2", EventSamples.IMAGE);
    suites(text, "hello", event(LogisticsEvent.hello(firmware)));
    blocks.put("statement-sizes", text.toString());
    text.setLength(0);
    Batch batch = story.batches.get(0);
    size(text, "subject entry", batch.entries().get(0).encode());
    size(text, "header of batch 1", Example.header(story, 0).encoded());
    size(text, "header of batch 2", Example.header(story, 1).encoded());
    size(text, "registration of the sensor", story.entries.get(2));
    size(text, "genesis of four members", story.entries.get(0));
    size(text, "index seal", story.entries.get(7));
    size(text, "checkpoint with 3 co-signatures", Bytes.ofUtf8(Example.note(story)));
    size(text, "a co-signature line", line(TestKeys.cosigner("alpha"), story));
    size(text, "a co-signature line in SM2", line(TestKeys.sm2("alpha"), story));
    size(text, "a co-signature line in ML-DSA-44", line(TestKeys.mlDsa("alpha"), story));
    size(text, "the whole passport, 6 statements", PassportVectors.good().encoded());
    blocks.put("sizes", text.toString());
    blocks.put("air", AirExample.block());
    blocks.put("limits", LimitsExample.block());
  }

  private static Bytes line(Cosigner cosigner, Story story) {
    Checkpoint checkpoint = PassportVectors.note(story).checkpoint();
    return Bytes.ofUtf8(cosigner.cosign(checkpoint, Journey.CHECKPOINT_TIME).line());
  }

  /** {@code count} temperatures, a minute apart. */
  private static Sign1 readings(int count, Sign1 before) {
    long[] hundredths = new long[count];
    for (int i = 0; i < count; i++) {
      hundredths[i] = 425 + 25L * i;
    }
    return Said.reading(9, Optional.of(before), Story.T0 + 840, hundredths);
  }

  private Sign1 event(LogisticsEvent event) {
    return Said.event(1, Optional.of(journey.said.get(0)), Story.T0 + 1500, event);
  }

  /** The sizes of what was said, had it been signed in each suite. */
  private static void suites(StringBuilder text, String what, Sign1 said) {
    int[] sizes =
        Stream.of(TestKeys.SENSOR, TestKeys.SCANNER, TestKeys.LABEL)
            .map(key -> Sign1.sign(key, said.contentType(), said.claims(), said.payload()))
            .mapToInt(signed -> signed.encoded().size())
            .toArray();
    text.append(String.format("%6d  %6d %6d  %s%n", sizes[0], sizes[1], sizes[2], what));
  }

  private static void size(StringBuilder text, String what, Bytes octets) {
    text.append(String.format("%6d  %s%n", octets.size(), what));
  }

  private void statement() {
    Sign1 said = journey.said.get(1);
    blocks.put(
        "statement",
        Annotated.bytes(
            said.encoded(),
            "COSE_Sign1",
            "",
            "protected header, read below",
            "unprotected header",
            "payload, read below",
            "signature, r and s"));
    Bytes header = new Parts(said).header();
    blocks.put(
        "protected",
        Annotated.bytes(
            header,
            "",
            "alg",
            "ES256",
            "content type",
            "SenML-CBOR",
            "kid",
            "",
            "CWT claims",
            "",
            "iss",
            "",
            "sub",
            "",
            "iat",
            "",
            "position",
            "",
            "boot",
            "seq",
            "previous: of statement 1/7"));
    blocks.put(
        "payload",
        Annotated.bytes(
            said.payload(),
            "two records",
            "",
            "v",
            "",
            "",
            "exponent",
            "mantissa: 4.25",
            "bn",
            "",
            "bt",
            "",
            "bu",
            "",
            "",
            "v",
            "",
            "",
            "exponent",
            "mantissa: 4.5",
            "t",
            "seconds after bt"));
    VerifyingKey key = TestKeys.SENSOR.verifyingKey();
    StringBuilder text = new StringBuilder();
    Example.hex(text, "Sig_structure", said.toBeSigned());
    Example.hex(text, "id", said.id().bytes());
    Example.hex(text, "COSE_Key of the sensor", key.encoded());
    Example.hex(text, "thumbprint", key.thumbprint().bytes());
    Example.hex(text, "kid", key.kid());
    blocks.put("sigstructure", text.toString());
  }

  /** The protected header of a sign1, which stands in its Sig_structure. */
  private record Parts(Sign1 said) {
    Bytes header() {
      // 84, "Signature1" in 11 bytes, then 58 and the size of the header.
      Bytes structure = said.toBeSigned();
      return structure.slice(14, 14 + (structure.at(13) & 0xff));
    }
  }
}
