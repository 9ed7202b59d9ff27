package org.baymark.gateway.admission;

import static org.baymark.gateway.GatewayFixture.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.baymark.gateway.OutgoingFixture;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.TestMember;
import org.baymark.gateway.TestNode;
import org.baymark.gateway.passport.Assembly;
import org.baymark.gateway.store.Device;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.passport.Concealed;
import org.baymark.protocol.passport.Finding.Outcome;
import org.baymark.protocol.passport.Passport;
import org.baymark.protocol.passport.Step;
import org.baymark.protocol.passport.Verdict;
import org.baymark.protocol.passport.Verification;
import org.baymark.protocol.statement.Erasure;
import org.baymark.protocol.statement.Reveal;
import org.baymark.protocol.statement.Unverified;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is hidden is kept, handed out, and erased without a trace; its proofs stand. */
class RevealsTest {
  private static final TestDevice DOCK = TestDevice.named("dock", Suite.ES256);
  private static final Subject PALLET = Subject.ofSscc("106141412345678908");
  private static final String NAME = "received by Jane Q. Doe, badge 7731";
  private static final Bytes SALT = Digest.sha256(Bytes.ofUtf8("thirty-two random bytes")).bytes();
  private static final Bytes OTHER = Digest.sha256(SALT).bytes();

  @TempDir Path folder;
  private TestNode node;
  private OutgoingFixture gateway;

  @BeforeEach
  void start() {
    node = OutgoingFixture.node();
    gateway = new OutgoingFixture(folder, node).with(DOCK);
    gateway.anchor();
  }

  @AfterEach
  void stop() {
    gateway.close();
    node.close();
  }

  private static Sign1 hides(long seq, Bytes salt, Bytes content) {
    return DOCK.hides(1, seq, PALLET, salt, content);
  }

  private static Reveal reveal(long seq, Bytes salt, Bytes content) {
    Position position = new Position(1, seq, Optional.empty(), OptionalLong.empty());
    return Reveal.of(DOCK.key().verifyingKey().kid(), position, salt, content);
  }

  private org.baymark.gateway.admission.Outcome give(Bytes bytes) {
    return join(offer(bytes));
  }

  private Future<org.baymark.gateway.admission.Outcome> offer(Bytes bytes) {
    return gateway.intake.take(new Arrival(bytes, "mqtt", "sender", Optional.of(DOCK.topic())));
  }

  private void assertRefused(Refusal refusal, Bytes bytes) {
    org.baymark.gateway.admission.Outcome outcome = give(bytes);
    assertTrue(
        outcome instanceof org.baymark.gateway.admission.Outcome.Refused no
            && no.refusal() == refusal,
        outcome::toString);
  }

  /** Whether these bytes stand in any file of the gateway. */
  private boolean isOnTheDisk(Bytes bytes) throws IOException {
    String sought = latin(bytes.toArray());
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (latin(Files.readAllBytes(file)).contains(sought)) {
          return true;
        }
      }
    }
    return false;
  }

  private static String latin(byte[] octets) {
    return new String(octets, StandardCharsets.ISO_8859_1);
  }

  @Test
  void whatIsErasedIsNowhereAndItsProofsStand() throws IOException {
    Bytes content = Bytes.ofUtf8(NAME);
    Sign1 said = hides(0, SALT, content);
    Reveal reveal = reveal(0, SALT, content);
    gateway.take(said);
    // Enough others that pages were split with it on them.
    for (int i = 1; i <= 60; i++) {
      Bytes other = Bytes.ofUtf8("another " + "x".repeat(40 * i));
      gateway.take(hides(i, OTHER, other));
      assertInstanceOf(
          org.baymark.gateway.admission.Outcome.Accepted.class,
          give(reveal(i, OTHER, other).encoded()));
      if (i == 30) {
        assertInstanceOf(
            org.baymark.gateway.admission.Outcome.Accepted.class, give(reveal.encoded()));
      }
    }
    assertInstanceOf(org.baymark.gateway.admission.Outcome.Duplicate.class, give(reveal.encoded()));
    gateway.sealAndAnchor();
    Passport before = passport();
    assertTrue(isOnTheDisk(content), "it was kept");
    assertEquals(reveal.encoded(), join(gateway.reveals.known(said.id())).reveal().orElseThrow());

    Bytes signed = join(gateway.erasing.erase(said.id(), "asked for by the person"));
    Unverified word = Unverified.parse(signed).toOptional().orElseThrow();
    assertTrue(word.verifiedBy(OutgoingFixture.VOICE.verifyingKey()).isPresent());
    assertEquals(new Erasure(said.id(), "asked for by the person"), word.content());
    assertEquals(PALLET, word.signed().subject());
    assertTrue(!isOnTheDisk(content), "the content is on the disk still");
    assertTrue(!isOnTheDisk(SALT), "and so is the salt");
    assertEquals(Optional.empty(), join(gateway.reveals.known(said.id())).reveal());
    assertEquals(Optional.of(signed), join(gateway.reveals.known(said.id())).erasure());
    assertEquals(before.parts(), passport().parts(), "until the erasure is in the log too");
    assertEquals(List.of(Concealed.State.DISCLOSED), states(before, reveal));
    gateway.sealAndAnchor();
    Passport after = passport();
    assertEquals(Concealed.State.ERASED, states(after).get(0));
    Concealed told = verdict(after).account().hidden().get(0);
    assertEquals("asked for by the person", told.erasures().get(0).reason());
    assertEquals("1/0 of urn:dev:org:32473-gateway_voice", told.erasures().get(0).by());
    assertTrue(
        join(gateway.reveals.known(hides(1, OTHER, Bytes.ofUtf8("another " + "x".repeat(40))).id()))
            .reveal()
            .isPresent(),
        "others stay");

    assertRefused(Refusal.WRONG_STATE, reveal.encoded());
    assertEquals(signed, join(gateway.erasing.erase(said.id(), "again")), "erased once");
    assertTrue(!isOnTheDisk(content), "nor in the quarantine");
  }

  private Passport passport() {
    Assembly made = join(gateway.passports.assemble(PALLET));
    assertEquals(Assembly.Result.MADE, made.result(), made.sentence());
    Passport passport = Passport.parse(made.file()).toOptional().orElseThrow();
    Outcome proofs =
        verdict(passport)
            .outcome(Set.of(Step.SIGNATURES, Step.KEYS, Step.IN_BATCH, Step.IN_LOG, Step.COMPLETE));
    assertEquals(Outcome.PASS, proofs);
    return passport;
  }

  private Verdict verdict(Passport passport, Reveal... shown) {
    return new Verification(
            TestMember.policy(),
            join(gateway.passports.keyOf(PALLET, OptionalLong.empty())),
            Optional.empty(),
            Optional.empty(),
            List.of(shown),
            gateway.clock.instant())
        .verify(passport);
  }

  /** Of the first statements, one for each that is shown, or one. */
  private List<Concealed.State> states(Passport passport, Reveal... shown) {
    return verdict(passport, shown).account().hidden().stream()
        .filter(one -> one.signed().claims().position().orElseThrow().seq() == 0)
        .map(Concealed::state)
        .toList();
  }

  /** What is shown and was not signed for fails a step, and shows nothing. */
  @Test
  void anotherContentThanTheSignedOneFails() {
    gateway.take(hides(0, SALT, Bytes.ofUtf8(NAME)));
    gateway.sealAndAnchor();
    Passport passport = passport();
    assertEquals(List.of(Concealed.State.WITHHELD), states(passport));
    Reveal other = reveal(0, SALT, Bytes.ofUtf8("received by somebody else"));
    Verdict verdict = verdict(passport, other);
    assertEquals(Outcome.FAIL, verdict.finding(Step.SIGNATURES).outcome());
    assertEquals(List.of(Concealed.State.WITHHELD), states(passport, other));
    Verdict foreign = verdict(passport, reveal(7, SALT, Bytes.ofUtf8(NAME)));
    assertEquals(Outcome.FAIL, foreign.finding(Step.SIGNATURES).outcome());
  }

  /** A kill between the erasing and the filing: the word is filed at the next start. */
  @Test
  void whatWasNotFiledIsFiledLater() {
    Sign1 said = hides(0, SALT, Bytes.ofUtf8(NAME));
    gateway.take(said);
    Sign1 word =
        join(
            gateway.database.write(
                transaction ->
                    gateway.voice.say(
                        transaction,
                        PALLET,
                        ContentType.ERASURE,
                        new Erasure(said.id(), "asked").encoded(),
                        gateway.clock.instant())));
    gateway.hidden.erase(said.id(), PALLET.text(), word.encoded());
    assertEquals(List.of(word.encoded()), gateway.hidden.unfiled());
    join(gateway.erasing.fileAll());
    assertEquals(List.of(), gateway.hidden.unfiled());
    gateway.sealAndAnchor();
    assertEquals(List.of(Concealed.State.ERASED), states(passport()));
  }

  @Test
  void onlyWhatAStoredStatementHidesIsTaken() throws IOException {
    Bytes content = Bytes.ofUtf8(NAME);
    assertRefused(Refusal.WRONG_STATE, reveal(0, SALT, content).encoded());
    gateway.take(hides(0, SALT, content), DOCK.says(1, 1));
    Bytes other = Bytes.ofUtf8("another content, badge 7731");
    assertRefused(Refusal.WRONG_STATE, reveal(0, SALT, other).encoded());
    assertRefused(Refusal.WRONG_STATE, reveal(0, Digest.sha256(SALT).bytes(), content).encoded());
    assertRefused(Refusal.WRONG_STATE, reveal(1, SALT, content).encoded());
    Position position = new Position(1, 0, Optional.empty(), OptionalLong.empty());
    Bytes nobody = Bytes.of(new byte[8]);
    assertRefused(Refusal.UNKNOWN_DEVICE, Reveal.of(nobody, position, SALT, content).encoded());
    assertRefused(Refusal.TRAILING_BYTES, reveal(0, SALT, content).encoded().concat(nobody));
    assertTrue(!isOnTheDisk(content) && !isOnTheDisk(other), "a refused one is kept nowhere");
  }

  /** A device waits for no answer between the two: they come in one group. */
  @Test
  void aRevealMayComeRightBehindItsStatement() {
    List<Future<org.baymark.gateway.admission.Outcome>> answers = new ArrayList<>();
    for (int seq = 0; seq < 100; seq++) {
      answers.add(offer(hides(seq, SALT, Bytes.ofUtf8(NAME)).encoded()));
      answers.add(offer(reveal(seq, SALT, Bytes.ofUtf8(NAME)).encoded()));
    }
    for (Future<org.baymark.gateway.admission.Outcome> answer : answers) {
      assertInstanceOf(org.baymark.gateway.admission.Outcome.Accepted.class, join(answer));
    }
  }

  /** Also after a start, when memory knows of former keys only what the store says. */
  @Test
  void whatAFormerKeySignedForIsTaken() {
    gateway.take(
        hides(0, SALT, Bytes.ofUtf8(NAME)), hides(1, OTHER, Bytes.ofUtf8(NAME)), DOCK.says(1, 2));
    gateway.inStore(
        transaction -> {
          Device dock = gateway.devices.named(transaction, DOCK.name()).orElseThrow();
          VerifyingKey next = TestDevice.named("next", Suite.ES256).key().verifyingKey();
          gateway.devices.rollOver(transaction, dock, next, 1, gateway.clock.instant());
          gateway.devices.changed(transaction, DOCK.name());
          return true;
        });
    Bytes first = reveal(0, SALT, Bytes.ofUtf8(NAME)).encoded();
    assertInstanceOf(org.baymark.gateway.admission.Outcome.Accepted.class, give(first));
    gateway.close();
    gateway = new OutgoingFixture(folder, node);
    Bytes second = reveal(1, OTHER, Bytes.ofUtf8(NAME)).encoded();
    assertInstanceOf(org.baymark.gateway.admission.Outcome.Accepted.class, give(second));
    assertRefused(Refusal.WRONG_STATE, reveal(7, SALT, Bytes.ofUtf8(NAME)).encoded());
  }

  /** Who knows a kid can stall nobody with reveals, and uses up no share of the device's. */
  @Test
  void revealsAreCountedAndNotWithTheStatements() {
    gateway.intake.deviceRate(1);
    List<Future<org.baymark.gateway.admission.Outcome>> answers = new ArrayList<>();
    for (int seq = 0; seq < 200; seq++) {
      answers.add(offer(reveal(seq, SALT, Bytes.ofUtf8(NAME)).encoded()));
    }
    assertTrue(
        answers.stream()
            .anyMatch(it -> join(it) instanceof org.baymark.gateway.admission.Outcome.Busy));
    gateway.take(DOCK.says(1, 0));
  }

  @Test
  void whatDoesNotHideIsNotErased() {
    Sign1 plain = DOCK.says(1, 0);
    gateway.take(plain);
    for (Digest id : List.of(plain.id(), Digest.sha256(Bytes.EMPTY))) {
      assertThrows(CompletionException.class, () -> join(gateway.erasing.erase(id, "asked")));
    }
  }

  /** Also what never came here: it is not taken any more. */
  @Test
  void whatWasErasedBeforeItCameIsNotTaken() throws IOException {
    Bytes content = Bytes.ofUtf8(NAME);
    Sign1 said = hides(0, SALT, content);
    gateway.take(said);
    join(gateway.erasing.erase(said.id(), "asked for by the person"));
    assertRefused(Refusal.WRONG_STATE, reveal(0, SALT, content).encoded());
    assertTrue(!isOnTheDisk(content));
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("hidden.db"))));
  }
}
