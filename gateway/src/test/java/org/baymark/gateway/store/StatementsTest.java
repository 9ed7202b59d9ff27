package org.baymark.gateway.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.baymark.gateway.OutgoingFixture;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.TestNode;
import org.baymark.gateway.store.Statements.Backlog;
import org.baymark.gateway.store.Statements.Counts;
import org.baymark.gateway.store.Statements.Stored;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.statement.Sensor.Place;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What later rooms ask of the statements. */
class StatementsTest {
  private static final TestDevice ONE = TestDevice.named("one", Suite.EDDSA);
  private static final TestDevice TWO = TestDevice.named("two", Suite.EDDSA);

  private final Statements statements = new Statements();
  @TempDir Path folder;
  private TestNode node;
  private OutgoingFixture gateway;

  @BeforeEach
  void start() {
    node = OutgoingFixture.node();
    gateway = new OutgoingFixture(folder, node).with(ONE).with(TWO);
  }

  @AfterEach
  void stop() {
    gateway.close();
    node.close();
  }

  @Test
  void aBacklogCountsWhatCameAfterARow() {
    assertEquals(Optional.empty(), backlog(0));
    Sign1 first = ONE.says(1, 0);
    Sign1 second = TWO.says(1, 0);
    Instant early = gateway.clock.instant();
    Instant late = early.plusSeconds(1);
    gateway.take(first);
    gateway.clock.set(late);
    gateway.take(second);
    int both = first.encoded().size() + second.encoded().size();
    assertEquals(Optional.of(new Backlog(2, both, early, late, 2)), backlog(0));
    assertEquals(second.encoded().size(), backlog(1).orElseThrow().bytes());
    assertEquals(Optional.empty(), backlog(2));
  }

  private Optional<Backlog> backlog(long row) {
    return gateway.inStore(transaction -> statements.backlog(transaction, row));
  }

  @Test
  void bothBoundsHoldAndOneStatementIsAlwaysGiven() {
    for (int i = 0; i < 4; i++) {
      gateway.take(ONE.says(1, i));
    }
    int size = ONE.says(1, 0).encoded().size();
    assertEquals(List.of(1L, 2L), rows(0, 2, 1 << 20));
    assertEquals(List.of(3L, 4L), rows(2, 9, 1 << 20));
    assertEquals(List.of(1L, 2L), rows(0, 9, 2 * size));
    assertEquals(List.of(1L), rows(0, 9, 2 * size - 1));
    assertEquals(List.of(1L), rows(0, 9, 1));
  }

  @Test
  void whatIsDueIsGivenWhateverTheBounds() {
    for (int i = 0; i < 4; i++) {
      gateway.take(ONE.says(1, i));
    }
    assertEquals(List.of(1L, 2L, 3L), rows(0, 1, 1, 3));
    assertEquals(List.of(3L, 4L), rows(2, 9, 1 << 20, 3));
    assertEquals(List.of(4L), rows(3, 1, 1, 3));
  }

  private List<Long> rows(long after, long statementsMax, long bytesMax) {
    return rows(after, statementsMax, bytesMax, 0);
  }

  private List<Long> rows(long after, long statementsMax, long bytesMax, long through) {
    return gateway
        .inStore(
            transaction -> statements.after(transaction, after, statementsMax, bytesMax, through))
        .stream()
        .map(Stored::row)
        .toList();
  }

  @Test
  void aRunIsFoundByItsNumbers() {
    gateway.take(ONE.says(1, 8), ONE.says(1, 9), ONE.says(2, 0), ONE.says(2, 1), TWO.says(1, 9));
    assertEquals(List.of(2L, 3L), run(new Place(1, 8), new Place(2, 0)));
    assertEquals(List.of(), run(new Place(2, 1), new Place(2, 1)));
    assertEquals(List.of(1L, 2L, 3L, 4L), run(new Place(0, 0), new Place(9, 9)));
  }

  private List<Long> run(Place after, Place until) {
    return gateway.inStore(transaction -> statements.rows(transaction, ONE.name(), after, until));
  }

  @Test
  void idsAreFoundAndStrangersAreNot() {
    gateway.take(ONE.says(1, 0), ONE.says(1, 1), ONE.says(1, 2));
    Digest stranger = Digest.sha256(Bytes.EMPTY);
    Set<Digest> ids = new HashSet<>(Set.of(ONE.says(1, 0).id(), ONE.says(1, 2).id(), stranger));
    assertEquals(
        Map.of(ONE.says(1, 0).id(), 1L, ONE.says(1, 2).id(), 3L),
        gateway.inStore(transaction -> statements.find(transaction, ids, 0, 3)));
    assertEquals(
        Map.of(ONE.says(1, 2).id(), 3L),
        gateway.inStore(transaction -> statements.find(transaction, ids, 1, 3)));
  }

  @Test
  void devicesAreCountedByThemselves() {
    gateway.take(ONE.says(1, 0), TWO.says(1, 0), ONE.says(1, 1));
    assertEquals(
        Map.of(ONE.name(), new Counts(2, 1), TWO.name(), new Counts(1, 1)),
        gateway.inStore(transaction -> statements.byDevice(transaction, 2)));
  }

  private boolean knows(Subject about) {
    return gateway.inStore(transaction -> statements.knows(transaction, about));
  }

  @Test
  void aSubjectIsKnownOnceSomethingIsSaidAboutIt() {
    Subject about = Subject.of(ONE.name());
    assertFalse(knows(about));
    gateway.take(ONE.says(1, 0));
    assertTrue(knows(about));
  }
}
