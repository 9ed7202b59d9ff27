package org.baymark.protocol.inspect;

import java.util.List;
import java.util.Optional;

/**
 * An item in diagnostic notation: one line where it is short, else a line for each child.
 *
 * @param open the whole of an item without children, or what stands before them
 * @param mark a line that stands before the item: what is wrong with it
 * @param more what is said of children that are not shown
 */
record Node(String open, List<Node> children, String close, Optional<String> mark, String more) {
  private static final int LINE_MAX = 100;

  static Node leaf(String text) {
    return new Node(text, List.of(), "", Optional.empty(), "");
  }

  Node marked(Optional<String> what) {
    return what.isEmpty() ? this : new Node(open, children, close, what, more);
  }

  /** The same behind a name, or a label and a colon. */
  Node behind(String before) {
    return new Node(before + open, children, close, mark, more);
  }

  /** The same with more of it closed: a tag's parenthesis, a note. */
  Node before(String after) {
    return children.isEmpty() && more.isEmpty() && close.isEmpty()
        ? new Node(open + after, children, close, mark, more)
        : new Node(open, children, close + after, mark, more);
  }

  String text() {
    StringBuilder out = new StringBuilder();
    write(out, "", "");
    return out.toString();
  }

  private void write(StringBuilder out, String indent, String after) {
    mark.ifPresent(what -> out.append(indent).append(what).append('\n'));
    StringBuilder line = new StringBuilder();
    if (isLeaf() || flat(line, LINE_MAX - indent.length())) {
      out.append(indent).append(isLeaf() ? open + close : line).append(after).append('\n');
      return;
    }
    out.append(indent).append(open).append('\n');
    for (int i = 0; i < children.size(); i++) {
      boolean last = i == children.size() - 1 && more.isEmpty();
      children.get(i).write(out, indent + "  ", last ? "" : ",");
    }
    if (!more.isEmpty()) {
      out.append(indent).append("  ").append(more).append('\n');
    }
    out.append(indent).append(close).append(after).append('\n');
  }

  private boolean isLeaf() {
    return children.isEmpty() && more.isEmpty();
  }

  /** Appends the item on one line; says no, and may have begun, where it does not fit. */
  private boolean flat(StringBuilder line, int room) {
    line.append(open);
    for (int i = 0; i < children.size(); i++) {
      line.append(i == 0 ? "" : ", ");
      Node child = children.get(i);
      if (child.mark.isPresent() || line.length() > room || !child.flat(line, room)) {
        return false;
      }
    }
    line.append(children.isEmpty() || more.isEmpty() ? "" : ", ").append(more).append(close);
    return line.length() <= room;
  }
}
