package org.baymark.protocol.gs1;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.RefusalException;

/**
 * Reads a GS1 Digital Link, uncompressed: any domain, any path before its key (GS1 Digital Link URI
 * Syntax, section 4; RFC 3986).
 */
final class DigitalLink {
  // RFC 3986, section 2: what a URI is written in.
  private static final String URI_MARKS = "-._~:/?#[]@!$&'()*+,;=%";
  private static final String AUTHORITY_MARKS = "-.:[]";

  private final String text;
  private final Elements elements = new Elements();

  private DigitalLink(String text) {
    this.text = text;
  }

  /** Whether a URI of the web begins at {@code from}, its scheme in any case (RFC 3986, 3.1). */
  static boolean begins(String text, int from) {
    return text.regionMatches(true, from, "https://", 0, 8)
        || text.regionMatches(true, from, "http://", 0, 7);
  }

  /** The elements of the link that begins at {@code from}, its key first. */
  static List<Element> read(String text, int from) throws RefusalException {
    return new DigitalLink(text).read(from);
  }

  private List<Element> read(int from) throws RefusalException {
    demand(from, text.length(), URI_MARKS, "a character that no URI has");
    int authority = text.indexOf("//", from) + 2;
    int path = text.indexOf('/', authority);
    if (path <= authority) {
      throw Element.refuse(authority, "a Digital Link has a domain and a path");
    }
    demand(authority, path, AUTHORITY_MARKS, "a character that no domain has");
    int end = before('#', path, text.length());
    int query = before('?', path, end);
    List<String> qualifiers = new ArrayList<>();
    Dictionary.Key key = path(segments(path, query), qualifiers);
    for (int at = query + 1; at < end; ) {
      int next = before('&', at, end);
      attribute(at, next, key, qualifiers);
      at = next + 1;
    }
    return elements.list();
  }

  /** The last key in the path counts; what stands before it says nothing (section 4.9). */
  private Dictionary.Key path(List<Segment> segments, List<String> qualifiers)
      throws RefusalException {
    int first = segments.size() - 2;
    while (first >= 0
        && Dictionary.exactly(segments.get(first).text()).isPresent()
        && Dictionary.key(segments.get(first).text()).isEmpty()) {
      first -= 2;
    }
    Optional<Dictionary.Key> key =
        first < 0 ? Optional.empty() : Dictionary.key(segments.get(first).text());
    if (key.isEmpty()) {
      throw Element.refuse(segments.get(0).offset(), "no GS1 key in the path of this link");
    }
    for (int i = first; i < segments.size(); i += 2) {
      String ai = segments.get(i).text();
      Segment value = segments.get(i + 1);
      if (i > first) {
        qualifiers.add(ai);
        if (!key.get().allows(qualifiers)) {
          throw Element.refuse(
              segments.get(i).offset(),
              "(" + ai + ") does not belong here behind (" + key.get().ai() + ")");
        }
      }
      add(Dictionary.exactly(ai).orElseThrow(), value.text(), value.offset());
    }
    return key.get();
  }

  private record Segment(String text, int offset) {}

  /** The parts of a path that begins with a slash. */
  private List<Segment> segments(int path, int end) {
    List<Segment> segments = new ArrayList<>();
    for (int at = path + 1; at <= end; ) {
      int next = before('/', at, end);
      segments.add(new Segment(text.substring(at, next), at));
      at = next + 1;
    }
    return segments;
  }

  /** Names that are not numbers are the server's own business (section 4.10). */
  private void attribute(int from, int to, Dictionary.Key key, List<String> qualifiers)
      throws RefusalException {
    int equals = before('=', from, to);
    String name = text.substring(from, equals);
    if (equals == to || name.isEmpty() || !name.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return;
    }
    ApplicationIdentifier identifier =
        Dictionary.exactly(name)
            .orElseThrow(() -> Element.refuse(from, "no application identifier that is known"));
    if (!identifier.attribute()) {
      throw identifier.refuse(from, "may not stand in the query of a link");
    }
    if (key.belongs(name, qualifiers)) {
      throw identifier.refuse(from, "belongs in the path of a link, not in its query");
    }
    if (elements.has(name)) {
      throw identifier.refuse(from, "stands twice");
    }
    // In a query a plus is a space, which no value has.
    add(identifier, text.substring(equals + 1, to).replace("+", "%20"), equals + 1);
  }

  private void add(ApplicationIdentifier identifier, String encoded, int offset)
      throws RefusalException {
    String value = decoded(encoded, offset);
    int end;
    try {
      end = identifier.end(value, 0, value.length());
    } catch (RefusalException e) {
      // Its offset is in the value, which escapes have shortened.
      throw Element.refuse(offset, e.detail());
    }
    if (end < value.length()) {
      throw identifier.refuse(offset, "is too long");
    }
    elements.add(new Element(identifier.ai(), value, offset));
  }

  /** Undoes percent-encoding (RFC 3986, section 2.1): one character a byte. */
  private static String decoded(String encoded, int offset) throws RefusalException {
    StringBuilder value = new StringBuilder();
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      if (c == '%') {
        int high = i + 2 < encoded.length() ? Character.digit(encoded.charAt(i + 1), 16) : -1;
        int low = high < 0 ? -1 : Character.digit(encoded.charAt(i + 2), 16);
        if (low < 0) {
          throw Element.refuse(offset + i, "a percent sign without two hexadecimal digits");
        }
        c = (char) (16 * high + low);
        i += 2;
      }
      value.append(c);
    }
    return value.toString();
  }

  private int before(char mark, int from, int end) {
    int at = text.indexOf(mark, from);
    return at < 0 || at > end ? end : at;
  }

  private void demand(int from, int to, String marks, String what) throws RefusalException {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
      if (!letter && !(c >= '0' && c <= '9') && marks.indexOf(c) < 0) {
        throw Element.refuse(i, what);
      }
    }
  }
}
