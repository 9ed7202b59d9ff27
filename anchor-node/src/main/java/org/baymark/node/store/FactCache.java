package org.baymark.node.store;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;

/** The facts that were used last, as many as fit. For one thread. */
final class FactCache {
  /** Of an entry beside its octets: two arrays, two objects around them, and its place in a map. */
  static final int OVERHEAD = 150;

  private final long octetsMax;
  private final Map<Bytes, Bytes> facts = new LinkedHashMap<>(16, 0.75f, true);
  private long octets;

  /**
   * @param octetsMax of memory, about
   */
  FactCache(long octetsMax) {
    this.octetsMax = octetsMax;
  }

  Optional<Bytes> get(Bytes key) {
    return Optional.ofNullable(facts.get(key));
  }

  void put(Bytes key, Bytes value) {
    octets += size(key, value);
    Bytes before = facts.put(key, value);
    if (before != null) {
      octets -= size(key, before);
    }
    Iterator<Map.Entry<Bytes, Bytes>> eldest = facts.entrySet().iterator();
    while (octets > octetsMax && eldest.hasNext()) {
      Map.Entry<Bytes, Bytes> entry = eldest.next();
      octets -= size(entry.getKey(), entry.getValue());
      eldest.remove();
    }
  }

  static long size(Bytes key, Bytes value) {
    return OVERHEAD + key.size() + value.size();
  }

  void clear() {
    facts.clear();
    octets = 0;
  }
}
