package org.baymark.protocol.cose;

import org.baymark.protocol.bytes.Bytes;

/** A private key to sign with, in this memory or where only signatures leave it. */
public interface Signer {
  VerifyingKey verifyingKey();

  /** The signature over {@code message}: 64 bytes in every suite. */
  Bytes sign(Bytes message);
}
