package org.baymark.node.shelf;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import org.baymark.protocol.bytes.Bytes;

/** A shelf in memory, for a ledger that nobody has to find again. */
public final class MemoryShelf implements Shelf {
  private final Map<Bytes, Bytes> facts = new HashMap<>();

  /** By mark: what was under the keys that changed after it and before the next one. */
  private final NavigableMap<Long, Map<Bytes, Optional<Bytes>>> undo = new TreeMap<>();

  @Override
  public Optional<Bytes> get(Bytes key) {
    return Optional.ofNullable(facts.get(key));
  }

  @Override
  public Optional<Bytes> get(Bytes key, long mark) {
    for (Map<Bytes, Optional<Bytes>> before : undo.tailMap(Shelf.known(marks(), mark)).values()) {
      Optional<Bytes> then = before.get(key);
      if (then != null) {
        return then;
      }
    }
    return get(key);
  }

  @Override
  public void put(Bytes key, Bytes value) {
    Optional<Bytes> before = Optional.ofNullable(facts.put(key, value));
    if (!undo.isEmpty()) {
      undo.lastEntry().getValue().putIfAbsent(key, before);
    }
  }

  @Override
  public void mark(long mark) {
    undo.put(mark, new HashMap<>());
  }

  @Override
  public NavigableSet<Long> marks() {
    return Collections.unmodifiableNavigableSet(undo.navigableKeySet());
  }

  @Override
  public void drop(long mark) {
    Map<Bytes, Optional<Bytes>> dropped = undo.get(Shelf.known(marks(), mark));
    Map.Entry<Long, Map<Bytes, Optional<Bytes>>> older = undo.lowerEntry(mark);
    if (older != null && dropped != null) {
      dropped.forEach(older.getValue()::putIfAbsent);
    }
    undo.remove(mark);
  }

  @Override
  public void goBack(long mark) {
    for (Map<Bytes, Optional<Bytes>> before :
        undo.tailMap(Shelf.known(marks(), mark), true).descendingMap().values()) {
      before.forEach(
          (key, then) ->
              then.ifPresentOrElse(value -> facts.put(key, value), () -> facts.remove(key)));
    }
    undo.tailMap(mark).clear();
    mark(mark);
  }

  @Override
  public void clear() {
    facts.clear();
    undo.clear();
  }
}
