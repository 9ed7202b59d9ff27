package org.baymark.protocol.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.baymark.protocol.bytes.Bytes;

/** Bytes as a file can hold many of them: pieces, some of which stand there several times. */
record Pieces(List<Piece> list) {
  /** A run shorter than this saves nothing worth reading. */
  private static final int RUN_MIN = 48;

  private static final String HEX = "hex";
  private static final String TIMES = "times";

  record Piece(Bytes bytes, int times) {}

  /** One byte many times over is found; everything else stands as it is. */
  static Pieces of(Bytes bytes) {
    List<Piece> list = new ArrayList<>();
    int from = 0;
    int at = 0;
    while (at < bytes.size()) {
      int end = at + 1;
      while (end < bytes.size() && bytes.at(end) == bytes.at(at)) {
        end++;
      }
      if (end - at >= RUN_MIN) {
        add(list, bytes.slice(from, at), 1);
        add(list, bytes.slice(at, at + 1), end - at);
        from = end;
      }
      at = end;
    }
    add(list, bytes.slice(from, bytes.size()), 1);
    return new Pieces(list);
  }

  /** {@code head}, so many of {@code unit}, {@code tail}. */
  static Pieces of(Bytes head, Bytes unit, int times, Bytes tail) {
    List<Piece> list = new ArrayList<>(of(head).list());
    add(list, unit, times);
    list.addAll(of(tail).list());
    return new Pieces(list);
  }

  private static void add(List<Piece> list, Bytes bytes, int times) {
    if (bytes.size() > 0) {
      list.add(new Piece(bytes, times));
    }
  }

  int size() {
    return list.stream().mapToInt(one -> one.bytes().size() * one.times()).sum();
  }

  Bytes bytes() {
    byte[] octets = new byte[size()];
    int at = 0;
    for (Piece one : list) {
      for (int i = 0; i < one.times(); i++) {
        System.arraycopy(one.bytes().unsafeArray(), 0, octets, at, one.bytes().size());
        at += one.bytes().size();
      }
    }
    return Bytes.owning(octets);
  }

  ArrayNode json() {
    ArrayNode array = Files.array();
    for (Piece one : list) {
      ObjectNode node = array.addObject().put(HEX, one.bytes().hex());
      if (one.times() > 1) {
        node.put(TIMES, one.times());
      }
    }
    return array;
  }

  static Pieces of(JsonNode array) {
    List<Piece> list = new ArrayList<>();
    array.forEach(one -> list.add(new Piece(Files.hex(one.get(HEX)), one.path(TIMES).asInt(1))));
    return new Pieces(list);
  }
}
