package org.baymark.protocol.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.receipt.ReceiptIssuer;
import org.baymark.protocol.receipt.ReceiptKeys;
import org.junit.jupiter.api.Test;

/** A key is read as a node publishes it, and in no other form. */
class PublishedKeyTest {
  private static final VerifyingKey KEY =
      SigningKey.ofSecret(Suite.ES256, Digest.sha256(Bytes.ofUtf8("receipts")).bytes())
          .toOptional()
          .orElseThrow()
          .verifyingKey();
  private static final ReceiptIssuer ISSUER =
      new ReceiptIssuer("example.com/log", new DevUrn("urn:dev:org:32473-alpha"), KEY);

  @Test
  void whatIsPublishedIsReadAndNoOtherKeyIsWhateverBitTurns() {
    Bytes published = new ReceiptKeys(List.of(ISSUER)).key(KEY.thumbprint()).orElseThrow();
    assertEquals(Optional.of(KEY), PublishedKey.parse(published).toOptional());
    for (int bit = 0; bit < published.size() * Byte.SIZE; bit++) {
      byte[] octets = published.toArray();
      octets[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      Optional<VerifyingKey> other = PublishedKey.parse(Bytes.owning(octets)).toOptional();
      assertTrue(other.isEmpty() || other.get().equals(KEY), "bit " + bit);
    }
  }
}
