package org.baymark.protocol.vectors;

import java.util.function.IntFunction;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.enrolment.Label;

/** Limits of texts and of byte strings that are no messages. */
record LimitsOfTexts(LimitVectors to) {
  /** The longest that section 3.2 has. */
  static final String SUBJECT =
      "https://id.gs1.org/01/09521234543213/10/" + "%2F".repeat(20) + "/21/" + "%3F".repeat(20);

  private static final String SENML =
      "a name, a unit, a text, data of SenML; the name of a reading";
  private static final StructureVectors.Saying ENTRY =
      new StructureVectors.Saying(
          TestKeys.registrar("alpha"),
          ContentType.REGISTRATION,
          Story.ALPHA,
          Subject.of(Story.SENSOR),
          true);

  void all() {
    names();
    scans();
    telemetry();
    events();
    entries();
    members();
  }

  private void both(String limit, String form, String note, IntFunction<Bytes> make) {
    int most = (int) LimitVectors.most(limit);
    to.edge(limit, form, note, make.apply(most), make.apply(most + 1));
  }

  private void names() {
    both("a name", "name", "a name", size -> utf8("urn:dev:x:" + "a".repeat(size - 10)));
    to.unreached(
        "a subject",
        "subject",
        "the longest",
        Pieces.of(utf8(SUBJECT)),
        Pieces.of(utf8("https://id.gs1.org/8004/9521" + "A".repeat(257 - 28))));
    DevUrn longest = new DevUrn("urn:dev:x:" + "a".repeat(118));
    String label = Label.of(longest, TestKeys.SENSOR.verifyingKey()).text();
    to.unreached(
        "a label",
        "label",
        "of the longest name",
        Pieces.of(utf8(label)),
        Pieces.of(utf8(label + "a".repeat(257 - label.length()))));
  }

  private static Bytes utf8(String text) {
    return Bytes.ofUtf8(text);
  }

  private void scans() {
    String limit = "what a scanner sends, raw";
    both(limit, "scan", "a link", size -> utf8("]Q1https://" + padded(size - 11)));
    both(
        limit,
        "statement",
        "a scan",
        size ->
            Raw.event(
                    out ->
                        out.map(2)
                            .integer(1)
                            .text("scan")
                            .integer(3)
                            .bytes(Bytes.of(new byte[size])))
                .encoded());
  }

  /** A link of this length to goods. */
  private static String padded(int size) {
    String end = "/01/09521234543213";
    return "a".repeat(size - end.length()) + end;
  }

  private void telemetry() {
    both(SENML, "statement", "a name", size -> pack("n".repeat(size), "Cel"));
    both(SENML, "statement", "a unit", size -> pack("t", "u".repeat(size)));
    both(
        SENML,
        "statement",
        "a text",
        size ->
            Raw.payload(
                    out -> {
                      out.array(1).map(2).integer(0).text("t").integer(3);
                      out.text("x".repeat(size));
                    })
                .encoded());
    both(
        SENML,
        "statement",
        "data",
        size ->
            Raw.payload(
                    out -> {
                      out.array(1).map(2).integer(0).text("t").integer(8);
                      out.bytes(Bytes.of(new byte[size]));
                    })
                .encoded());
    both(
        SENML,
        "statement",
        "a name of two parts",
        size ->
            Raw.payload(
                    out -> {
                      out.array(1).map(3).integer(0).text("n".repeat(size - 128)).integer(2);
                      out.integer(4).integer(-2).text("b".repeat(128));
                    })
                .encoded());
  }

  private static Bytes pack(String name, String unit) {
    return Raw.payload(
            out -> {
              out.array(1).map(3).integer(0).text(name).integer(1).text(unit);
              out.integer(2).integer(4);
            })
        .encoded();
  }

  private void events() {
    String limit = "a seal number, a version";
    both(limit, "statement", "a seal number", size -> event("seal", 6, "S".repeat(size)));
    both(
        limit,
        "statement",
        "a version",
        size ->
            Raw.event(
                    Story.SENSOR.text(),
                    out -> {
                      out.map(2).integer(1).text("hello").integer(13).array(2);
                      out.text("1".repeat(size)).digest(EventSamples.ID);
                    })
                .encoded());
    both("an alert code", "statement", "an alert", size -> event("alert", 9, "c".repeat(size)));
  }

  private static Bytes event(String kind, int field, String text) {
    return Raw.event(out -> out.map(2).integer(1).text(kind).integer(field).text(text)).encoded();
  }

  private void entries() {
    both(
        "an owner",
        "registration",
        "a registration",
        size ->
            ENTRY.of(
                Files.cbor(
                    out -> {
                      out.map(4).integer(1).raw(TestKeys.SENSOR.verifyingKey().encoded());
                      out.integer(2).text("o".repeat(size)).integer(3).array(1).text("telemetry");
                      out.integer(4).integer(Story.T0);
                    })));
    both(
        "a reason",
        "revocation",
        "a revocation",
        size ->
            ENTRY
                .of(ContentType.REVOCATION)
                .of(
                    Files.cbor(
                        out -> {
                          out.map(3).integer(1).digest(EventSamples.ID).integer(2).nil();
                          out.integer(3).text("r".repeat(size));
                        })));
  }

  private void members() {
    both("an origin", "members", "of a log", size -> members("o".repeat(size), 0, 0));
    for (int label : new int[] {7, 8}) {
      String note = label == 7 ? "a log_vkey" : "a cosigner_vkey";
      both("a vkey of a member", "members", note, size -> members("o", label, size));
    }
    String[] texts = {"company", "jurisdiction", "url", "peer", "order"};
    for (int i = 0; i < texts.length; i++) {
      int label = i + 2;
      both(
          "a company, a jurisdiction, an address of a member",
          "members",
          texts[i],
          size -> members("o", label, size));
    }
    both("the name of a key in ML-DSA-44", "vkey", "a vkey", LimitsOfTexts::vkey);
  }

  /** One member, whose text of this label has this size; with label 0 it is as it was. */
  private static Bytes members(String origin, int label, int size) {
    Item member = Item.of(TestKeys.member("alpha", "", Story.ORIGIN).encoded());
    Item one = label == 0 ? member : member.with(2 * label - 1, Item.text("x".repeat(size)));
    return Files.cbor(
        out -> out.array(3).text("baymark members v2").text(origin).array(1).raw(one.encoded()));
  }

  private static Bytes vkey(int size) {
    return utf8(RefusedNotes.vkey(6, "n".repeat(size), Bytes.of(new byte[1312])));
  }
}
