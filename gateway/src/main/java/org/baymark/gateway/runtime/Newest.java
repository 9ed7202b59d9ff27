package org.baymark.gateway.runtime;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that forgets whatever was longest neither written nor read. */
public final class Newest<K, V> extends LinkedHashMap<K, V> {
  private static final long serialVersionUID = 1L;

  private final int most;

  public Newest(int most) {
    super(16, 0.75f, true);
    this.most = most;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > most;
  }
}
