package org.baymark.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.baymark.sim.alliance.Launcher;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {
  private static final long LONG = 120;

  @TempDir private Path temp;

  private Process demo(String... words) throws IOException {
    Launcher launcher = Launcher.ofEnvironment(System.getenv());
    // A shell starts what runs in the background deaf to Ctrl-C, and its children inherit that.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.addAll(List.of(launcher.home() + "/baymark", "demo"));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("BAYMARK_NO_BUILD", "1");
    return builder.start();
  }

  private static String output(Process process) throws IOException, InterruptedException {
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(LONG, TimeUnit.SECONDS));
    return output;
  }

  /** Every process that has to do with this folder. */
  private static List<ProcessHandle> processes(Path folder) {
    return ProcessHandle.allProcesses()
        .filter(each -> each.info().commandLine().orElse("").contains(folder.toString()))
        .toList();
  }

  private static long files(Path folder) throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.count();
    }
  }

  /** The demo itself is played on every release. */
  @Test
  @Tag("one-release")
  void theJourneyIsPlayedProvedAndSummedUp() throws Exception {
    Path data = temp.resolve("data");
    Path json = temp.resolve("summary.json");
    Process demo =
        demo(
            "--seconds",
            "5",
            "--devices",
            "10",
            "--data",
            data.toString(),
            "--json",
            json.toString());
    String output = output(demo);
    assertEquals(0, demo.exitValue(), output);
    assertFalse(output.contains("\u001b"), "escape sequences without a terminal");
    assertTrue(output.contains("fails at: signatures"), output);

    JsonNode summary = new ObjectMapper().readTree(json.toFile());
    long accepted = summary.path("accepted").asLong();
    // Twelve hellos, ten first statements, fifty readings, two twins, and of five shipments three
    // scans, an attach, a detach, a seal, an unseal and a handover's halves, each at least.
    assertTrue(accepted >= 12 + 10 + 50 + 1 + 45, output);
    assertEquals(accepted, summary.path("anchored").asLong());
    assertEquals(0, summary.path("lost").asLong());
    assertEquals(0, summary.path("forgedAccepted").asLong());
    assertEquals(5, summary.path("passports").asLong());
    assertEquals(5, summary.path("verified").asLong());
    assertTrue(summary.path("batches").asLong() >= 1);
    JsonNode refused = summary.path("refused");
    assertTrue(refused.path("unknown-device").asLong() >= 6, refused.toString());
    assertTrue(refused.path("bad-signature").asLong() >= 1, refused.toString());
    assertTrue(refused.path("unknown-key").asLong() >= 1, refused.toString());
    long all = accepted + summary.path("duplicates").asLong();
    for (JsonNode count : refused) {
      all += count.asLong();
    }
    assertEquals(summary.path("sent").asLong(), all);

    assertEquals(5, files(data.resolve("passports")));
    assertEquals(5, files(data.resolve("shipment-keys")));
    assertTrue(Files.isRegularFile(data.resolve("trust.policy")));
    try (Stream<Path> keys = Files.list(data.resolve("shipment-keys"))) {
      for (Path key : keys.toList()) {
        assertEquals(
            "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
      }
    }
    assertEquals(List.of(), processes(data));
  }

  /** Reads on until a line begins so. */
  private static void await(String beginning, BufferedReader lines) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(beginning)) {
        return;
      }
    }
    throw new IOException("the demo ended without the line '" + beginning + "'");
  }

  /** Presses Ctrl-C: a terminal tells all the processes of a program. */
  private static void press(List<ProcessHandle> all) throws Exception {
    List<String> words = new ArrayList<>(List.of("kill", "-INT"));
    all.forEach(each -> words.add(Long.toString(each.pid())));
    World.theirs(words.toArray(String[]::new));
  }

  @Test
  void ctrlCWhileItStartsIsNoFailure() throws Exception {
    Path data = temp.resolve("data");
    Process demo = demo("--seconds", "60", "--devices", "5", "--data", data.toString());
    BufferedReader lines = demo.inputReader();
    await("All of it goes to", lines);
    while (processes(data).size() < 2) {
      Thread.onSpinWait();
    }
    press(processes(data));
    assertEquals(List.of(), lines.lines().filter(line -> line.startsWith("baymark:")).toList());
    assertEquals(130, demo.waitFor());
  }

  /** The settings for a small machine that docs/alliance.md names under "Memory". */
  private static void assertLean(ProcessHandle member) throws IOException {
    String words = member.info().commandLine().orElse("");
    for (String each :
        List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xms16m")) {
      assertTrue(words.contains(each + " "), each + " is not in " + words);
    }
    Path environment = Path.of("/proc", Long.toString(member.pid()), "environ");
    if (Files.exists(environment)) {
      assertTrue(Files.readString(environment).contains("MALLOC_ARENA_MAX=1\0"));
    }
  }

  @Test
  void membersAreLeanAndCtrlCStopsEveryProcess() throws Exception {
    Path data = temp.resolve("data");
    Process demo = demo("--seconds", "60", "--devices", "5", "--data", data.toString());
    await("gateway ", demo.inputReader());
    List<ProcessHandle> all = processes(data);
    assertTrue(all.size() >= 3, "demo, node and gateway, not " + all);
    List<ProcessHandle> members =
        all.stream()
            .filter(each -> each.info().commandLine().orElse("").contains(" node run "))
            .filter(each -> each.info().command().orElse("").endsWith("java"))
            .toList();
    assertEquals(4, members.size());
    for (ProcessHandle member : members) {
      assertLean(member);
    }
    World.theirs("kill", "-INT", Long.toString(demo.pid()));
    for (ProcessHandle each : all) {
      each.onExit().get(LONG, TimeUnit.SECONDS);
    }
    assertEquals(130, demo.waitFor());
  }

  @Test
  void aKilledDemoLeavesNoProcessBehind() throws Exception {
    Path data = temp.resolve("data");
    Process demo =
        demo("--members", "1", "--seconds", "60", "--devices", "5", "--data", data.toString());
    await("gateway ", demo.inputReader());
    List<ProcessHandle> all = processes(data);
    demo.destroyForcibly();
    for (ProcessHandle each : all) {
      each.onExit().get(LONG, TimeUnit.SECONDS);
    }
  }
}
