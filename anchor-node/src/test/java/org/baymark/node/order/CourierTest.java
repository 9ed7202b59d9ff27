package org.baymark.node.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.baymark.node.sequence.Piece;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.junit.jupiter.api.Test;

/** What waits for a member that leads goes together. */
class CourierTest {
  private static final DevUrn LEADER = new DevUrn("urn:dev:org:32473-leader");
  private static final DevUrn OTHER = new DevUrn("urn:dev:org:32473-other");

  private final Roads roads = new Roads();
  private final Courier courier = new Courier(roads);

  private record Load(DevUrn to, List<Bytes> commands, Promise<Void> taken) {}

  /** Other members, who answer when the test says so. */
  private static final class Roads implements CatchUp {
    private final List<Load> loads = new ArrayList<>();

    @Override
    public List<DevUrn> others() {
      return List.of(LEADER, OTHER);
    }

    @Override
    public Future<Void> forward(DevUrn leader, List<Bytes> commands) {
      Load load = new Load(leader, commands, Promise.promise());
      loads.add(load);
      return load.taken().future();
    }

    @Override
    public Future<Piece> log(DevUrn peer, long first) {
      return Future.failedFuture("nobody asks");
    }

    @Override
    public Future<Void> askToYield() {
      return Future.succeededFuture();
    }
  }

  private static Bytes command(int number) {
    return Bytes.owning(new byte[] {(byte) number});
  }

  private List<Future<Void>> bring(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> courier.bring(LEADER, command(i), false))
        .toList();
  }

  private List<Integer> sizes() {
    return roads.loads.stream().map(load -> load.commands().size()).toList();
  }

  @Test
  void whatComesWhileTwoAreOnTheirWayGoesTogetherAndInItsOrder() {
    List<Future<Void>> brought = bring(0, 50);
    assertEquals(List.of(1, 1), sizes(), "the first ones wait for nothing");
    roads.loads.get(1).taken().complete();
    assertTrue(brought.get(1).succeeded());
    assertFalse(brought.get(0).isComplete());
    assertEquals(List.of(1, 1, 32), sizes());
    roads.loads.get(2).taken().complete();
    assertTrue(brought.subList(2, 34).stream().allMatch(Future::succeeded));
    assertEquals(List.of(1, 1, 32, 16), sizes());
    List<Bytes> all = roads.loads.stream().flatMap(load -> load.commands().stream()).toList();
    assertEquals(IntStream.range(0, 50).mapToObj(CourierTest::command).toList(), all);
  }

  @Test
  void aLoadThatIsNotTakenFailsForAllInItAndTheNextOneGoes() {
    bring(0, 2);
    List<Future<Void>> together = bring(2, 4);
    roads.loads.get(0).taken().complete();
    bring(4, 5);
    roads.loads.get(2).taken().fail("busy");
    assertTrue(together.stream().allMatch(Future::failed));
    assertEquals(List.of(1, 1, 2, 1), sizes());
  }

  @Test
  void whatHasToGoAloneDoes() {
    bring(0, 3);
    courier.bring(LEADER, command(3), true);
    bring(4, 6);
    for (int i = 0; i < roads.loads.size(); i++) {
      roads.loads.get(i).taken().complete();
    }
    assertEquals(List.of(1, 1, 1, 1, 2), sizes());
  }

  @Test
  void largeOnesGoOneByOneAndNoLoadIsLargerThanAMegabyte() {
    bring(0, 2);
    Bytes large = Bytes.owning(new byte[700_000]);
    for (int i = 0; i < 3; i++) {
      courier.bring(LEADER, large, false);
    }
    courier.bring(LEADER, command(3), false);
    for (int i = 0; i < roads.loads.size(); i++) {
      roads.loads.get(i).taken().complete();
    }
    assertEquals(List.of(1, 1, 1, 1, 2), sizes());
  }

  @Test
  void nobodyWaitsForAMemberThatDoesNotAnswer() {
    bring(0, 9);
    Future<Void> elsewhere = courier.bring(OTHER, command(9), false);
    roads.loads.get(2).taken().complete();
    assertEquals(OTHER, roads.loads.get(2).to());
    assertTrue(elsewhere.succeeded());
  }
}
