package org.baymark.gateway.upkeep;

import static org.baymark.gateway.GatewayFixture.join;
import static org.baymark.gateway.OutgoingFixture.SELF;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.baymark.gateway.OutgoingFixture;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.TestMember;
import org.baymark.gateway.TestNode;
import org.baymark.gateway.anchor.Trust;
import org.baymark.gateway.batch.SealRule;
import org.baymark.gateway.store.StoreFile;
import org.baymark.gateway.store.StoredRows;
import org.baymark.gateway.store.StoredRows.Anchored;
import org.baymark.gateway.store.StoredRows.Late;
import org.baymark.gateway.store.StoredStatements;
import org.baymark.gateway.upkeep.Finding.Grade;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.Claims;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.index.GatewayState;
import org.baymark.protocol.passport.Evidence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is changed in the store, the check finds it and says where. */
class StoreCheckTest {
  private static final TestDevice ONE = TestDevice.named("one", Suite.EDDSA);
  private static final TestDevice TWO = TestDevice.named("two", Suite.ES256);
  private static final Subject PALLET = Subject.ofSscc("106141412345678908");

  @TempDir Path folder;
  private TestNode node;
  private OutgoingFixture gateway;

  /** Two anchored batches of three statements, and two statements that wait. */
  @BeforeEach
  void fill() {
    node = OutgoingFixture.node();
    gateway = new OutgoingFixture(folder, node).with(ONE).with(TWO);
    gateway.anchor();
    gateway.take(ONE.says(1, 0), TWO.scans(1, 0, PALLET), ONE.says(1, 1));
    sealOneBatch();
    gateway.take(ONE.says(1, 2), TWO.scans(1, 1, PALLET), ONE.says(1, 3));
    sealOneBatch();
    join(gateway.anchoring.stop()); // a look that it is at could write what a test takes away
    gateway.take(ONE.says(1, 4), TWO.says(1, 2));
  }

  @AfterEach
  void stop() {
    gateway.close();
    node.close();
  }

  private void sealOneBatch() {
    assertTrue(join(gateway.batcher(new SealRule(Duration.ofSeconds(60), 3, 1 << 20)).look()));
    OutgoingFixture.until(
        () -> gateway.progress().anchoredBatches() == gateway.progress().batches());
  }

  private List<Finding> check() {
    List<Finding> found = new ArrayList<>();
    try (StoreFile file = StoreFile.open(StoreFile.in(folder))) {
      new StoreCheck(
              file, Optional.of(SELF.name()), Optional.of(SELF.key().verifyingKey()), found::add)
          .run();
    }
    return found;
  }

  private List<String> wrong() {
    return check().stream()
        .filter(Finding::isWrong)
        .map(finding -> finding.about() + ": " + finding.sentence())
        .toList();
  }

  @Test
  void aWholeStoreIsWellWhileTheGatewayRuns() {
    List<Finding> found = check();
    assertTrue(found.stream().allMatch(finding -> finding.grade() == Grade.WELL), found::toString);
    assertEquals(
        List.of("file", "batches", "statements not sealed yet"),
        found.stream().map(Finding::about).toList());
    assertTrue(found.get(1).sentence().contains("from 6 statements"), found::toString);
  }

  /** A backup of before lacks what came with a later version. */
  @Test
  void aStoreOfAnOlderVersionIsAsWell() {
    for (String table :
        List.of("former_key", "suspension", "claim", "promised", "pruned", "numbered")) {
      gateway.inStore(tx -> StoredStatements.meddle(tx, "DROP TABLE " + table));
    }
    assertEquals(List.of(), wrong());
  }

  static Stream<Arguments> changes() {
    return Stream.of(
        Arguments.of(
            "UPDATE statement SET seq = 9 WHERE row = 1", "batch 1: the statement in row 1"),
        Arguments.of(
            "UPDATE statement SET id = zeroblob(32) WHERE row = 4",
            "batch 2: the statement in row 4 has another id"),
        Arguments.of(
            "UPDATE statement SET device = 3 - device WHERE row = 2",
            "batch 1: the statement in row 2 is kept under another device"),
        Arguments.of(
            "UPDATE statement SET subject = (SELECT subject FROM statement WHERE row = 5)"
                + " WHERE row = 6",
            "batch 2: the statement in row 6 is kept under another subject"),
        Arguments.of(
            "UPDATE statement SET bytes = (SELECT bytes FROM statement WHERE row = 6),"
                + " id = (SELECT id FROM statement WHERE row = 6), seq = 3 WHERE row = 4",
            "its root, computed again from its statements"),
        Arguments.of("DELETE FROM statement WHERE row = 3", "1 of its statements are missing"),
        Arguments.of(
            "DELETE FROM statement WHERE row > 3", "batch 2: 3 of its statements are missing"),
        Arguments.of(
            "UPDATE batch SET first_row = 1000 WHERE number = 1",
            "batch 1: begins at row 1000 where row 1 is due"),
        Arguments.of("UPDATE subject_entry SET members = x'' WHERE entry = 1", "(no rows)"),
        Arguments.of("DELETE FROM batch WHERE number = 1", "comes after batch 0"),
        Arguments.of("DELETE FROM subject_entry WHERE entry = 1", "stand under no subject"),
        Arguments.of(
            "UPDATE subject_entry SET root = zeroblob(32) WHERE entry = 1",
            "batch 1: what is kept under subject key"),
        Arguments.of("UPDATE subject_entry SET n = 0 WHERE entry = 1", "batch 1: cannot be read"),
        Arguments.of(
            "UPDATE batch SET header = (SELECT header FROM batch WHERE number = 1)"
                + " WHERE number = 2",
            "batch 2: its header has another id"),
        Arguments.of("UPDATE batch SET header = x'00' WHERE number = 2", "does not parse"),
        Arguments.of(
            "UPDATE batch SET last_row = 2 WHERE number = 1",
            "batch 2: begins at row 4 where row 3"),
        Arguments.of(
            "UPDATE batch SET statements_through = 9 WHERE number = 2", "batch 2: the count of"),
        Arguments.of(
            "INSERT INTO numbered (device, boot, seq, row) VALUES (1, 1, 0, 1)",
            "numbers: the index by device and number does not fit the statements"),
        Arguments.of("DELETE FROM outbox WHERE batch = 2", "queue: 1 batch without a place in it"),
        Arguments.of(
            "UPDATE statement SET flags = 1 WHERE row = 1",
            "batch 1: the statement in row 1 is marked as late, and none before it"),
        Arguments.of(
            "UPDATE statement SET flags = 2 WHERE row = 4",
            "marks: 1 statement marked as one of two with the same number, without the other"),
        Arguments.of(
            "UPDATE statement SET flags = 8 WHERE row = 7",
            "not sealed yet: the statement in row 7 is marked as claiming a time"),
        Arguments.of("UPDATE statement SET flags = 16 WHERE row = 5", "by no mark that there is"),
        Arguments.of(
            "UPDATE statement SET received = received + 1 WHERE row = 1",
            "batch 1: its first statement was received at another time"),
        Arguments.of(
            "UPDATE device SET kinds = 'scan' WHERE id = 1", "what it may say is not what was"),
        Arguments.of(
            "UPDATE device SET owner = 'another' WHERE id = 1", "its owner is another than"),
        Arguments.of(
            "UPDATE outbox SET request = (SELECT request FROM outbox WHERE name = '"
                + ONE.name()
                + "') WHERE name = '"
                + TWO.name()
                + "'",
            "device " + TWO.name() + ": its registration in the queue is that of " + ONE.name()),
        Arguments.of(
            "DELETE FROM outbox WHERE name = '" + ONE.name() + "'",
            "device " + ONE.name() + ": its registration is gone from the queue"),
        Arguments.of(
            "UPDATE outbox SET log_index = 0 WHERE batch = 2",
            "queue: batch 2 is said to stand in the log before one"),
        Arguments.of(
            "UPDATE outbox SET log_index = 1000000 WHERE batch = 2",
            "log: batch 2 is noted as proven, and stands by its receipt in no entry"),
        Arguments.of("UPDATE anchored SET batch = 9", "log: batch 9 is noted as proven"),
        Arguments.of("DELETE FROM head", "had been seen, and none is kept"),
        Arguments.of("UPDATE head SET size = 1", "had been seen, and the one that is kept is of 1"),
        Arguments.of(
            "DELETE FROM statement WHERE row = 7", "not sealed yet: rows 7 to 7 are missing"),
        Arguments.of(
            "UPDATE statement SET bytes = CAST(substr(bytes, 1, length(bytes) - 1) || x'00' AS BLOB)"
                + " WHERE row = 8",
            "not sealed yet: the statement in row 8 is signed by no key of its device"));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void whatWasChangedIsNamed(String sql, String words) {
    gateway.inStore(transaction -> StoredStatements.meddle(transaction, sql));
    List<String> wrong = wrong();
    assertTrue(wrong.stream().anyMatch(line -> line.contains(words)), wrong::toString);
  }

  @Test
  void marksThatAreDueAndMissingAreNamed() {
    gateway.take(ONE.says(1, 9), ONE.says(1, 6), ONE.says(1, 9, "21.5"));
    assertEquals(List.of(), wrong(), "row 10 is late, 9 and 11 are two of one number");
    gateway.inStore(
        tx -> StoredStatements.meddle(tx, "UPDATE statement SET flags = 0 WHERE row > 8"));
    assertEquals(
        List.of(
            "statements not sealed yet: the statement in row 10 is marked as in order, and one"
                + " before it has a higher number",
            "device "
                + ONE.name()
                + ": 2 statements with a number that was used twice, not marked"
                + " so"),
        wrong());
  }

  /** What a statement claims is in its bytes; an older program did not mark it. */
  @Test
  void aClaimOfTheFuturesMarkIsHeldAgainstTheTimeOfReceipt() {
    gateway.take(ONE.saysAt(1, 5, gateway.clock.millis() / 1_000 + 3_600));
    assertEquals(List.of(), wrong());
    gateway.inStore(
        tx -> StoredStatements.meddle(tx, "UPDATE statement SET flags = 8 WHERE row = 9"));
    assertEquals(1, wrong().size(), "the far past");
    gateway.inStore(
        tx -> StoredStatements.meddle(tx, "UPDATE statement SET flags = 0 WHERE row = 9"));
    assertEquals(List.of(), wrong());
    assertTrue(noted().get(0).startsWith("1 statement claiming a time far"), noted()::toString);
  }

  @Test
  void aReceiptOutsideOfItsBatchsTimesIsNotedForAClockMayBeSet() {
    gateway.inStore(
        tx ->
            StoredStatements.meddle(
                tx, "UPDATE statement SET received = received - 3600000 WHERE row IN (2, 3)"));
    assertEquals(List.of(), wrong());
    assertTrue(noted().get(0).startsWith("2 statements received at no time"), noted()::toString);
  }

  @Test
  void aRevocationThatIsGoneFromTheQueueIsNamed() {
    join(gateway.registry.revoke(TWO.name(), "lost", gateway.clock.instant()));
    assertEquals(List.of(), wrong());
    gateway.inStore(
        tx -> StoredStatements.meddle(tx, "DELETE FROM outbox WHERE action = 'revoke'"));
    assertEquals(
        List.of(
            "device "
                + TWO.name()
                + ": it is revoked, and that is gone from the queue to the alliance"),
        wrong());
  }

  private List<String> noted() {
    return check().stream()
        .filter(finding -> finding.grade() == Grade.NOTED)
        .map(Finding::sentence)
        .toList();
  }

  /** The bytes of a header's signature, its own key or nobody's. */
  @Test
  void aHeaderOfAnotherKeyIsNamed() {
    Sign1 own =
        Sign1.parse(
                gateway.inStore(tx -> gateway.batches.parcel(tx, 2)).header(), Integer.MAX_VALUE)
            .toOptional()
            .orElseThrow();
    Bytes last = Bytes.owning(new byte[] {(byte) (own.signature().at(63) ^ 1)});
    Bytes forged = own.encoded().slice(0, own.encoded().size() - 1).concat(last);
    gateway.inStore(
        tx ->
            StoredStatements.meddle(
                tx, "UPDATE batch SET header = x'" + forged.hex() + "' WHERE number = 2"));
    assertEquals(List.of("batch 2: its header is not signed by the gateway's key"), wrong());
  }

  @Test
  void gapsAndBrokenLinksAreTheDevicesOwnAndNoted() {
    gateway.take(linked(5, ONE.says(1, 4).id()), linked(6, ONE.says(1, 4).id()), ONE.says(1, 9));
    List<Finding> found = check();
    assertFalse(found.stream().anyMatch(Finding::isWrong), found::toString);
    List<String> noted =
        found.stream()
            .filter(finding -> finding.grade() == Grade.NOTED)
            .map(Finding::sentence)
            .toList();
    assertEquals(1, noted.size(), found::toString);
    assertTrue(noted.get(0).startsWith("1 gap in its numbers; 1 of its statements link"));
    assertTrue(noted.get(0).contains("first 1/6"), noted::toString);
  }

  /** The index takes statements in at any time, also while a check reads one device's. */
  @Test
  void eachStatementIsShownOnceWhereverItsNumberStands() {
    takeIn(4);
    try (StoreFile file = StoreFile.open(StoreFile.in(folder))) {
      Late late = file.read(StoredRows::late);
      takeIn(8);
      List<Long> rows = new ArrayList<>();
      file.read(
          transaction -> {
            StoredRows.ofDevice(transaction, ONE.name(), late, row -> rows.add(row.row()));
            return rows;
          });
      assertEquals(List.of(1L, 3L, 4L, 6L, 7L), rows);
    }
  }

  private void takeIn(long to) {
    for (String sql :
        List.of(
            "INSERT OR IGNORE INTO numbered SELECT device, boot, seq, row FROM statement"
                + " WHERE row <= "
                + to,
            "INSERT OR REPLACE INTO indexed VALUES (1, " + to + ")")) {
      gateway.inStore(tx -> StoredStatements.meddle(tx, sql));
    }
  }

  private static Sign1 linked(long seq, Digest previous) {
    Position position =
        new Position(
            1,
            seq,
            Optional.of(previous.bytes().slice(0, Position.PREVIOUS_SIZE)),
            OptionalLong.empty());
    Sign1 like = ONE.says(1, seq);
    Claims claims =
        new Claims(ONE.name(), like.subject(), OptionalLong.empty(), Optional.of(position));
    return Sign1.sign(ONE.key(), ContentType.TELEMETRY, claims, like.payload());
  }

  @Test
  void whatTheAllianceCertifiesIsComparedWithTheStore() {
    Anchored own;
    try (StoreFile file = StoreFile.open(StoreFile.in(folder))) {
      own = file.read(StoredRows::anchored).orElseThrow();
    }
    assertEquals(2, own.number());
    Evidence evidence = node.alliance.evidence(AllianceCheck.question(own)).orElseThrow();
    try (Trust trust = new Trust(TestMember.policy())) {
      GatewayState there = AllianceCheck.certified(evidence, trust, SELF.name()).orElseThrow();
      assertEquals(new GatewayState(2, own.headerId()), there);
      Evidence uncertified = evidence.with(TestMember.signAlone(evidence.head()), evidence.ties());
      assertEquals(Optional.empty(), AllianceCheck.certified(uncertified, trust, SELF.name()));
      assertEquals(Optional.empty(), AllianceCheck.certified(evidence, trust, ONE.name()));
      Optional<Digest> same = Optional.of(own.headerId());
      assertEquals(Grade.WELL, AllianceCheck.compare(there, 2, same, false).grade());
      assertEquals(Grade.WELL, AllianceCheck.compare(there, 3, same, false).grade());
      assertEquals(Grade.WRONG, AllianceCheck.compare(there, 1, Optional.empty(), false).grade());
      assertEquals(Grade.NOTED, AllianceCheck.compare(there, 1, Optional.empty(), true).grade());
      Optional<Digest> other = Optional.of(Digest.sha256(Bytes.EMPTY));
      assertEquals(Grade.WRONG, AllianceCheck.compare(there, 2, other, true).grade());
    }
  }
}
