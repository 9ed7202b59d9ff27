package org.baymark.protocol.cose;

import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.RefusalException;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithID;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.SM2Signer;

/**
 * SM2 with SM3 (GB/T 32918.2, section 7). r and s are in [1, n-1] and r + s is not n.
 *
 * @param key with the user id that ZA covers
 */
record Sm2Verifier(CipherParameters key) implements VerifyingKey.Verifier {

  static Sm2Verifier of(Bytes xy) throws RefusalException {
    ECPublicKeyParameters point = Curves.publicKey(Curves.SM2, xy);
    return new Sm2Verifier(new ParametersWithID(point, Sm2.USER_ID.unsafeArray()));
  }

  @Override
  public boolean verifies(byte[] message, byte[] signature) {
    if (signature.length != 64) {
      return false;
    }
    // Without an encoding of its own choice it would want ASN.1. It hashes with SM3.
    SM2Signer signer = new SM2Signer(PlainDSAEncoding.INSTANCE);
    signer.init(false, key);
    signer.update(message, 0, message.length);
    return signer.verifySignature(signature);
  }
}
