package org.baymark.protocol.vectors;

import java.util.ArrayList;
import java.util.List;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cbor.CborWriter;

/**
 * A CBOR item in which anything can be another thing, whatever a reader would say.
 *
 * @param major type, 0 to 7
 * @param argument of the head; of a string its size is written instead
 * @param content of a string; of a simple value or a float the whole item
 * @param items of an array; keys and values of a map in turn; the content of a tag
 */
record Item(int major, long argument, Bytes content, List<Item> items) {
  static final int BYTES = 2;
  static final int TEXT = 3;
  static final int ARRAY = 4;
  static final int MAP = 5;
  static final int TAG = 6;
  private static final int REST = 7;

  static final Item FALSE = new Item(REST, 0, Bytes.ofHex("f4"), List.of());

  /** Reads a well-formed item of definite lengths. */
  static Item of(Bytes encoded) {
    return new Reader(encoded).item();
  }

  static Item number(long value) {
    return new Item(value < 0 ? 1 : 0, value < 0 ? ~value : value, Bytes.EMPTY, List.of());
  }

  static Item text(String text) {
    return string(TEXT, Bytes.ofUtf8(text));
  }

  static Item string(int major, Bytes content) {
    return new Item(major, 0, content, List.of());
  }

  Item with(List<Item> other) {
    return new Item(major, argument, content, other);
  }

  /** The same with another item at this index. */
  Item with(int index, Item other) {
    List<Item> changed = new ArrayList<>(items);
    changed.set(index, other);
    return with(changed);
  }

  /** False or true. */
  boolean isTruth() {
    return major == REST && (content.hex().equals("f4") || content.hex().equals("f5"));
  }

  /** Whether this has as many items as another: then it is the same alternative of a list. */
  boolean isLike(Item other) {
    return major == other.major && items.size() == other.items.size();
  }

  /** Whether this label stands behind another in a map. */
  boolean comesAfter(Item other) {
    return major != other.major
        ? major > other.major
        : Long.compareUnsigned(argument, other.argument) > 0;
  }

  /** A label for a person. */
  String label() {
    if (argument >= 0) {
      return String.valueOf(major == 0 ? argument : ~argument);
    }
    return major == 0 ? "2^64-1" : "-2^64";
  }

  Bytes encoded() {
    return Files.cbor(this::write);
  }

  private void write(CborWriter out) {
    switch (major) {
      case 0 -> unsigned(out, 0);
      case 1 -> unsigned(out, 0x20);
      case BYTES -> out.bytes(content);
      case TEXT -> out.text(content.utf8());
      case ARRAY -> out.array(items.size());
      case MAP -> out.map(items.size() / 2);
      case TAG -> out.tag(argument);
      default -> out.raw(content);
    }
    items.forEach(item -> item.write(out));
  }

  /** All 64 bits of it, where the writer of the product ends at 63. */
  private void unsigned(CborWriter out, int type) {
    if (argument >= 0) {
      out.integer(type == 0 ? argument : ~argument);
    } else {
      out.raw(Bytes.ofHex(String.format("%02x%016x", type | 27, argument)));
    }
  }

  private static final class Reader {
    private final Bytes in;
    private int at;

    Reader(Bytes in) {
      this.in = in;
    }

    Item item() {
      int start = at;
      int initial = in.at(at++) & 0xff;
      int major = initial >>> 5;
      long argument = initial & 31;
      if (argument >= 24) {
        int size = 1 << (argument - 24);
        argument = Long.parseUnsignedLong(in.slice(at, at + size).hex(), 16);
        at += size;
      }
      switch (major) {
        case BYTES, TEXT -> {
          at += (int) argument;
          return string(major, in.slice(at - (int) argument, at));
        }
        case ARRAY -> {
          return new Item(major, argument, Bytes.EMPTY, items(argument));
        }
        case MAP -> {
          return new Item(major, argument, Bytes.EMPTY, items(2 * argument));
        }
        case TAG -> {
          return new Item(major, argument, Bytes.EMPTY, items(1));
        }
        case REST -> {
          return new Item(REST, 0, in.slice(start, at), List.of());
        }
        default -> {
          return new Item(major, argument, Bytes.EMPTY, List.of());
        }
      }
    }

    private List<Item> items(long count) {
      List<Item> items = new ArrayList<>();
      for (long i = 0; i < count; i++) {
        items.add(item());
      }
      return items;
    }
  }
}
