package org.baymark.node.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.baymark.node.Alliance;
import org.baymark.node.TestGateway;
import org.baymark.node.running.NodeClient.Answer;
import org.baymark.protocol.batch.Batch;
import org.baymark.protocol.batch.BatchHeader;
import org.baymark.protocol.batch.ShipmentKey;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.Claims;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.ConsistencyProof;
import org.baymark.protocol.merkle.HashPath;
import org.baymark.protocol.passport.Evidence;
import org.baymark.protocol.passport.EvidenceRequest;
import org.baymark.protocol.passport.Finding;
import org.baymark.protocol.passport.Passport;
import org.baymark.protocol.passport.Step;
import org.baymark.protocol.passport.Verdict;
import org.baymark.protocol.passport.Verification;
import org.baymark.protocol.registration.Request;
import org.baymark.protocol.statement.Kind;
import org.baymark.protocol.statement.Unverified;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway's whole way: admitted, a device registered, a batch filed, a passport that holds. */
class JourneyTest {
  private static final Subject SHIPMENT = Subject.ofSscc("003456789012345670");
  private static final ShipmentKey PAPERS =
      ShipmentKey.ofAlliance(Bytes.owning(new byte[32]), SHIPMENT);

  private final TestGateway gateway = TestGateway.of("gateway");

  @TempDir Path folder;

  private static Sign1 statement(long seq) {
    Claims claims =
        new Claims(
            Alliance.SENSOR,
            SHIPMENT,
            OptionalLong.empty(),
            Optional.of(new Position(1, seq, Optional.empty(), OptionalLong.empty())));
    Bytes payload =
        new CborWriter()
            .array(1)
            .map(2)
            .integer(0)
            .text("urn:dev:org:32473-sensor")
            .integer(2)
            .integer(seq)
            .toBytes();
    return Sign1.sign(Alliance.key(Alliance.SENSOR.text()), ContentType.TELEMETRY, claims, payload);
  }

  /** Reads the checkpoint until it covers this entry: the node closes one in its own time. */
  private static SignedCheckpoint covering(NodeClient node, long index) {
    while (true) {
      SignedCheckpoint note = checkpoint(node);
      if (note.checkpoint().size() > index) {
        return note;
      }
    }
  }

  private static SignedCheckpoint checkpoint(NodeClient node) {
    Answer answer = node.get("/checkpoint");
    assertTrue(answer.contentType().startsWith("text/plain"), answer.contentType());
    return SignedCheckpoint.parse(answer.body()).toOptional().orElseThrow();
  }

  private static <T> T ok(Parsed<T> parsed) {
    return parsed.match(
        value -> value,
        refused -> {
          throw new AssertionError(refused.text());
        });
  }

  private void admit(NodeClient operator) {
    Sign1 card =
        new Request.Register(Alliance.registration(gateway.name(), Kind.BATCH))
            .sign(gateway.key(), gateway.name(), 1);
    Answer first = operator.post("/gateways", "Bearer " + RunningNode.TOKEN, card.encoded());
    assertEquals(200, first.status(), first.toString());
    Answer again = operator.post("/gateways", "Bearer " + RunningNode.TOKEN, card.encoded());
    assertEquals(first, again, "the same card has the same receipt");
  }

  private void register(NodeClient node) {
    Sign1 request =
        new Request.Register(Alliance.registration(Alliance.SENSOR, Kind.TELEMETRY))
            .sign(gateway.key(), gateway.name(), 1);
    Answer first = node.post("/requests", request.encoded());
    assertEquals(200, first.status(), first.toString());
    assertEquals(first, node.post("/requests", request.encoded()));
  }

  private Passport passport(Evidence evidence, Batch batch) {
    var tree = batch.subject(PAPERS.subjectKey()).orElseThrow();
    var path = batch.path(PAPERS.subjectKey());
    List<Unverified> statements =
        tree.statements().stream().map(one -> ok(Unverified.parse(one.encoded()))).toList();
    var disclosure = new Passport.Disclosure(path.index(), path.path(), statements);
    return new Passport(
        evidence, List.of(new Passport.Part(SHIPMENT, List.of(Optional.of(disclosure)))));
  }

  @Test
  void aStrangerCanCheckWhatTheNodeAnswers() throws Exception {
    try (RunningNode running = new RunningNode(folder, Duration.ofMillis(100))) {
      NodeClient node = running.client();
      SignedCheckpoint atFirst = checkpoint(node);
      admit(running.operator());
      register(node);
      Batch batch =
          Batch.seal(
              gateway.name(), 1, Map.of(PAPERS.subjectKey(), List.of(statement(1), statement(2))));
      Sign1 header =
          new BatchHeader(1, Optional.empty(), Optional.empty(), 1, 2, 2, 1, batch.root())
              .sign(gateway.key(), gateway.name());
      Bytes body = TestGateway.body(header, batch.entries());
      long index = node.post("/batches", body).receiptIndex(header.id());
      assertEquals(index, node.post("/batches", body).receiptIndex(header.id()));

      SignedCheckpoint note = covering(node, index);
      assertEquals(header.encoded(), node.get("/entries/" + index).body());
      consistent(node, atFirst, note);

      Bytes request =
          new EvidenceRequest(
                  List.of(new EvidenceRequest.Asked(PAPERS.subjectKey(), Optional.empty())),
                  List.of(Alliance.key(Alliance.SENSOR.text()).verifyingKey().thumbprint()))
              .encoded();
      Evidence evidence = ok(Evidence.parse(node.post("/evidence", request).body()));
      Verification stranger =
          new Verification(trust(), Optional.of(PAPERS), Optional.empty(), Instant.now());
      Verdict verdict = stranger.verify(passport(evidence, batch));
      for (Step step : Verdict.REQUIRED_BY_DEFAULT) {
        Finding finding = verdict.finding(step);
        assertEquals(Finding.Outcome.PASS, finding.outcome(), finding.toString());
      }
    }
  }

  private static Policy trust() {
    Policy.Log log =
        new Policy.Log(Alliance.KEYS.logSigner(Alliance.ORIGIN).key(), Optional.empty());
    Policy.Witness witness =
        new Policy.Witness(
            "member", Alliance.KEYS.cosignSigner(Alliance.MEMBER).key(), Optional.empty());
    String text = Policy.write(Instant.EPOCH, log, List.of(witness), 1);
    return ok(Policy.parse(Bytes.ofUtf8(text)));
  }

  private static void consistent(NodeClient node, SignedCheckpoint old, SignedCheckpoint now)
      throws RefusalException {
    long from = old.checkpoint().size();
    long to = now.checkpoint().size();
    Answer answer = node.get("/consistency?from=" + from + "&to=" + to);
    ConsistencyProof proof =
        new ConsistencyProof(from, to, HashPath.read(CborReader.open(answer.body())));
    assertTrue(proof.proves(old.checkpoint().root(), now.checkpoint().root()));
  }

  @Test
  void aRestartedNodeIsTheSameNode() throws Exception {
    SignedCheckpoint before;
    try (RunningNode running = new RunningNode(folder, Duration.ofHours(1))) {
      NodeClient node = running.client();
      admit(running.operator());
      before = checkpoint(node);
    }
    try (RunningNode running = new RunningNode(folder, Duration.ofHours(1))) {
      NodeClient node = running.client();
      assertEquals(before, checkpoint(node));
      admit(running.operator());
      String health = node.get("/healthz").body().utf8();
      assertTrue(health.contains("\"status\":\"ok\",\"size\":3,"), health);
      assertTrue(health.contains("\"checkpoint\":{\"size\":2,"), health);
    }
  }
}
