package org.baymark.node.ledger;

import static org.baymark.node.TestGateway.about;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.node.Alliance;
import org.baymark.node.TestGateway;
import org.baymark.protocol.batch.Batch;
import org.baymark.protocol.batch.BatchHeader;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.statement.Kind;
import org.junit.jupiter.api.Test;

/** Each test breaks one rule of a batch, alone, and then files the batch that keeps it. */
class BatchRulesTest {
  private final Fixture log = new Fixture();
  private final TestGateway gateway = log.gateway;
  private final Command.FileBatch right = gateway.seal(about("pallet", 1), about("drum", 2));
  private final BatchHeader header = gateway.header(Optional.empty(), right.subjects());

  /** The rule holds for {@code wrong} alone: without it the batch is taken. */
  private void rejectsOnly(Rejection rule, Command wrong) {
    log.rejects(rule, wrong);
    assertEquals(6, log.file(right).index());
  }

  private Command.FileBatch signed(BatchHeader changed, List<SubjectEntry> subjects) {
    return new Command.FileBatch(changed.sign(gateway.key(), gateway.name()), subjects);
  }

  private BatchHeader with(long number, Optional<Digest> previous, Optional<TreeHead> seen) {
    return new BatchHeader(
        number,
        previous,
        seen,
        header.openedMillis(),
        header.sealedMillis(),
        header.statements(),
        header.subjects(),
        Batch.root(gateway.name(), number, right.subjects()));
  }

  private BatchHeader with(long statements, long subjects, Digest root) {
    return new BatchHeader(
        header.number(),
        header.previous(),
        header.lastSeen(),
        header.openedMillis(),
        header.sealedMillis(),
        statements,
        subjects,
        root);
  }

  @Test
  void gatewayIsKnown() {
    TestGateway stranger = TestGateway.of("stranger");
    rejectsOnly(Rejection.UNKNOWN_GATEWAY, stranger.seal(about("pallet", 1)));
  }

  @Test
  void gatewayHasTheKindBatch() {
    rejectsOnly(Rejection.NOT_A_GATEWAY, new TestGateway(Alliance.SENSOR).seal(about("pallet", 1)));
  }

  @Test
  void headerIsSignedByTheRegisteredKey() {
    SigningKey other = Alliance.key("another key");
    rejectsOnly(
        Rejection.BAD_SIGNATURE,
        new Command.FileBatch(header.sign(other, gateway.name()), right.subjects()));
  }

  @Test
  void gatewayIsNotRevoked() {
    log.admit(Alliance.revoked(gateway.name(), OptionalLong.of(2)));
    log.rejects(Rejection.REVOKED_GATEWAY, right);
  }

  @Test
  void numberIsTheNext() {
    rejectsOnly(
        Rejection.WRONG_NUMBER,
        signed(with(4, header.previous(), Optional.empty()), right.subjects()));
  }

  @Test
  void numberIsNoneFiledBefore() {
    rejectsOnly(
        Rejection.WRONG_NUMBER,
        signed(with(2, header.previous(), Optional.empty()), right.subjects()));
  }

  @Test
  void previousIsTheLastHeader() {
    Digest other = Digest.sha256(Bytes.ofUtf8("another header"));
    rejectsOnly(
        Rejection.WRONG_PREVIOUS,
        signed(with(3, Optional.of(other), Optional.empty()), right.subjects()));
  }

  @Test
  void lastSeenWasClosedByThisLog() {
    // A head that the log really had, but never closed.
    TreeHead unclosed = new TreeHead(4, log.ledger.log().root(4));
    rejectsOnly(
        Rejection.UNKNOWN_CHECKPOINT,
        signed(with(3, header.previous(), Optional.of(unclosed)), right.subjects()));
  }

  @Test
  void lastSeenMayBeAnyClosedHead() {
    TreeHead first = log.ledger.closed().orElseThrow().head();
    log.close();
    log.file(gateway.seal(Optional.of(first), about("pallet", 1)));
  }

  @Test
  void subjectsAscend() {
    List<SubjectEntry> reversed = new ArrayList<>(right.subjects());
    Collections.reverse(reversed);
    rejectsOnly(Rejection.SUBJECTS_OUT_OF_ORDER, new Command.FileBatch(right.header(), reversed));
  }

  @Test
  void noSubjectStandsTwice() {
    SubjectEntry one = right.subjects().get(0);
    rejectsOnly(
        Rejection.SUBJECTS_OUT_OF_ORDER, new Command.FileBatch(right.header(), List.of(one, one)));
  }

  @Test
  void countIsTheHeaders() {
    rejectsOnly(
        Rejection.WRONG_COUNTS,
        signed(with(header.statements(), 1, header.root()), right.subjects()));
  }

  @Test
  void sumIsTheHeaders() {
    rejectsOnly(
        Rejection.WRONG_COUNTS,
        signed(with(header.statements() + 1, 2, header.root()), right.subjects()));
  }

  @Test
  void sumDoesNotOverflow() {
    // Two counts whose sum passes 2^53, and many more would pass 2^63.
    List<SubjectEntry> huge = new ArrayList<>();
    for (int i = 0; i < 1100; i++) {
      huge.add(about("huge " + i, TreeHead.SIZE_MAX));
    }
    huge.sort(java.util.Comparator.comparing(SubjectEntry::subjectKey));
    Digest root = Batch.root(gateway.name(), 3, huge);
    rejectsOnly(Rejection.WRONG_COUNTS, signed(with(TreeHead.SIZE_MAX, 1100, root), huge));
  }

  @Test
  void rootIsTheEntries() {
    SubjectEntry first = right.subjects().get(0);
    SubjectEntry changed =
        new SubjectEntry(first.subjectKey(), first.n(), Digest.sha256(Bytes.ofUtf8("changed")));
    rejectsOnly(
        Rejection.WRONG_ROOT,
        new Command.FileBatch(right.header(), List.of(changed, right.subjects().get(1))));
  }

  @Test
  void rootIsOfThisGateway() {
    Digest ofAnother = Batch.root(TestGateway.of("other").name(), 3, right.subjects());
    rejectsOnly(
        Rejection.WRONG_ROOT,
        signed(with(header.statements(), header.subjects(), ofAnother), right.subjects()));
  }

  @Test
  void subjectsStayCountable() {
    // "pallet" has 5 statements already; so many more cannot be counted together with them.
    Command.FileBatch flood = gateway.seal(about("pallet", TreeHead.SIZE_MAX - 4));
    rejectsOnly(Rejection.TOO_MANY_STATEMENTS, flood);
  }

  @Test
  void headerIsAHeader() {
    Command.FileBatch garbage =
        new Command.FileBatch(
            Alliance.sign1(
                gateway.key(),
                ContentType.BATCH,
                gateway.name(),
                gateway.name(),
                false,
                Bytes.ofUtf8("nonsense")),
            List.of());
    rejectsOnly(Rejection.MALFORMED, garbage);
  }

  @Test
  void headerIsAboutItsOwnGateway() {
    rejectsOnly(
        Rejection.MALFORMED,
        new Command.FileBatch(
            Alliance.sign1(
                gateway.key(),
                ContentType.BATCH,
                gateway.name(),
                Alliance.SENSOR,
                false,
                header.payload()),
            right.subjects()));
  }

  @Test
  void sameBatchAgainHasTheSamePlace() {
    long index = log.file(right).index();
    log.already(index, right);
    log.close();
    log.file(gateway.seal(about("pallet", 1)));
    log.already(index, right);
  }

  @Test
  void sameBatchAgainHasItsPlaceAfterARevocation() {
    long index = log.file(right).index();
    log.admit(Alliance.revoked(gateway.name(), OptionalLong.of(3)));
    log.already(index, right);
    log.rejects(Rejection.REVOKED_GATEWAY, gateway.seal(about("pallet", 1)));
  }

  @Test
  void newKeyOfARevokedGatewayContinuesItsChain() {
    log.admit(Alliance.revoked(gateway.name(), OptionalLong.of(2)));
    SigningKey next = Alliance.key("the gateway's second key");
    log.admit(Alliance.signed(Alliance.registration(gateway.name(), next, Kind.BATCH)));
    log.rejects(Rejection.BAD_SIGNATURE, right);
    log.take(new Command.FileBatch(header.sign(next, gateway.name()), right.subjects()));
  }
}
