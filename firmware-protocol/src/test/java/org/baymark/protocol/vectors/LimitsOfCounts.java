package org.baymark.protocol.vectors;

import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.statement.Kind;

/** Limits of how many of something a structure, a note or a trust file has. */
record LimitsOfCounts(LimitVectors to) {
  private static final String NONE = "quorum none\n";

  void all() {
    depth();
    statements();
    entries();
    notes();
    new LimitsOfPassports(to).all();
  }

  private void both(String limit, String form, String note, IntFunction<Bytes> make) {
    int most = (int) LimitVectors.most(limit);
    to.edge(limit, form, note, make.apply(most), make.apply(most + 1));
  }

  private void depth() {
    String limit = "the depth of an item";
    both(limit, "item", "arrays", depth -> Bytes.ofHex("81".repeat(depth) + "00"));
    both(limit, "item", "maps", depth -> Bytes.ofHex("a100".repeat(depth) + "00"));
    both(limit, "item", "keys of maps", LimitsOfCounts::keys);
    both(limit, "item", "tags", depth -> Bytes.ofHex("c1".repeat(depth) + "00"));
  }

  private static Bytes keys(int depth) {
    return Bytes.ofHex("a1".repeat(depth) + "00" + "00".repeat(depth));
  }

  private void statements() {
    both(
        "records of a pack",
        "statement",
        "telemetry",
        count ->
            Raw.payload(
                    out -> {
                      out.array(count).map(2).integer(2).integer(0).integer(-2).text("t");
                      IntStream.range(1, count).forEach(i -> out.map(1).integer(2).integer(i % 24));
                    })
                .encoded());
    both(
        "sensors of an event",
        "statement",
        "attach",
        count ->
            Raw.event(
                    out -> {
                      out.map(2).integer(1).text("attach").integer(4).array(count);
                      IntStream.range(100, 100 + count)
                          .forEach(i -> out.array(2).text("urn:dev:os:1-" + i).nil());
                    })
                .encoded());
    Bytes link = Bytes.of(new byte[16]);
    both(
        "records that a cover covers",
        "statement",
        "with one link",
        count ->
            Raw.cover(
                    out -> {
                      out.array(5).integer(0).integer(count).integer(count).bytes(link);
                      out.array(1).bytes(link);
                    })
                .encoded());
  }

  private void entries() {
    to.edge(
        "kinds of a registration",
        "registration",
        "all there are",
        Pieces.of(registration(false)),
        Pieces.of(registration(true)));
    both("members", "members", "of 64 names", LimitsOfCounts::members);
  }

  /** There is no word for one more, so one stands there twice. */
  private static Bytes registration(boolean more) {
    CborWriter out = new CborWriter().map(4).integer(1);
    out.raw(TestKeys.SENSOR.verifyingKey().encoded()).integer(2).text("o").integer(3);
    out.array(Kind.values().length + (more ? 1 : 0));
    for (Kind kind : Kind.values()) {
      out.text(kind.wireName());
    }
    if (more) {
      out.text("unseal");
    }
    out.integer(4).integer(Story.T0);
    return new StructureVectors.Saying(
            TestKeys.registrar("alpha"),
            ContentType.REGISTRATION,
            Story.ALPHA,
            Subject.of(Story.SENSOR),
            true)
        .of(out.toBytes());
  }

  private static Bytes members(int count) {
    Item member = Item.of(TestKeys.member("alpha", "", Story.ORIGIN).encoded());
    CborWriter out = new CborWriter().array(3).text("baymark members v2").text("o").array(count);
    for (int i = 0; i < count; i++) {
      Item one = member.with(1, Item.text("urn:dev:org:32473-m" + (100 + i)));
      for (int label = 2; label <= 8; label++) { // what makes a member long says nothing here
        one = one.with(2 * label - 1, Item.text(""));
      }
      out.raw(one.encoded());
    }
    return out.toBytes();
  }

  private void notes() {
    both("signature lines of a note", "note", "lines", LimitsOfCounts::note);
    String limit = "logs, witnesses, groups of a trust file, each";
    String log = RefusedNotes.lines(1, NoteKey.LOG, "log ");
    both(limit, "policy", "logs", n -> text(RefusedNotes.lines(n, NoteKey.LOG, "log ")));
    both(
        limit,
        "policy",
        "witnesses",
        n -> text(log + RefusedNotes.lines(n, NoteKey.COSIGNER, "witness w%d ")));
    both(limit, "policy", "groups", n -> text(log + groups(n)));
    String proof = "c2sp.org/tlog-proof@v1\nindex 0\n";
    both(
        "hashes of a .tlog-proof",
        ".tlog-proof",
        "a path",
        n -> Bytes.ofUtf8(proof + hashes(n) + "\n" + note(1).utf8()));
    both(
        "hashes of a request to a witness",
        "add-checkpoint",
        "a proof",
        n -> Bytes.ofUtf8("old 1\n" + hashes(n) + "\n" + note(1).utf8()));
  }

  private static Bytes text(String lines) {
    return Bytes.ofUtf8(lines + NONE);
  }

  private static String groups(int count) {
    String first = RefusedNotes.lines(1, NoteKey.COSIGNER, "witness w%d ") + "group g0 any w0\n";
    return IntStream.range(1, count)
        .mapToObj(i -> "group g" + i + " any g" + (i - 1) + "\n")
        .collect(Collectors.joining("", first, ""));
  }

  private static String hashes(int count) {
    return ("A".repeat(43) + "=\n").repeat(count);
  }

  private static Bytes note(int lines) {
    return IntStream.range(0, lines)
        .mapToObj(i -> "\u2014 k" + i + " AAAAAAA=\n")
        .collect(
            Collectors.collectingAndThen(
                Collectors.joining("", Story.ORIGIN + "\n8\n" + "A".repeat(43) + "=\n\n", ""),
                Bytes::ofUtf8));
  }
}
