package org.baymark.protocol.voting;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;

/**
 * Stops of distinct members that end one epoch of one log, and so begin the next. That they are
 * enough, and what stands in them proven, is for the reader to ask.
 *
 * @param stops 1 to 64, strictly ascending by member
 */
public record StopSet(List<Stop> stops) {
  /** In bytes. */
  public static final int SIZE_MAX = 64 + Electorate.SIZE_MAX * (5 + Stop.SIZE_MAX);

  private static final String KIND = "baymark stop set v1";

  public StopSet {
    stops = List.copyOf(stops);
    Optional<String> fault = fault(stops);
    if (fault.isPresent()) {
      throw new IllegalArgumentException(fault.get());
    }
  }

  private static Optional<String> fault(List<Stop> stops) {
    for (int i = 1; i < stops.size(); i++) {
      Stop before = stops.get(i - 1);
      Stop stop = stops.get(i);
      if (stop.epoch() != before.epoch() || !stop.origin().equals(before.origin())) {
        return Optional.of("stops of two epochs in one set");
      }
      if (stop.member().compareTo(before.member()) <= 0) {
        return Optional.of("the stops of a set out of order");
      }
    }
    return stops.isEmpty() || stops.size() > Electorate.SIZE_MAX
        ? Optional.of("a set of " + stops.size() + " stops")
        : Optional.empty();
  }

  public static Parsed<StopSet> parse(Bytes encoded) {
    return Parsed.of(() -> read(encoded));
  }

  private static StopSet read(Bytes encoded) throws RefusalException {
    CborReader in = CborReader.open(encoded);
    in.arrayOf(2);
    in.literal(KIND);
    int start = in.offset();
    int count = in.array(1, Electorate.SIZE_MAX);
    List<Stop> stops = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      stops.add(in.embedded(Stop.SIZE_MAX, Stop::parse));
    }
    Optional<String> fault = fault(stops);
    if (fault.isPresent()) {
      throw new RefusalException(Refusal.OUT_OF_RANGE, start, fault.get());
    }
    return new StopSet(stops);
  }

  /** The epoch that they end. */
  public long epoch() {
    return stops.get(0).epoch();
  }

  /** Of the log. */
  public String origin() {
    return stops.get(0).origin();
  }

  /** The highest certificate in them: where the next epoch starts; empty: at the empty log. */
  public Optional<Certificate> start() {
    return stops.stream().flatMap(stop -> stop.highest().stream()).max(Certificate.BY_RANK);
  }

  public Bytes encoded() {
    CborWriter out = new CborWriter().array(2).text(KIND).array(stops.size());
    stops.forEach(stop -> out.bytes(stop.encoded()));
    return out.toBytes();
  }

  /** What an opening and the index seals of the next epoch name it by. */
  public Digest digest() {
    return Digest.sha256(encoded());
  }
}
