package org.baymark.protocol.passport;

import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.index.IndexKeys;
import org.baymark.protocol.index.IndexProof;
import org.baymark.protocol.index.KeyState;
import org.baymark.protocol.registration.Registration;
import org.baymark.protocol.registration.Revocation;

/**
 * A registration in the log, what the index says of its key, and the revocation if there is one:
 * [entry, index, path, status proof, null / [entry, index, path]].
 */
public record LoggedRegistration(
    Logged logged,
    Registration registration,
    IndexProof status,
    Optional<LoggedRevocation> revocation) {

  /** A revocation in the log. */
  public record LoggedRevocation(Logged logged, Revocation revocation) {}

  public static LoggedRegistration of(Logged logged, IndexProof status, Optional<Logged> revoked)
      throws RefusalException {
    Registration registration = Registration.parse(logged.signed()).orRefuse();
    if (revoked.isEmpty()) {
      return new LoggedRegistration(logged, registration, status, Optional.empty());
    }
    Revocation revocation = Revocation.parse(revoked.get().signed()).orRefuse();
    boolean same =
        revocation.name().equals(registration.name())
            && revocation.thumbprint().equals(registration.key().thumbprint());
    if (!same || revoked.get().index() <= logged.index()) {
      String what = "a revocation that is not of the registration before it";
      throw new RefusalException(Refusal.WRONG_SHAPE, what);
    }
    LoggedRevocation end = new LoggedRevocation(revoked.get(), revocation);
    return new LoggedRegistration(logged, registration, status, Optional.of(end));
  }

  static LoggedRegistration read(CborReader in) throws RefusalException {
    int start = in.offset();
    in.arrayOf(5);
    Logged logged = Logged.readInside(in);
    IndexProof status = IndexProof.read(in);
    Optional<Logged> revoked = in.skipNull() ? Optional.empty() : Optional.of(Logged.read(in));
    return Parsed.at(start, () -> of(logged, status, revoked));
  }

  void write(CborWriter out) {
    logged.writeInside(out.array(5));
    status.write(out);
    revocation.ifPresentOrElse(end -> end.logged().write(out), out::nil);
  }

  public long index() {
    return logged.index();
  }

  /** Whether the map with this root says of the key just what stands here. */
  public boolean isStatusIn(Digest indexRoot) {
    OptionalLong revoked =
        revocation.map(end -> OptionalLong.of(end.logged().index())).orElse(OptionalLong.empty());
    OptionalLong lastBatch =
        revocation.map(end -> end.revocation().lastBatch()).orElse(OptionalLong.empty());
    Bytes key = IndexKeys.verifyingKey(registration.key().thumbprint());
    Bytes value = new KeyState(logged.index(), revoked, lastBatch).encode();
    return status.includes(key, value, indexRoot);
  }
}
