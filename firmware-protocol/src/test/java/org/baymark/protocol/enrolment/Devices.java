package org.baymark.protocol.enrolment;

import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Suite;

/** Who takes part in an enrolment. */
final class Devices {
  static final DevUrn NAME = new DevUrn("urn:dev:os:32473-sensor");
  static final DevUrn GATEWAY = new DevUrn("urn:dev:os:32473-gateway");
  static final Bytes NONCE = Digest.sha256(Bytes.ofUtf8("nonce")).bytes();

  private Devices() {}

  static SigningKey key(Suite suite, String name) {
    Bytes secret = Digest.sha256(Bytes.ofUtf8(name)).bytes();
    return SigningKey.ofSecret(suite, secret).toOptional().orElseThrow();
  }
}
