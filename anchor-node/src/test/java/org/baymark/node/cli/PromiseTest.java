package org.baymark.node.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.node.Alliance;
import org.baymark.node.TestGateway;
import org.baymark.node.ledger.Command;
import org.baymark.node.running.NodeClient;
import org.baymark.node.running.RunningAlliance;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.index.IndexSeal;
import org.baymark.protocol.log.LogReceipt;
import org.baymark.protocol.registration.Request;
import org.baymark.protocol.statement.Kind;
import org.baymark.protocol.voting.LogPromise;
import org.baymark.protocol.voting.PromisedReceipt;
import org.baymark.protocol.voting.Voice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members promise by which head an entry will be in the log, and an auditor holds them to it. */
class PromiseTest {
  @TempDir Path folder;

  private static PromisedReceipt promised(NodeClient.Answer answer) {
    assertEquals(200, answer.status());
    return PromisedReceipt.parse(answer.body()).toOptional().orElseThrow();
  }

  private Path file(String name, Bytes content) throws IOException {
    return Files.write(folder.resolve(name), content.toArray());
  }

  private AuditRun audit(RunningAlliance alliance, Path promise) throws IOException {
    String trust = new TrustFiles(alliance.members, Instant.EPOCH).trust();
    Path policy = file("trust.policy", Bytes.ofUtf8(trust));
    return AuditRun.of(List.of("--trust=" + policy, "--promise=" + promise, alliance.url(0)));
  }

  /** Of the head that a member serves. */
  private static long height(RunningAlliance alliance) {
    long size = alliance.checkpoint(0).orElseThrow().size();
    Bytes seal = alliance.client(0).get("/entries/" + (size - 1)).body();
    return IndexSeal.parse(seal).toOptional().orElseThrow().height();
  }

  private static LogPromise word(RunningAlliance alliance, int signer, String what, long deadline) {
    Voice voice = Voice.of(RunningAlliance.name(0), alliance.keys(signer).reporter());
    Digest id = Digest.sha256(Bytes.ofUtf8(what));
    return LogPromise.say(voice, Alliance.ORIGIN, id, OptionalLong.empty(), deadline);
  }

  private static void says(AuditRun audit, int code, String what) {
    assertTrue(audit.out().contains(what), audit::out);
    assertEquals(code, audit.code(), audit::out);
  }

  @Test
  void whatAMemberSignedIsHeldAgainstTheLog() throws Exception {
    try (RunningAlliance alliance = new RunningAlliance(folder, 4)) {
      alliance.startAll();
      alliance.sameHead(2);
      TestGateway gateway = TestGateway.of("gateway");
      Bytes card =
          new Request.Register(Alliance.registration(gateway.name(), Kind.BATCH))
              .sign(gateway.key(), gateway.name(), 1)
              .encoded();
      PromisedReceipt admitted =
          RunningAlliance.await(
              "the gateway is admitted",
              () ->
                  Optional.of(
                          alliance
                              .operator(1)
                              .post("/gateways?promise", "Bearer " + RunningAlliance.TOKEN, card))
                      .filter(it -> it.status() == 200)
                      .map(PromiseTest::promised));
      alliance.sameHead(admitted.receipt().index() + 1);

      Command.FileBatch batch = gateway.seal(TestGateway.about("one", 2));
      Bytes body = TestGateway.body(batch.header(), batch.subjects());
      long before = height(alliance);
      PromisedReceipt first = promised(alliance.client(1).post("/batches?promise", body));
      assertEquals(batch.header().id(), first.promise().entry());
      assertEquals(RunningAlliance.name(1), first.promise().member());
      assertTrue(first.promise().signed().signedBy(alliance.member(1).keys().reporter()));
      long deadline = first.promise().deadline();
      assertTrue(deadline >= before + 2 && deadline <= before + 4, before + " " + deadline);
      alliance.sameHead(first.receipt().index() + 1);

      // Again, and at another member: nothing is twice in the log, and each gives its own word.
      PromisedReceipt again = promised(alliance.client(1).post("/batches?promise", body));
      assertEquals(first.receipt(), again.receipt());
      PromisedReceipt other = promised(alliance.client(2).post("/batches?promise", body));
      assertEquals(first.receipt(), other.receipt());
      assertEquals(RunningAlliance.name(2), other.promise().member());
      NodeClient.Answer plain = alliance.client(2).post("/batches", body);
      assertEquals(Optional.of(first.receipt()), LogReceipt.parse(plain.body()).toOptional());

      Path kept = file("kept", first.encoded());
      says(audit(alliance, kept), 0, RunningAlliance.name(1) + " kept it, with entry ");
      Path alone = file("alone", first.promise().signed().encoded());
      says(audit(alliance, alone), 0, "kept it");
      held(alliance);
    }
  }

  /** What was never handed in. */
  private void held(RunningAlliance alliance) throws IOException {
    long height = height(alliance);
    Path due = file("due", word(alliance, 0, "nothing", height).signed().encoded());
    String name = RunningAlliance.name(0).text();
    says(audit(alliance, due), 1, name + " broke it, the head of height " + height);
    Path later = file("later", word(alliance, 0, "nothing", height + 1).signed().encoded());
    says(audit(alliance, later), 3, "is not due: certified is height " + height);
    Path forged = file("forged", word(alliance, 3, "nothing", height).signed().encoded());
    says(audit(alliance, forged), 3, "is signed by no reporter key of a member " + name);
    Path nonsense = file("nonsense", Bytes.ofUtf8("nonsense"));
    assertEquals(2, audit(alliance, nonsense).code());
  }
}
