package org.baymark.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import org.baymark.gateway.folder.GatewayFolder;
import org.baymark.gateway.store.StoreFile;
import org.baymark.gateway.store.StoredStatements;
import org.baymark.gateway.store.StoredStatements.Stored;
import org.baymark.gateway.upkeep.Finding;
import org.baymark.gateway.upkeep.StoreCheck;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.Sign1;

/** What clients said and what they were answered; it is held against what the store has. */
final class CrashLedger {
  private static final int SIZE_MAX = 65_535;

  private final Set<Digest> said = ConcurrentHashMap.newKeySet();
  private final Map<Digest, Digest> byId = new ConcurrentHashMap<>();
  private final Set<Digest> acknowledged = ConcurrentHashMap.newKeySet();
  private final Set<Digest> withTheBroker = ConcurrentHashMap.newKeySet();
  private final Map<String, LongAdder> ways = new ConcurrentSkipListMap<>();

  /** Before it is said: its bytes may come to be stored from now on. */
  void said(Bytes statement) {
    Digest digest = Digest.sha256(statement);
    said.add(digest);
    byId.put(Sign1.parse(statement, SIZE_MAX).toOptional().orElseThrow().id(), digest);
  }

  /** By the gateway, which has it now. */
  void acknowledged(String way, Bytes statement) {
    acknowledged.add(Digest.sha256(statement));
    ways.computeIfAbsent(way, first -> new LongAdder()).increment();
  }

  /** By a broker, which will hand it to the gateway. */
  void acknowledgedByBroker(String way, Bytes statement) {
    withTheBroker.add(Digest.sha256(statement));
    ways.computeIfAbsent(way, first -> new LongAdder()).increment();
  }

  /** How many were acknowledged, by the way that they came. */
  Map<String, Long> numbers() {
    Map<String, Long> numbers = new TreeMap<>();
    ways.forEach((way, count) -> numbers.put(way, count.sum()));
    return numbers;
  }

  long total() {
    return (long) acknowledged.size() + withTheBroker.size();
  }

  /** That the store of a gateway, which runs or not, is whole and has each of them once. */
  void check(GatewayFolder folder, String when) {
    Map<Digest, Integer> found = stored(folder, when);
    found.forEach(
        (bytes, times) -> {
          assertTrue(said.contains(bytes), () -> when + ": nobody said what is stored");
          assertEquals(1, times, () -> when + ": stored more than once");
        });
    assertEquals(0, missing(acknowledged, found), when + ": acknowledged and not there");
  }

  /** The same, and all that the broker had has come. */
  boolean isAllThere(GatewayFolder folder) {
    return missing(withTheBroker, stored(folder, "at the end")) == 0;
  }

  private static long missing(Set<Digest> wanted, Map<Digest, Integer> found) {
    return wanted.stream().filter(bytes -> !found.containsKey(bytes)).count();
  }

  /** How often each is there, by the SHA-256 of its bytes. */
  private Map<Digest, Integer> stored(GatewayFolder folder, String when) {
    Map<Digest, Integer> found = new TreeMap<>();
    List<Finding> wrong = new ArrayList<>();
    try (StoreFile store = StoreFile.open(StoreFile.in(folder.path()))) {
      new StoreCheck(
              store,
              Optional.of(folder.readConfig().name()),
              Optional.of(folder.readKey().verifyingKey()),
              finding -> {
                if (finding.isWrong()) {
                  wrong.add(finding);
                }
              })
          .run();
      for (Stored one : store.read(StoredStatements::all)) {
        // What was pruned is here by its id; the check above held it against its file.
        boolean isPruned = one.bytes().size() == 0;
        Digest bytes = isPruned ? byId.get(one.id()) : Digest.sha256(one.bytes());
        found.merge(bytes == null ? one.id() : bytes, 1, Integer::sum);
      }
    }
    assertEquals(List.of(), wrong, when);
    return found;
  }
}
