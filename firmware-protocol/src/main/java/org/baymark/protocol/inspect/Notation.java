package org.baymark.protocol.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.inspect.Shape.Part;

/**
 * Walks bytes that may be anything, and writes down what can be read of them as diagnostic notation
 * (RFC 8949, section 8; byte strings with an item inside as RFC 8610, appendix G.3, writes them),
 * each part behind its name. Unlike our reader it takes every encoding, and says which it is. Depth
 * is bounded, and so is what is kept, unless all is asked for.
 */
final class Notation {
  private static final int DEPTH_MAX = 16;
  private static final int SHOWN_MAX = 8;
  private static final int FIELDS_SHOWN_MAX = 32;
  private static final int NODES_MAX = 800;
  private static final Shape PLAIN = new Shape.Plain();

  private final Trail trail;
  private final Names names = new Names();
  private final boolean full;
  private int nodes;

  private Notation(Trail trail, boolean full) {
    this.trail = trail;
    this.full = full;
  }

  /**
   * @param wellFormed every byte was read, also inside byte strings that hold items
   * @param encodingFault why the encoding is not the deterministic one of PROTOCOL.md, section 2
   */
  record Written(String text, boolean wellFormed, Optional<String> encodingFault) {}

  /** The notation of {@code input}, which should be of {@code shape}. */
  static Written of(Bytes input, Shape shape, Optional<Parsed.Refused<?>> refused, boolean full) {
    Trail trail = new Trail(input.unsafeArray(), refused);
    Notation walk = new Notation(trail, full);
    trail.scan(0, input.size());
    StringBuilder out = new StringBuilder(walk.item(shape, 0, input.size()).text());
    trail.markBefore(Integer.MAX_VALUE).ifPresent(mark -> out.append(mark).append('\n'));
    if (trail.at() < input.size()) {
      out.append(walk.left(input.size())).append('\n');
    }
    return new Written(out.toString(), trail.isWhole(), trail.encodingFault());
  }

  /** The bytes that were not understood, up to {@code limit}. */
  private String left(int limit) {
    int from = trail.at();
    trail.broken(limit);
    return "/ not read, from byte " + from + ": / " + Scalars.bytes(trail.in(), from, limit, full);
  }

  private Node item(Shape named, int depth, int limit) {
    Shape shape = names.resolved(named);
    Optional<Head> read = depth > DEPTH_MAX ? Optional.empty() : trail.head(limit);
    if (read.isEmpty() || read.get().isBreak() || !read.get().fits(limit)) {
      return broken(shape, limit);
    }
    Head head = read.get();
    boolean inside = shape instanceof Shape.Embedded && head.major() == 2;
    Optional<String> fault = trail.markBefore(inside ? head.end() : head.stringEnd());
    trail.to(head.end());
    nodes++;
    return content(head, shape, depth, limit).marked(fault);
  }

  private Node broken(Shape shape, int limit) {
    Optional<String> fault = trail.markBefore(Integer.MAX_VALUE);
    boolean ended = trail.at() >= limit;
    String text = ended ? "/ ends here /" : left(limit);
    trail.stop(limit);
    return Node.leaf(shape instanceof Shape.Secret ? "/ not read, secret /" : text).marked(fault);
  }

  private Node content(Head head, Shape shape, int depth, int limit) {
    return switch (head.major()) {
      case 0, 1 -> Node.leaf(names.meaning(Scalars.integer(head), head, shape));
      case 2, 3 -> head.isIndefinite() ? chunks(head, shape, depth, limit) : string(head, shape);
      case 4 -> items(head, shape, depth, limit);
      case 5 -> fields(head, shape, depth, limit);
      case 6 -> tagged(head, shape, depth, limit);
      default -> {
        trail.demand(head.info() != 24 || head.argument() >= 32); // RFC 8949, section 3.3
        yield Node.leaf(head.info() > 24 ? Scalars.floating(head) : Scalars.simple(head));
      }
    };
  }

  private Node string(Head head, Shape shape) {
    int from = head.end();
    int to = head.stringEnd();
    byte[] in = trail.in();
    if (head.major() == 2 && shape instanceof Shape.Embedded embedded && to > from) {
      return embedded(embedded.inside(), to, head.indicator());
    }
    trail.to(to);
    if (shape instanceof Shape.Secret) {
      return Node.leaf("h'...' / " + (to - from) + " bytes, secret /");
    }
    if (head.major() == 2) {
      return Node.leaf(Scalars.bytes(in, from, to, full) + head.indicator());
    }
    Optional<String> text = Scalars.text(in, from, to, full);
    trail.demand(text.isPresent());
    String shown =
        text.orElseGet(() -> Scalars.bytes(in, from, to, full) + " / text, but not UTF-8 /");
    return Node.leaf(names.meaning(shown + head.indicator(), head, shape));
  }

  /** One item, and nothing else, in a byte string; depth starts anew in there. */
  private Node embedded(Shape shape, int end, String indicator) {
    trail.scan(trail.at(), end);
    List<Node> inside = new ArrayList<>();
    inside.add(item(shape, 0, end));
    trail.goOn();
    if (trail.at() < end) {
      Optional<String> fault = trail.markBefore(end);
      inside.add(Node.leaf(left(end)).marked(fault));
    }
    return inside.size() == 1
        ? inside.get(0).behind("<<").before(">>" + indicator)
        : new Node("<<", inside, ">>" + indicator, Optional.empty(), "");
  }

  private Node chunks(Head head, Shape shape, int depth, int limit) {
    Shape piece = shape instanceof Shape.Secret ? shape : PLAIN;
    return container(
        "(_ ",
        ")",
        Long.MAX_VALUE,
        SHOWN_MAX,
        limit,
        index -> {
          // RFC 8949, section 3.2.3: definite chunks of the same sort, and nothing else.
          trail.demand(
              trail
                  .head(limit)
                  .filter(it -> it.major() == head.major() && !it.isIndefinite())
                  .isPresent());
          return item(piece, depth + 1, limit);
        });
  }

  private Node items(Head head, Shape shape, int depth, int limit) {
    Shape.Items named = Names.ofItems(shape, head.argument());
    return container(
        "[" + opening(head),
        "]",
        count(head),
        Math.max(SHOWN_MAX, named.parts().size()),
        limit,
        index -> {
          if (index < named.parts().size()) {
            return part(named.parts().get((int) index), "", depth, limit);
          }
          return item(named.rest().orElse(PLAIN), depth + 1, limit);
        });
  }

  /** How many children there should be; more than any input has where nobody says. */
  private static long count(Head head) {
    return head.isIndefinite() || head.argument() < 0 ? Long.MAX_VALUE : head.argument();
  }

  private Node fields(Head head, Shape shape, int depth, int limit) {
    return container(
        "{" + opening(head),
        "}",
        count(head),
        FIELDS_SHOWN_MAX,
        limit,
        index -> {
          Part part = Names.ofField(shape, trail.head(limit));
          Node key = item(PLAIN, depth + 1, limit);
          if (trail.isStopped()) {
            return key;
          }
          Node value = part(part, flat(key) + ": ", depth, limit);
          return key.mark().isPresent() ? value.marked(key.mark()) : value;
        });
  }

  /** A key that is a container stands on one line all the same. */
  private static String flat(Node key) {
    return key.marked(Optional.of("")).text().strip().replaceAll("\\s*\n\\s*", " ");
  }

  private Node part(Part part, String label, int depth, int limit) {
    Node value = item(part.shape(), depth + 1, limit);
    names.keep(part);
    return value.behind((part.name().isEmpty() ? "" : "/ " + part.name() + " / ") + label);
  }

  private Node tagged(Head head, Shape shape, int depth, int limit) {
    boolean named = shape instanceof Shape.Tagged tagged && tagged.tag() == head.argument();
    Shape content = named ? ((Shape.Tagged) shape).content() : PLAIN;
    Node inside = item(content, depth + 1, limit);
    String tag = Long.toUnsignedString(head.argument()) + head.indicator() + "(";
    return inside.behind(tag).before(")" + (head.argument() == 4 ? decimal(head.end()) : ""));
  }

  private String decimal(int from) {
    byte[] in = trail.in();
    Optional<Head> array = Head.read(in, from, trail.at());
    if (array.isEmpty() || array.get().major() != 4 || array.get().argument() != 2) {
      return "";
    }
    Optional<Head> exponent = Head.read(in, array.get().end(), trail.at());
    Optional<Head> mantissa = exponent.flatMap(it -> Head.read(in, it.end(), trail.at()));
    return mantissa.map(it -> Scalars.decimal(exponent.get(), it)).orElse("");
  }

  private static String opening(Head head) {
    String indicator = head.isIndefinite() ? "_" : head.indicator();
    return indicator.isEmpty() ? "" : indicator + " ";
  }

  @FunctionalInterface
  private interface Child {
    Node at(long index);
  }

  /** Children are walked all, and kept while they are few or hold the mark. */
  private Node container(
      String open, String close, long count, int shownMax, int limit, Child child) {
    List<Node> shown = new ArrayList<>();
    long index = 0;
    for (; index < count && !trail.isStopped(); index++) {
      if (count == Long.MAX_VALUE && trail.steppedOverBreak(limit)) {
        break;
      }
      int before = nodes;
      boolean wasMarked = trail.isMarked();
      Node next = child.at(index);
      if (full
          || (index < shownMax && before < NODES_MAX)
          || trail.isMarked() != wasMarked
          || trail.isStopped()) {
        shown.add(next);
      } else {
        nodes = before;
      }
    }
    long hidden = index - shown.size();
    if (shown.isEmpty() && hidden == 0) {
      return Node.leaf(open.strip() + close);
    }
    String more = hidden == 0 ? "" : "/ " + hidden + " more, see --full /";
    return new Node(open, shown, close, Optional.empty(), more);
  }
}
