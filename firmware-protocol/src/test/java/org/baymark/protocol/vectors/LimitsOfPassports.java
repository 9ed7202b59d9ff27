package org.baymark.protocol.vectors;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.passport.Anchor;
import org.baymark.protocol.passport.Evidence;
import org.baymark.protocol.passport.Passport;
import org.baymark.protocol.passport.Ties;
import org.baymark.protocol.passport.VectorCase;
import org.baymark.protocol.receipt.TransparentStatement;

/** Limits of how much evidence holds; much of one thing many times, so that a file can hold it. */
record LimitsOfPassports(LimitVectors to) {
  private static final String WHOLE = "a passport, evidence, an accusation";
  private static final String SUBJECTS =
      "subjects and parts of a passport, subjects of an evidence request";
  private static final String LISTS = "headers, registrations, gateways, records, filings, each";
  private static final Bytes MARK = Digest.sha256(Bytes.ofUtf8("here")).bytes();
  private static final Bytes NULL = Bytes.ofHex("f6");
  private static final int LIST_MAX = 1 << 20;
  private static final int SUBJECTS_MAX = 65_536;
  private static final Passport PASSPORT = PassportVectors.good();
  private static final Evidence EVIDENCE = PASSPORT.evidence();

  void all() {
    paths();
    subjects();
    lists();
    largest();
    receipts();
    anchors();
    successions();
  }

  /** The evidence with so many of a thing in the place of a list of it. */
  private static Pieces evidence(int list, Bytes unit, int times) {
    return around(Item.of(EVIDENCE.encoded()).with(list, mark()), unit, times);
  }

  private static Item mark() {
    return Item.string(Item.BYTES, MARK);
  }

  /** In the place of the mark, an array. */
  private static Pieces around(Item marked, Bytes unit, int times) {
    String hex = marked.encoded().hex();
    String mark = mark().encoded().hex();
    int at = hex.indexOf(mark);
    Bytes head = Bytes.ofHex(hex.substring(0, at)).concat(array(times));
    return Pieces.of(head, unit, times, Bytes.ofHex(hex.substring(at + mark.length())));
  }

  private static Bytes array(int count) {
    return new CborWriter().array(count).toBytes();
  }

  private void paths() {
    Item evidence = Item.of(EVIDENCE.encoded());
    Item seal = evidence.items().get(2);
    Item marked = evidence.with(2, seal.with(1, mark()));
    Bytes hash = new CborWriter().digest(EventSamples.ID).toBytes();
    to.edge(
        "digests of a path",
        "evidence",
        "of the seal",
        around(marked, hash, 106),
        around(marked, hash, 107));
    to.edge("steps of an index path", "index_path", "all depths", steps(256), steps(257));
  }

  private static Bytes steps(int count) {
    CborWriter out = new CborWriter().array(count);
    for (int i = 0; i < count; i++) {
      out.array(2).integer(Math.min(i, 255)).bytes(Bytes.of(new byte[32]));
    }
    return out.toBytes();
  }

  /** Nothing was filed about it: that takes the fewest bytes. */
  private static Bytes nothing() {
    CborWriter out = new CborWriter().array(2).digest(EventSamples.ID);
    return out.array(2).array(0).nil().toBytes();
  }

  private void subjects() {
    to.edge(
        SUBJECTS,
        "evidence",
        "of which nothing is known",
        evidence(8, nothing(), SUBJECTS_MAX),
        evidence(8, nothing(), SUBJECTS_MAX + 1));
    Item passport = Item.of(PASSPORT.encoded()).with(3, mark());
    to.above(SUBJECTS, "passport", "parts", around(passport, NULL, SUBJECTS_MAX + 1));
    Item request =
        Item.of(Files.cbor(out -> out.array(3).text("baymark evidence request v1").nil().array(0)))
            .with(1, mark());
    Bytes asked = new CborWriter().array(2).digest(EventSamples.ID).nil().toBytes();
    to.edge(
        SUBJECTS,
        "evidence_request",
        "of all filings",
        around(request, asked, SUBJECTS_MAX),
        around(request, asked, SUBJECTS_MAX + 1));
  }

  /**
   * In 64 MiB there is no room for so many headers, registrations or filings; so many of the
   * others, each another, would fill megabytes.
   */
  private void lists() {
    String[] names = {"registrars", "headers", "registrations", "gateways"};
    for (int i = 0; i < names.length; i++) {
      to.above(LISTS, "evidence", names[i], evidence(4 + i, NULL, LIST_MAX + 1));
    }
    Item subject = Item.of(EVIDENCE.encoded()).items().get(8).items().get(0);
    Item evidence = Item.of(EVIDENCE.encoded());
    Item marked = evidence.with(8, Item.of(array(0)).with(List.of(subject.with(4, mark()))));
    to.above(LISTS, "evidence", "filings", around(marked, NULL, LIST_MAX + 1));
    Item passport = Item.of(PASSPORT.encoded()).with(2, mark());
    to.above(LISTS, "passport", "records", around(passport, NULL, LIST_MAX + 1));
  }

  /** Evidence of exactly 64 MiB, and of one byte more. */
  private void largest() {
    to.edge(
        WHOLE,
        "evidence",
        "of many subjects",
        sized(Evidence.SIZE_MAX),
        sized(Evidence.SIZE_MAX + 1));
  }

  private static Pieces sized(int size) {
    CborWriter out = new CborWriter().array(2).digest(EventSamples.ID).array(2).array(40);
    for (int i = 0; i < 40; i++) {
      out.array(2).integer(i).bytes(Bytes.of(new byte[32]));
    }
    Bytes unit = out.nil().toBytes();
    int units = size / unit.size() - 12;
    String signed = EVIDENCE.checkpoint().toText();
    Item evidence = Item.of(EVIDENCE.encoded());
    int rest = 100;
    for (int i = 0; i < 2; i++) {
      Item note = Item.text(signed + LimitsOfBytes.line(rest));
      Pieces made = around(evidence.with(1, note).with(8, mark()), unit, units);
      if (made.size() == size) {
        return made;
      }
      rest += size - made.size();
    }
    throw new IllegalStateException("none of " + size + " bytes");
  }

  private void receipts() {
    Bytes statement = ReceiptSamples.transparent().encoded();
    TransparentStatement parsed = TransparentStatement.parse(statement).toOptional().orElseThrow();
    Bytes receipt = new CborWriter().bytes(parsed.receipts().get(0).encoded()).toBytes();
    Item whole = Item.of(statement);
    Item sign1 = whole.items().get(0);
    Item marked = whole.with(0, sign1.with(1, sign1.items().get(1).with(1, mark())));
    to.edge(
        "receipts of a transparent statement",
        "transparent_statement",
        "one many times",
        around(marked, receipt, 64),
        around(marked, receipt, 65));
    int most = TransparentStatement.SIZE_MAX;
    to.above(
        "receipts of a transparent statement",
        "transparent_statement",
        "more bytes than 64 receipts have",
        Pieces.of(Bytes.EMPTY, Bytes.ofHex("00"), most + 1, Bytes.EMPTY));
  }

  private void anchors() {
    to.edge(
        "anchors of evidence", "evidence", "each in its chain", anchored(16, 1), anchored(17, 1));
    to.edge(
        "the name of another chain",
        "evidence",
        "a reference of 32 letters",
        anchored(1, 32),
        anchored(1, 33));
  }

  /** In so many chains, whose references have so many letters. */
  private static Bytes anchored(int count, int letters) {
    List<Anchor> anchors =
        IntStream.range(0, count)
            .mapToObj(i -> (char) ('a' + i) + "-chain0:" + "x".repeat(letters))
            .map(chain -> new Anchor(chain, EventSamples.ID, 1, EVIDENCE.head(), List.of()))
            .toList();
    return EVIDENCE.with(EVIDENCE.checkpoint(), new Ties(anchors, Optional.empty())).encoded();
  }

  private void successions() {
    Item evidence = Item.of(VectorCase.succeeded(1).encoded());
    Item succession = evidence.items().get(10);
    Item marked = evidence.with(10, succession.with(2, mark()));
    Bytes change = succession.items().get(2).items().get(0).encoded();
    to.edge(
        "changes of a succession",
        "evidence",
        "one many times",
        around(marked, change, 1_024),
        around(marked, change, 1_025));
    to.edge(
        "decisions of a change of members",
        "evidence",
        "a proposal and votes",
        VectorCase.succeeded(63).encoded(),
        VectorCase.succeeded(64).encoded());
  }
}
