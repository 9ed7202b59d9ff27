package org.baymark.node.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.baymark.node.Alliance;
import org.baymark.node.TestGateway;
import org.baymark.protocol.index.IndexKeys;
import org.baymark.protocol.index.IndexSeal;
import org.baymark.protocol.merkle.MerkleTree;
import org.junit.jupiter.api.Test;

class CloseTest {
  private final Fixture log = new Fixture();

  private static IndexSeal seal(ClosedLog closed) {
    return IndexSeal.parse(closed.seal()).toOptional().orElseThrow();
  }

  @Test
  void theSealIsTheLastEntryAndCoversAllBefore() {
    ClosedLog first = log.ledger.closed().orElseThrow();
    assertEquals(6, first.head().size());
    assertEquals(MerkleTree.leafHash(first.seal()), log.ledger.log().leaf(5));
    IndexSeal seal = seal(first);
    assertEquals(5, seal.covers());
    assertEquals(1, seal.height());
    assertEquals(first.index().root(), seal.indexRoot());
    assertEquals(Alliance.MEMBERS.digest(), seal.memberSet());
    assertEquals(Optional.empty(), seal.previous());
  }

  @Test
  void aSecondSealNamesTheFirstHead() {
    ClosedLog first = log.ledger.closed().orElseThrow();
    log.file(log.gateway.seal(TestGateway.about("pallet", 1)));
    IndexSeal seal = seal(log.close());
    assertEquals(2, seal.height());
    assertEquals(Optional.of(first.head()), seal.previous());
  }

  @Test
  void aHeartbeatClosesWithNothingNew() {
    ClosedLog first = log.ledger.closed().orElseThrow();
    ClosedLog second = log.close();
    assertEquals(first.head().size() + 1, second.head().size());
    assertEquals(first.index().root(), second.index().root());
  }

  @Test
  void theClosedIndexDoesNotKnowWhatCameLater() {
    ClosedLog closed = log.ledger.closed().orElseThrow();
    var key = IndexKeys.subject(TestGateway.about("later", 1).subjectKey());
    log.file(log.gateway.seal(TestGateway.about("later", 1)));
    assertTrue(closed.index().get(key).isEmpty());
    assertTrue(log.close().index().get(key).isPresent());
  }

  @Test
  void ofWhatIsNotCertifiedOnlyTheNewestIsKept() {
    ClosedLog certified = log.ledger.closed().orElseThrow();
    log.ledger.certified(certified.head().size());
    ClosedLog older = log.close();
    for (int i = 0; i < 100; i++) {
      log.close();
    }
    ClosedLog newest = log.close();
    assertEquals(Optional.of(certified), log.ledger.closedAt(certified.head().size()));
    assertEquals(Optional.empty(), log.ledger.closedAt(older.head().size()));
    assertEquals(Optional.of(newest), log.ledger.closedAt(newest.head().size()));
    log.ledger.certified(newest.head().size());
    assertEquals(Optional.empty(), log.ledger.closedAt(certified.head().size()));
  }
}
