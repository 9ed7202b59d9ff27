package org.baymark.gateway.running;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.baymark.gateway.config.GatewayConfig;
import org.baymark.gateway.config.Settings;
import org.baymark.gateway.web.ReloadApi.Reloaded;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/**
 * The settings that a running gateway goes by. Each part of it says which keys it can follow; the
 * others stay as they were until it is started again. All of a changed file is put in force, or, if
 * something in it cannot be used, none. For any thread.
 */
final class Reloading {
  private static final Logger log = LoggerFactory.getLogger(Reloading.class);

  private final Supplier<GatewayConfig> read;
  private final Map<String, String> inForce; // guarded by this
  private final Map<String, String> filesInForce = new HashMap<>(); // guarded by this
  private final List<Part> parts = new ArrayList<>(); // guarded by this
  private boolean isOpen; // guarded by this
  private boolean isAsked; // guarded by this

  private record Part(
      Set<String> keys,
      Function<GatewayConfig, Map<String, String>> files,
      Function<GatewayConfig, Runnable> change) {}

  /** A changed file, with the changes that put in force what can be followed of it. */
  private record Next(
      Map<String, String> said,
      Set<String> changed,
      Set<String> followed,
      Map<String, String> renewed,
      List<Runnable> changes) {}

  /**
   * @param config what the gateway begins with
   * @param read reads it again; throws {@link CommandFailure} with a sentence if it cannot be used
   */
  Reloading(GatewayConfig config, Supplier<GatewayConfig> read) {
    this.read = read;
    this.inForce = new LinkedHashMap<>(Settings.of(config));
  }

  /** Reads the settings again at SIGHUP. */
  void onSignal() {
    Signal.handle(new Signal("HUP"), signal -> asked());
  }

  /**
   * {@code change} follows these keys at once.
   *
   * @param value what they say; throws if it cannot be used
   * @param change takes it, and cannot fail: others may have taken theirs
   */
  <T> void follow(Set<String> keys, Function<GatewayConfig, T> value, Consumer<T> change) {
    prepare(
        keys,
        config -> {
          T said = value.apply(config);
          return () -> change.accept(said);
        });
  }

  /**
   * The same for who makes more of it than a value.
   *
   * @param change looks whether it can be done, and throws {@link CommandFailure} with a sentence
   *     if not; what it answers does it
   */
  synchronized void prepare(Set<String> keys, Function<GatewayConfig, Runnable> change) {
    if (!inForce.keySet().containsAll(keys)) {
      throw new IllegalArgumentException("no such keys: " + keys);
    }
    parts.add(new Part(Set.copyOf(keys), config -> Map.of(), change));
  }

  /**
   * The same for who also goes by files that keys name: other contents count as a change.
   *
   * @param config by which it has begun
   * @param files what they hold, by key, in any form that can be compared
   */
  synchronized void prepare(
      Set<String> keys,
      GatewayConfig config,
      Function<GatewayConfig, Map<String, String>> files,
      Function<GatewayConfig, Runnable> change) {
    prepare(keys, change);
    parts.set(parts.size() - 1, new Part(Set.copyOf(keys), files, change));
    filesInForce.putAll(files.apply(config));
  }

  /** All parts are there; what was asked for before is done now. */
  synchronized void open() {
    isOpen = true;
    if (isAsked) {
      asked();
    }
  }

  /** Nobody waits for an answer: it is in the log. */
  private synchronized void asked() {
    isAsked = true;
    if (isOpen) {
      try {
        reload();
      } catch (RuntimeException e) {
        // It was logged there, whatever it was.
      }
    }
  }

  /**
   * Reads the settings and puts in force what can be.
   *
   * @throws IllegalArgumentException with a sentence, if they cannot be used: all is as before then
   */
  synchronized Reloaded reload() {
    Next next;
    try {
      next = next(read.get());
    } catch (RuntimeException e) {
      String why = e.getMessage() + "; all settings stay as they were";
      log.atError().addKeyValue("why", why).log("settings not reloaded");
      throw new IllegalArgumentException(why, e);
    }
    try {
      next.changes().forEach(Runnable::run);
    } catch (RuntimeException e) {
      log.atError()
          .setCause(e)
          .addKeyValue("what", String.join(", ", next.followed()))
          .log("settings reloaded in part; start the gateway again");
      throw e;
    }
    return tell(next);
  }

  /** All that can go wrong with a changed file goes wrong here, before anything follows it. */
  private Next next(GatewayConfig config) {
    Map<String, String> said = Settings.of(config);
    Set<String> changed = new LinkedHashSet<>();
    said.forEach(
        (key, value) -> {
          if (!value.equals(inForce.get(key))) {
            changed.add(key);
          }
        });
    List<Runnable> changes = new ArrayList<>();
    Set<String> followed = new LinkedHashSet<>();
    Map<String, String> renewed = new LinkedHashMap<>();
    for (Part part : parts) {
      Set<String> its = new LinkedHashSet<>(changed);
      its.retainAll(part.keys());
      Map<String, String> files = new LinkedHashMap<>(part.files().apply(config));
      files.entrySet().removeIf(it -> it.getValue().equals(filesInForce.get(it.getKey())));
      renewed.putAll(files);
      if (!its.isEmpty() || !files.isEmpty()) {
        changes.add(part.change().apply(config));
        followed.addAll(its);
      }
    }
    return new Next(said, changed, followed, renewed, changes);
  }

  private Reloaded tell(Next next) {
    List<String> now = new ArrayList<>();
    List<String> later = new ArrayList<>();
    for (String key : next.changed()) {
      String before = String.valueOf(inForce.get(key));
      String value = String.valueOf(next.said().get(key));
      if (next.followed().contains(key)) {
        inForce.put(key, value);
        now.add(key + " is " + value + " now, and was " + before);
      } else {
        later.add(key + " stays " + before + " until the gateway is started again, then " + value);
      }
    }
    filesInForce.putAll(next.renewed());
    for (String key : next.renewed().keySet()) {
      if (!next.changed().contains(key)) {
        now.add(key + " is " + inForce.get(key) + " as before, and this file was renewed");
      }
    }
    now.forEach(sentence -> log.atInfo().addKeyValue("what", sentence).log("setting in force"));
    later.forEach(sentence -> log.atWarn().addKeyValue("what", sentence).log("setting waits"));
    log.atInfo()
        .addKeyValue("inForce", now.size())
        .addKeyValue("onRestart", later.size())
        .log("settings reloaded");
    return new Reloaded(now, later);
  }
}
