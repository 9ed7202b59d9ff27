package org.baymark.protocol.measured;

import java.util.concurrent.TimeUnit;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.SignatureProvider;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.cose.VerifyingKey;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One signature over a statement of 200 bytes, its key decoded before. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class Verifying {
  @Param({"ES256", "EDDSA", "SM2"})
  public Suite suite = Suite.ES256;

  /** Of those that could be chosen here, the fastest first. */
  @Param({"0", "1"})
  public int provider;

  private final Bytes message = Vectors.telemetry();
  private Bytes signature = Bytes.EMPTY;
  private VerifyingKey key = key().verifyingKey();

  private SigningKey key() {
    return SigningKey.ofSecret(suite, Bytes.ofHex("07".repeat(32))).toOptional().orElseThrow();
  }

  @Setup
  public void sign() {
    signature = key().sign(message);
    int last = SignatureProvider.available().size() - 1;
    SignatureProvider chosen = SignatureProvider.available().get(Math.min(provider, last));
    key = key().verifyingKey().verifiedBy(chosen);
  }

  @Benchmark
  public boolean verifies() {
    return key.verifies(message, signature);
  }
}
