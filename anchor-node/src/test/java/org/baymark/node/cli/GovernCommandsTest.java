package org.baymark.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.baymark.node.FreePorts;
import org.baymark.node.folder.MemberCard;
import org.baymark.node.folder.Renewal;
import org.baymark.node.folder.WorkingFolder;
import org.baymark.node.running.Node;
import org.baymark.node.running.NodeClient;
import org.baymark.node.running.RunningAlliance;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An alliance of one admits a second member, and one of the two changes its keys: by commands. */
class GovernCommandsTest {
  private static final InstantSource CLOCK = InstantSource.system();

  @TempDir Path temporary;

  private final Map<String, Node> running = new HashMap<>();
  private final Map<String, Semaphore> again = new HashMap<>();

  @AfterEach
  void close() {
    running.values().forEach(Node::close);
  }

  private Path dir(String name) {
    return temporary.resolve(name);
  }

  private WorkingFolder folder(String name) {
    return new WorkingFolder(dir(name));
  }

  private static String done(Object... words) {
    Terminal.Outcome outcome = Terminal.run(words);
    assertEquals(0, outcome.code(), outcome.err());
    return outcome.out();
  }

  private static void fails(int code, String part, Object... words) {
    Terminal.Outcome outcome = Terminal.run(words);
    assertEquals(code, outcome.code(), outcome.err());
    assertTrue(outcome.err().contains(part), outcome.err());
  }

  private void init(String name, String as) throws IOException {
    done(
        "node",
        "init",
        "--dir",
        dir(name),
        as,
        "urn:dev:org:32473-" + name,
        "--listen",
        "127.0.0.1:" + FreePorts.next(),
        "--peer",
        "127.0.0.1:" + FreePorts.next(),
        "--order",
        "127.0.0.1:" + FreePorts.next(),
        "--checkpoint-every",
        "200ms");
    Path yaml = folder(name).config();
    String slow = Files.readString(yaml);
    Files.writeString(
        yaml, slow.replaceAll("heartbeat-every: \"[^\"]*\"", "heartbeat-every: \"1s\""));
  }

  private void start(String name) throws Exception {
    Semaphore called = new Semaphore(0);
    again.put(name, called);
    running.put(
        name,
        Node.start(
            RunCommand.setting(folder(name), CLOCK),
            cause -> {
              throw new AssertionError(cause);
            },
            called::release));
  }

  private void stop(String name) {
    Optional.ofNullable(running.remove(name)).orElseThrow().close();
  }

  private void beginsAnew(String name) throws InterruptedException {
    Semaphore called = Optional.ofNullable(again.get(name)).orElseThrow();
    assertTrue(called.tryAcquire(90, TimeUnit.SECONDS), name + " does not begin anew");
    stop(name);
  }

  private Member card(String name) throws Exception {
    return MemberCard.read(folder(name).card());
  }

  private Members both() throws Exception {
    return RunningAlliance.await(
        "both members",
        () -> {
          NodeClient.Answer answer = client("pearl").get("/members");
          return Members.parse(answer.body()).toOptional().filter(it -> it.members().size() == 2);
        });
  }

  private NodeClient client(String name) {
    return new NodeClient(Optional.ofNullable(running.get(name)).orElseThrow().url());
  }

  /** A head of theirs beyond what there is now. */
  private void certify(Members members) {
    long size = RunningAlliance.size(Optional.ofNullable(running.get("pearl")).orElseThrow());
    RunningAlliance.await(
        "a head of both",
        () ->
            SignedCheckpoint.parse(client("pearl").get("/checkpoint").body())
                .toOptional()
                .filter(members::certify)
                .filter(note -> note.checkpoint().size() >= size));
  }

  /** Neither genesis names both; the log does. */
  private void bothAreAsked() throws Exception {
    RunningAlliance.await(
        "both agree",
        () ->
            Optional.of(Terminal.run("alliance", "status", "--dir", dir("pearl")))
                .filter(it -> it.code() == 0 && it.out().contains("-taipa: epoch")));
    stop("taipa");
    Terminal.Outcome halved = Terminal.run("alliance", "status", "--dir", dir("taipa"));
    assertEquals(1, halved.code(), halved.err());
    assertTrue(halved.out().contains("-pearl: epoch"), halved.out());
    assertTrue(halved.out().contains("-taipa: MISSING"), halved.out());
    start("taipa");
    certify(both());
  }

  @Test
  void oneAdmitsASecondAndChangesItsKeys() throws Exception {
    init("pearl", "--name");
    init("taipa", "--member");
    start("pearl");
    Path card = folder("taipa").card();
    fails(2, "which is no member", "alliance", "propose", "--dir", dir("pearl"), "rotate", card);
    fails(64, "takes two arguments", "alliance", "propose", "--dir", dir("pearl"), "entrust", "x");
    fails(64, "no change 'adopt'", "alliance", "propose", "--dir", dir("pearl"), "adopt", card);
    fails(64, "yes or no", "alliance", "vote", "--dir", dir("pearl"), "0123456789", "perhaps");
    fails(1, "No proposal", "alliance", "vote", "--dir", dir("pearl"), "0123456789", "yes");
    assertTrue(
        done("alliance", "proposals", "--dir", dir("pearl")).contains("no proposal is open"));
    done("alliance", "propose", "--dir", dir("pearl"), "add", card);

    both();
    done("alliance", "trust", "--dir", dir("pearl"));
    beginsAnew("pearl");
    start("pearl");
    fails(2, "with --new", "node", "join", "--dir", dir("taipa"), "--from", dir("pearl"));
    done("node", "join", "--dir", dir("taipa"), "--from", dir("pearl"), "--new");
    start("taipa");
    certify(both());
    bothAreAsked();

    Member before = card("pearl");
    fails(64, "--keys", "node", "renew", "--dir", dir("pearl"), "--sm2");
    done("node", "renew", "--dir", dir("pearl"), "--keys", "--ml-dsa");
    Path next = new Renewal(folder("pearl")).next().card();
    fails(2, "rotate?", "alliance", "propose", "--dir", dir("pearl"), "addresses", next);
    String proposed = done("alliance", "propose", "--dir", dir("pearl"), "rotate", next);
    var found = Pattern.compile("proposed ([0-9a-f]{64})").matcher(proposed);
    assertTrue(found.find(), proposed);
    String id = found.group(1);
    RunningAlliance.await(
        "the proposal at taipa",
        () ->
            Optional.of(client("taipa").get("/proposals").body().utf8())
                .filter(it -> it.contains(id)));
    String shown = done("alliance", "proposals", client("taipa").uri("").toString());
    assertTrue(shown.contains("open: new keys of urn:dev:org:32473-pearl"), shown);
    assertTrue(shown.contains("1 of 2 votes"), shown);
    done("alliance", "vote", "--dir", dir("taipa"), id.substring(0, 12), "yes");

    beginsAnew("pearl");
    new Renewal(folder("pearl")).take();
    assertFalse(Files.exists(next));
    assertTrue(Files.exists(dir("pearl").resolve("keys-before-1")));
    start("pearl");
    Members after = both();
    assertEquals(card("pearl"), after.member(before.name()).orElseThrow());
    assertFalse(card("pearl").keys().equals(before.keys()));
    assertTrue(card("pearl").keys().mlDsa().isPresent());
    assertTrue(card("pearl").keys().sm2().isEmpty());
    certify(after);
  }
}
