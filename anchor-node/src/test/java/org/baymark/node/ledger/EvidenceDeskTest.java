package org.baymark.node.ledger;

import static org.baymark.node.TestGateway.about;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.baymark.node.Alliance;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.index.Era;
import org.baymark.protocol.index.IndexKeys;
import org.baymark.protocol.index.IndexProof;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.passport.Evidence;
import org.baymark.protocol.passport.EvidenceRequest;
import org.baymark.protocol.passport.EvidenceRequest.Asked;
import org.baymark.protocol.passport.EvidenceRequest.Range;
import org.baymark.protocol.passport.LoggedRegistration;
import org.baymark.protocol.passport.SubjectProof;
import org.baymark.protocol.statement.Kind;
import org.junit.jupiter.api.Test;

class EvidenceDeskTest {
  private static final Digest PALLET = about("pallet", 1).subjectKey();
  private static final Digest SENSOR_KEY =
      Alliance.key(Alliance.SENSOR.text()).verifyingKey().thumbprint();

  private final Ledger ledger = new Ledger();
  private final List<Bytes> entries = new ArrayList<>();
  private final org.baymark.node.TestGateway gateway = org.baymark.node.TestGateway.of("gateway");
  private final List<Digest> headerIds = new ArrayList<>();
  private long sizeMax = Evidence.SIZE_MAX;

  EvidenceDeskTest() {
    take(new Command.Found(Alliance.GENESIS));
    take(new Command.Admit(Alliance.registered(gateway.name(), Kind.BATCH)));
    take(new Command.Admit(Alliance.registered(Alliance.SENSOR, Kind.TELEMETRY)));
    for (int i = 1; i <= 5; i++) {
      file(i);
    }
    take(new Command.Close(Era.FIRST));
  }

  private void take(Command command) {
    ledger
        .apply(command)
        .match(
            (index, id) -> entries.add(command.entry().orElseThrow().encoded()),
            closed -> entries.add(closed.seal()),
            rejected -> {
              throw new AssertionError(rejected.toString());
            });
  }

  private void file(int n) {
    Command.FileBatch batch = gateway.seal(about("pallet", n), about("other " + n, 1));
    take(batch);
    headerIds.add(gateway.filed(batch).header().id());
  }

  private EvidenceDesk.Answer ask(EvidenceRequest request) {
    Optional<SignedCheckpoint> note =
        ledger.closed().map(closed -> Notes.of(closed.head(), Instant.EPOCH));
    return EvidenceDesk.answer(ledger, index -> entries.get((int) index), note, request, sizeMax);
  }

  /** As it comes out of the wire form, which demands every order. */
  private Evidence evidence(Optional<Range> range, Digest... keys) {
    return found(of(PALLET, range, keys));
  }

  private Evidence found(EvidenceRequest request) {
    Evidence made =
        ask(request)
            .match(
                found -> found,
                lacking -> {
                  throw new AssertionError(lacking.toString());
                });
    Evidence read =
        Evidence.parse(made.encoded())
            .match(
                evidence -> evidence,
                refused -> {
                  throw new AssertionError(refused.text());
                });
    assertEquals(made, read);
    return read;
  }

  private void lacks(EvidenceDesk.Reason reason, EvidenceRequest request) {
    assertEquals(
        Optional.of(reason),
        ask(request).match(found -> Optional.empty(), lacking -> Optional.of(lacking.reason())));
  }

  private static EvidenceRequest of(Digest subject, Optional<Range> range, Digest... keys) {
    return new EvidenceRequest(List.of(new Asked(subject, range)), List.of(keys));
  }

  private Optional<Range> range(int first, int last) {
    return Optional.of(new Range(headerIds.get(first), headerIds.get(last)));
  }

  @Test
  void theWholeSubjectIsProvenUnderTheHead() {
    Evidence evidence = evidence(Optional.empty(), SENSOR_KEY);
    SubjectProof proof = evidence.subjects().get(0);
    assertTrue(proof.isWhole());
    assertEquals(15, proof.statements());
    assertEquals(5, evidence.headers().size());
    for (var header : evidence.headers()) {
      assertTrue(
          ledger
              .log()
              .inclusion(header.index(), evidence.head().size())
              .path()
              .equals(header.logged().path()));
    }
    assertEquals(2, evidence.registrations().size(), "of the gateway and of the sensor");
    assertEquals(
        List.of(gateway.name()), evidence.gateways().stream().map(g -> g.gateway()).toList());
    assertEquals(5, evidence.gateways().get(0).state().number());
  }

  @Test
  void everyRangeLeadsToTheIndexedRoot() {
    for (int first = 0; first < 5; first++) {
      for (int last = first; last < 5; last++) {
        SubjectProof proof = evidence(range(first, last)).subjects().get(0);
        assertEquals(last - first + 1, proof.filings().size());
        List<Digest> leaves =
            proof.filings().stream().map(f -> MerkleTree.leafHash(f.leaf())).toList();
        assertEquals(
            Optional.of(
                ledger.filings().of(PALLET).range(0, 5, 5).rootFrom(allLeaves()).orElseThrow()),
            proof.range().rootFrom(leaves));
      }
    }
  }

  private List<Digest> allLeaves() {
    return IntStream.range(0, 5).mapToObj(ledger.filings().of(PALLET)::leaf).toList();
  }

  @Test
  void whatCameAfterTheCheckpointDoesNotShow() {
    Evidence before = evidence(Optional.empty(), SENSOR_KEY);
    file(9);
    take(new Command.Admit(Alliance.revoked(Alliance.SENSOR, OptionalLong.empty())));
    take(new Command.Admit(Alliance.revoked(gateway.name(), OptionalLong.of(6))));
    assertEquals(before, evidence(Optional.empty(), SENSOR_KEY));
    lacks(EvidenceDesk.Reason.UNKNOWN_HEADER, of(PALLET, range(0, 5)));
    take(new Command.Close(Era.FIRST));
    Evidence after = evidence(Optional.empty(), SENSOR_KEY);
    assertEquals(6, after.headers().size());
    assertTrue(
        after.registrations().stream()
            .map(LoggedRegistration::revocation)
            .allMatch(Optional::isPresent));
  }

  @Test
  void headersOfARotatedKeyBringBothRegistrations() {
    take(new Command.Admit(Alliance.revoked(gateway.name(), OptionalLong.of(5))));
    var second = Alliance.key("second");
    take(
        new Command.Admit(
            Alliance.signed(Alliance.registration(gateway.name(), second, Kind.BATCH))));
    Command.FileBatch next = gateway.seal(about("pallet", 1));
    var header = gateway.header(Optional.empty(), next.subjects()).sign(second, gateway.name());
    take(new Command.FileBatch(header, next.subjects()));
    take(new Command.Close(Era.FIRST));
    assertEquals(2, evidence(Optional.empty()).registrations().size());
  }

  @Test
  void whatIsNotThereIsNamed() {
    Digest nothing = Digest.sha256(Bytes.ofUtf8("nothing"));
    lacks(EvidenceDesk.Reason.UNKNOWN_HEADER, of(nothing, range(0, 1)));
    lacks(EvidenceDesk.Reason.UNKNOWN_KEY, of(PALLET, Optional.empty(), nothing));
    lacks(EvidenceDesk.Reason.UNKNOWN_HEADER, of(PALLET, Optional.of(new Range(nothing, nothing))));
    lacks(EvidenceDesk.Reason.UNKNOWN_HEADER, of(PALLET, range(3, 1)));
    Digest other = about("other 2", 1).subjectKey();
    lacks(EvidenceDesk.Reason.UNKNOWN_HEADER, of(other, range(0, 1)));
  }

  @Test
  void thatNothingWasFiledIsProven() {
    Digest nothing = Digest.sha256(Bytes.ofUtf8("nothing"));
    Evidence answer = found(of(nothing, Optional.empty()));
    IndexProof absence = answer.subjects().get(0).proof();
    assertTrue(absence.excludes(IndexKeys.subject(nothing), answer.seal().indexRoot()));
    assertFalse(absence.excludes(IndexKeys.subject(PALLET), answer.seal().indexRoot()));
  }

  @Test
  void beforeTheFirstCheckpointThereIsNone() {
    Ledger fresh = new Ledger();
    fresh.apply(new Command.Found(Alliance.GENESIS));
    EvidenceDesk.Answer answer =
        EvidenceDesk.answer(
            fresh, index -> Bytes.EMPTY, Optional.empty(), of(PALLET, Optional.empty()), sizeMax);
    assertEquals(
        EvidenceDesk.Reason.NO_CHECKPOINT,
        answer.match(found -> null, EvidenceDesk.Lacking::reason));
  }

  /** Whatever it may be at most: what is answered is no larger, and most of it is used. */
  @Test
  void whatWouldBeTooLargeIsRefusedBeforeItIsMade() {
    Digest nothing = Digest.sha256(Bytes.ofUtf8("nothing"));
    List<EvidenceRequest> all =
        List.of(
            of(nothing, Optional.empty()),
            of(PALLET, Optional.empty(), SENSOR_KEY),
            of(PALLET, range(1, 3)),
            new EvidenceRequest(
                Collections.nCopies(500, new Asked(PALLET, Optional.empty())), List.of()),
            new EvidenceRequest(
                Collections.nCopies(500, new Asked(nothing, Optional.empty())), List.of()));
    for (EvidenceRequest request : all) {
      sizeMax = Evidence.SIZE_MAX;
      long size = found(request).encoded().size();
      sizeMax = size - 1;
      lacks(EvidenceDesk.Reason.TOO_LARGE, request);
      sizeMax = 4 * size + 8_192;
      assertEquals(size, found(request).encoded().size());
    }
    assertEquals(4L << 20, EvidenceDesk.sizeMax(64L << 20));
    assertEquals(Evidence.SIZE_MAX, EvidenceDesk.sizeMax(8L << 30));
  }

  @Test
  void namesAreSortedByGateway() {
    org.baymark.node.TestGateway first = org.baymark.node.TestGateway.of("a-gateway");
    take(new Command.Admit(Alliance.registered(first.name(), Kind.BATCH)));
    take(first.seal(about("pallet", 1)));
    take(new Command.Close(Era.FIRST));
    List<DevUrn> names =
        evidence(Optional.empty()).gateways().stream().map(proof -> proof.gateway()).toList();
    assertEquals(List.of(first.name(), gateway.name()), names);
  }
}
