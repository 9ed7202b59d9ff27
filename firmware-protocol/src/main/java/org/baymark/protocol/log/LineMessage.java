package org.baymark.protocol.log;

import java.nio.ByteBuffer;
import org.baymark.protocol.bytes.Bytes;

/** What a co-signature line signs, by the type of its key. */
final class LineMessage {
  /** Of a name or an origin in the message of ML-DSA-44: its length stands in one byte. */
  static final int TEXT_MAX = 255;

  private static final Bytes SUBTREE = Bytes.ofUtf8("subtree/v1\n\0");

  private LineMessage() {}

  /** C2SP tlog-cosignature, "Ed25519 signed message". */
  static Bytes ed25519(String noteText, long seconds) {
    return Bytes.ofUtf8("cosignature/v1\ntime " + seconds + "\n" + noteText);
  }

  /**
   * Ours, after the pattern of Ed25519's; it names the co-signer too, so that one key under two
   * names makes no statement for both.
   */
  static Bytes sm2(String name, String noteText, long seconds) {
    return Bytes.ofUtf8("sm2-cosignature/v1\n" + name + "\ntime " + seconds + "\n" + noteText);
  }

  /** Whether the message of ML-DSA-44 can name {@code text}. */
  static boolean fits(String text) {
    int size = Bytes.ofUtf8(text).size();
    return size >= 1 && size <= TEXT_MAX;
  }

  /**
   * C2SP tlog-cosignature, "ML-DSA-44 signed message", of a whole tree: {@code start} is 0 and
   * {@code end} its size. A text that does not {@link #fits fit} has no message.
   */
  static Bytes mlDsa44(String name, Checkpoint checkpoint, long seconds) {
    Bytes cosigner = Bytes.ofUtf8(name);
    Bytes origin = Bytes.ofUtf8(checkpoint.origin());
    ByteBuffer message =
        ByteBuffer.allocate(
            SUBTREE.size() + 1 + cosigner.size() + 8 + 1 + origin.size() + 8 + 8 + 32);
    message.put(SUBTREE.unsafeArray());
    message.put((byte) cosigner.size()).put(cosigner.unsafeArray()).putLong(seconds);
    message.put((byte) origin.size()).put(origin.unsafeArray());
    message.putLong(0).putLong(checkpoint.size());
    message.put(checkpoint.root().bytes().unsafeArray());
    return Bytes.owning(message.array());
  }
}
