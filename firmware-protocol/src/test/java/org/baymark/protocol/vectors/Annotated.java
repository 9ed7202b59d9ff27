package org.baymark.protocol.vectors;

import java.util.Iterator;
import java.util.List;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;

/** CBOR for people: every byte beside what it means, or an outline with long strings cut. */
final class Annotated {
  private static final int PER_LINE = 32;
  private static final int CUT = 8;
  private static final int LINE_MAX = 140;

  private final CborReader in;
  private final Bytes octets;
  private final StringBuilder out = new StringBuilder();

  private Annotated(Bytes octets) {
    this.octets = octets;
    try {
      this.in = CborReader.open(octets);
    } catch (RefusalException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Each item on its line: hex, "#", what it is. {@code meanings} are of the items in order. */
  static String bytes(Bytes item, String... meanings) {
    Annotated page = new Annotated(item);
    page.item(0, List.of(meanings).iterator());
    return page.out.toString();
  }

  private void item(int depth, Iterator<String> meanings) {
    int start = in.offset();
    CborReader.Kind kind = in.peek();
    Bytes whole = kind == CborReader.Kind.TAG ? octets.slice(start, start + 1) : peeked();
    int head = start + headSize(octets.at(start));
    int inside = argument(octets.slice(start, head));
    switch (kind) {
      case BYTES, TEXT -> {
        in.item();
        line(
            depth,
            octets.slice(start, head),
            (kind == CborReader.Kind.TEXT ? "text, " : "bytes, ") + inside,
            meanings);
        Bytes content = octets.slice(head, in.offset());
        for (int from = 0; from < content.size(); from += PER_LINE) {
          Bytes part = content.slice(from, Math.min(content.size(), from + PER_LINE));
          out.append("  ".repeat(depth + 1)).append(part.hex());
          out.append(kind == CborReader.Kind.TEXT ? "  # \"" + part.utf8() + "\"\n" : "\n");
        }
      }
      case ARRAY -> {
        skipHead(kind);
        line(depth, octets.slice(start, head), "array of " + inside, meanings);
        items(inside, depth, meanings);
      }
      case MAP -> {
        skipHead(kind);
        line(depth, octets.slice(start, head), "map of " + inside, meanings);
        items(2 * inside, depth, meanings);
      }
      case TAG -> {
        skipHead(kind);
        line(depth, octets.slice(start, head), "tag " + inside, meanings);
        items(1, depth, meanings);
      }
      default -> {
        in.item();
        line(depth, whole, plain(kind, whole), meanings);
      }
    }
  }

  private void items(int count, int depth, Iterator<String> meanings) {
    for (int i = 0; i < count; i++) {
      item(depth + 1, meanings);
    }
  }

  private void line(int depth, Bytes hex, String what, Iterator<String> meanings) {
    String meaning = meanings.hasNext() ? meanings.next() : "";
    out.append("  ".repeat(depth)).append(hex.hex()).append("  # ").append(what);
    out.append(meaning.isEmpty() ? "\n" : ": " + meaning + "\n");
  }

  private Bytes peeked() {
    int start = in.offset();
    return octets.slice(start, start + headSize(octets.at(start)));
  }

  private static int headSize(byte initial) {
    int info = initial & 31;
    return info < 24 ? 1 : 1 + (1 << (info - 24));
  }

  private static int argument(Bytes head) {
    int info = head.at(0) & 31;
    return head.size() == 1 ? info : (int) Long.parseLong(head.slice(1, head.size()).hex(), 16);
  }

  private static String plain(CborReader.Kind kind, Bytes head) {
    long argument =
        head.size() == 1 ? head.at(0) & 31 : Long.parseLong(head.slice(1, head.size()).hex(), 16);
    return switch (kind) {
      case UNSIGNED -> Long.toString(argument);
      case NEGATIVE -> Long.toString(-1 - argument);
      default -> head.hex().equals("f6") ? "null" : head.hex();
    };
  }

  /** Steps over the head of a container; its kind and count were looked at. */
  private void skipHead(CborReader.Kind kind) {
    try {
      switch (kind) {
        case ARRAY -> in.array(0, Integer.MAX_VALUE);
        case MAP -> in.fields();
        default -> in.tag(argument(peeked()));
      }
    } catch (RefusalException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Diagnostic notation (RFC 8949, section 8), long byte strings cut. */
  static String outline(Bytes item) {
    Annotated page = new Annotated(item);
    return page.diagnostic(0) + "\n";
  }

  private String diagnostic(int depth) {
    CborReader.Kind kind = in.peek();
    Bytes head = peeked();
    if (kind == CborReader.Kind.ARRAY) {
      skipHead(kind);
      return list(depth, argument(head));
    }
    Bytes whole = in.item();
    Bytes content = whole.slice(head.size(), whole.size());
    return switch (kind) {
      case BYTES ->
          content.size() <= CUT
              ? "h'" + content.hex() + "'"
              : "h'" + content.slice(0, CUT).hex() + "...' /" + content.size() + "/";
      case TEXT -> '"' + shown(content.utf8()) + '"';
      default -> plain(kind, head);
    };
  }

  private static String shown(String text) {
    String line = text.replace("\n", "\\n");
    return line.length() > 60 ? line.substring(0, 60) + "..." : line;
  }

  private String list(int depth, int count) {
    List<String> items = new java.util.ArrayList<>();
    for (int i = 0; i < count; i++) {
      items.add(diagnostic(depth + 1));
    }
    String flat = "[" + String.join(", ", items) + "]";
    if (flat.length() + 2 * depth <= LINE_MAX && !flat.contains("\n")) {
      return flat;
    }
    String indent = "\n" + "  ".repeat(depth + 1);
    return "[" + indent + String.join("," + indent, items) + "]";
  }
}
