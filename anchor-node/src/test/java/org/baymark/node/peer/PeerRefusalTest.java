package org.baymark.node.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

/** What an operator reads of a member that does not know this one. */
class PeerRefusalTest {
  private static final String SENTENCE =
      "it does not take this member's certificate: by its log this is no member, or one with other"
          + " keys";

  @Test
  void theOthersRefusalOfTheCertificateIsSaidInWords() {
    for (String alert : List.of("certificate_unknown", "bad_certificate", "certificate_required")) {
      Exception tls = new SSLHandshakeException("Received fatal alert: " + alert);
      assertEquals(SENTENCE, PeerRefusal.of(tls).getMessage());
      assertEquals(SENTENCE, PeerRefusal.of(new IOException("decoder", tls)).getMessage());
    }
  }

  @Test
  void allElseStaysAsItIs() {
    Exception tls = new SSLHandshakeException("Received fatal alert: handshake_failure");
    Exception other = new IOException("fatal alert: certificate_unknown");
    for (Exception failed : List.of(tls, other, new IOException("cut", tls))) {
      assertSame(failed, PeerRefusal.of(failed));
    }
  }
}
