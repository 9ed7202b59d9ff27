package org.baymark.node.running;

import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;

/** Where members are, and by what they reach each other. */
interface Net extends AutoCloseable {
  int size();

  /** What a member listens on: the test reaches it there. */
  String listens(int member);

  /** By what the others know it. */
  String name(int member);

  /** What stands before each command that runs where this member is. */
  List<String> within(int member);

  /** More words for its JVM. */
  String jvm(int member);

  /** Opens the way to what the member listens on; answers the ports that the others are told. */
  int[] open(int member, int[] own, long seed) throws IOException;

  /** From now on what one member sends to another goes so. */
  void oneWay(int from, int to, Link.Weather weather) throws IOException;

  /** From now on what these send to those goes so, and what those send to these. */
  default void between(Predicate<Integer> these, Link.Weather weather) throws IOException {
    for (int from = 0; from < size(); from++) {
      for (int to = 0; to < size(); to++) {
        if (these.test(from) != these.test(to)) {
          oneWay(from, to, weather);
        }
      }
    }
  }

  default void everywhere(Link.Weather weather) throws IOException {
    for (int from = 0; from < size(); from++) {
      for (int to = 0; to < size(); to++) {
        if (from != to) {
          oneWay(from, to, weather);
        }
      }
    }
  }

  @Override
  void close() throws IOException;
}
