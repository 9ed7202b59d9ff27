package org.baymark.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.baymark.sim.alliance.Launcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/alliance.md tells the founders of an alliance to type does what it says. */
class AlliancePageIT {
  private static final List<String> MACHINES = List.of("nansha", "victoria", "taipa");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  @TempDir private Path temp;

  private record Ended(int code, String out, String err) {}

  private static List<String> commands(String heading) throws IOException {
    Path page = Launcher.ofEnvironment(System.getenv()).home().resolve("docs/alliance.md");
    return Files.readAllLines(page, StandardCharsets.UTF_8).stream()
        .dropWhile(line -> !line.equals("## " + heading))
        .skip(1)
        .takeWhile(line -> !line.startsWith("## "))
        .filter(line -> line.startsWith("./baymark "))
        .toList();
  }

  private static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(command.substring("./baymark ".length()));
    while (word.find()) {
      words.add(word.group(1) == null ? word.group(2) : word.group(1));
    }
    return words;
  }

  private Ended run(String machine, List<String> words) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Launcher.ofEnvironment(System.getenv()).home().resolve("baymark").toString());
    command.addAll(words);
    Path folder = Files.createDirectories(temp.resolve(machine));
    Path out = Files.createTempFile(temp, "out", "");
    Path err = Files.createTempFile(temp, "err", "");
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("BAYMARK_NO_BUILD", "1");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    process.getOutputStream().close();
    assertTrue(process.waitFor(120, TimeUnit.SECONDS), command.toString());
    return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private String demand(String machine, String command) throws Exception {
    Ended ended = run(machine, words(command));
    assertEquals(0, ended.code(), command + ": " + ended.err());
    return ended.out();
  }

  /** What runs for ever, or needs what runs: every option stands in the help of its command. */
  private void assertKnown(String command) throws Exception {
    List<String> words = words(command);
    int named = words.get(0).equals("verify") ? 1 : 2;
    List<String> help = new ArrayList<>(words.subList(0, named));
    help.add("--help");
    Ended ended = run("anywhere", help);
    assertEquals(0, ended.code(), command);
    for (String word : words) {
      assertTrue(!word.startsWith("--") || ended.out().contains(word), command + ": " + word);
    }
  }

  private void carry(String from, String to) throws IOException {
    Files.createDirectories(temp.resolve(to).resolveSibling("."));
    Files.copy(temp.resolve(from), temp.resolve(to));
  }

  private static String starting(List<String> commands, String beginning) {
    return commands.stream()
        .filter(line -> line.startsWith("./baymark " + beginning))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void threeCompaniesFoundAnAllianceByThePage() throws Exception {
    List<String> commands = commands("Found an alliance");
    List<String> inits =
        commands.stream().filter(line -> line.startsWith("./baymark node init ")).toList();
    assertEquals(MACHINES.size(), inits.size());
    for (String machine : MACHINES) {
      String init = inits.get(MACHINES.indexOf(machine));
      assertTrue(init.contains(machine), init);
      demand(machine, init);
    }
    carry("victoria/node/member.card", "nansha/victoria.card");
    carry("taipa/node/member.card", "nansha/taipa.card");
    String founded = demand("nansha", starting(commands, "alliance genesis"));
    for (String machine : MACHINES) {
      if (!machine.equals("nansha")) {
        try (Stream<Path> files = Files.list(temp.resolve("nansha/founded"))) {
          for (Path file : files.toList()) {
            carry(
                "nansha/founded/" + file.getFileName(), machine + "/founded/" + file.getFileName());
          }
        }
      }
      assertEquals(founded, demand(machine, starting(commands, "node join")));
    }
    carry("victoria/founded/trust.policy", "warehouse/trust.policy");
    carry("victoria/founded/alliance.key", "warehouse/alliance.key");
    demand("warehouse", starting(commands, "gateway init"));

    Set<String> others = new HashSet<>(commands);
    others.removeAll(inits);
    for (String done : List.of("alliance genesis", "node join", "gateway init")) {
      others.remove(starting(commands, done));
    }
    assertEquals(4, others.size(), "run, admit, gateway run, verify, not " + others);
    for (String other : others) {
      assertKnown(other);
    }
  }
}
