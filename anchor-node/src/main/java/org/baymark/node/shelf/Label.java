package org.baymark.node.shelf;

import java.nio.ByteBuffer;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;

/**
 * The first byte of a key, which tells the kinds of facts apart. Rows lie in the order of their
 * keys: what is short and written together lies together.
 */
public enum Label {
  /** How long the log is, and which form its facts have. */
  LOG('A'),
  /** By size: a checkpoint that was closed. */
  CLOSED('C'),
  /** By id: where a signed entry stands. */
  ENTRY('E'),
  /**
   * By subject key and number: filings that are complete together; and by subject key, level and
   * number, which is a longer key: hashes over those.
   */
  FILINGS('f'),
  /** The gateways that were ever registered. */
  GATEWAYS('G'),
  /** By thumbprint: a registered key. */
  KEY('K'),
  /** By name: the key that was registered last under it. */
  NAME('N'),
  /** The member sets, each with where it begins. */
  TERMS('M'),
  /** What members are voting on. */
  COUNCIL('V'),
  /**
   * By the first bits of keys' hashes: a page of the index; and beside it, by subject key, the
   * count of a subject's filings and the last of them.
   */
  INDEX('X'),
  /** By level and number: hashes of the log's tree. */
  TREE('T');

  private final byte kind;

  Label(char kind) {
    this.kind = (byte) kind;
  }

  /** The key of the only fact of this kind. */
  public Bytes key() {
    return key(Bytes.EMPTY);
  }

  public Bytes key(Bytes rest) {
    byte[] octets = new byte[1 + rest.size()];
    octets[0] = kind;
    System.arraycopy(rest.unsafeArray(), 0, octets, 1, rest.size());
    return Bytes.owning(octets);
  }

  public Bytes key(Digest digest) {
    return key(digest.bytes());
  }

  public Bytes key(long number) {
    return key(Bytes.owning(ByteBuffer.allocate(Long.BYTES).putLong(number).array()));
  }

  public Bytes key(Digest digest, long number) {
    return Bytes.owning(
        ByteBuffer.allocate(1 + Digest.SIZE + Long.BYTES)
            .put(kind)
            .put(digest.bytes().unsafeArray())
            .putLong(number)
            .array());
  }
}
