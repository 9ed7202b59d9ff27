package org.baymark.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.baymark.gateway.OutgoingFixture;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.TestMember;
import org.baymark.gateway.TestNode;
import org.baymark.gateway.folder.GatewayFolder;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.registration.Request;

/**
 * The gateway's program as the processes that it is, over a folder and a test's node; and what a
 * shell and a device do with it.
 */
public final class GatewayProgram implements AutoCloseable {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  public final Path work;
  public final GatewayFolder folder;
  public final TestNode node;
  private final List<Process> started = new ArrayList<>();
  private List<String> addresses = List.of();

  /** What a command left behind. */
  public record Ran(int code, String out, String err) {}

  private GatewayProgram(Path work, GatewayFolder folder, TestNode node) {
    this.work = work;
    this.folder = folder;
    this.node = node;
  }

  /** Makes a folder whose gateway the node knows already; seals after a tenth of a second. */
  static GatewayProgram init(Path work) throws IOException, InterruptedException {
    Path policy = work.resolve("trust.policy");
    Files.writeString(policy, TestMember.policyText("http://127.0.0.1:1"));
    Files.writeString(work.resolve("alliance.key"), "ab".repeat(32) + "\n");
    GatewayFolder folder = new GatewayFolder(work.resolve("gateway"));
    Ran ran =
        run(
            work,
            ("gateway init --http 127.0.0.1:0 --mqtt 127.0.0.1:0 --coap 127.0.0.1:0"
                    + " --seal-after 100ms --dir %s --alliance %s --alliance-key %s")
                .formatted(folder.path(), policy, work.resolve("alliance.key"))
                .split(" "));
    if (ran.code() != 0) {
      throw new IllegalStateException(ran.err());
    }
    return over(work, folder);
  }

  /** The gateway of a folder that is there. */
  static GatewayProgram over(Path work, GatewayFolder folder) throws IOException {
    TestNode node = new TestNode(folder.readKey().verifyingKey());
    admit(folder, node);
    return new GatewayProgram(work, folder, node);
  }

  /** Another gateway of the same alliance. */
  static GatewayProgram beside(Path work, GatewayFolder folder, TestNode other) throws IOException {
    TestNode node = new TestNode(folder.readKey().verifyingKey(), other.alliance, 0);
    admit(folder, node);
    return new GatewayProgram(work, folder, node);
  }

  /** What an operator of the alliance does with the card; the trust file then names the node. */
  private static void admit(GatewayFolder folder, TestNode node) throws IOException {
    Bytes card = Bytes.owning(Files.readAllBytes(folder.card()));
    Sign1 signed = Sign1.parse(card, 65_535).toOptional().orElseThrow();
    node.alliance.take(Request.parse(signed).toOptional().orElseThrow());
    Files.writeString(folder.policy(), TestMember.policyText(node.url().toString()));
  }

  /** Runs one command to its end. */
  Ran baymark(String... words) throws IOException, InterruptedException {
    return run(work, words);
  }

  /** Begins a command, which is killed when this closes. */
  Process begin(String... words) throws IOException {
    Process process =
        process(work, words)
            .redirectOutput(Files.createTempFile(work, "out", "").toFile())
            .redirectError(Files.createTempFile(work, "err", "").toFile())
            .start();
    started.add(process);
    return process;
  }

  static Ran run(Path work, String... words) throws IOException, InterruptedException {
    Path out = Files.createTempFile(work, "out", "");
    Path err = Files.createTempFile(work, "err", "");
    Process process =
        process(work, words).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(String.join(" ", words) + " does not end");
    }
    return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private static ProcessBuilder process(Path work, String... words) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath(),
                "org.baymark.gateway.Main"));
    command.addAll(List.of(words));
    if (isDeafToHangUp()) {
      command.addAll(0, List.of("env", "--default-signal=HUP"));
    }
    return new ProcessBuilder(command).directory(work.toFile());
  }

  /** A build under nohup ignores SIGHUP, and what it starts inherits that. */
  private static boolean isDeafToHangUp() {
    Path status = Path.of("/proc/self/status");
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("SigIgn:"))
          .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
          .anyMatch(ignored -> (ignored & 1) != 0);
    } catch (IOException e) {
      return false; // another system
    }
  }

  /** The program's alone: the tests' own logging writes to stdout. */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.endsWith("test-classes"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Sets one key of gateway.yaml, which stands there or is a comment there. */
  void set(String key, String value) throws IOException {
    String text = Files.readString(folder.config());
    String changed =
        text.replaceFirst(
            "(?m)^(# )?" + key + ": .*$", Matcher.quoteReplacement(key + ": '" + value + "'"));
    if (!changed.contains(key + ": '" + value + "'")) {
      throw new IllegalStateException("there is no " + key);
    }
    Files.writeString(folder.config(), changed);
  }

  /** Starts the gateway; comes back when it serves. */
  Process start() throws IOException {
    return start(Map.of());
  }

  /** The same, with more in its environment. */
  Process start(Map<String, String> environment) throws IOException {
    Path err = Files.createTempFile(work, "err", "");
    ProcessBuilder builder =
        process(work, "gateway", "run", "--dir", folder.path().toString())
            .redirectError(err.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    started.add(process);
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String ready = String.valueOf(out.readLine());
    if (!ready.startsWith("ready ")) {
      throw new IllegalStateException(ready + ": " + Files.readString(err));
    }
    addresses = List.of(ready.split(" "));
    return process;
  }

  /** Where it listens for {@code scheme}, as a URL. */
  String address(String scheme) {
    return addresses.stream().filter(it -> it.startsWith(scheme + "://")).findFirst().orElseThrow();
  }

  /** Stops it as an operator does. */
  static void stop(Process process) throws InterruptedException {
    process.toHandle().destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new AssertionError("it did not stop");
    }
  }

  void believe(TestDevice device) {
    ObjectNode wish = JsonNodeFactory.instance.objectNode().put("name", device.name().text());
    wish.put("key", device.key().verifyingKey().encoded().hex());
    wish.putArray("kinds").add("telemetry");
    new GatewayCaller(folder).post("/devices", wish);
  }

  /** Hands a message in; the HTTP status. */
  int say(Bytes message) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address("http") + "/statements"))
            .header("Content-Type", "application/cose")
            .POST(BodyPublishers.ofByteArray(message.toArray()))
            .build();
    return CLIENT.send(request, BodyHandlers.discarding()).statusCode();
  }

  /** Asks without the token. */
  HttpResponse<String> ask(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(address("http") + path)).build();
    return CLIENT.send(request, BodyHandlers.ofString());
  }

  JsonNode stats() {
    return new GatewayCaller(folder).get("/stats");
  }

  /** Waits until all that was said is under a certified head. */
  void awaitAnchored(long statements) {
    OutgoingFixture.until(() -> stats().path("anchoredStatements").asLong() == statements);
  }

  @Override
  public void close() {
    started.forEach(Process::destroyForcibly);
    node.close();
  }
}
