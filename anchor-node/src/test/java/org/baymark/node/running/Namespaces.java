package org.baymark.node.running;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.baymark.node.FreePorts;

/**
 * A network of its own for each member, behind one bridge of this machine. Where a way is cut,
 * packets vanish and nobody is told: no connection is refused or reset, as behind a cable that was
 * pulled. To cut it, the one that sends takes an address for the other's that no card has.
 */
final class Namespaces implements Net {
  private static final String NOBODY = "02:00:00:00:00:01";

  private final String bridge;
  private final String network;
  private final int size;

  private Namespaces(int size) {
    this.size = size;
    int own = FreePorts.ownNumber();
    this.bridge = "baymark" + own;
    this.network = "10.213." + (77 + own) + ".";
  }

  /**
   * @throws IOException if they cannot be made, as by who is not root
   */
  static Namespaces make(int size) throws IOException {
    Namespaces made = new Namespaces(size);
    made.close(); // what a run left that was killed
    try {
      made.build();
    } catch (IOException e) {
      made.close();
      throw e;
    }
    return made;
  }

  private void build() throws IOException {
    ip("link", "add", bridge, "type", "bridge");
    ip("addr", "add", network + "254/24", "dev", bridge);
    ip("link", "set", bridge, "up");
    for (int member = 0; member < size; member++) {
      String card = bridge + "-" + member;
      ip("netns", "add", space(member));
      ip("link", "add", card, "type", "veth", "peer", "name", "own", "netns", space(member));
      ip("link", "set", card, "master", bridge, "up");
      ip("-n", space(member), "addr", "add", listens(member) + "/24", "dev", "own");
      ip("-n", space(member), "link", "set", "own", "up");
      ip("-n", space(member), "link", "set", "lo", "up");
    }
  }

  private String space(int member) {
    return bridge + "-m" + member;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public String listens(int member) {
    return network + (1 + member);
  }

  @Override
  public String name(int member) {
    return listens(member);
  }

  @Override
  public List<String> within(int member) {
    return List.of("ip", "netns", "exec", space(member));
  }

  @Override
  public String jvm(int member) {
    return "";
  }

  @Override
  public int[] open(int member, int[] own, long seed) {
    return own;
  }

  @Override
  public void oneWay(int from, int to, Link.Weather weather) throws IOException {
    switch (weather) {
      case CUT ->
          ip("-n", space(from), "neigh", "replace", listens(to), "lladdr", NOBODY, "dev", "own");
      case FAIR -> ip("-n", space(from), "neigh", "flush", listens(to), "dev", "own", "nud", "all");
      default -> throw new IllegalArgumentException("a way here is fair or cut, not " + weather);
    }
  }

  private void ip(String... words) throws IOException {
    int code = run(words);
    if (code != 0) {
      throw new IOException("ip " + String.join(" ", words) + " ended with " + code);
    }
  }

  private static int run(String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(words));
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** What is not there need not be taken away. */
  @Override
  public void close() throws IOException {
    for (int member = 0; member < size; member++) {
      var space = run("netns", "del", space(member));
      var card = run("link", "del", bridge + "-" + member);
    }
    var unused = run("link", "del", bridge);
  }
}
