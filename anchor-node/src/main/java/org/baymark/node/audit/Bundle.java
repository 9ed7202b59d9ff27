package org.baymark.node.audit;

import java.util.ArrayList;
import java.util.List;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;

/** The paths and the forms of C2SP tlog-tiles, read by somebody who did not write them. */
final class Bundle {
  /** Of a full tile. */
  static final int WIDTH = 256;

  private static final int SIZE_MAX = WIDTH * (2 + 65_535);

  private Bundle() {}

  /** How wide tile {@code number} of level {@code level} is in a tree of {@code size} leaves. */
  static int width(int level, long number, long size) {
    return (int) Math.min(WIDTH, (size >>> 8 * level) - number * WIDTH);
  }

  /**
   * @param what {@code entries} or a level
   */
  static String path(String what, long number, int width) {
    StringBuilder elements = new StringBuilder(String.format("%03d", number % 1000));
    for (long rest = number / 1000; rest > 0; rest /= 1000) {
      elements.insert(0, String.format("x%03d/", rest % 1000));
    }
    return "/tile/" + what + "/" + elements + (width < WIDTH ? ".p/" + width : "");
  }

  /** The entries under tile {@code number} of level 0, as far as a head of {@code size} goes. */
  static List<Bytes> entries(Site site, long number, long size)
      throws SilentException, InterruptedException {
    int width = width(0, number, size);
    String path = path("entries", number, width);
    Bytes body = site.get(path, SIZE_MAX);
    List<Bytes> entries = new ArrayList<>(width);
    int at = 0;
    while (at + 2 <= body.size()) {
      int end = at + 2 + ((body.at(at) & 0xff) << 8 | body.at(at + 1) & 0xff);
      if (end > body.size()) {
        break;
      }
      entries.add(body.slice(at + 2, end));
      at = end;
    }
    if (at != body.size() || entries.size() != width) {
      throw new SilentException("what it serves at " + path + " is no bundle of " + width);
    }
    return entries;
  }

  /** The hashes of tile {@code number} of a level, as far as a head of {@code size} goes. */
  static List<Digest> hashes(Site site, int level, long number, long size)
      throws SilentException, InterruptedException {
    int width = width(level, number, size);
    String path = path(Integer.toString(level), number, width);
    Bytes body = site.get(path, WIDTH * Digest.SIZE);
    if (body.size() != width * Digest.SIZE) {
      throw new SilentException("what it serves at " + path + " is no tile of " + width);
    }
    List<Digest> hashes = new ArrayList<>(width);
    for (int i = 0; i < width; i++) {
      hashes.add(Digest.of(body.slice(i * Digest.SIZE, (i + 1) * Digest.SIZE)));
    }
    return hashes;
  }
}
