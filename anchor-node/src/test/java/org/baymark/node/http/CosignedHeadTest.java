package org.baymark.node.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import org.baymark.node.Alliance;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.NoteSignature;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.registration.Members;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CosignedHeadTest {
  private final Vertx vertx = Vertx.vertx();
  private final CosignedHead head = new CosignedHead();

  @AfterEach
  void close() {
    join(vertx.close());
  }

  private static <T> T join(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  private static SignedCheckpoint note(String what, long second) {
    Checkpoint checkpoint = new Checkpoint(Alliance.ORIGIN, 9, Digest.sha256(Bytes.ofUtf8(what)));
    NoteSignature line = Alliance.KEYS.cosignSigner(Alliance.MEMBER).cosign(checkpoint, second);
    return new SignedCheckpoint(checkpoint, List.of(line));
  }

  private Future<Map<DevUrn, Long>> seconds(SignedCheckpoint note) {
    return head.seconds(vertx, note, Alliance.MEMBERS);
  }

  @Test
  void aHeadIsVerifiedOnceHoweverManyAsk() {
    Future<Map<DevUrn, Long>> first = seconds(note("one", 7));
    assertEquals(Map.of(Alliance.MEMBER, 7L), join(first));
    assertSame(first, seconds(note("one", 7)));
    assertEquals(Map.of(Alliance.MEMBER, 8L), join(seconds(note("other", 8))));
    assertNotSame(first, seconds(note("one", 7)));
    Members others =
        new Members("example.com/other", List.of(Alliance.member("example.com/other")));
    assertNotSame(seconds(note("one", 7)), head.seconds(vertx, note("one", 7), others));
  }

  @Test
  void whatIsNoCoSignatureOfThisHeadIsNone() {
    SignedCheckpoint one = note("one", 7);
    SignedCheckpoint mixed = new SignedCheckpoint(note("other", 7).checkpoint(), one.signatures());
    assertEquals(Map.of(), join(seconds(mixed)));
  }
}
