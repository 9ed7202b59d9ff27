package org.baymark.gateway.transport.mqtt;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that forgets whatever was longest neither written nor read. */
final class Newest<K, V> extends LinkedHashMap<K, V> {
  private static final long serialVersionUID = 1L;

  private final int most;

  Newest(int most) {
    super(16, 0.75f, true);
    this.most = most;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > most;
  }
}
