package org.baymark.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * By what members reach each other: every process has a table of hosts of its own, by which the
 * name of a member is an address that only it uses, with a link behind it.
 */
final class Net implements AutoCloseable {
  private final Path folder;
  private final int size;
  private final Link[][][] links; // from, to, port: of the exchange, of the order

  Net(Path folder, int size) throws IOException {
    this.folder = folder;
    this.size = size;
    this.links = new Link[size][size][2];
    for (int from = 0; from < size; from++) {
      StringBuilder table = new StringBuilder("127.0.0.1 localhost\n");
      for (int to = 0; to < size; to++) {
        table.append(host(from, to)).append(' ').append(name(to)).append('\n');
      }
      Files.writeString(table(from), table);
    }
  }

  private static String host(int from, int to) {
    return "127.0." + (10 + from) + "." + (10 + to);
  }

  static String name(int member) {
    return "m" + member + ".baymark.test";
  }

  /** For the JVM of this member. */
  Path table(int member) {
    return folder.resolve("hosts-" + member);
  }

  /** What the others are told of leads to what the member listens on. */
  void open(int member, int[] told, int[] own, long seed) throws IOException {
    for (int from = 0; from < size; from++) {
      for (int port = 0; port < 2; port++) {
        links[from][member][port] =
            new Link(host(from, member), told[port], own[port], seed + from + 10 * member);
      }
    }
  }

  /** From now on what these send to those goes so, and what those send to these. */
  void between(Predicate<Integer> these, Link.Weather weather) {
    for (int from = 0; from < size; from++) {
      for (int to = 0; to < size; to++) {
        if (these.test(from) != these.test(to)) {
          oneWay(from, to, weather);
        }
      }
    }
  }

  /** From now on what one member asks of another goes so, in both directions of the call. */
  void oneWay(int from, int to, Link.Weather weather) {
    for (Link link : links[from][to]) {
      link.weather(weather);
    }
  }

  void everywhere(Link.Weather weather) {
    for (int from = 0; from < size; from++) {
      for (int to = 0; to < size; to++) {
        oneWay(from, to, weather);
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (Link[][] from : links) {
      for (Link[] to : from) {
        for (Link link : to) {
          link.close();
        }
      }
    }
  }
}
