package org.baymark.protocol.cose;

import java.math.BigInteger;
import java.util.Arrays;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.RefusalException;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;

/**
 * ECDSA on P-256. r and s are in [1, n-1]; a high s is accepted, because secure elements make them
 * and nothing rests on the signature's bytes: a statement's id does not cover them.
 */
record P256Verifier(ECPublicKeyParameters key) implements VerifyingKey.Verifier {

  static P256Verifier of(Bytes xy) throws RefusalException {
    return new P256Verifier(Curves.publicKey(Curves.P_256, xy));
  }

  @Override
  public boolean verifies(byte[] message, byte[] signature) {
    if (signature.length != 64) {
      return false;
    }
    BigInteger r = new BigInteger(1, Arrays.copyOfRange(signature, 0, 32));
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
    ECDSASigner signer = new ECDSASigner();
    signer.init(false, key);
    byte[] hash = Digest.sha256(Bytes.owning(message)).bytes().unsafeArray();
    return signer.verifySignature(hash, r, s);
  }
}
