package org.baymark.protocol.passport;

import static org.baymark.protocol.passport.Lie.bent;
import static org.baymark.protocol.passport.Lie.longer;
import static org.baymark.protocol.passport.Lie.shorter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.baymark.protocol.batch.Filing;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.index.IndexProof;
import org.baymark.protocol.merkle.RangeProof;
import org.baymark.protocol.statement.Unverified;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What a batch says about a subject is said whole: steps "in-batch" and "complete". */
class SetLiesTest {
  private static final int SHIPMENT = 0;
  private static final int COLD = 1;
  private static final int WARM = 2;

  private static final String NOT_THOSE = "in-batch | fail | not the statements that were filed";
  private static final String OUT_OF_ORDER = "in-batch | fail | statements out of order";
  private static final String INDEX = "complete | fail | the index does not confirm what was filed";

  @TestFactory
  List<DynamicTest> sets() {
    return Lie.tests(
        List.of(
            set("a statement missing in a set", all -> all.subList(1, 2), NOT_THOSE),
            set("a statement twice in a set", SetLiesTest::twice, OUT_OF_ORDER),
            set("statements in another order", SetLiesTest::reversed, OUT_OF_ORDER),
            new Lie(
                "the sets of two batches exchanged",
                papers -> Sets.exchange(papers, SHIPMENT, 0, SHIPMENT, 1),
                NOT_THOSE),
            new Lie(
                "the sets of two sensors exchanged",
                papers -> Sets.exchange(papers, COLD, 0, WARM, 0),
                "in-batch | fail | a statement about something else than urn:dev:os:32473-cold")));
  }

  private static Lie set(String name, UnaryOperator<List<Unverified>> change, String expected) {
    return new Lie(name, papers -> Sets.statements(papers, WARM, 0, change), expected);
  }

  private static List<Unverified> twice(List<Unverified> all) {
    List<Unverified> twice = new ArrayList<>(all);
    twice.add(all.get(all.size() - 1));
    return twice;
  }

  private static List<Unverified> reversed(List<Unverified> all) {
    List<Unverified> reversed = new ArrayList<>(all);
    Collections.reverse(reversed);
    return reversed;
  }

  @TestFactory
  List<DynamicTest> places() {
    return Lie.tests(
        List.of(
            place("an entry at another index", 1, path -> path),
            place("an entry at an index beyond the tree", 8, path -> path),
            place("an entry's path without its last hash", 0, path -> shorter(path)),
            place("an entry's path with a hash more", 0, path -> longer(path)),
            place("another hash in an entry's path", 0, path -> bent(path)),
            place("no path at all", 0, path -> List.of())));
  }

  private static Lie place(String name, long shift, UnaryOperator<List<Digest>> change) {
    return new Lie(
        name,
        papers -> {
          long index = Sets.disclosure(papers, SHIPMENT, 0).entryIndex();
          Sets.place(papers, SHIPMENT, 0, index + shift, change);
        },
        "in-batch | fail | not in the batch: https://id.gs1.org/00/003456789012345670 in gateway"
            + " urn:dev:os:32473-depot, batch 1");
  }

  @TestFactory
  List<DynamicTest> withheld() {
    return Lie.tests(
        List.of(
            new Lie(
                "a batch of the shipment withheld",
                papers -> Sets.withhold(papers, SHIPMENT, 1),
                "complete | fail | 2 of 3 batches disclosed; missing: gateway"
                    + " urn:dev:os:32473-truck, batch 2"),
            new Lie(
                "two batches of the shipment withheld",
                papers -> {
                  Sets.withhold(papers, SHIPMENT, 1);
                  Sets.withhold(papers, SHIPMENT, 0);
                },
                "runs | not checked | no sensor is attached",
                "complete | fail | 1 of 3 batches disclosed; missing: gateway"
                    + " urn:dev:os:32473-depot, batch 1"),
            new Lie(
                "a batch of a sensor's run withheld",
                papers -> Sets.withhold(papers, WARM, 1),
                "runs | fail | gap: urn:dev:os:32473-warm between 1/1 and 1/4",
                "complete | fail | 3 of 4 batches disclosed; missing: gateway"
                    + " urn:dev:os:32473-truck, batch 1"),
            new Lie(
                "an attached sensor without a word",
                papers -> {
                  papers.subjects.remove(WARM);
                  papers.parts.remove(WARM);
                },
                "runs | fail | gap: urn:dev:os:32473-warm between 1/1 and 1/4",
                "complete | not checked | nothing is here of the attached urn:dev:os:32473-warm")));
  }

  @TestFactory
  List<DynamicTest> counts() {
    Digest other = Digest.sha256();
    return Lie.tests(
        List.of(
            filing(
                "another count of a filing",
                one -> new Filing(one.headerId(), one.n() + 1, one.subjectRoot())),
            filing("another root of a filing", one -> new Filing(one.headerId(), one.n(), other)),
            new Lie(
                "more statements than the index counts",
                papers -> Sets.count(papers, SHIPMENT, 4),
                INDEX + " about https://id.gs1.org/00/003456789012345670"),
            subject("another hash in the index path", range -> range, SetLiesTest::bentProof),
            subject(
                "a hash beside the whole small log",
                range -> new RangeProof(range.size(), range.first(), List.of(other)),
                proof -> proof),
            new Lie(
                "another shipment's key",
                papers ->
                    Sets.subject(papers, SHIPMENT, key -> other, range -> range, proof -> proof),
                NOT_THOSE,
                INDEX),
            new Lie(
                "another device's key",
                papers -> Sets.subject(papers, WARM, key -> other, range -> range, proof -> proof),
                "in-batch | fail | the subject key of urn:dev:os:32473-warm is not that device's",
                INDEX)));
  }

  private static IndexProof bentProof(IndexProof proof) {
    List<IndexProof.Step> path = new ArrayList<>(proof.path());
    path.set(0, new IndexProof.Step(path.get(0).depth(), Digest.sha256()));
    return new IndexProof(path, proof.other());
  }

  private static Lie filing(String name, UnaryOperator<Filing> change) {
    return new Lie(name, papers -> Sets.filing(papers, SHIPMENT, 1, change), NOT_THOSE, INDEX);
  }

  private static Lie subject(
      String name, UnaryOperator<RangeProof> range, UnaryOperator<IndexProof> proof) {
    return new Lie(name, papers -> Sets.subject(papers, SHIPMENT, key -> key, range, proof), INDEX);
  }
}
