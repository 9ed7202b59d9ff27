package org.baymark.protocol.cose;

import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;

/**
 * What the payload of a signed thing is: by COSE header parameter 3, or, for a hash envelope, by
 * parameter 258 in its place.
 */
public enum ContentType {
  /** application/senml+cbor, by its CoAP content format number (RFC 8428, section 12.3). */
  TELEMETRY("112"),
  EVENT("application/vnd.baymark.event+cbor"),
  /** Signs for records that went without a signature. */
  RECORDS("application/vnd.baymark.records+cbor"),
  /** A hash envelope (RFC 9995): binds what is not in it. It has no parameter 3. */
  HIDDEN(""),
  /** A gateway's word that it erased what a statement hides. */
  ERASURE("application/vnd.baymark.erasure+cbor"),
  /** What a device signs about its keys. */
  ENROLMENT("application/vnd.baymark.enrolment+cbor"),
  BATCH("application/vnd.baymark.batch+cbor"),
  REGISTRATION("application/vnd.baymark.registration+cbor"),
  REVOCATION("application/vnd.baymark.revocation+cbor"),
  MEMBERS("application/vnd.baymark.members+cbor"),
  /** What a member hands to the others before there is a log. */
  MEMBER("application/vnd.baymark.member+cbor"),
  /** How members change their alliance. */
  GOVERNANCE("application/vnd.baymark.governance+cbor"),
  REQUEST("application/vnd.baymark.request+cbor"),
  /** A member executed the log to a head. */
  REPORT("application/vnd.baymark.report+cbor"),
  /** A member votes no more in an epoch. */
  STOP("application/vnd.baymark.stop+cbor"),
  /** A member chooses what an epoch begins with. */
  OPENING("application/vnd.baymark.opening+cbor"),
  /** A shipment key that a member vouches for. */
  KEY_CARD("application/vnd.baymark.key-card+cbor"),
  /** A gateway's word that it will file what it took. */
  ACK("application/vnd.baymark.ack+cbor"),
  /** What a gateway tells a device to do. */
  COMMAND("application/vnd.baymark.command+cbor"),
  /** A member's word that an entry will be in the log. */
  LOG_PROMISE("application/vnd.baymark.log-promise+cbor");

  private static final int SENML_CBOR = 112;

  private final String wireName;

  ContentType(String wireName) {
    this.wireName = wireName;
  }

  /** Whether such things are statements, which are filed; then they carry a position. */
  public boolean byDevice() {
    return switch (this) {
      case TELEMETRY, EVENT, RECORDS, HIDDEN, ERASURE -> true;
      default -> false;
    };
  }

  static ContentType read(CborReader in) throws RefusalException {
    int start = in.offset();
    boolean number = in.peek() == CborReader.Kind.UNSIGNED;
    String name = number ? Long.toString(in.unsigned(0xffff)) : in.text(128);
    for (ContentType type : values()) {
      if (type != HIDDEN && type.wireName.equals(name) && number == (type == TELEMETRY)) {
        return type;
      }
    }
    throw new RefusalException(Refusal.UNKNOWN_CONTENT_TYPE, start, "content type " + name);
  }

  void write(CborWriter out) {
    if (this == HIDDEN) {
      throw new IllegalStateException("a hash envelope has no content type");
    }
    if (this == TELEMETRY) {
      out.integer(SENML_CBOR);
    } else {
      out.text(wireName);
    }
  }
}
