package org.baymark.protocol.cose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.baymark.protocol.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * All providers that this software can choose give the same verdict. The crafted signatures are in
 * vectors/keys.json, which every provider is held to as well; here is what chance and length do.
 */
class SameVerdictTest {
  private static final long SEED = 0x5161_0a7f_2026L;
  private static final List<SignatureProvider> PROVIDERS = SignatureProvider.available();

  private static boolean verdict(VerifyingKey key, Bytes message, Bytes signature, String what) {
    boolean first = key.verifiedBy(PROVIDERS.get(0)).verifies(message, signature);
    for (SignatureProvider each : PROVIDERS) {
      assertEquals(
          first,
          key.verifiedBy(each).verifies(message, signature),
          () -> each + " differs from " + PROVIDERS.get(0) + ": " + what + ", " + signature.hex());
    }
    return first;
  }

  /** Signatures that are right, and the same with one bit, byte or half changed. */
  @ParameterizedTest
  @EnumSource(Suite.class)
  void onWhatChanceMakes(Suite suite) {
    Random random = new Random(SEED);
    for (int round = 0; round < 100; round++) {
      SigningKey signer = SigningKey.ofSecret(suite, random::nextBytes);
      VerifyingKey key = signer.verifyingKey();
      byte[] said = new byte[random.nextInt(400)];
      random.nextBytes(said);
      Bytes message = Bytes.of(said);
      Bytes good = signer.sign(message);
      String what = suite + ", seed " + SEED + ", round " + round;
      assertTrue(verdict(key, message, good, what), what);
      for (int i = 0; i < 16; i++) {
        verdict(key, message, changed(good, random), what);
      }
      byte[] noise = new byte[64];
      random.nextBytes(noise);
      verdict(key, message, Bytes.of(noise), what);
      verdict(key, message.concat(Bytes.ofHex("00")), good, what);
    }
  }

  private static Bytes changed(Bytes signature, Random random) {
    byte[] octets = signature.toArray();
    int at = random.nextInt(64);
    switch (random.nextInt(4)) {
      case 0 -> octets[at] = 0;
      case 1 -> octets[at] = -1;
      case 2 -> {
        return signature.slice(32, 64).concat(signature.slice(0, 32));
      }
      default -> octets[at] ^= (byte) (1 << random.nextInt(8));
    }
    return Bytes.of(octets);
  }

  @ParameterizedTest
  @EnumSource(Suite.class)
  void onEveryFlippedBit(Suite suite) {
    SigningKey signer = Keys.signing(suite);
    Bytes message = Bytes.ofUtf8("message");
    Bytes good = signer.sign(message);
    for (int bit = 0; bit < 512; bit++) {
      byte[] octets = good.toArray();
      octets[bit / 8] ^= (byte) (1 << bit % 8);
      boolean stands = verdict(signer.verifyingKey(), message, Bytes.of(octets), "bit " + bit);
      assertEquals(false, stands, suite + ", bit " + bit);
    }
  }

  @ParameterizedTest
  @EnumSource(Suite.class)
  void onEveryLength(Suite suite) {
    SigningKey signer = Keys.signing(suite);
    Bytes message = Bytes.ofUtf8("message");
    Bytes good = signer.sign(message).concat(signer.sign(message));
    for (int size = 0; size <= good.size(); size++) {
      boolean stands = verdict(signer.verifyingKey(), message, good.slice(0, size), "size " + size);
      assertEquals(size == 64, stands, suite + ", size " + size);
    }
  }

  /** A provider that collects the message has a bound for it. */
  @ParameterizedTest
  @EnumSource(Suite.class)
  void onLongMessages(Suite suite) {
    SigningKey signer = Keys.signing(suite);
    for (int size : List.of(0, 1, 16_384, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3 << 20)) {
      Bytes message = Bytes.owning(new byte[size]);
      Bytes good = signer.sign(message);
      assertTrue(verdict(signer.verifyingKey(), message, good, "of " + size), "of " + size);
    }
  }

  @Test
  void oneKeyServesManyThreads() throws InterruptedException {
    for (SignatureProvider provider : PROVIDERS) {
      for (Suite suite : Suite.values()) {
        SigningKey signer = Keys.signing(suite);
        VerifyingKey key = signer.verifyingKey().verifiedBy(provider);
        int[] wrong = new int[4];
        Thread[] threads = new Thread[wrong.length];
        for (int t = 0; t < threads.length; t++) {
          int own = t;
          Bytes message = Bytes.ofUtf8("message " + t);
          Bytes good = signer.sign(message);
          Bytes bad = signer.sign(Bytes.ofUtf8("another"));
          threads[t] =
              new Thread(
                  () -> {
                    for (int i = 0; i < 100; i++) {
                      boolean right = key.verifies(message, good) && !key.verifies(message, bad);
                      wrong[own] += right ? 0 : 1;
                    }
                  });
          threads[t].start();
        }
        for (int t = 0; t < threads.length; t++) {
          threads[t].join();
          assertEquals(0, wrong[t], provider + ", " + suite);
        }
      }
    }
  }
}
