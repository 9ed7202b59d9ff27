package org.baymark.protocol.passport;

import java.util.ArrayList;
import java.util.List;
import org.baymark.protocol.bytes.Bytes;

/** Where each CBOR item of a file begins and ends; its own small reader, for definite lengths. */
final class Items {
  private final Bytes in;
  private final List<int[]> found = new ArrayList<>();
  private int at;

  private Items(Bytes in) {
    this.in = in;
  }

  /** From and to (exclusive) of every item, outer before inner. */
  static List<int[]> of(Bytes file) {
    Items items = new Items(file);
    items.item();
    return items.found;
  }

  private void item() {
    int[] place = {at, 0};
    found.add(place);
    int initial = in.at(at++) & 0xff;
    int info = initial & 31;
    long argument = info;
    if (info >= 24) {
      argument = 0;
      for (int left = 1 << (info - 24); left > 0; left--) {
        argument = argument << 8 | (in.at(at++) & 0xff);
      }
    }
    switch (initial >>> 5) {
      case 2, 3 -> at += (int) argument;
      case 4 -> items(argument);
      case 5 -> items(2 * argument);
      case 6 -> item();
      default -> {}
    }
    place[1] = at;
  }

  private void items(long count) {
    for (long i = 0; i < count; i++) {
      item();
    }
  }
}
