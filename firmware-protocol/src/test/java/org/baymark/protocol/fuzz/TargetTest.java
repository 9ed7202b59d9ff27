package org.baymark.protocol.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.baymark.protocol.bytes.Bytes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the fuzzer tries for minutes, for a moment: the vectors, and each a little changed. */
@Tag("one-release")
class TargetTest {
  private static final int CHANGED = 1_500;

  @ParameterizedTest
  @EnumSource(Target.class)
  void everythingThatMustHoldHolds(Target target) {
    List<Bytes> seeds = new ArrayList<>(Corpus.seeds(target));
    seeds.forEach(target::check);
    Random random = new Random(target.name().hashCode());
    for (int i = 0; i < CHANGED; i++) {
      Bytes seed = seeds.get(random.nextInt(seeds.size()));
      target.check(changed(seed, seeds.get(random.nextInt(seeds.size())), random));
    }
  }

  private static Bytes changed(Bytes seed, Bytes other, Random random) {
    byte[] octets = seed.toArray();
    if (octets.length == 0) {
      return other;
    }
    int at = random.nextInt(octets.length);
    switch (random.nextInt(4)) {
      case 0 -> octets[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> octets[at] += (byte) (random.nextBoolean() ? 1 : -1);
      case 2 -> {
        return seed.slice(0, at).concat(seed.slice(at + 1, seed.size()));
      }
      default -> {
        int from = Math.min(at, other.size());
        return seed.slice(0, at).concat(other.slice(from, other.size()));
      }
    }
    return Bytes.owning(octets);
  }
}
