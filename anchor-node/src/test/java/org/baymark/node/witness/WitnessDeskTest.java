package org.baymark.node.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import org.baymark.node.folder.FolderException;
import org.baymark.node.witness.WitnessDesk.Answer;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.log.NoteSigner;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.log.WitnessRequest;
import org.baymark.protocol.merkle.ConsistencyProof;
import org.baymark.protocol.merkle.TreeHead;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sentences of C2SP tlog-witness, "add-checkpoint", one after the other. */
class WitnessDeskTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_795_366_020L);
  private static final NoteSigner SIGNER = OtherLog.signer("member/witness", NoteKey.COSIGNER);

  private final OtherLog log = new OtherLog("other.example/log").grow(40, "entry ");

  @TempDir Path folder;
  private WitnessDesk desk;

  @SuppressWarnings("NullAway.Init")
  WitnessDeskTest() {}

  @BeforeEach
  void open() {
    desk = desk();
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private WitnessDesk desk() {
    Witness witness = new Witness(List.of(log.listed()), SIGNER);
    return new WitnessDesk(witness, new WitnessMemory(folder), () -> NOW);
  }

  private Answer ask(WitnessRequest request) {
    return desk.addCheckpoint(request).toCompletionStage().toCompletableFuture().join();
  }

  private void cosigned(Answer answer, Checkpoint checkpoint) {
    assertEquals(200, answer.status(), answer.body());
    SignedCheckpoint note =
        SignedCheckpoint.parse(checkpoint.text() + "\n" + answer.body()).toOptional().orElseThrow();
    assertEquals(1, note.signatures().size());
    assertEquals(
        OptionalLong.of(NOW.getEpochSecond()),
        SIGNER.key().cosignedAt(checkpoint, note.signatures().get(0)));
  }

  private static void refused(int status, Answer answer) {
    assertEquals(status, answer.status(), answer.body());
    assertTrue(!answer.body().contains("\u2014"), answer.body());
  }

  private static void conflict(long size, Answer answer) {
    refused(409, answer);
    assertEquals("text/x.tlog.size", answer.contentType());
    assertEquals(size + "\n", answer.body());
  }

  private TreeHead remembered() throws FolderException {
    return new WitnessMemory(folder).last(log.key().name());
  }

  @Test
  void aLogThatGrowsIsCosignedAtEachStep() throws FolderException {
    long before = 0;
    for (long size : List.of(0L, 1L, 2L, 7L, 8L, 9L, 31L, 40L)) {
      cosigned(ask(log.request(before, size)), log.checkpoint(size));
      assertEquals(size, remembered().size());
      before = size;
    }
  }

  @Test
  void theSameHeadAgainIsCosignedAgain() {
    cosigned(ask(log.request(0, 9)), log.checkpoint(9));
    cosigned(ask(log.request(9, 9)), log.checkpoint(9));
  }

  @Test
  void anOldSizeThatIsNotTheRecordedOneIsAConflict() {
    cosigned(ask(log.request(0, 9)), log.checkpoint(9));
    conflict(9, ask(log.request(0, 12)));
    conflict(9, ask(log.request(8, 12)));
    conflict(9, ask(log.request(10, 12)));
    cosigned(ask(log.request(9, 12)), log.checkpoint(12));
  }

  @Test
  void aLogThatIsRolledBackIsAConflict() throws FolderException {
    cosigned(ask(log.request(0, 12)), log.checkpoint(12));
    conflict(12, ask(log.request(0, 9)));
    conflict(12, ask(log.request(9, 9)));
    assertEquals(12, remembered().size());
  }

  @Test
  void anotherRootAtTheSameSizeIsAConflict() throws FolderException {
    OtherLog forked = new OtherLog(log.key().name()).grow(12, "fork ");
    cosigned(ask(log.request(0, 12)), log.checkpoint(12));
    conflict(12, ask(forked.request(12, 12)));
    assertEquals(log.checkpoint(12).root(), remembered().root());
  }

  @Test
  void anotherRootOfNoEntriesIsAConflict() {
    Checkpoint wrong = new Checkpoint(log.key().name(), 0, log.checkpoint(3).root());
    String body = WitnessRequest.text(new ConsistencyProof(0, 0, List.of()), log.note(wrong));
    conflict(0, ask(OtherLog.parse(body)));
  }

  @Test
  void aForkIsNotProven() throws FolderException {
    OtherLog forked = new OtherLog(log.key().name()).grow(20, "fork ");
    cosigned(ask(log.request(0, 12)), log.checkpoint(12));
    refused(422, ask(forked.request(12, 20)));
    assertEquals(12, remembered().size());
  }

  @Test
  void aProofOfAnotherLengthIsNone() {
    cosigned(ask(log.request(0, 12)), log.checkpoint(12));
    String good = log.ask(12, 20);
    String hash = good.split("\n", -1)[1] + "\n";
    refused(422, ask(OtherLog.parse(good.replaceFirst("old 12\n", "old 12\n" + hash))));
    refused(422, ask(OtherLog.parse(good.replaceFirst("old 12\n[^\n]*\n", "old 12\n"))));
    refused(422, ask(OtherLog.parse(log.ask(12, 12).replace("old 12\n", "old 12\n" + hash))));
  }

  @Test
  void aProofFromNothingIsEmpty() {
    String hash = log.ask(12, 20).split("\n", -1)[1] + "\n";
    refused(422, ask(OtherLog.parse(log.ask(0, 12).replace("old 0\n", "old 0\n" + hash))));
  }

  @Test
  void anOldSizeAboveTheNewOneIsABadRequest() {
    String body = log.ask(0, 9).replace("old 0\n", "old 10\n");
    refused(400, ask(OtherLog.parse(body)));
  }

  @Test
  void anUnknownOriginIsNotFoundWhoeverSignedIt() {
    OtherLog unknown = new OtherLog("unknown.example/log").grow(3, "entry ");
    refused(404, ask(unknown.request(0, 3)));
    // This log's key under that origin: its key id is another one, but the origin decides first.
    String renamed = log.ask(0, 3).replace("other.example/log", "unknown.example/log");
    refused(404, ask(OtherLog.parse(renamed)));
  }

  @Test
  void whatNoTrustedKeySignedIsForbidden() throws FolderException {
    String good = log.ask(0, 9);
    refused(403, ask(OtherLog.parse(good.replaceFirst("(\u2014 \\S+ \\S{20}).", "$1/"))));
    refused(403, ask(OtherLog.parse(good.replaceFirst("\n9\n", "\n8\n"))));
    String line = good.substring(good.indexOf("\u2014"));
    refused(403, ask(OtherLog.parse(good.replace(line, "\u2014 stranger AAAAAAA=\n"))));
    assertEquals(0, remembered().size());
  }

  @Test
  void signaturesOfUnknownKeysAreIgnored() {
    String more = log.ask(0, 9) + "\u2014 stranger AAAAAAA=\n\u2014 other.example/log AAAAAAA=\n";
    cosigned(ask(OtherLog.parse(more)), log.checkpoint(9));
  }

  /** Between A's check and A's record B's larger head must not come in (the numbered race). */
  @Test
  void ofManyAtOnceOneWinsAndNothingIsRolledBack() throws FolderException {
    List<Future<Answer>> answers = new ArrayList<>();
    for (long size = 1; size <= 40; size++) {
      answers.add(desk.addCheckpoint(log.request(0, size)));
    }
    List<Answer> all =
        answers.stream().map(it -> it.toCompletionStage().toCompletableFuture().join()).toList();
    assertEquals(1, all.stream().filter(it -> it.status() == 200).count());
    assertEquals(39, all.stream().filter(it -> it.status() == 409).count());
    cosigned(all.get(0), log.checkpoint(1));
    assertEquals(1, remembered().size());
  }

  @Test
  void whatIsRememberedOutlivesTheProcess() {
    cosigned(ask(log.request(0, 12)), log.checkpoint(12));
    desk.close();
    desk = desk();
    conflict(12, ask(log.request(0, 20)));
    cosigned(ask(log.request(12, 20)), log.checkpoint(20));
  }

  /** Killed between the record and the answer: the log has no line, and can still get one. */
  @Test
  void aRecordWithoutAnAnswerKeepsNobodyFromAskingAgain() throws FolderException {
    new WitnessMemory(folder)
        .remember(log.key().name(), new TreeHead(12, log.checkpoint(12).root()));
    conflict(12, ask(log.request(0, 12)));
    cosigned(ask(log.request(12, 12)), log.checkpoint(12));
  }

  @Test
  void aRecordThatCannotBeWrittenIsNoCosignatureAndNoLaterOne() throws IOException {
    desk.close();
    Path blocked = Files.writeString(folder.resolve("file"), "in the way");
    Witness witness = new Witness(List.of(log.listed()), SIGNER);
    desk = new WitnessDesk(witness, new WitnessMemory(blocked), () -> NOW);
    assertThrows(CompletionException.class, () -> ask(log.request(0, 12)));
    assertThrows(CompletionException.class, () -> ask(log.request(0, 12)));
  }

  @Test
  void aDamagedRecordIsNotTakenForNone() throws Exception {
    cosigned(ask(log.request(0, 12)), log.checkpoint(12));
    try (var files = Files.list(folder)) {
      Files.writeString(files.findFirst().orElseThrow(), "");
    }
    FolderException e = assertThrows(FolderException.class, this::remembered);
    assertTrue(String.valueOf(e.getMessage()).contains("does not say which head"));
    assertThrows(CompletionException.class, () -> ask(log.request(0, 12)));
  }

  @Test
  void extensionLinesAreSignedAsTheyAre() {
    Checkpoint checkpoint = log.checkpoint(9);
    String text = checkpoint.text() + "an extension\n";
    NoteSigner signer = OtherLog.signer(log.key().name(), NoteKey.LOG);
    Bytes signature = signer.secret().sign(Bytes.ofUtf8(text));
    String line =
        new org.baymark.protocol.log.NoteSignature(log.key().name(), log.key().keyId(), signature)
            .line();
    Answer answer = ask(OtherLog.parse("old 0\n\n" + text + "\n" + line));
    assertEquals(200, answer.status());
    Bytes octets =
        Bytes.owning(java.util.Base64.getDecoder().decode(answer.body().strip().split(" ")[2]));
    String message = "cosignature/v1\ntime " + NOW.getEpochSecond() + "\n" + text;
    assertTrue(
        SIGNER
            .secret()
            .verifyingKey()
            .verifies(Bytes.ofUtf8(message), octets.slice(12, octets.size())));
  }
}
