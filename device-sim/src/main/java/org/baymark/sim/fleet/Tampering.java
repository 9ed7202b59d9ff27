package org.baymark.sim.fleet;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.statement.Reading;
import org.baymark.protocol.statement.Unverified;

/**
 * What someone can do to a statement who holds its bytes and no key: flip one bit of its payload,
 * so that it still has the form of a statement and says something else.
 *
 * @param before the reading that was changed, as its device signed it
 * @param after the same reading as the changed bytes have it
 */
public record Tampering(Unverified changed, Reading before, Reading after) {
  /** The head of the signature's byte string and the signature: what follows the payload. */
  private static final int TAIL = 2 + Sign1.SIGNATURE_SIZE;

  /** Every flip of one bit that changes a number and leaves a well-formed statement. */
  public static List<Tampering> all(Sign1 said) {
    List<Tampering> found = new ArrayList<>();
    Optional<List<Reading>> honest = readings(said.encoded());
    if (honest.isEmpty()) {
      return found;
    }
    int end = said.encoded().size() - TAIL;
    for (int at = end - said.payload().size(); at < end; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] octets = said.encoded().toArray();
        octets[at] ^= (byte) (1 << bit);
        Bytes changed = Bytes.owning(octets);
        difference(honest.get(), changed).ifPresent(found::add);
      }
    }
    return found;
  }

  /** The flip that makes the reading of this name the smallest: what hides a door left open. */
  public static Optional<Tampering> lowering(Sign1 said, String name) {
    return all(said).stream()
        .filter(each -> each.before.name().equals(name) && each.after.name().equals(name))
        .filter(each -> value(each.after).compareTo(value(each.before)) < 0)
        // What would raise no brow: above freezing, and as many digits as before.
        .filter(each -> value(each.after).compareTo(BigDecimal.ONE) >= 0)
        .filter(each -> value(each.after).scale() == value(each.before).scale())
        .min(Comparator.comparing(each -> value(each.after)));
  }

  private static BigDecimal value(Reading reading) {
    return reading.number().orElseThrow();
  }

  private static Optional<Tampering> difference(List<Reading> honest, Bytes changed) {
    return readings(changed)
        .filter(now -> now.size() == honest.size())
        .flatMap(
            now -> {
              for (int i = 0; i < now.size(); i++) {
                Reading was = honest.get(i);
                Reading is = now.get(i);
                if (was.number().isPresent()
                    && is.number().isPresent()
                    && was.number().get().compareTo(is.number().get()) != 0) {
                  Unverified parsed = Unverified.parse(changed).toOptional().orElseThrow();
                  return Optional.of(new Tampering(parsed, was, is));
                }
              }
              return Optional.empty();
            });
  }

  private static Optional<List<Reading>> readings(Bytes statement) {
    return Unverified.parse(statement)
        .toOptional()
        .flatMap(
            parsed ->
                parsed
                    .content()
                    .match(
                        telemetry -> Optional.of(telemetry.readings()),
                        event -> Optional.<List<Reading>>empty(),
                        cover -> Optional.empty(),
                        hidden -> Optional.empty(),
                        erasure -> Optional.empty()));
  }
}
