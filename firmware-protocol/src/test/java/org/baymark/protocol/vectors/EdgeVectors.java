package org.baymark.protocol.vectors;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.statement.Cover;

/** Telemetry, covers and claims to accept: in every suite, and at the edges of every limit. */
record EdgeVectors(EventVectors.Sink sink) {
  private static final long U32_MAX = Position.U32_MAX;
  private static final long U53_MAX = Position.U53_MAX;
  private static final Bytes LINK = EventSamples.ID.bytes().slice(0, 16);
  private static final Position FIRST = at(0, 0, Optional.empty(), OptionalLong.empty());

  static void addTo(EventVectors.Sink sink) {
    EdgeVectors edges = new EdgeVectors(sink);
    edges.suites();
    edges.claims();
    edges.subjects();
    edges.records();
    edges.numbers();
    edges.covers();
    edges.size();
  }

  private static Position at(long boot, long seq, Optional<Bytes> previous, OptionalLong uptime) {
    return new Position(boot, seq, previous, uptime);
  }

  private void say(
      String note, SigningKey key, Position position, OptionalLong iat, Subject about, Bytes pack) {
    DevUrn name = Story.SENSOR;
    ContentType type = ContentType.TELEMETRY;
    sink.accept(note, key, Said.say(key, name, about, position, iat, type, pack).encoded());
  }

  private void pack(String note, Consumer<CborWriter> pack) {
    Subject self = Subject.of(Story.SENSOR);
    say(note, TestKeys.SENSOR, FIRST, OptionalLong.empty(), self, Files.cbor(pack));
  }

  private void suites() {
    Bytes cover = new Cover(0, 1, 1, Cover.START, List.of(LINK)).encoded();
    for (SigningKey key : List.of(TestKeys.SENSOR, TestKeys.SCANNER, TestKeys.LABEL)) {
      String suite = key == TestKeys.SCANNER ? "Ed25519" : key.verifyingKey().suite().name();
      Subject self = Subject.of(Story.SENSOR);
      say("telemetry, " + suite, key, FIRST, OptionalLong.of(Story.T0), self, Raw.PAYLOAD);
      sink.accept(
          "a cover, " + suite,
          key,
          Said.say(
                  key,
                  Story.SENSOR,
                  self,
                  FIRST,
                  OptionalLong.of(Story.T0),
                  ContentType.RECORDS,
                  cover)
              .encoded());
    }
  }

  private void claims() {
    Subject self = Subject.of(Story.SENSOR);
    Optional<Bytes> link = Optional.of(LINK);
    Position last = at(U32_MAX, U32_MAX, link, OptionalLong.of(U53_MAX));
    say("the last position", TestKeys.SENSOR, last, OptionalLong.of(U53_MAX), self, Raw.PAYLOAD);
    Position first = at(0, 0, Optional.empty(), OptionalLong.of(0));
    say("the first position", TestKeys.SENSOR, first, OptionalLong.of(0), self, Raw.PAYLOAD);
    DevUrn longest = new DevUrn("urn:dev:x:" + "a".repeat(118));
    sink.accept(
        "a name of 128",
        TestKeys.SENSOR,
        Said.say(
                TestKeys.SENSOR,
                longest,
                Subject.of(longest),
                FIRST,
                OptionalLong.empty(),
                ContentType.TELEMETRY,
                Raw.PAYLOAD)
            .encoded());
  }

  private void subjects() {
    Subject longest =
        new Subject(
            "https://id.gs1.org/01/09521234543213/10/"
                + "%2F".repeat(20)
                + "/21/"
                + "%3F".repeat(20));
    OptionalLong none = OptionalLong.empty();
    say("the longest subject", TestKeys.SENSOR, FIRST, none, longest, Raw.PAYLOAD);
  }

  private void records() {
    pack(
        "1024 readings",
        out -> {
          out.array(1024).map(2).integer(2).integer(0).integer(-2).text("t");
          IntStream.range(1, 1024).forEach(i -> out.map(1).integer(2).integer(i % 24));
        });
    pack(
        "a name of 256, in two parts",
        out -> {
          out.array(1).map(3).integer(0).text("b".repeat(128)).integer(2).integer(0);
          out.integer(-2).text("a".repeat(128));
        });
    pack(
        "a unit, a text and data of 256",
        out -> {
          out.array(2).map(3).integer(0).text("t").integer(1).text("u".repeat(256));
          out.integer(3).text("\u00e9".repeat(128));
          out.map(2).integer(0).text("d").integer(8).bytes(Bytes.of(new byte[256]));
        });
    pack(
        "an empty text and no data",
        out -> {
          out.array(2).map(2).integer(0).text("t").integer(3).text("");
          out.map(2).integer(0).text("d").integer(8).bytes(Bytes.EMPTY);
        });
    pack(
        "a name of every character",
        out -> out.array(1).map(2).integer(0).text("A9a:./_-").integer(4).bool(false));
  }

  private void numbers() {
    number("2^63-1", out -> out.integer(Long.MAX_VALUE));
    number("-2^63", out -> out.integer(Long.MIN_VALUE));
    number("2^63-1 times 10^18", out -> out.tag(4).array(2).integer(18).integer(Long.MAX_VALUE));
    number("-2^63 times 10^-18", out -> out.tag(4).array(2).integer(-18).integer(Long.MIN_VALUE));
    number("the least double", out -> out.raw(Bytes.ofHex("fb0000000000000001")));
    number("the largest double", out -> out.raw(Bytes.ofHex("fb7fefffffffffffff")));
    number("a half float, negative zero", out -> out.raw(Bytes.ofHex("f98000")));
    number("a single float", out -> out.raw(Bytes.ofHex("fa3dcccccd")));
    pack(
        "times on both sides of 2^28",
        out -> {
          out.array(2).map(3).integer(0).text("a").integer(2).integer(1);
          out.integer(6).integer((1 << 28) - 1);
          out.map(3).integer(0).text("b").integer(2).integer(1).integer(6).integer(1 << 28);
        });
  }

  private void number(String note, Consumer<CborWriter> value) {
    pack(
        note,
        out -> {
          out.array(1).map(2).integer(0).text("t").integer(2);
          value.accept(out);
        });
  }

  private void covers() {
    cover("a cover of the last record", new Cover(U32_MAX, 1, 1, LINK, List.of(LINK)));
    List<Bytes> links = IntStream.range(0, 512).mapToObj(i -> LINK).toList();
    cover("a cover of 1024 records", new Cover(0, 1024, 2, Cover.START, links));
    cover("a cover of 1024, one link", new Cover(0, 1024, 1024, Cover.START, List.of(LINK)));
  }

  private void cover(String note, Cover cover) {
    sink.accept(note, TestKeys.SENSOR, Said.cover(U32_MAX, U32_MAX, cover).encoded());
  }

  /** Data of 256 bytes at most, in so many records that nothing more fits. */
  private void size() {
    for (int last = 256; last > 0; last--) {
      Bytes pack = data(last);
      Subject self = Subject.of(Story.SENSOR);
      OptionalLong none = OptionalLong.empty();
      int size =
          Said.say(TestKeys.SENSOR, Story.SENSOR, self, FIRST, none, ContentType.TELEMETRY, pack)
              .encoded()
              .size();
      if (size == 16_384) {
        say("16384 bytes", TestKeys.SENSOR, FIRST, none, self, pack);
        return;
      }
    }
    throw new IllegalStateException("no statement of 16384 bytes");
  }

  private static Bytes data(int last) {
    return Files.cbor(
        out -> {
          out.array(61);
          for (int i = 0; i < 60; i++) {
            out.map(2).integer(0).text("d" + (i + 10)).integer(8).bytes(Bytes.of(new byte[256]));
          }
          out.map(2).integer(0).text("e").integer(8).bytes(Bytes.of(new byte[last]));
        });
  }
}
