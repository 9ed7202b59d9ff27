package org.baymark.protocol.vectors;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.command.Command;
import org.baymark.protocol.command.Order;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.enrolment.Proof;
import org.baymark.protocol.statement.Reveal;

/** Limits of whole messages and files, in bytes. */
record LimitsOfBytes(LimitVectors to) {
  private static final Bytes NOTHING = Bytes.ofHex("00");
  private static final DevUrn LONGEST = new DevUrn("urn:dev:x:" + "a".repeat(118));

  void all() {
    to.edge("a device statement", "statement", "of data", statement(16_384), statement(16_385));
    to.edge("a record", "record", "of data", record(228), record(229));
    to.edge("a reveal", "reveal", "of content", reveal(16_384), reveal(16_385));
    proof();
    command();
    int entry = 65_535;
    to.edge("a log entry, a request", "governance", "a proposal", entry(entry), entry(entry + 1));
    to.edge("a note", "note", "of one long line", note(131_072), note(131_073));
    to.edge("a note", ".tlog-proof", "in a proof", under(131_072), under(131_073));
    to.edge("a trust file", "policy", "of one long comment", policy(262_144), policy(262_145));
    Bytes key = Bytes.ofUtf8(Story.shipmentKey(new Subject(LimitsOfTexts.SUBJECT)).toText());
    to.unreached(
        "a shipment key file",
        "shipment key file",
        "of the longest subject",
        Pieces.of(key),
        many(4097));
    to.above("a card in a proposal", "governance", "one byte more", Pieces.of(card(16_385)));
    to.above("a key card", "key_card", "one byte more", many(1025));
    to.above("a slip", "slip", "one byte more", many(2_801));
    to.edge("a .tlog-proof", ".tlog-proof", "with extra data", proof(262_144), proof(262_145));
    to.edge(
        "a request to a witness",
        "add-checkpoint",
        "of one long line",
        asked(131_072),
        asked(131_073));
    String message = "what one member sends another about heads";
    to.above(message, "vote_message", "one byte more", many((int) LimitVectors.most(message) + 1));
    to.above("a receipt", "scitt_receipt", "one byte more", many(4097));
    for (String form : new String[] {"evidence", "passport", "omission"}) {
      to.above(
          "a passport, evidence, an accusation",
          form,
          "one byte more: " + form,
          many((64 << 20) + 1));
    }
    to.above("a file of alliance keys", "alliance key file", "one byte more", many(65_537));
  }

  /** So many bytes that no item is: only their number is looked at. */
  private static Pieces many(int size) {
    return Pieces.of(Bytes.EMPTY, NOTHING, size, Bytes.EMPTY);
  }

  /** Of this size: what is made of a length grows with it, byte by byte. */
  private static Bytes sized(int size, int guess, IntFunction<Bytes> make) {
    int length = guess;
    for (int i = 0; i < 4; i++) { // the head of a string may grow on the way
      Bytes made = make.apply(length);
      if (made.size() == size) {
        return made;
      }
      length += size - made.size();
    }
    throw new IllegalStateException("none of " + size + " bytes");
  }

  private static Bytes statement(int size) {
    return sized(
        size,
        100,
        last ->
            Raw.payload(
                    out -> {
                      out.array(61);
                      for (int i = 0; i < 60; i++) {
                        out.map(2).integer(0).text("d" + (i + 10)).integer(8);
                        out.bytes(Bytes.of(new byte[256]));
                      }
                      out.map(2).integer(0).text("e").integer(8).bytes(Bytes.of(new byte[last]));
                    })
                .encoded());
  }

  private static Bytes reveal(int size) {
    Position position = new Position(1, 0, Optional.empty(), OptionalLong.empty());
    Bytes kid = TestKeys.SENSOR.verifyingKey().kid();
    Bytes salt = StructureSamples.ID.bytes();
    return sized(
        size,
        size - 80,
        length -> Reveal.of(kid, position, salt, Bytes.of(new byte[length])).encoded());
  }

  private static Bytes record(int last) {
    CborWriter out = new CborWriter().array(4).bytes(TestKeys.SENSOR.verifyingKey().kid());
    out.integer(3).integer(0).array(2).map(2).integer(0).text("t").integer(8);
    out.bytes(Bytes.of(new byte[256])).map(2).integer(0).text("u").integer(8);
    return out.bytes(Bytes.of(new byte[last])).toBytes();
  }

  /** In SM2, whose keys are the longest, between the longest names. */
  private void proof() {
    SigningKey key = TestKeys.of("device in SM2", Suite.SM2);
    Bytes longest = Proof.possession(key, LONGEST, LONGEST, EnrolmentVectors.NONCE).encoded();
    to.unreached(
        "a proof of possession, a roll-over",
        "enrolment",
        "between the longest names, in SM2",
        Pieces.of(longest),
        many(1025));
  }

  private void command() {
    SigningKey key = TestKeys.of("gateway in SM2", Suite.SM2);
    Order order = Order.interval(Order.INTERVAL_MAX);
    Command longest =
        new Command(
            LONGEST,
            LONGEST,
            key.verifyingKey().thumbprint(),
            Position.U53_MAX,
            Position.U53_MAX - 1,
            Position.U53_MAX,
            order);
    to.unreached(
        "a command",
        "command",
        "between the longest names, in SM2",
        Pieces.of(longest.sign(key).encoded()),
        many(1025));
  }

  /** A signature line of so many bytes: its base64 grows by four, its name does the rest. */
  static String line(int size) {
    int around = Bytes.ofUtf8("\u2014 n \n").size();
    int groups = (size - around) / 4;
    String name = "n".repeat(1 + (size - around) % 4);
    return "\u2014 " + name + " " + "AAAA".repeat(groups) + "\n";
  }

  private static String note(String more) {
    return Story.ORIGIN + "\n8\n" + "A".repeat(43) + "=\n\n" + more;
  }

  private static Bytes note(int size) {
    return sized(size, size, length -> Bytes.ofUtf8(note(line(length))));
  }

  private static Bytes policy(int size) {
    String end = "\nquorum none\n";
    return Bytes.ofUtf8("#" + "x".repeat(size - 1 - end.length()) + end);
  }

  /** A proposal under a note that takes all the room there is. */
  private static Bytes entry(int size) {
    Item alpha = Item.text(Story.ALPHA.text());
    return sized(size, size - 400, length -> proposal(note(line(length)), "remove", alpha));
  }

  private static Bytes proposal(String note, String word, Item of) {
    Bytes payload =
        Files.cbor(
            out -> {
              out.array(4).text("baymark proposal v1").digest(Story.members("").digest());
              out.text(note).array(2).text(word).raw(of.encoded());
            });
    SigningKey governor = TestKeys.of("governor of alpha", Suite.EDDSA);
    return new StructureVectors.Saying(
            governor, ContentType.GOVERNANCE, Story.ALPHA, Subject.of(Story.ALPHA), true)
        .of(payload);
  }

  /** The six keys and the addresses of a member end long before. */
  private static Bytes card(int size) {
    Item card = Item.string(Item.BYTES, Bytes.of(new byte[size]));
    return proposal(note(line(20)), "admit", card);
  }

  private static Bytes proof(int size) {
    String start = "c2sp.org/tlog-proof@v1\nextra " + "AAAA".repeat(40_000) + "\nindex 0\n\n";
    return sized(size, size - 160_200, length -> Bytes.ofUtf8(start + note(line(length))));
  }

  /** A proof with a note of this size. */
  private static Bytes under(int size) {
    return Bytes.ofUtf8("c2sp.org/tlog-proof@v1\nindex 0\n\n").concat(note(size));
  }

  private static Bytes asked(int size) {
    return sized(size, size - 100, length -> Bytes.ofUtf8("old 0\n\n" + note(line(length))));
  }
}
