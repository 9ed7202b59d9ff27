package org.baymark.sim.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.baymark.protocol.bytes.Bytes;

/**
 * What a radio does to messages: it loses some, brings some twice and some late, all out of a seed.
 * Not safe for many threads.
 */
public final class Air {
  /** A late message arrives after so many that were sent after it, at most. */
  private static final int LATE_MAX = 4;

  private final Rates rates;
  private final Random random;
  private final List<Held> held = new ArrayList<>();
  private Counts counts = new Counts(0, 0, 0);

  /**
   * How often, in hundredths of all messages.
   *
   * @param lost never arrive
   * @param twice arrive twice
   * @param late arrive after some that were sent after them
   */
  public record Rates(int lost, int twice, int late) {
    public Rates {
      if (lost < 0 || twice < 0 || late < 0 || lost + twice + late > 100) {
        throw new IllegalArgumentException("rates are from 0 to 100, and 100 in all at most");
      }
    }
  }

  /** What happened so far. */
  public record Counts(long lost, long twice, long late) {}

  private record Held(Bytes message, int after) {}

  public Air(long seed, Rates rates) {
    this.random = new Random(seed);
    this.rates = rates;
  }

  /** What arrives when {@code message} is sent, in order. */
  public List<Bytes> carry(Bytes message) {
    List<Bytes> arriving = new ArrayList<>();
    int fate = random.nextInt(100);
    int delay = 1 + random.nextInt(LATE_MAX); // always drawn, so that rates change no other fate
    if (fate < rates.lost()) {
      counts = new Counts(counts.lost() + 1, counts.twice(), counts.late());
    } else if (fate < rates.lost() + rates.twice()) {
      counts = new Counts(counts.lost(), counts.twice() + 1, counts.late());
      arriving.add(message);
      arriving.add(message);
    } else if (fate < rates.lost() + rates.twice() + rates.late()) {
      counts = new Counts(counts.lost(), counts.twice(), counts.late() + 1);
      held.add(new Held(message, delay + 1));
    } else {
      arriving.add(message);
    }
    held.replaceAll(each -> new Held(each.message(), each.after() - 1));
    held.stream().filter(each -> each.after() == 0).forEach(each -> arriving.add(each.message()));
    held.removeIf(each -> each.after() == 0);
    return arriving;
  }

  /** What is still on its way when nothing more is sent. */
  public List<Bytes> rest() {
    List<Bytes> arriving = held.stream().map(Held::message).toList();
    held.clear();
    return arriving;
  }

  public Counts counts() {
    return counts;
  }
}
