package org.baymark.protocol.vectors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;

/**
 * limits.json: for each limit of the page something that is as large as it may be, and something
 * that is one larger and refused for it. A limit that other rules do not let anything reach shows
 * the largest that there is.
 */
record LimitVectors(ArrayNode list) {

  static Bytes make() {
    LimitVectors vectors = new LimitVectors(Files.array());
    new LimitsOfBytes(vectors).all();
    new LimitsOfTexts(vectors).all();
    new LimitsOfCounts(vectors).all();
    new LimitsOfNumbers(vectors).all();
    return Files.json(vectors.list);
  }

  void edge(String limit, String form, String note, Bytes accepted, Bytes refused) {
    edge(limit, form, note, Pieces.of(accepted), Pieces.of(refused));
  }

  void edge(String limit, String form, String note, Pieces accepted, Pieces refused) {
    add(limit, form, note, accepted, refused).put("reached", true);
  }

  /** Other rules end before this limit does. */
  void unreached(String limit, String form, String note, Pieces largest, Pieces refused) {
    add(limit, form, note, largest, refused).put("reached", false);
  }

  /** What reaches it would be a file of many megabytes, each of them different. */
  void above(String limit, String form, String note, Pieces refused) {
    ObjectNode one = list.addObject();
    head(one, limit, form, note).put("reached", false).putNull("accepted");
    refuse(one, form, note, refused);
  }

  private static ObjectNode head(ObjectNode one, String limit, String form, String note) {
    one.put("limit", limit).put("most", most(limit));
    return one.put("form", form).put("note", note);
  }

  private ObjectNode add(String limit, String form, String note, Pieces accepted, Pieces refused) {
    ObjectNode one = list.addObject();
    head(one, limit, form, note);
    if (LimitDoors.open(form, accepted.bytes()) instanceof Parsed.Refused<?> no) {
      throw new IllegalStateException(limit + ", " + note + ": " + no.text());
    }
    one.set("accepted", accepted.json());
    refuse(one, form, note, refused);
    return one;
  }

  private static void refuse(ObjectNode one, String form, String note, Pieces refused) {
    if (!(LimitDoors.open(form, refused.bytes()) instanceof Parsed.Refused<?> why)) {
      throw new IllegalStateException(note + ": one more is accepted");
    }
    one.set("refused", refused.json());
    one.put("reason", why.refusal().wireName()).put("number", why.refusal().number());
  }

  static long most(String limit) {
    return LimitsExample.all().stream()
        .filter(one -> one.what().equals(limit))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the page has no limit of " + limit))
        .most();
  }
}
