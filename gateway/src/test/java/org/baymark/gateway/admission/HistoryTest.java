package org.baymark.gateway.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.gateway.admission.History.Judgement;
import org.baymark.gateway.store.EventLog.Highest;
import org.baymark.gateway.store.EventLog.Kept;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.Position;
import org.junit.jupiter.api.Test;

/** Every short history of one device, against the plain reading of the rules. */
class HistoryTest {
  private static final long DEVICE = 7;
  private static final int LENGTH = 5;

  /** What a device can say in this small world: two boots, two numbers, two contents. */
  private record Said(long boot, long seq, int content) {
    Position position() {
      return new Position(boot, seq, Optional.empty(), OptionalLong.empty());
    }

    Digest id() {
      return Digest.sha256(Bytes.ofUtf8(toString()));
    }

    boolean sameNumber(Said other) {
      return boot == other.boot && seq == other.seq;
    }
  }

  private static final Comparator<Said> BY_NUMBER =
      Comparator.comparingLong(Said::boot).thenComparingLong(Said::seq);

  @Test
  void everyHistoryOfFiveStatementsIsJudgedByTheRules() {
    for (int code = 0; code < 1 << 3 * LENGTH; code++) {
      List<Said> history = new ArrayList<>();
      for (int i = 0; i < LENGTH; i++) {
        int symbol = code >>> 3 * i & 7;
        history.add(new Said(symbol & 1, symbol >>> 1 & 1, symbol >>> 2));
      }
      run(history);
    }
  }

  private static void run(List<Said> history) {
    List<Said> store = new ArrayList<>(); // a row is its place in here
    History judge = new History();
    for (int i = 0; i < history.size(); i++) {
      Said said = history.get(i);
      if (i == LENGTH / 2) {
        judge = new History(); // a restart
      }
      Judgement is =
          judge.judge(
              DEVICE,
              said.position(),
              said.id(),
              device -> highest(store),
              number -> numbered(store, said));
      assertEquals(byTheRules(store, said), is, history + ", statement " + i);
      if (!is.duplicate()) {
        store.add(said);
        judge.stored(DEVICE, said.position());
      }
    }
  }

  private static Judgement byTheRules(List<Said> store, Said said) {
    if (store.contains(said)) {
      return new Judgement(true, false, List.of());
    }
    boolean late = store.stream().anyMatch(other -> BY_NUMBER.compare(other, said) > 0);
    List<Long> lies = numbered(store, said).stream().map(Kept::row).toList();
    return new Judgement(false, late, lies);
  }

  private static Optional<Highest> highest(List<Said> store) {
    return store.stream().max(BY_NUMBER).map(said -> new Highest(said.boot(), said.seq()));
  }

  private static List<Kept> numbered(List<Said> store, Said said) {
    List<Kept> found = new ArrayList<>();
    for (int row = 0; row < store.size(); row++) {
      if (store.get(row).sameNumber(said)) {
        found.add(new Kept(row, store.get(row).id()));
      }
    }
    return found;
  }
}
