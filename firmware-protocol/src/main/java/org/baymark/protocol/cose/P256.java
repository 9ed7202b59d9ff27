package org.baymark.protocol.cose;

import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;

/** The curve of ES256 (FIPS 186-5; SEC 2, secp256r1), with field arithmetic made for it. */
final class P256 {
  static final ECDomainParameters DOMAIN =
      new ECDomainParameters(CustomNamedCurves.getByName("secp256r1"));

  private P256() {}
}
