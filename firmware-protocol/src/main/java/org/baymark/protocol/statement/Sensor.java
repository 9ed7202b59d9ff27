package org.baymark.protocol.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Position;

/**
 * A sensor at the moment it is attached or detached.
 *
 * @param last place of the sensor's last statement at that moment; empty where it is not known,
 *     which leaves the run open at this end
 */
public record Sensor(DevUrn name, Optional<Place> last) {
  static final int COUNT_MAX = 64;

  /** A number in a device's history. */
  public record Place(long boot, long seq) implements Comparable<Place> {
    public static Place of(Position position) {
      return new Place(position.boot(), position.seq());
    }

    @Override
    public int compareTo(Place other) {
      int byBoot = Long.compare(boot, other.boot);
      return byBoot != 0 ? byBoot : Long.compare(seq, other.seq);
    }

    @Override
    public String toString() {
      return boot + "/" + seq;
    }
  }

  static Sensor read(CborReader in) throws RefusalException {
    in.arrayOf(2);
    int start = in.offset();
    DevUrn name = DevUrn.read(in.text(DevUrn.SIZE_MAX), start);
    if (in.skipNull()) {
      return new Sensor(name, Optional.empty());
    }
    in.arrayOf(2);
    long boot = in.unsigned(Position.U32_MAX);
    long seq = in.unsigned(Position.U32_MAX);
    return new Sensor(name, Optional.of(new Place(boot, seq)));
  }

  void write(CborWriter out) {
    out.array(2).text(name.text());
    last.ifPresentOrElse(
        place -> out.array(2).integer(place.boot()).integer(place.seq()), out::nil);
  }

  /** A list of 1 to 64. */
  static List<Sensor> readAll(CborReader in) throws RefusalException {
    int count = in.array(1, COUNT_MAX);
    List<Sensor> sensors = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      sensors.add(read(in));
    }
    return List.copyOf(sensors);
  }

  static void writeAll(CborWriter out, List<Sensor> sensors) {
    out.array(sensors.size());
    sensors.forEach(sensor -> sensor.write(out));
  }

  /** Whether these are 1 to 64 sensors, each once. */
  static boolean areDistinct(List<Sensor> sensors) {
    return !sensors.isEmpty()
        && sensors.size() <= COUNT_MAX
        && sensors.stream().map(Sensor::name).distinct().count() == sensors.size();
  }
}
