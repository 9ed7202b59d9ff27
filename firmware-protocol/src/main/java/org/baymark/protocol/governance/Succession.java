package org.baymark.protocol.governance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.registration.Members;

/**
 * How an alliance became the one that it is: who the members were, and each change that they
 * carried since. Whoever has a trust file of any of these sets is led by it to the last one, and
 * has to believe nobody but those whom the file names.
 *
 * @param changes in the order of the log; at least one
 */
public record Succession(Members first, List<Carried> changes) {
  /** Of changes. */
  public static final int CHANGES_MAX = 1_024;

  private static final String TYPE = "baymark succession v1";
  private static final int MEMBERS_SIZE_MAX = 65_535;

  public Succession {
    changes = List.copyOf(changes);
  }

  /** Parses what a member answered. It is well-formed then, and nothing of it is proven. */
  public static Parsed<Succession> parse(Bytes encoded) {
    return Parsed.of(() -> read(CborReader.open(encoded)));
  }

  /** The same for a caller inside another parser. */
  public static Succession read(CborReader in) throws RefusalException {
    in.arrayOf(3);
    in.literal(TYPE);
    Members first = in.embedded(MEMBERS_SIZE_MAX, Members::parse);
    int count = in.array(1, CHANGES_MAX);
    List<Carried> changes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      changes.add(Carried.read(in));
    }
    return new Succession(first, changes);
  }

  public Bytes encoded() {
    CborWriter out = new CborWriter();
    write(out);
    return out.toBytes();
  }

  public void write(CborWriter out) {
    out.array(3).text(TYPE).bytes(first.encoded()).array(changes.size());
    changes.forEach(change -> change.write(out));
  }

  /**
   * The member sets as far as each follows from the one before.
   *
   * @param sets the first, and after each change that holds the next
   * @param fault why it does not go on to the last change; empty if it does
   */
  public record Line(List<Members> sets, Optional<String> fault) {
    public Line {
      sets = List.copyOf(sets);
    }

    public Members last() {
      return sets.get(sets.size() - 1);
    }

    /**
     * Where {@code held} leads, if it is a trust file of one of the sets before the last; empty if
     * it is not, or if the line is broken.
     */
    public Optional<Led> lead(Policy held) {
      return place(held).flatMap(place -> led(place, sets.size() - 1));
    }

    /**
     * The same on the way: to each set after the one that {@code held} is of, the earliest first.
     * Sets that have no trust file of its sort are left out.
     */
    public List<Led> leads(Policy held) {
      return place(held).stream()
          .flatMap(
              place ->
                  IntStream.range(place.set() + 1, sets.size())
                      .mapToObj(set -> led(place, set))
                      .flatMap(Optional::stream))
          .toList();
    }

    /** Which file of which set, by its index. */
    private record Place(int set, TrustFile sort) {}

    private Optional<Place> place(Policy held) {
      for (int i = sets.size() - 2; i >= 0 && fault.isEmpty(); i--) {
        for (TrustFile sort : TrustFile.values()) {
          if (isOf(sets.get(i), sort, held)) {
            return Optional.of(new Place(i, sort));
          }
        }
      }
      return Optional.empty();
    }

    private Optional<Led> led(Place from, int set) {
      return from.sort().policy(sets.get(set)).map(policy -> new Led(policy, set - from.set()));
    }

    private static boolean isOf(Members members, TrustFile sort, Policy held) {
      return sort.policy(members).filter(held::asksTheSame).isPresent();
    }
  }

  /**
   * A trust file of later members, to which one of earlier members led.
   *
   * @param changes so many of them later
   */
  public record Led(Policy policy, int changes) {
    /** For a person, behind a count of witnesses. */
    public String text() {
      return changes == 1
          ? "whom those of the file voted for"
          : "whom those of the file led to in " + changes + " changes";
    }
  }

  /** Checks every change against the members before it. */
  public Line line() {
    List<Members> sets = new ArrayList<>(List.of(first));
    long size = 0;
    for (Carried change : changes) {
      Members before = sets.get(sets.size() - 1);
      Optional<String> fault =
          change.head().size() > size
              ? change.fault(before)
              : Optional.of("changes of members out of order");
      if (fault.isPresent()) {
        return new Line(sets, fault);
      }
      size = change.head().size();
      sets.add(change.motion().proposal().change().of(before).orElseThrow());
    }
    return new Line(sets, Optional.empty());
  }

  /** The size of the last head that a proposal names: the heads of the last set are longer. */
  public long size() {
    return changes.get(changes.size() - 1).head().size();
  }
}
