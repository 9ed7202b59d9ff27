package org.baymark.node.voting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.node.Alliance;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.voting.Cosigned;
import org.junit.jupiter.api.Test;

/** What a member remembers of the co-signatures of another, and what that convicts it of. */
class SightingsTest {
  private static final DevUrn LIAR = Alliance.MEMBER;
  private static final SealedLog LOG = SealedLog.of(0, 60, "certified");
  private static final SealedLog OTHER = SealedLog.of(0, 60, "other");

  private final Sightings sightings = new Sightings();
  private final List<Cosigned> kept = new ArrayList<>(); // as a disk would have it

  private Sightings.Look look(Sightings at, SealedLog head, SealedLog branch) {
    Cosigned said = head.cosigned();
    Sightings.Look look = at.add(LIAR, said.note().signatures().get(0), said, 0, branch);
    look.change()
        .ifPresent(
            change -> {
              kept.removeIf(one -> change.less().contains(tree(one)));
              kept.addAll(change.more());
            });
    return look;
  }

  private boolean convicts(SealedLog head, SealedLog branch) {
    return look(sightings, head, branch).conflict().isPresent();
  }

  private static TreeHead tree(Cosigned said) {
    return new TreeHead(said.note().checkpoint().size(), said.note().checkpoint().root());
  }

  @Test
  void whatTheLogHoldsIsNotKept() {
    for (int size = 2; size < 40; size++) {
      assertFalse(convicts(LOG.first(size), LOG));
    }
    assertTrue(kept.isEmpty());
    assertTrue(convicts(OTHER.first(30), LOG), "with the longest that it holds");
  }

  @Test
  void aConflictIsFoundAcrossARestart() {
    assertTrue(look(sightings, OTHER.first(5), LOG.first(4)).conflict().isEmpty());
    assertEquals(List.of(OTHER.first(5).cosigned()), kept);
    Sightings after = new Sightings();
    after.recall(new Seen(LIAR, 0, kept, List.of()));
    assertTrue(look(after, LOG.first(4), LOG.first(4)).conflict().isEmpty());
    assertTrue(look(after, LOG.first(9), LOG.first(9)).conflict().isPresent());
  }

  @Test
  void theShortestOfManyAreKept() {
    for (int size = 59; size > 10; size--) {
      assertFalse(convicts(OTHER.first(size), LOG.first(9)));
      assertTrue(kept.size() <= Sightings.EACH_MAX);
    }
    for (int size = 20; size < 60; size++) {
      assertFalse(convicts(OTHER.first(size), LOG.first(9)));
    }
    assertEquals(Sightings.EACH_MAX, kept.size());
    assertTrue(kept.contains(OTHER.first(11).cosigned()));
    assertTrue(convicts(LOG.first(11), LOG.first(11)));
  }

  /** It lagged: what it holds by now it need not keep. */
  @Test
  void whatWasExecutedLaterIsKeptNoLonger() {
    for (int size = 5; size < 9; size++) {
      assertFalse(convicts(LOG.first(size), LOG.first(4)));
    }
    assertEquals(4, kept.size());
    assertFalse(convicts(LOG.first(9), LOG.first(9)));
    assertEquals(List.of(), kept);
  }

  /** Both were said before this member had come so far. */
  @Test
  void whatIsSaidAgainIsLookedAtAgain() {
    assertFalse(convicts(OTHER.first(6), LOG.first(4)));
    assertFalse(convicts(LOG.first(7), LOG.first(4)));
    assertTrue(convicts(LOG.first(7), LOG.first(8)));
    assertFalse(convicts(LOG.first(7), LOG.first(8)), "once is enough");
  }

  @Test
  void anotherEpochContradictsNothingAndTakesNobodysPlace() {
    assertFalse(convicts(OTHER.first(6), LOG.first(4)));
    for (int size = 2; size < 40; size++) {
      assertFalse(convicts(SealedLog.of(3, size, "invented"), LOG.first(4)));
    }
    assertEquals(List.of(OTHER.first(6).cosigned()), kept);
    assertTrue(convicts(LOG.first(7), LOG.first(8)));
  }

  @Test
  void aLineWithoutASealSaysNothing() {
    Cosigned said = new Cosigned(OTHER.first(5).cosigned().note(), Optional.empty());
    Sightings.Look look =
        sightings.add(LIAR, said.note().signatures().get(0), said, 0, LOG.first(9));
    assertTrue(look.conflict().isEmpty() && look.change().isEmpty());
  }
}
