package org.baymark.node.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.node.TestGateway;
import org.baymark.node.folder.GenesisFile;
import org.baymark.node.folder.MemberCard;
import org.baymark.node.folder.WorkingFolder;
import org.baymark.node.ledger.Command;
import org.baymark.node.running.RunningAlliance;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Sign1;

/** What the auditor's program said, with {@code --json} or without. */
record AuditRun(int code, String out, String err) {
  JsonObject json() {
    return new JsonObject(out.lines().reduce((first, last) -> last).orElseThrow());
  }

  String outcome(String about, String check) {
    JsonArray findings = json().getJsonArray("findings");
    for (int i = 0; i < findings.size(); i++) {
      JsonObject finding = findings.getJsonObject(i);
      if (finding.getString("about").equals(about) && finding.getString("check").equals(check)) {
        return finding.getString("outcome") + ": " + finding.getString("detail");
      }
    }
    throw new AssertionError(check + " is not in " + out);
  }

  static AuditRun of(List<String> arguments) {
    List<String> all = new ArrayList<>(List.of("audit"));
    all.addAll(arguments);
    PrintStream outBefore = System.out;
    PrintStream errBefore = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      int code = Commands.run(InstantSource.system(), all.toArray(String[]::new));
      return new AuditRun(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(outBefore);
      System.setErr(errBefore);
    }
  }

  static void file(RunningAlliance alliance, TestGateway gateway, String... subjects) {
    for (String subject : subjects) {
      Command.FileBatch batch = gateway.seal(TestGateway.about(subject, 2));
      Bytes body = TestGateway.body(batch.header(), batch.subjects());
      RunningAlliance.await(
          "the batch is taken",
          () ->
              Optional.of(alliance.client(1).post("/batches", body))
                  .filter(answer -> answer.status() == 200));
      gateway.filed(batch);
    }
  }

  /** Makes in {@code folder} what a member of several has in its own. */
  static Path memberFolder(RunningAlliance alliance, int which, Path folder) throws IOException {
    WorkingFolder working = new WorkingFolder(folder);
    Files.createDirectories(working.path());
    Sign1 genesis =
        alliance.members.signGenesis(alliance.keys(0).registrar(), RunningAlliance.name(0), 1_000);
    Files.writeString(working.genesis(), GenesisFile.text(genesis));
    alliance.keys(which).write(working);
    Sign1 card = alliance.member(which).signCard(alliance.keys(which).registrar(), 1_000);
    Files.writeString(working.card(), MemberCard.text(card));
    return working.path();
  }
}
