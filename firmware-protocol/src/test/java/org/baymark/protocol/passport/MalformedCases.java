package org.baymark.protocol.passport;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.governance.Change;

/** Section 13: files that are no passport, each for one reason. Their verdict is exit 2. */
final class MalformedCases {
  private static final int[] CHECKPOINT = {1, 1};
  private static final int[] SEAL = {1, 2, 0};
  private static final int[] MEMBERS = {1, 3};
  private static final int[] HEADERS = {1, 5};
  private static final int[] REGISTRATIONS = {1, 6};
  private static final int[] SUBJECTS = {1, 8};
  private static final int[] ANCHORS = {1, 9};
  private static final int[] SUCCESSION = {1, 10};
  private static final int[] CHANGES = {1, 10, 2};
  private static final int[] PARTS = {3};

  private final List<VectorCase> cases = new ArrayList<>();
  private final Bytes good = Trip.whole().papers().together().encoded();
  private final Bytes anchored = LogCases.anchored(3).together().encoded();

  static List<VectorCase> all() {
    MalformedCases all = new MalformedCases();
    all.outside();
    all.anchors();
    all.successions();
    all.texts();
    all.entries();
    all.revocations();
    all.subjects();
    all.parts();
    all.statements();
    return all.cases;
  }

  private void of(String note, Bytes file, Consumer<Object> lie) {
    Object tree = Tree.of(file);
    lie.accept(tree);
    cases.add(VectorCase.of("13 " + note, Tree.encoded(tree), "unusable"));
  }

  private void of(String note, UnaryOperator<Object> change, int... way) {
    of(note, good, tree -> Tree.change(tree, change, way));
  }

  /** The way and some steps more. */
  private static int[] on(int[] way, int... more) {
    int[] all = java.util.Arrays.copyOf(way, way.length + more.length);
    System.arraycopy(more, 0, all, way.length, more.length);
    return all;
  }

  private static Object without(Object list, int index) {
    List<Object> rest = new ArrayList<>(Tree.list(list));
    rest.remove(index);
    return rest;
  }

  private static Object with(Object list, Object more) {
    List<Object> all = new ArrayList<>(Tree.list(list));
    all.add(more);
    return all;
  }

  private static Object swapped(Object list) {
    List<Object> swapped = new ArrayList<>(Tree.list(list));
    Collections.swap(swapped, swapped.size() - 2, swapped.size() - 1);
    return swapped;
  }

  private static UnaryOperator<Object> hex(String from, String to) {
    return item -> {
      String before = ((Bytes) item).hex();
      if (!before.contains(from)) {
        throw new IllegalStateException(from + " is not in " + before);
      }
      return Bytes.ofHex(before.replace(from, to));
    };
  }

  private static Object withLargeX(Object members) {
    String before = ((Bytes) members).hex();
    int x = before.indexOf("2001215820") + 10;
    return Bytes.ofHex(before.substring(0, x) + "ff".repeat(32) + before.substring(x + 64));
  }

  private static UnaryOperator<Object> text(String from, String to) {
    return item -> ((String) item).replaceFirst(from, to);
  }

  private void outside() {
    of("another version", text("v1", "v2"), 0);
    of("another version of the evidence", text("v2", "v1"), 1, 0);
    of("a fifth item", good, tree -> Tree.list(tree).add(0L));
    of("no list of records", good, tree -> Tree.list(tree).remove(2));
    of("a record that is none", item -> List.of(Bytes.ofHex("80")), 2);
    of("an item of the evidence missing", item -> without(item, 7), 1);
  }

  private void anchors() {
    of("a tenth item of evidence v2", item -> with(item, List.of()), 1);
    of(
        "evidence v3 without anchors",
        item -> {
          List<Object> all = new ArrayList<>(Tree.list(with(item, List.of())));
          all.set(0, "baymark evidence v3");
          return all;
        },
        1);
    anchored("an anchor of five items", item -> without(item, 5));
    anchored("an anchor in a chain of 42 letters", item -> "eip155:" + "1".repeat(35), 0);
    anchored("an anchor in a chain without a name", item -> "eip155", 0);
    anchored("an anchor in a transaction of 31 bytes", item -> Bytes.ofHex("00".repeat(31)), 1);
    anchored("an anchor in block 2^53", item -> 1L << 53, 2);
    anchored("an anchor of no entries", item -> 0L, 3);
    anchored("an anchor with a root of 31 bytes", item -> Bytes.ofHex("00".repeat(31)), 4);
    anchored("an anchor with a path that is none", item -> 0L, 5);
    of("two anchors in one chain", anchored, tree -> Tree.change(tree, this::doubled, ANCHORS));
  }

  private Object doubled(Object list) {
    return with(list, Tree.list(list).get(0));
  }

  private void anchored(String note, UnaryOperator<Object> change, int... more) {
    of(note, anchored, tree -> Tree.change(tree, change, on(on(ANCHORS, 0), more)));
  }

  private void successions() {
    Successors world = new Successors();
    Bytes succeeded = world.papers(world.honest()).together().encoded();
    of(
        "evidence v3 with a succession",
        succeeded,
        tree -> Tree.change(tree, item -> "baymark evidence v3", 1, 0));
    of("evidence v4 without a succession", succeeded, tree -> cut(tree, 10));
    Consumer<Object> none = tree -> Tree.change(tree, item -> List.of(), on(CHANGES));
    of("a succession of no changes", succeeded, none);
    of(
        "another version of a succession",
        succeeded,
        change("baymark succession v2", SUCCESSION, 0));
    of("first members that do not read", succeeded, change(Bytes.ofHex("80"), SUCCESSION, 1));
    of("a change without decisions", succeeded, change(List.of(), CHANGES, 0, 1));
    of(
        "a seal of a change that does not read",
        succeeded,
        change(Bytes.ofHex("80"), CHANGES, 0, 0, 0));
    of(
        "a vote in the place of a proposal",
        succeeded,
        tree -> exchange(tree, on(CHANGES, 0, 1, 0), on(CHANGES, 0, 1, 1)));
    of(
        "a proposal in the place of a vote",
        succeeded,
        tree -> {
          Object proposal = Tree.get(tree, on(CHANGES, 1, 1, 0));
          Tree.change(tree, item -> proposal, on(CHANGES, 0, 1, 1));
        });
    of("a vote that is no sign1", succeeded, change(Bytes.ofHex("80"), CHANGES, 0, 1, 1));
    for (String what : List.of("proposal", "vote")) {
      int place = what.equals("vote") ? 1 : 0;
      of(
          "a registration in the place of a " + what,
          succeeded,
          tree -> {
            Object registration = Tree.get(tree, on(REGISTRATIONS, 0, 0));
            Tree.change(tree, item -> registration, on(CHANGES, 0, 1, place));
          });
    }
    of(
        "votes out of order",
        succeeded,
        tree -> exchange(tree, on(CHANGES, 0, 1, 1), on(CHANGES, 0, 1, 2)));
    of(
        "a vote twice",
        succeeded,
        tree -> {
          Object vote = Tree.get(tree, on(CHANGES, 0, 1, 1));
          Tree.change(tree, item -> vote, on(CHANGES, 0, 1, 2));
        });
    Successors.Parts parts = world.parts(0);
    parts.change = new Change.Entrust(world.now.name(0), world.now.name(1));
    of(
        "a succession by an entrust",
        world.papers(world.with(0, parts)).together().encoded(),
        tree -> {});
  }

  private static Consumer<Object> change(Object to, int[] way, int... more) {
    return tree -> Tree.change(tree, item -> to, on(way, more));
  }

  private static void cut(Object tree, int index) {
    Tree.change(tree, item -> without(item, index), 1);
  }

  private void texts() {
    of("a checkpoint with an extension line", text("\n\n", "\nmore\n\n"), CHECKPOINT);
    of("a checkpoint without signatures", text("(?s)\n\n.*", "\n\n"), CHECKPOINT);
    of(
        "a seal of epoch 0 with a stop set",
        hex("763100f601", "7631005820" + "00".repeat(32) + "01"),
        SEAL);
    of("a seal of epoch 1 without a stop set", hex("763100f601", "763101f601"), SEAL);
    of("a seal of height 2 without a previous", hex("763100f601", "763100f602"), SEAL);
    of("a seal of height 0", hex("763100f601", "763100f600"), SEAL);
    of("members out of order", hex(name("member0"), name("member9")), MEMBERS);
    of("a registrar key with an x above the prime", MalformedCases::withLargeX, MEMBERS);
    of("a byte behind the members", item -> ((Bytes) item).concat(Bytes.ofHex("00")), MEMBERS);
  }

  private static String name(String member) {
    return Bytes.ofUtf8("urn:dev:org:32473-" + member).hex();
  }

  private void entries() {
    of("headers out of order", MalformedCases::swapped, HEADERS);
    of("a header twice", item -> with(item, Tree.list(item).get(2)), HEADERS);
    of(
        "a header twice, at two indexes",
        item -> with(item, moved(Tree.list(item).get(2))),
        HEADERS);
    of(
        "a registration among the headers",
        good,
        tree -> exchange(tree, on(HEADERS, 0, 0), on(REGISTRATIONS, 0, 0)));
    of(
        "a header of batch 1 with a previous",
        hex("a80102025820", "a80101025820"),
        on(HEADERS, 1, 0));
    of(
        "a header of batch 2 without a previous",
        hex("a80101" + "02f6", "a80102" + "02f6"),
        on(HEADERS, 0, 0));
    of(
        "a header with fewer statements than subjects",
        hex("06020702", "06010702"),
        on(HEADERS, 0, 0));
    of(
        "a header that is not tagged",
        item -> Bytes.ofHex(((Bytes) item).hex().substring(2)),
        on(HEADERS, 0, 0));
    of(
        "a header among the registrations",
        good,
        tree -> {
          Object header = Tree.get(tree, on(HEADERS, 0, 0));
          Tree.change(tree, item -> header, on(REGISTRATIONS, 0, 0));
        });
    of("registrations out of order", MalformedCases::swapped, REGISTRATIONS);
    of(
        "a registration whose sub is no subject",
        hex(
            Bytes.ofUtf8("urn:dev:os:32473-scanner").hex(),
            Bytes.ofUtf8("urn:dev:os:32473-scan/er").hex()),
        on(REGISTRATIONS, 1, 0));
    of(
        "a path of 107 digests",
        item -> Collections.nCopies(107, (Object) Bytes.ofHex("00".repeat(32))),
        on(HEADERS, 0, 2));
    of("a digest of 31 bytes", item -> Bytes.ofHex("00".repeat(31)), on(HEADERS, 0, 2, 0));
    of("index path depths that do not ascend", MalformedCases::swapped, on(REGISTRATIONS, 0, 3));
    of("a gateway twice", item -> with(item, Tree.list(item).get(0)), 1, 7);
  }

  /** The same log entry, said to stand one further on. */
  private static Object moved(Object logged) {
    List<Object> moved = new ArrayList<>(Tree.list(logged));
    moved.set(1, (Long) moved.get(1) + 1);
    return moved;
  }

  private static void exchange(Object tree, int[] a, int[] b) {
    Object first = Tree.get(tree, a);
    Object second = Tree.get(tree, b);
    Tree.change(tree, item -> second, a);
    Tree.change(tree, item -> first, b);
  }

  private void revocations() {
    Trip trip = Trip.whole();
    trip.world.revoke(trip.scanner, OptionalLong.empty());
    Bytes revoked = trip.papers().together().encoded();
    int[] revocation = on(REGISTRATIONS, 1, 4);
    of(
        "a revocation of another name",
        revoked,
        tree -> {
          Object end = Tree.get(tree, revocation);
          Tree.change(tree, item -> Tree.NULL, revocation);
          Tree.change(tree, item -> end, on(REGISTRATIONS, 2, 4));
        });
    String key = trip.scanner.key.verifyingKey().thumbprint().hex();
    of(
        "a revocation of another key",
        revoked,
        tree -> Tree.change(tree, hex(key, Digest.sha256().hex()), on(revocation, 0)));
    of(
        "a revocation at its registration's index",
        revoked,
        tree -> {
          Object index = Tree.get(tree, on(REGISTRATIONS, 1, 1));
          Tree.change(tree, item -> index, on(revocation, 1));
        });
    of(
        "a registration as revocation",
        revoked,
        tree -> {
          Object entry = Tree.get(tree, on(REGISTRATIONS, 1, 0));
          Tree.change(tree, item -> entry, on(revocation, 0));
        });
  }

  private void subjects() {
    of("no subjects", item -> List.of(), SUBJECTS);
    of("filings beyond the small log", item -> 1L, on(SUBJECTS, 0, 3));
    of("fewer statements than filings", item -> 2L, on(SUBJECTS, 0, 1));
    of("a filing of no statements", item -> 0L, on(SUBJECTS, 0, 4, 0, 1));
    of("no filings", item -> List.of(), on(SUBJECTS, 0, 4));
    of("nothing filed about the first", item -> nothing(item), on(SUBJECTS, 0));
    of("a subject of 3 items", item -> with(nothing(item), 0L), on(SUBJECTS, 1));
    of("a K of 31 bytes", item -> Bytes.ofHex("00".repeat(31)), on(SUBJECTS, 0, 0));
  }

  private static Object nothing(Object subject) {
    return List.of(Tree.list(subject).get(0), List.of(List.of(), Tree.NULL));
  }

  private void parts() {
    of("fewer parts than subjects", item -> without(item, 1), PARTS);
    of("fewer disclosures than filings", item -> without(item, 2), on(PARTS, 0, 1));
    of("more disclosures than filings", item -> with(item, Tree.NULL), on(PARTS, 0, 1));
    of("a second part that is a shipment", item -> Trip.OTHER.text(), on(PARTS, 1, 0));
    of("a subject with a wrong check digit", text("0$", "1"), on(PARTS, 0, 0));
    Trip trip = Trip.whole();
    Bytes device =
        Papers.issue(trip.world, trip.sensor.subject(), trip.sensor.subject()).together().encoded();
    of("a second part about the same device", device, tree -> {});
    Bytes three = new Journey().papers().together().encoded();
    of(
        "devices out of order",
        three,
        tree -> {
          Tree.change(tree, MalformedCases::swapped, SUBJECTS);
          Tree.change(tree, MalformedCases::swapped, PARTS);
        });
  }

  private void statements() {
    int[] disclosure = on(PARTS, 0, 1, 0);
    of("an entry_index of 0", item -> 0L, on(disclosure, 0));
    of("a disclosure without statements", item -> List.of(), on(disclosure, 2));
    of(
        "a header among the statements",
        good,
        tree -> {
          Object header = Tree.get(tree, on(HEADERS, 0, 0));
          Tree.change(tree, item -> header, on(disclosure, 2, 0));
        });
    String attach = "66" + Bytes.ofUtf8("attach").hex();
    String strange = "66" + Bytes.ofUtf8("attack").hex();
    of("an event of an unknown kind", hex(attach, strange), on(disclosure, 2, 0));
    of(
        "a byte behind a statement",
        item -> ((Bytes) item).concat(Bytes.ofHex("00")),
        on(disclosure, 2, 0));
  }
}
