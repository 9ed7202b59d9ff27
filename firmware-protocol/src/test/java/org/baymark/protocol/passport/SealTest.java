package org.baymark.protocol.passport;

import static org.baymark.protocol.passport.Verdicts.assertVerdict;
import static org.baymark.protocol.statement.Kind.SCAN;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.index.IndexKeys;
import org.baymark.protocol.index.IndexSeal;
import org.baymark.protocol.merkle.TreeHead;
import org.junit.jupiter.api.Test;

/** A log whose members sealed a lie: what stands under a certified checkpoint must still agree. */
class SealTest {
  private static final Subject GOODS = Journey.SHIPMENT;
  private static final String NO_RUN = "runs | not checked | no sensor is attached";
  private static final String NOT_LAST = "in-log | fail | the index seal is not the last entry";

  private final World world = new World();
  private final Gateway gateway = world.gateway("gw");
  private final Speaker scanner = world.device("scanner", SCAN);

  SealTest() {
    gateway.take(scanner.scans(GOODS)).seal();
  }

  private void check(UnaryOperator<IndexSeal> lie, List<Bytes> after, String... expected) {
    Passport passport = Papers.issue(world, lie, after, GOODS).together();
    String[] all = Stream.concat(Stream.of(NO_RUN), Stream.of(expected)).toArray(String[]::new);
    assertVerdict(Journey.verification(world, GOODS), passport, all);
  }

  @Test
  void theSealIsTheLastEntry() {
    Bytes later =
        world
            .alliance
            .members
            .signGenesis(world.alliance.registrar(0), world.alliance.name(0), 9)
            .encoded();
    check(seal -> seal, List.of(later), NOT_LAST);
    check(seal -> covers(seal, seal.covers() + 1), List.of(later), NOT_LAST);
  }

  @Test
  void theSealCoversAllBeforeIt() {
    check(seal -> covers(seal, seal.covers() - 1), List.of(), NOT_LAST);
    check(seal -> covers(seal, seal.covers() + 1), List.of(), NOT_LAST);
    check(seal -> covers(seal, TreeHead.SIZE_MAX), List.of(), NOT_LAST);
  }

  private static IndexSeal covers(IndexSeal seal, long covers) {
    return new IndexSeal(
        0, seal.stopSet(), 1, covers, seal.indexRoot(), seal.memberSet(), seal.previous());
  }

  /** The members co-signed it: how they came to go on after a stop is their business. */
  @Test
  void aLaterEpochIsAsGood() {
    check(
        seal ->
            new IndexSeal(
                1,
                Optional.of(Digest.sha256()),
                1,
                seal.covers(),
                seal.indexRoot(),
                seal.memberSet(),
                seal.previous()),
        List.of());
  }

  @Test
  void theSealNamesTheMembers() {
    check(
        seal ->
            new IndexSeal(
                0,
                seal.stopSet(),
                1,
                seal.covers(),
                seal.indexRoot(),
                Digest.sha256(),
                seal.previous()),
        List.of(),
        "in-log | fail | the members are not those that the index seal names");
  }

  @Test
  void aHeaderSawOnlyCheckpointsBeforeIt() {
    long now = world.tick();
    Optional<TreeHead> seen = Optional.of(new TreeHead(world.log.size() + 1, Digest.sha256()));
    gateway.take(scanner.scans(GOODS));
    gateway.sealAt(seen, 1000 * now, 1000 * now, gateway.self.key);
    check(
        seal -> seal,
        List.of(),
        "in-log | fail | gateway urn:dev:os:32473-gw, batch 2 names a checkpoint that came after");
  }

  @Test
  void aHeaderMayHaveSeenAllBeforeIt() {
    long now = world.tick();
    gateway.take(scanner.scans(GOODS));
    gateway.sealAt(Optional.of(world.log.head()), 1000 * now, 1000 * now, gateway.self.key);
    Passport passport = Papers.issue(world, GOODS).together();
    assertVerdict(Journey.verification(world, GOODS), passport, NO_RUN);
  }

  @Test
  void aGatewayHasOneBatchOfEachNumber() {
    new Gateway(world, gateway.self).take(scanner.scans(GOODS)).seal();
    check(
        seal -> seal,
        List.of(),
        "in-log | fail | the index does not know gateway urn:dev:os:32473-gw, batch 1");
  }

  @Test
  void aBatchNamesTheOneBeforeIt() {
    gateway.losesItsThread().take(scanner.scans(GOODS)).seal();
    check(
        seal -> seal,
        List.of(),
        "in-log | fail | gateway urn:dev:os:32473-gw, batch 2 names another batch before it");
  }

  /** The index counts three statements, the batches hold two: someone's set is not here. */
  @Test
  void theCountsOfTheBatchesAddUp() {
    gateway.take(scanner.scans(GOODS)).seal();
    world.putSubject(world.subjectKey(GOODS), 3);
    Papers papers = Papers.issue(world, GOODS);
    Sets.count(papers, 0, 3);
    assertVerdict(
        Journey.verification(world, GOODS),
        papers.together(),
        NO_RUN,
        "complete | fail | the counts of the batches do not add up");
  }

  /** A gateway filed a scan of one shipment under the key of another. */
  @Test
  void aStatementStandsUnderItsOwnSubject() {
    gateway.takeUnder(GOODS, scanner.scans(Journey.OTHER)).seal();
    check(
        seal -> seal,
        List.of(),
        "in-batch | fail | a statement about something else than " + GOODS);
  }

  @Test
  void aSubjectOfWhichTheIndexSaysOtherwiseIsNotComplete() {
    Papers papers = Papers.issue(world, GOODS);
    world.index = world.index.put(IndexKeys.subject(Digest.sha256()), Bytes.EMPTY);
    Papers stale = Papers.issue(world, GOODS);
    papers.checkpoint = stale.checkpoint;
    papers.seal = stale.seal;
    papers.sealPath = stale.sealPath;
    Verdict verdict = Verdicts.verdict(Journey.verification(world, GOODS), papers.together());
    for (Step step : List.of(Step.KEYS, Step.IN_LOG, Step.COMPLETE)) {
      assertEquals(Finding.Outcome.FAIL, verdict.finding(step).outcome(), step.wireName());
    }
  }
}
