package org.baymark.node.running;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.baymark.node.FreePorts;

/**
 * Every process has a table of hosts of its own, by which the name of a member is an address that
 * only it uses, with a link behind it that may be slow, lossy or cut.
 */
final class Links implements Net {
  private final Path folder;
  private final int size;
  private final Link[][][] links; // from, to, port: of the exchange, of the order

  Links(Path folder, int size) throws IOException {
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

  @Override
  public String listens(int member) {
    return "127.0.0.1";
  }

  @Override
  public String name(int member) {
    return "m" + member + ".baymark.test";
  }

  private Path table(int member) {
    return folder.resolve("hosts-" + member);
  }

  @Override
  public List<String> within(int member) {
    return List.of();
  }

  @Override
  public String jvm(int member) {
    return " -Djdk.net.hosts.file=" + table(member);
  }

  @Override
  public int[] open(int member, int[] own, long seed) throws IOException {
    int[] told = {FreePorts.next(), FreePorts.next()};
    for (int from = 0; from < size; from++) {
      for (int port = 0; port < 2; port++) {
        links[from][member][port] =
            new Link(host(from, member), told[port], own[port], seed + from + 10 * member);
      }
    }
    return told;
  }

  @Override
  public int size() {
    return size;
  }

  /** From now on what one member asks of another goes so, in both directions of the call. */
  @Override
  public void oneWay(int from, int to, Link.Weather weather) {
    for (Link link : links[from][to]) {
      link.weather(weather);
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
