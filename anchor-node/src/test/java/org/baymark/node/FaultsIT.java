package org.baymark.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.ConsistencyProof;
import org.baymark.protocol.merkle.HashPath;
import org.baymark.protocol.registration.Request;
import org.baymark.protocol.statement.Kind;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four members as processes, under load, while they die and their links fail; and what a stranger
 * finds afterwards. {@code -Dfaults.seed=7 -Dfaults.rounds=50} plays others, and more.
 */
@Tag("one-release")
class FaultsIT {
  private static final int MEMBERS = 4;
  private static final int FAULT_MILLIS = 4_000;

  private enum Fault {
    LEADER_KILLED,
    ANYBODY_KILLED,
    TWO_KILLED,
    ONE_ALONE,
    HALVES,
    ONE_DEAF,
    SLOW,
    LOSSY
  }

  private final long seed = Long.getLong("faults.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Set<Checkpoint> seen = Collections.synchronizedSet(new LinkedHashSet<>());

  @TempDir Path temporary;

  @Test
  void whatWasAnsweredIsInTheLogAndThereIsOneLog() throws Exception {
    try (MemberProcesses members = new MemberProcesses(temporary, MEMBERS, seed)) {
      members.startAll();
      List<TestGateway> gateways = List.of(TestGateway.of("one"), TestGateway.of("two"));
      for (TestGateway gateway : gateways) {
        admit(members, gateway);
      }
      AtomicBoolean isOver = new AtomicBoolean();
      Thread watch = new Thread(() -> watch(members, isOver), "watch");
      watch.start();
      Map<Long, Bytes> acknowledged;
      try (Load one = new Load(members, gateways.get(0), seed);
          Load two = new Load(members, gateways.get(1), seed + 1)) {
        for (Fault fault : faults()) {
          play(members, fault);
          heal(members);
          long before = one.acknowledged().size() + two.acknowledged().size();
          RunningAlliance.await(
              "it goes on after " + fault + " (" + replay() + ")",
              () ->
                  Optional.of(one.acknowledged().size())
                      .filter(first -> first + two.acknowledged().size() > before));
        }
        one.close();
        two.close();
        assertEquals(List.of(), one.wrong(), this::replay);
        assertEquals(List.of(), two.wrong(), this::replay);
        acknowledged = new java.util.TreeMap<>(one.acknowledged());
        acknowledged.putAll(two.acknowledged());
      }
      isOver.set(true);
      watch.join();
      everythingIsThere(members, acknowledged);
      aStrangerFindsOneLog(members);
    }
  }

  private String replay() {
    return "-Dfaults.seed=" + seed;
  }

  /** Each of them once, in a seeded order; or as many as the caller asks for. */
  private List<Fault> faults() {
    List<Fault> all = new ArrayList<>();
    int rounds = Integer.getInteger("faults.rounds", Fault.values().length);
    while (all.size() < rounds) {
      List<Fault> some = new ArrayList<>(Arrays.asList(Fault.values()));
      Collections.shuffle(some, random);
      all.addAll(some);
    }
    return all.subList(0, rounds);
  }

  private void play(MemberProcesses members, Fault fault) throws Exception {
    int one = random.nextInt(MEMBERS);
    int other = (one + 1 + random.nextInt(MEMBERS - 1)) % MEMBERS;
    switch (fault) {
      case LEADER_KILLED -> members.kill(members.leader().orElse(one));
      case ANYBODY_KILLED -> members.kill(one);
      case TWO_KILLED -> {
        members.kill(one);
        members.kill(other);
      }
      case ONE_ALONE -> members.between(member -> member == one, Link.Weather.CUT);
      case HALVES -> members.between(member -> member == one || member == other, Link.Weather.CUT);
      case ONE_DEAF -> {
        for (int from = 0; from < MEMBERS; from++) {
          members.oneWay(from, one, Link.Weather.CUT);
        }
      }
      case SLOW -> members.everywhere(Link.Weather.SLOW);
      case LOSSY -> members.everywhere(Link.Weather.LOSSY);
    }
    Thread.sleep(FAULT_MILLIS);
  }

  private static void heal(MemberProcesses members) throws Exception {
    members.everywhere(Link.Weather.FAIR);
    for (int member = 0; member < MEMBERS; member++) {
      if (!members.isRunning(member)) {
        members.start(member);
      }
    }
  }

  private void admit(MemberProcesses members, TestGateway gateway) throws Exception {
    Sign1 card =
        new Request.Register(Alliance.registration(gateway.name(), Kind.BATCH))
            .sign(gateway.key(), gateway.name(), 1);
    Path file = Files.write(temporary.resolve("gateway.card"), card.encoded().toArray());
    assertEquals(
        0, Program.run("node", "admit", "--dir", members.dir(0).toString(), file.toString()));
  }

  /** Remembers every certified head that anybody shows. */
  private void watch(MemberProcesses members, AtomicBoolean isOver) {
    for (int member = 0; !isOver.get(); member = (member + 1) % MEMBERS) {
      checkpoint(members, member).ifPresent(seen::add);
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private static Optional<Checkpoint> checkpoint(MemberProcesses members, int member) {
    try {
      NodeClient.Answer answer = members.client(member).get("/checkpoint");
      return answer.status() == 200
          ? SignedCheckpoint.parse(answer.body()).toOptional().map(SignedCheckpoint::checkpoint)
          : Optional.empty();
    } catch (UncheckedIOException e) {
      return Optional.empty();
    }
  }

  private void everythingIsThere(MemberProcesses members, Map<Long, Bytes> acknowledged) {
    long last = acknowledged.keySet().stream().mapToLong(each -> each).max().orElseThrow();
    for (int i = 0; i < MEMBERS; i++) {
      int member = i;
      RunningAlliance.await(
          "member " + member + " shows entry " + last + " (" + replay() + ")",
          () -> checkpoint(members, member).filter(head -> head.size() > last));
      acknowledged.forEach(
          (index, header) ->
              assertEquals(
                  header, members.client(member).get("/entries/" + index).body(), this::replay));
    }
  }

  /** By proofs, and by the auditor, to whom a member's certificate opens the lists of subjects. */
  private void aStrangerFindsOneLog(MemberProcesses members) throws Exception {
    Checkpoint now = checkpoint(members, 0).orElseThrow();
    for (Checkpoint before : seen) {
      if (before.size() <= now.size()) {
        NodeClient.Answer answer =
            members.client(0).get("/consistency?from=" + before.size() + "&to=" + now.size());
        ConsistencyProof proof =
            new ConsistencyProof(
                before.size(), now.size(), HashPath.read(CborReader.open(answer.body())));
        assertTrue(proof.proves(before.root(), now.root()), before + ", " + replay());
      }
    }
    List<String> audit = new ArrayList<>(List.of("audit", "--trust=" + members.trust()));
    audit.add("--member=" + members.dir(0));
    audit.addAll(members.urls());
    assertEquals(0, members.run(0, audit), this::replay);
  }
}
