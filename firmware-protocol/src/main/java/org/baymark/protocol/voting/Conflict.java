package org.baymark.protocol.voting;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.merkle.ConsistencyProof;
import org.baymark.protocol.merkle.HashPath;

/**
 * Two things that one member signed about one epoch and may not both sign: reports that contradict
 * each other, two stops, two openings. Of two epochs they would prove nothing: who has to leave a
 * lost head behind contradicts itself, and rightly.
 *
 * @param first of two reports the shorter
 * @param fork of two reports of different sizes, why they contradict; empty otherwise
 */
public record Conflict(Sign1 first, Sign1 second, Optional<Fork> fork) {
  /** In bytes. */
  public static final int SIZE_MAX = 2 * Stop.SIZE_MAX + 8192;

  private static final String KIND = "baymark double vote v1";

  /**
   * The tree of the longer report began otherwise.
   *
   * @param root its root at the size of the shorter one
   * @param path of the consistency proof from that root to the longer head
   */
  public record Fork(Digest root, List<Digest> path) {
    public Fork {
      path = List.copyOf(path);
    }
  }

  public static Parsed<Conflict> parse(Bytes encoded) {
    return Parsed.of(() -> read(encoded));
  }

  private static Conflict read(Bytes encoded) throws RefusalException {
    CborReader in = CborReader.open(encoded);
    in.arrayOf(4);
    in.literal(KIND);
    Sign1 first = in.embedded(Stop.SIZE_MAX, item -> Sign1.parse(item, Stop.SIZE_MAX));
    Sign1 second = in.embedded(Stop.SIZE_MAX, item -> Sign1.parse(item, Stop.SIZE_MAX));
    Optional<Fork> fork = in.skipNull() ? Optional.empty() : Optional.of(fork(in));
    Conflict conflict = new Conflict(first, second, fork);
    if (!conflict.contradicts()) {
      throw new RefusalException(Refusal.OUT_OF_RANGE, "the two things do not contradict");
    }
    return conflict;
  }

  private static Fork fork(CborReader in) throws RefusalException {
    in.arrayOf(2);
    return new Fork(in.digest(), HashPath.read(in));
  }

  /** Whether one member that keeps the rules signs at most one of the two. */
  private boolean contradicts() {
    if (!first.issuer().equals(second.issuer()) || first.id().equals(second.id())) {
      return false;
    }
    return both(Report.parse(first), Report.parse(second), this::contradict)
        || both(Stop.parse(first), Stop.parse(second), this::contradict)
        || both(Opening.parse(first), Opening.parse(second), this::contradict);
  }

  private interface Test<T> {
    boolean test(T first, T second);
  }

  private static <T> boolean both(Parsed<T> first, Parsed<T> second, Test<T> test) {
    return first
        .toOptional()
        .flatMap(a -> second.toOptional().map(b -> test.test(a, b)))
        .orElse(false);
  }

  private boolean contradict(Report a, Report b) {
    Head shorter = a.head();
    Head longer = b.head();
    if (!a.origin().equals(b.origin()) || shorter.epoch() != longer.epoch()) {
      return false;
    }
    if (shorter.size() == longer.size()) {
      return fork.isEmpty() && !shorter.root().equals(longer.root());
    }
    return fork.filter(it -> !it.root().equals(shorter.root()))
        .map(
            it ->
                new ConsistencyProof(shorter.size(), longer.size(), it.path())
                    .proves(it.root(), longer.root()))
        .orElse(false);
  }

  private boolean contradict(Stop a, Stop b) {
    return fork.isEmpty() && a.origin().equals(b.origin()) && a.epoch() == b.epoch();
  }

  private boolean contradict(Opening a, Opening b) {
    return fork.isEmpty()
        && a.origin().equals(b.origin())
        && a.epoch() == b.epoch()
        && !a.stopSet().equals(b.stopSet());
  }

  public DevUrn member() {
    return first.issuer();
  }

  /** Of the log. */
  public String origin() {
    return said(Report::origin, Stop::origin, Opening::origin);
  }

  /** In which both were signed; of openings, the one that they begin. */
  public long epoch() {
    return said(report -> report.head().epoch(), Stop::epoch, Opening::epoch);
  }

  /** "reports", "stops" or "openings". */
  public String what() {
    return said(report -> "reports", stop -> "stops", opening -> "openings");
  }

  private <T> T said(
      Function<Report, T> report, Function<Stop, T> stop, Function<Opening, T> opening) {
    return Report.parse(first)
        .toOptional()
        .map(report)
        .or(() -> Stop.parse(first).toOptional().map(stop))
        .or(() -> Opening.parse(first).toOptional().map(opening))
        .orElseThrow(() -> new IllegalStateException("no vote of " + member()));
  }

  /** Whether the member in this seat signed both. */
  public boolean convicts(Seat seat) {
    return seat.said().test(first) && seat.said().test(second);
  }

  public Bytes encoded() {
    CborWriter out = new CborWriter().array(4).text(KIND);
    out.bytes(first.encoded()).bytes(second.encoded());
    fork.ifPresentOrElse(it -> HashPath.write(out.array(2).digest(it.root()), it.path()), out::nil);
    return out.toBytes();
  }
}
