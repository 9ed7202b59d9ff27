package org.baymark.protocol.fuzz;

import com.sun.management.ThreadMXBean;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.inspect.Input;
import org.baymark.protocol.inspect.Inspection;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.passport.Verification;
import org.baymark.protocol.statement.Unverified;

/**
 * What hostile inputs cost, at three sizes each: the time as a ratio to SHA-256 of the same bytes,
 * and bytes allocated for a byte of input. A ratio that grows with the size is out of proportion.
 * The profile {@code proportion} of the pom runs it.
 */
public final class Proportion {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int ROUNDS = 5;
  private static final long ENOUGH_NANOS = 300_000_000;

  private final PrintStream out;
  private long sink;

  private Proportion(PrintStream out) {
    this.out = out;
  }

  private record Hostility(int smallest, IntFunction<Bytes> make, Consumer<Bytes> door) {}

  public static void main(String[] words) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    String only = words.length > 0 ? words[0] : "";
    new Proportion(out).run(only);
  }

  private static void item(Bytes input) {
    Parsed.of(() -> CborReader.open(input));
  }

  private static void inspect(Bytes input) {
    Inspection.of(Input.of(input), Optional.empty(), false);
  }

  private static Map<String, Hostility> all() {
    Verification verifier = Corpus.verifiers().get(0);
    Map<String, Hostility> all = new LinkedHashMap<>();
    int large = 1 << 16;
    all.put("reader: nested", new Hostility(large, Hostile::nested, Proportion::item));
    all.put("reader: tiny items", new Hostility(large, Hostile::tinyItems, Proportion::item));
    all.put("reader: claimed length", new Hostility(large, Hostile::claimed, Proportion::item));
    all.put("reader: long map", new Hostility(large, Hostile::longMap, Proportion::item));
    all.put("reader: maps as keys", new Hostility(large, Hostile::mapsInMaps, Proportion::item));
    all.put("reader: long text", new Hostility(large, Hostile::longText, Proportion::item));
    String[] values = {"00", "fb3ff199999999999a", "fb0000000000000003", "fb7fe1ccf385ebc8a1"};
    for (String value : values) {
      all.put(
          "statement: " + value,
          new Hostility(900, size -> Hostile.telemetry(size, value), Unverified::parse));
    }
    all.put("trust file: blanks", new Hostility(1 << 14, Proportion::blanks, Policy::parse));
    all.put("trust file: groups", new Hostility(1 << 14, Proportion::groups, Policy::parse));
    Consumer<Bytes> verify = verifier::verify;
    all.put("passport: lost records", new Hostility(large, Hostile::lostRecords, verify));
    all.put("passport: same records", new Hostility(large, Hostile::sameRecords, verify));
    all.put("passport: many chains", new Hostility(large, Hostile::manyChains, verify));
    all.put("passport: alike places", new Hostility(large, Hostile::alikePlaces, verify));
    all.put("passport: many runs", new Hostility(large, Hostile::manyRuns, verify));
    Consumer<Bytes> inspect = Proportion::inspect;
    all.put("inspect: nested", new Hostility(large, Hostile::nested, inspect));
    all.put("inspect: tiny items", new Hostility(large, Hostile::tinyItems, inspect));
    all.put("inspect: long map", new Hostility(large, Hostile::longMap, inspect));
    all.put("inspect: maps as keys", new Hostility(large, Hostile::mapsInMaps, inspect));
    all.put("inspect: lost records", new Hostility(large, Hostile::lostRecords, inspect));
    all.put(
        "inspect: in hex",
        new Hostility(large, size -> Bytes.ofUtf8(Hostile.tinyItems(size / 2).hex()), inspect));
    return all;
  }

  private static Bytes blanks(int size) {
    return Bytes.ofUtf8(" \t".repeat(size / 2 - 1) + "x\n");
  }

  private static Bytes groups(int size) {
    return Bytes.ofUtf8("group g any " + "a ".repeat(size / 2 - 10) + "\n");
  }

  private void run(String only) {
    out.printf("%-30s %9s %14s %16s%n", "input", "bytes", "time / SHA-256", "allocated / byte");
    all()
        .forEach(
            (name, one) -> {
              if (name.contains(only)) {
                for (int size = one.smallest(); size <= 16 * one.smallest(); size *= 4) {
                  line(name, one.make().apply(size), one.door());
                }
              }
            });
    out.println("Best of " + ROUNDS + " rounds, one thread, " + System.getProperty("java.version"));
    if (sink == 42) {
      out.println();
    }
  }

  private void line(String name, Bytes input, Consumer<Bytes> door) {
    double parse = nanos(() -> door.accept(input));
    double hash = nanos(() -> sink += Digest.sha256(input).hashCode());
    long before = THREADS.getCurrentThreadAllocatedBytes();
    door.accept(input);
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    out.printf(
        "%-30s %9d %14.1f %16.1f%n",
        name, input.size(), parse / hash, (double) allocated / input.size());
  }

  /** The best of several rounds, each long enough to be timed; of this thread's own time. */
  private static double nanos(Runnable work) {
    double best = Double.MAX_VALUE;
    long spent = 0;
    for (int round = 0; round < ROUNDS && spent < 2 * ENOUGH_NANOS; round++) {
      long begun = THREADS.getCurrentThreadCpuTime();
      long took;
      int times = 0;
      do {
        work.run();
        times++;
        took = THREADS.getCurrentThreadCpuTime() - begun;
      } while (took < ENOUGH_NANOS / ROUNDS);
      spent += took;
      best = Math.min(best, (double) took / times);
    }
    return best;
  }
}
