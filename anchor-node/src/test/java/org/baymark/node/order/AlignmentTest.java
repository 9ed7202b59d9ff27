package org.baymark.node.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.baymark.node.Alliance;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.registration.Members;
import org.junit.jupiter.api.Test;

/** When an operator hears that others take part in the order than are members. */
class AlignmentTest {
  private static final Members ONE = new Members(Alliance.ORIGIN, List.of(Alliance.ONE));
  private static final DevUrn STRANGER = new DevUrn("urn:dev:org:32473-stranger");
  private static final long MOMENT = Alignment.MOMENT.toNanos();

  private final Alignment alignment = new Alignment(Alliance.MEMBER);

  @Test
  void aDifferenceIsAnAlarmWhenItLasts() {
    Set<DevUrn> forged = Set.of(Alliance.MEMBER, STRANGER);
    assertFalse(alignment.compare(forged, ONE, 5));
    assertFalse(alignment.compare(forged, ONE, 4 + MOMENT));
    assertEquals(Optional.empty(), alignment.alarm());
    assertFalse(alignment.compare(forged, ONE, 5 + MOMENT));
    assertTrue(alignment.alarm().orElseThrow().contains(STRANGER.text()));
    assertTrue(alignment.compare(Set.of(Alliance.MEMBER), ONE, 6 + MOMENT));
    assertEquals(Optional.empty(), alignment.alarm());
  }

  @Test
  void whoWasRemovedHearsOfNoDifference() {
    Alignment removed = new Alignment(STRANGER);
    assertFalse(removed.compare(Set.of(Alliance.MEMBER, STRANGER), ONE, 0));
    assertFalse(removed.compare(Set.of(Alliance.MEMBER, STRANGER), ONE, MOMENT));
    assertEquals(Optional.empty(), removed.alarm());
  }

  @Test
  void eachDifferenceHasItsOwnMoment() {
    assertFalse(alignment.compare(Set.of(), ONE, 0));
    assertTrue(alignment.compare(Set.of(Alliance.MEMBER), ONE, MOMENT));
    assertFalse(alignment.compare(Set.of(STRANGER), ONE, MOMENT + 1));
    assertEquals(Optional.empty(), alignment.alarm());
  }
}
