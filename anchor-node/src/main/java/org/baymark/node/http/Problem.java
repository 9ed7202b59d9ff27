package org.baymark.node.http;

import java.util.Locale;
import org.baymark.node.ledger.EvidenceDesk.Lacking;
import org.baymark.node.ledger.EvidenceDesk.Reason;
import org.baymark.node.ledger.Rejection;
import org.baymark.node.ledger.Result.Rejected;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cbor.CborWriter;

/**
 * Why a call was not answered as asked: concise problem details (RFC 9290, section 2).
 *
 * @param status of HTTP
 * @param title the name of the rule or refusal: for programs
 * @param detail for a person
 */
record Problem(int status, String title, String detail) {
  static final String CONTENT_TYPE = "application/concise-problem-details+cbor";

  private static final String GONE = "left";
  private static final int TITLE = -1;
  private static final int DETAIL = -2;

  static Problem of(Parsed.Refused<?> refused) {
    return new Problem(400, refused.refusal().wireName(), refused.text());
  }

  static Problem of(Rejected rejected) {
    boolean malformed = rejected.rejection() == Rejection.MALFORMED;
    return new Problem(malformed ? 400 : 409, rejected.rejection().wireName(), rejected.detail());
  }

  static Problem of(Lacking lacking) {
    String title = lacking.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
    return new Problem(lacking.reason() == Reason.TOO_LARGE ? 413 : 404, title, lacking.detail());
  }

  static Problem busy() {
    return new Problem(503, "busy", "too much waits already; come back in a moment");
  }

  static Problem unavailable(String sentence) {
    return new Problem(503, "unavailable", sentence);
  }

  /** The node ends by itself when the next head is to be signed: it does not wait for that here. */
  static Problem tokenAway() {
    String detail = "the token of this node does not sign: put it back, and start the node again";
    return new Problem(500, "token-away", detail);
  }

  /** Of a node that takes part no more: another one has to be asked. */
  static Problem gone(String sentence) {
    return new Problem(503, GONE, sentence);
  }

  boolean isGone() {
    return title.equals(GONE);
  }

  static Problem ofStatus(int status) {
    return switch (status) {
      case 401 -> new Problem(401, "unauthorized", "this call needs the admin token of this node");
      case 404 -> new Problem(404, "not-found", "there is nothing here");
      case 405 -> new Problem(405, "method-not-allowed", "this path answers another method");
      case 408 -> new Problem(408, "too-slow", "the body did not come within 30 seconds");
      case 413 -> new Problem(413, "too-large", "the body is larger than this call takes");
      case 503 -> new Problem(503, "stopping", "the node is stopping; ask again later");
      default ->
          status >= 400 && status < 500
              ? new Problem(status, "malformed", "the request cannot be understood")
              : new Problem(500, "own-fault", "a fault of the node; its log says more");
    };
  }

  Bytes encoded() {
    return new CborWriter()
        .map(2)
        .integer(TITLE)
        .text(title)
        .integer(DETAIL)
        .text(detail)
        .toBytes();
  }
}
