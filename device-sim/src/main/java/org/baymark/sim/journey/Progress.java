package org.baymark.sim.journey;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.baymark.sim.alliance.GatewayApi;
import org.baymark.sim.shell.Screen;

/** Shows how a journey goes while it goes: on a thread of its own, a few times a second. */
public final class Progress implements AutoCloseable {
  private static final long LIVE_MILLIS = 250;
  private static final long PLAIN_MILLIS = 3_000;
  private static final int BAR = 40;

  /** Rates are over this many last samples. */
  private static final int SAMPLES = 12;

  private record Sample(long nanos, long sent, long accepted) {}

  private final Screen screen;
  private final Journey journey;
  private final GatewayApi gateway;
  private final Duration length;
  private final long begun = System.nanoTime();
  private final Deque<Sample> samples = new ArrayDeque<>(); // the thread below owns it
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "progress");
            thread.setDaemon(true);
            return thread;
          });

  public Progress(Screen screen, Journey journey, GatewayApi gateway, Duration length) {
    this.screen = screen;
    this.journey = journey;
    this.gateway = gateway;
    this.length = length;
    samples.add(sample(journey.tally().numbers()));
  }

  /** From here on it shows. */
  public void start() {
    long every = screen.isLive() ? LIVE_MILLIS : PLAIN_MILLIS;
    var unused = scheduler.scheduleAtFixedRate(this::show, every, every, TimeUnit.MILLISECONDS);
  }

  private void show() {
    JsonNode stats;
    try {
      stats = gateway.stats();
    } catch (IOException e) {
      return; // the next time, or whoever waits for an answer will say it
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    Tally.Numbers numbers = journey.tally().numbers();
    samples.addLast(sample(numbers));
    while (samples.size() > SAMPLES) {
      samples.removeFirst();
    }
    if (screen.isLive()) {
      screen.draw(block(numbers, stats));
    } else {
      screen.line(plain(numbers, stats));
    }
  }

  private static Sample sample(Tally.Numbers numbers) {
    return new Sample(System.nanoTime(), numbers.sent(), numbers.accepted());
  }

  private List<String> block(Tally.Numbers numbers, JsonNode stats) {
    return List.of(
        "",
        "  " + bar(progress()) + "  " + time() + "  " + journey.phase().name(),
        "  shipments   " + temperatures(),
        String.format(
            Locale.ROOT,
            "  sent        %-7d %6.1f/s    accepted %-7d %6.1f/s    duplicates %d",
            numbers.sent(),
            rate(Sample::sent),
            numbers.accepted(),
            rate(Sample::accepted),
            numbers.duplicates()),
        "  refused     " + numbers.refusedInAll() + "  " + reasons(numbers.refused()),
        String.format(
            Locale.ROOT,
            "  batches     %-7d anchored %d of %d statements",
            stats.path("batches").asLong(),
            stats.path("anchoredStatements").asLong(),
            numbers.accepted()));
  }

  private String plain(Tally.Numbers numbers, JsonNode stats) {
    return String.format(
        Locale.ROOT,
        "%s  %s; sent %d (%.1f/s), accepted %d, refused %d%s; batches %d, anchored %d",
        time(),
        journey.phase().name(),
        numbers.sent(),
        rate(Sample::sent),
        numbers.accepted(),
        numbers.refusedInAll(),
        numbers.refused().isEmpty() ? "" : " (" + reasons(numbers.refused()) + ")",
        stats.path("batches").asLong(),
        stats.path("anchoredStatements").asLong());
  }

  /** "bad-signature 3, unknown-key 2". */
  public static String reasons(Map<String, Long> refused) {
    return refused.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(reason -> reason.getKey() + " " + reason.getValue())
        .collect(Collectors.joining(", "));
  }

  private String temperatures() {
    return journey.temperatures().stream()
            .map(each -> each.map(Progress::twoDigits).orElse("    -"))
            .collect(Collectors.joining("  "))
        + " Cel";
  }

  private static String twoDigits(BigDecimal celsius) {
    return String.format(Locale.ROOT, "%5.2f", celsius);
  }

  private double progress() {
    return Math.min(1, (System.nanoTime() - begun) / (double) length.toNanos());
  }

  private String time() {
    long seconds = Math.min(length.toSeconds(), (System.nanoTime() - begun) / 1_000_000_000);
    return String.format(Locale.ROOT, "%3d of %d s", seconds, length.toSeconds());
  }

  private static String bar(double progress) {
    int done = (int) (progress * BAR);
    return "[" + "#".repeat(done) + "-".repeat(BAR - done) + "]";
  }

  private double rate(ToLongFunction<Sample> what) {
    Optional<Sample> first = Optional.ofNullable(samples.peekFirst());
    Optional<Sample> last = Optional.ofNullable(samples.peekLast());
    if (first.isEmpty() || last.isEmpty() || first.equals(last)) {
      return 0;
    }
    double seconds = (last.get().nanos() - first.get().nanos()) / 1e9;
    return (what.applyAsLong(last.get()) - what.applyAsLong(first.get())) / seconds;
  }

  /** Ends the showing and takes the drawn lines away. */
  @Override
  public void close() {
    scheduler.shutdownNow();
    screen.clear();
  }
}
