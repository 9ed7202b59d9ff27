package org.baymark.node.papers;

import io.nayuki.qrcodegen.QrCode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.baymark.protocol.bytes.Bytes;

/**
 * A QR code as a picture: PNG, and lines for a terminal. Written by hand, so that a server needs no
 * graphics.
 */
public final class QrImage {
  /** The light border that ISO/IEC 18004 demands, in modules. */
  private static final int QUIET = 4;

  private static final int PIXELS = 8; // of a module, to a side: large enough for a cheap printer

  private final QrCode code;

  private QrImage(QrCode code) {
    this.code = code;
  }

  /** Of a text in the characters of the alphanumeric mode; with error correction M: 15 %. */
  public static QrImage of(String text) {
    return new QrImage(QrCode.encodeText(text, QrCode.Ecc.MEDIUM));
  }

  /** 1 to 40. */
  public int version() {
    return code.version;
  }

  /** Modules to a side, without the border. */
  public int size() {
    return code.size;
  }

  private boolean isDark(int x, int y) {
    return code.getModule(x - QUIET, y - QUIET); // light outside of the code
  }

  /** Two modules to a character, one above the other, dark on light whatever the terminal has. */
  public String terminal() {
    StringBuilder text = new StringBuilder();
    int side = code.size + 2 * QUIET;
    for (int y = 0; y < side; y += 2) {
      text.append("\u001b[30;107m"); // black on bright white
      for (int x = 0; x < side; x++) {
        boolean below = y + 1 < side && isDark(x, y + 1);
        text.append(isDark(x, y) ? below ? '\u2588' : '\u2580' : below ? '\u2584' : ' ');
      }
      text.append("\u001b[0m\n");
    }
    return text.toString();
  }

  /** PNG (ISO/IEC 15948), one bit a pixel. */
  public Bytes png() {
    int side = (code.size + 2 * QUIET) * PIXELS;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    // Depth 1, greyscale, and the only compression, filter and order that there are or we use.
    byte[] header =
        ByteBuffer.allocate(13).putInt(side).putInt(side).put(new byte[] {1, 0, 0, 0, 0}).array();
    chunk(out, "IHDR", header);
    chunk(out, "IDAT", deflated(rows(side)));
    chunk(out, "IEND", new byte[0]);
    return Bytes.owning(out.toByteArray());
  }

  /** Each row: filter type 0, then a bit a pixel, 1 is white. */
  private byte[] rows(int side) {
    int rowSize = 1 + (side + 7) / 8;
    byte[] rows = new byte[side * rowSize];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        if (!isDark(x / PIXELS, y / PIXELS)) {
          rows[y * rowSize + 1 + x / 8] |= (byte) (0x80 >>> x % 8);
        }
      }
    }
    return rows;
  }

  private static byte[] deflated(byte[] rows) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream to = new DeflaterOutputStream(out, new Deflater(9))) {
      to.write(rows);
    } catch (java.io.IOException e) {
      throw new IllegalStateException("memory does not fail so", e);
    }
    return out.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 sum = new CRC32();
    sum.update(name);
    sum.update(data);
    out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    out.writeBytes(name);
    out.writeBytes(data);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
  }
}
