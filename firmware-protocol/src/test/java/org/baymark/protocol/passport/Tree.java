package org.baymark.protocol.passport;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cbor.CborWriter;

/** A passport as nested lists: every value in it can be another, whatever a reader would say. */
final class Tree {
  private final Bytes in;
  private int at;

  private Tree(Bytes in) {
    this.in = in;
  }

  /** What stands for null. */
  static final Object NULL = new Object();

  /** Lists, Bytes, String, Long and {@link #NULL}. */
  static Object of(Bytes file) {
    return new Tree(file).item();
  }

  private Object item() {
    int initial = in.at(at++) & 0xff;
    int info = initial & 31;
    long argument = info;
    if (initial == 0xf6) {
      return NULL;
    }
    if (info >= 24) {
      argument = 0;
      for (int left = 1 << (info - 24); left > 0; left--) {
        argument = argument << 8 | (in.at(at++) & 0xff);
      }
    }
    return switch (initial >>> 5) {
      case 0 -> argument;
      case 2 -> slice((int) argument);
      case 3 -> slice((int) argument).utf8();
      case 4 -> list(argument);
      default -> throw new IllegalArgumentException("no passport has such an item");
    };
  }

  private Bytes slice(int size) {
    at += size;
    return in.slice(at - size, at);
  }

  private List<Object> list(long count) {
    List<Object> list = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      list.add(item());
    }
    return list;
  }

  @SuppressWarnings("unchecked") // what of() made is a list of anything
  static List<Object> list(Object item) {
    return (List<Object>) item;
  }

  /** What stands at this way from the outermost list. */
  static Object get(Object tree, int... way) {
    Object item = tree;
    for (int step : way) {
      item = list(item).get(step);
    }
    return item;
  }

  /** Changes what stands at the end of the way. */
  static void change(Object tree, UnaryOperator<Object> change, int... way) {
    Object item = tree;
    for (int i = 0; i < way.length - 1; i++) {
      item = list(item).get(way[i]);
    }
    list(item)
        .replaceAll(
            new UnaryOperator<>() {
              private int index;

              @Override
              public Object apply(Object one) {
                return index++ == way[way.length - 1] ? change.apply(one) : one;
              }
            });
  }

  static Bytes encoded(Object tree) {
    CborWriter out = new CborWriter();
    write(out, tree);
    return out.toBytes();
  }

  private static void write(CborWriter out, Object item) {
    if (item instanceof Long number) {
      out.integer(number);
    } else if (item instanceof Bytes bytes) {
      out.bytes(bytes);
    } else if (item instanceof String text) {
      out.text(text);
    } else if (item == NULL) {
      out.nil();
    } else {
      out.array(list(item).size());
      list(item).forEach(one -> write(out, one));
    }
  }
}
