package org.baymark.protocol.log;

import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cose.MlDsaKey;
import org.baymark.protocol.cose.VerifyingKey;

/** Reads what stands behind the type byte of a vkey. */
final class LineKeyReader {
  private LineKeyReader() {}

  /** The key of {@code type} that {@code encoded} is. */
  static LineKey read(int type, Bytes encoded) throws RefusalException {
    switch (type) {
      case NoteKey.LOG, NoteKey.COSIGNER:
        return new LineKey.OnCurve(VerifyingKey.ofEd25519(encoded).orRefuse());
      case NoteKey.ML_DSA_44:
        return new LineKey.OnLattice(MlDsaKey.parse(encoded).orRefuse());
      case NoteKey.SM2:
        return new LineKey.OnCurve(VerifyingKey.ofSm2(afterIdentifier(encoded)).orRefuse());
      default:
        throw unknown(
            "of type "
                + type
                + ", not 1 (Ed25519), 4 (cosignature/v1), 6 (ML-DSA-44) or 255 (SM2)");
    }
  }

  private static Bytes afterIdentifier(Bytes encoded) throws RefusalException {
    int size = LineKey.SM2_IDENTIFIER.size();
    if (encoded.size() < size || !encoded.slice(0, size).equals(LineKey.SM2_IDENTIFIER)) {
      throw unknown("of type 255 with another identifier than that of SM2 co-signatures");
    }
    return encoded.slice(size, encoded.size());
  }

  private static RefusalException unknown(String detail) {
    return new RefusalException(Refusal.UNKNOWN_ALGORITHM, "the vkey is " + detail);
  }
}
