package org.baymark.gateway.transport.coap;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.baymark.gateway.access.Identities;
import org.baymark.gateway.access.RawKey;
import org.baymark.gateway.access.TlsFiles;
import org.baymark.protocol.cose.VerifyingKey;

/**
 * By what the doors that speak DTLS know clients, and clients them.
 *
 * @param sessionsMax of all doors together; one more is not answered until another was silent for a
 *     minute
 * @param identities who has a pre-shared key
 * @param own what the gateway shows to clients with raw public keys
 * @param tls what it shows to clients with certificates, and who vouches for these
 * @param nameOf the device whose key this is, a revoked one too; empty where none has it
 * @param isRevoked whether a name is that of a device whose key was revoked
 */
public record CoapAccess(
    int sessionsMax,
    Optional<Identities> identities,
    Optional<RawKey> own,
    Optional<TlsFiles> tls,
    Function<VerifyingKey, Optional<String>> nameOf,
    Predicate<String> isRevoked) {

  /** For a gateway without such doors. */
  public static final CoapAccess NONE =
      new CoapAccess(
          1,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          key -> Optional.empty(),
          name -> true);

  /**
   * Heap that is not for sessions, and that of one: measured as docs/coap.md says and rounded up.
   * Of what is left a quarter is theirs, for MQTT clients have the same heap.
   */
  private static final long RESERVED = 40L << 20;

  private static final long SESSION_COST = 16L << 10;
  private static final int SHARE = 4;
  private static final int LEAST = 64;
  private static final int MOST = 16_384;

  /** Heap of one observer of commands, with its request that is kept, rounded up. */
  private static final long OBSERVER_COST = 8L << 10;

  private static final int OBSERVERS_SHARE = 8;

  /** As many observers of commands as the heap is good for: an eighth of what is left. */
  int observersMax() {
    long fit = (Runtime.getRuntime().maxMemory() - RESERVED) / OBSERVERS_SHARE / OBSERVER_COST;
    return (int) Math.max(LEAST, Math.min(MOST, fit));
  }

  /** As many sessions as {@code heapMax} bytes of heap are good for. */
  public static int sessionsFor(long heapMax) {
    long fit = (heapMax - RESERVED) / SHARE / SESSION_COST;
    return (int) Math.max(LEAST, Math.min(MOST, fit));
  }
}
