package org.baymark.node.store;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import org.baymark.protocol.bytes.Bytes;

/**
 * What facts became since they were written to the disk, in layers: what changed before the first
 * mark, and after each mark before the next one. For one thread.
 */
final class UnwrittenFacts {
  private final Map<Bytes, Bytes> first = new HashMap<>();
  private final NavigableMap<Long, Map<Bytes, Bytes>> later = new TreeMap<>();

  private long octets;

  /** Of memory, about. */
  long octets() {
    return octets;
  }

  /** What changed before the first mark. */
  Map<Bytes, Bytes> beforeMarks() {
    return first;
  }

  /** By mark: what changed after it, and before the next one. */
  NavigableMap<Long, Map<Bytes, Bytes>> afterMarks() {
    return later;
  }

  NavigableSet<Long> marks() {
    return later.navigableKeySet();
  }

  /** What is under {@code key} now; empty if it did not change. */
  Optional<Bytes> get(Bytes key) {
    return get(key, later);
  }

  /** What was under {@code key} at {@code mark}; empty if it had not changed until then. */
  Optional<Bytes> get(Bytes key, long mark) {
    return get(key, later.headMap(mark, false));
  }

  private Optional<Bytes> get(Bytes key, NavigableMap<Long, Map<Bytes, Bytes>> layers) {
    for (Map<Bytes, Bytes> layer : layers.descendingMap().values()) {
      Bytes value = layer.get(key);
      if (value != null) {
        return Optional.of(value);
      }
    }
    return Optional.ofNullable(first.get(key));
  }

  void put(Bytes key, Bytes value) {
    put(last(), key, value);
  }

  private Map<Bytes, Bytes> last() {
    Map.Entry<Long, Map<Bytes, Bytes>> last = later.lastEntry();
    return last == null ? first : last.getValue();
  }

  private void put(Map<Bytes, Bytes> layer, Bytes key, Bytes value) {
    Bytes before = layer.put(key, value);
    octets += FactCache.size(key, value);
    octets -= before == null ? 0 : FactCache.size(key, before);
  }

  void mark(long mark) {
    later.put(mark, new HashMap<>());
  }

  /** What changed before and after {@code mark} is one layer from now on. */
  void drop(long mark) {
    Map<Bytes, Bytes> after = take(mark);
    Map.Entry<Long, Map<Bytes, Bytes>> older = later.lowerEntry(mark);
    Map<Bytes, Bytes> before = older == null ? first : older.getValue();
    after.forEach((key, value) -> put(before, key, value));
  }

  void goBack(long mark) {
    for (long each : later.tailMap(mark, true).keySet().stream().toList()) {
      take(each);
    }
    mark(mark);
  }

  private Map<Bytes, Bytes> take(long mark) {
    Map<Bytes, Bytes> layer = Optional.ofNullable(later.remove(mark)).orElseThrow();
    octets -= size(layer);
    return layer;
  }

  private static long size(Map<Bytes, Bytes> layer) {
    return layer.entrySet().stream()
        .mapToLong(each -> FactCache.size(each.getKey(), each.getValue()))
        .sum();
  }

  void clear() {
    first.clear();
    later.clear();
    octets = 0;
  }
}
