package org.baymark.node.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.ConsistencyProof;
import org.baymark.protocol.merkle.HashPath;

/** Remembers every certified head that anybody shows, and says in the end whether all is well. */
final class Outsider implements AutoCloseable {
  private final MemberProcesses members;
  private final String replay;
  private final Set<Checkpoint> seen = Collections.synchronizedSet(new LinkedHashSet<>());
  private final Map<String, Long> signed = new ConcurrentHashMap<>(); // by co-signer, the largest
  private final Thread watch = new Thread(this::watch, "watch");
  private volatile boolean isOver;

  /**
   * @param replay how to play the same again
   */
  Outsider(MemberProcesses members, String replay) {
    this.members = members;
    this.replay = replay;
    watch.start();
  }

  private void watch() {
    for (int member = 0; !isOver; member = (member + 1) % members.size) {
      note(member).ifPresent(this::look);
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void look(SignedCheckpoint note) {
    seen.add(note.checkpoint());
    note.signatures()
        .forEach(line -> signed.merge(line.name(), note.checkpoint().size(), Math::max));
  }

  /** The size of the largest head under which this member's line was seen; 0 before the first. */
  long signed(String member) {
    return signed.getOrDefault(member, 0L);
  }

  /** The size of the largest certified head that anybody showed. */
  long largest() {
    return signed.values().stream().mapToLong(Long::longValue).max().orElse(0);
  }

  /** The last certified head that this member shows. */
  Optional<Checkpoint> checkpoint(int member) {
    return note(member).map(SignedCheckpoint::checkpoint);
  }

  private Optional<SignedCheckpoint> note(int member) {
    try {
      NodeClient.Answer answer = members.client(member).get("/checkpoint");
      return answer.status() == 200
          ? SignedCheckpoint.parse(answer.body()).toOptional()
          : Optional.empty();
    } catch (UncheckedIOException e) {
      return Optional.empty();
    }
  }

  /** The same, where it may not have certified its first one yet, or is too busy to answer once. */
  Checkpoint awaitCheckpoint(int member) {
    return RunningAlliance.await(
        "member " + member + " shows a certified head (" + replay + ")", () -> checkpoint(member));
  }

  /** Waits until that load gets more answers than it has had so far. */
  void awaitProgress(String after, Load... loads) {
    int before = count(loads);
    RunningAlliance.await(
        "it goes on after " + after + " (" + replay + ")",
        () -> Optional.of(count(loads)).filter(now -> now > before));
  }

  private static int count(Load... loads) {
    int count = 0;
    for (Load load : loads) {
      count += load.acknowledged().size();
    }
    return count;
  }

  /** Every member shows all that was acknowledged, each once, and there is one log. */
  void allIsWell(Load... loads) throws Exception {
    allIsWell(IntStream.range(0, members.size).boxed().toList(), loads);
  }

  /** The same of these members only. */
  void allIsWell(List<Integer> honest, Load... loads) throws Exception {
    Set<Bytes> acknowledged = new HashSet<>();
    for (Load load : loads) {
      load.close();
      assertEquals(List.of(), load.wrong(), replay);
      acknowledged.addAll(load.acknowledged());
    }
    close();
    for (int member : honest) {
      RunningAlliance.await(
          "member " + member + " certified all of it (" + replay + ")",
          () -> checkpoint(member).filter(head -> holdsOnce(member, head, acknowledged)));
    }
    oneLog(honest);
  }

  /** Wherever they are: what is not certified yet may find another place in a new epoch. */
  private boolean holdsOnce(int member, Checkpoint head, Set<Bytes> acknowledged) {
    List<Bytes> held = new ArrayList<>();
    for (long index = 0; index < head.size(); index++) {
      held.add(members.client(member).get("/entries/" + index).body());
    }
    held.retainAll(acknowledged);
    return held.size() == acknowledged.size() && Set.copyOf(held).equals(acknowledged);
  }

  /** By proofs, and by the auditor, to whom a member's certificate opens the lists of subjects. */
  private void oneLog(List<Integer> honest) throws Exception {
    Checkpoint now = awaitCheckpoint(honest.get(0));
    for (Checkpoint before : seen) {
      if (before.size() <= now.size()) {
        NodeClient.Answer answer =
            members
                .client(honest.get(0))
                .get("/consistency?from=" + before.size() + "&to=" + now.size());
        ConsistencyProof proof =
            new ConsistencyProof(
                before.size(), now.size(), HashPath.read(CborReader.open(answer.body())));
        assertTrue(proof.proves(before.root(), now.root()), before + ", " + replay);
      }
    }
    List<String> audit = new ArrayList<>(List.of("audit", "--trust=" + members.trust()));
    audit.add("--member=" + members.dir(honest.get(0)));
    honest.forEach(member -> audit.add(members.urls().get(member)));
    assertEquals(0, members.run(honest.get(0), audit), replay);
  }

  @Override
  public void close() throws InterruptedException {
    isOver = true;
    watch.join();
  }
}
