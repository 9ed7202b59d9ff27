package org.baymark.protocol.fuzz;

import static org.baymark.protocol.fuzz.Target.demand;

import com.upokecenter.cbor.CBORException;
import com.upokecenter.cbor.CBORObject;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborReader.Kind;
import org.baymark.protocol.cbor.CborWriter;

/** Items of section 2: what the reader takes has one encoding, and others read it too. */
final class Items {
  private Items() {}

  static void cbor(Bytes input) {
    if (isItem(input)) {
      demand(recoded(input).equals(input), "written again it differs", input);
      demand(isOthers(input), "no CBOR to another reader", input);
    }
  }

  static boolean isItem(Bytes input) {
    return Parsed.of(() -> CborReader.open(input)) instanceof Parsed.Ok;
  }

  private static boolean isOthers(Bytes input) {
    try {
      CBORObject.DecodeFromBytes(input.toArray());
      return true;
    } catch (CBORException e) {
      // It reads tags of its own list (dates, bignums) and refuses those whose content is another.
      return Tags.in(input);
    }
  }

  /** An item read value by value and written again. */
  static Bytes recoded(Bytes item) {
    try {
      CborReader in = CborReader.open(item);
      CborWriter out = new CborWriter();
      copy(in, out, item);
      demand(in.peek() == Kind.END, "something is left", item);
      return out.toBytes();
    } catch (RefusalException e) {
      throw new AssertionError(item.toString(), e);
    }
  }

  private static void copy(CborReader in, CborWriter out, Bytes item) throws RefusalException {
    int initial = item.at(in.offset()) & 0xff;
    int info = initial & 31;
    boolean beyond64Bits = info == 27 && item.at(in.offset() + 1) < 0;
    switch (in.peek()) {
      case UNSIGNED, NEGATIVE -> {
        if (beyond64Bits) {
          out.raw(in.item());
        } else {
          out.integer(in.integer());
        }
      }
      case BYTES -> out.bytes(in.bytes(item.size()));
      case TEXT -> out.text(in.text(item.size()));
      case ARRAY -> {
        int count = in.array(0, item.size());
        out.array(count);
        for (int i = 0; i < count; i++) {
          copy(in, out, item);
        }
      }
      default -> out.raw(in.item()); // maps of any keys, tags, floats: the walk over them is tried
    }
  }

  /** Whether a tag stands anywhere: a plain search for its head, so now and then too much. */
  private static final class Tags {
    private Tags() {}

    static boolean in(Bytes input) {
      for (int i = 0; i < input.size(); i++) {
        if ((input.at(i) & 0xe0) == 0xc0) {
          return true;
        }
      }
      return false;
    }
  }
}
