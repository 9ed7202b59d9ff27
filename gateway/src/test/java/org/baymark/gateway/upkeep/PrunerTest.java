package org.baymark.gateway.upkeep;

import static org.baymark.gateway.GatewayFixture.join;
import static org.baymark.gateway.OutgoingFixture.SELF;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.baymark.gateway.OutgoingFixture;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.TestNode;
import org.baymark.gateway.admission.Arrival;
import org.baymark.gateway.admission.Outcome;
import org.baymark.gateway.batch.SealRule;
import org.baymark.gateway.passport.Assembly;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.PrunedFile;
import org.baymark.gateway.store.PrunedLog;
import org.baymark.gateway.store.PrunedLog.Candidate;
import org.baymark.gateway.store.PrunedLog.Pruned;
import org.baymark.gateway.store.StoreException;
import org.baymark.gateway.store.StoreFile;
import org.baymark.gateway.store.StoredStatements;
import org.baymark.gateway.upkeep.Finding.Grade;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.passport.Passport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was pruned is proven, known, and read back as long as its file lies there. */
class PrunerTest {
  private static final TestDevice ONE = TestDevice.named("one", Suite.EDDSA);
  private static final TestDevice TWO = TestDevice.named("two", Suite.ES256);
  private static final Subject PALLET = Subject.ofSscc("106141412345678908");
  private static final Retention ALL = Retention.olderThan(Duration.ZERO);

  @TempDir Path folder;
  private TestNode node;
  private OutgoingFixture gateway;

  /** Three anchored batches, a minute apart, and a statement that waits. */
  @BeforeEach
  void fill() {
    node = OutgoingFixture.node();
    gateway = new OutgoingFixture(folder, node).with(ONE).with(TWO);
    gateway.anchor();
    for (int i = 0; i < 3; i++) {
      gateway.take(ONE.says(1, i), TWO.scans(1, i, PALLET));
      sealOneBatch();
      gateway.clock.set(gateway.clock.instant().plusSeconds(60));
    }
    gateway.take(ONE.says(1, 3));
    gateway.clock.set(gateway.clock.instant().plusSeconds(60));
  }

  private void sealOneBatch() {
    assertTrue(join(gateway.batcher(new SealRule(Duration.ofSeconds(60), 2, 1 << 20)).look()));
    OutgoingFixture.until(
        () -> gateway.progress().anchoredBatches() == gateway.progress().batches());
  }

  @AfterEach
  void stop() {
    gateway.close();
    node.close();
  }

  private Path files() {
    return folder.resolve(PrunedFile.FOLDER);
  }

  private Pruner pruner() {
    return new Pruner(
        gateway.database, folder, SELF.name(), SELF.key().verifyingKey(), gateway.clock);
  }

  private static List<Finding> check(Path store) {
    List<Finding> found = new ArrayList<>();
    try (StoreFile file = StoreFile.open(store)) {
      new StoreCheck(
              file, Optional.of(SELF.name()), Optional.of(SELF.key().verifyingKey()), found::add)
          .run();
    }
    return found;
  }

  private void assertWell(Path store) {
    List<Finding> found = check(store);
    assertTrue(found.stream().allMatch(it -> it.grade() == Grade.WELL), found::toString);
  }

  private Passport passport() {
    Assembly made = join(gateway.passports.assemble(PALLET));
    assertEquals(Assembly.Result.MADE, made.result(), made.sentence());
    return Passport.parse(made.file()).toOptional().orElseThrow();
  }

  private static List<Integer> disclosed(Passport passport) {
    return passport.parts().get(0).disclosures().stream()
        .map(shown -> shown.map(it -> it.statements().size()).orElse(0))
        .toList();
  }

  private List<Integer> sizes() {
    return gateway.inStore(StoredStatements::all).stream().map(it -> it.bytes().size()).toList();
  }

  @Test
  void onlyWhatIsFinalAndOldIsPruned() throws IOException {
    Passport before = passport();
    List<Bytes> kept =
        gateway.inStore(StoredStatements::all).stream().map(it -> it.bytes()).toList();
    Pruned pruned =
        pruner().step(Retention.olderThan(Duration.ofSeconds(150)), files()).orElseThrow();
    assertEquals(2, pruned.lastBatch(), "closed 240 and 180 seconds ago; the third 120");
    assertEquals(List.of(0, 0, 0, 0), sizes().subList(0, 4));
    assertEquals(
        kept.subList(4, 7),
        gateway.inStore(StoredStatements::all).stream()
            .map(it -> it.bytes())
            .toList()
            .subList(4, 7));
    Path file = folder.resolve(pruned.file());
    assertEquals("pruned/batches-1-2.db", pruned.file());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertWell(file);
    assertWell(folder.resolve("gateway.db"));
    assertEquals(before.parts(), passport().parts(), "passports read the file");

    Pruned rest = pruner().step(ALL, files()).orElseThrow();
    assertEquals(3, rest.firstBatch());
    assertEquals(Optional.empty(), pruner().step(ALL, files()), "what is not final stays");
    assertWell(folder.resolve("gateway.db"));
    assertWell(folder.resolve(rest.file()));
    assertEquals(before.parts(), passport().parts());
  }

  /** A batch that the alliance has not certified is not final, however old it is. */
  @Test
  void whatNoProofHasShownStays() {
    node.goAway();
    gateway.take(ONE.says(1, 4));
    gateway.seal();
    gateway.clock.set(gateway.clock.instant().plus(Duration.ofDays(1000)));
    assertEquals(3, pruner().step(ALL, files()).orElseThrow().lastBatch());
    assertEquals(Optional.empty(), pruner().step(ALL, files()));
    node.comeBack();
  }

  @Test
  void whatWasPrunedIsKnownWhenItComesAgain() {
    pruner().step(ALL, files());
    assertInstanceOf(Outcome.Duplicate.class, arrive(ONE.says(1, 1)));
    Outcome lie = arrive(ONE.says(1, 1, "99.5"));
    assertTrue(lie instanceof Outcome.Accepted taken && taken.equivocation(), lie::toString);
    List<StoredStatements.Stored> all = gateway.inStore(StoredStatements::all);
    assertTrue(all.get(2).lie() && all.get(7).lie(), "both are marked");
  }

  private Outcome arrive(Sign1 said) {
    return join(
        gateway.intake.take(new Arrival(said.encoded(), "mqtt", "sender", Optional.empty())));
  }

  @Test
  void aFileCarriedAwayIsNotDisclosedAndLaidBackIsAgain() throws IOException {
    Passport before = passport();
    pruner().step(Retention.olderThan(Duration.ofSeconds(150)), files());
    Path file = files().resolve("batches-1-2.db");
    Path away = Files.move(file, folder.resolve("carried-away"));
    Passport without = passport();
    assertEquals(List.of(0, 0, 1), disclosed(without));
    String note = join(gateway.passports.assemble(PALLET)).sentence();
    assertTrue(note.contains("pruned/batches-1-2.db"), note);
    List<Finding> found = check(folder.resolve("gateway.db"));
    assertTrue(found.stream().noneMatch(Finding::isWrong), found::toString);
    assertTrue(
        found.stream()
            .anyMatch(it -> it.grade() == Grade.NOTED && it.sentence().contains("is not there")),
        found::toString);
    Files.move(away, file);
    assertEquals(before.parts(), passport().parts());
    assertWell(folder.resolve("gateway.db"));
  }

  @Test
  void aFileElsewhereCanBeLaidBackIntoTheGatewaysFolder() throws IOException {
    Path card = folder.resolve("card");
    Passport before = passport();
    Pruned pruned = pruner().step(ALL, card).orElseThrow();
    assertEquals("card/batches-1-3.db", pruned.file());
    Files.createDirectories(files());
    Files.move(card.resolve("batches-1-3.db"), files().resolve("batches-1-3.db"));
    assertEquals(before.parts(), passport().parts());
  }

  /** Another's bytes in the file are found by the digest, and never reach a passport. */
  @Test
  void aFileThatWasChangedIsNamed() throws IOException {
    Pruned pruned = pruner().step(ALL, files()).orElseThrow();
    Path file = folder.resolve(pruned.file());
    byte[] octets = Files.readAllBytes(file);
    octets[octets.length / 2] ^= 1;
    Files.write(file, octets);
    List<Finding> found = check(folder.resolve("gateway.db"));
    assertTrue(
        found.stream().anyMatch(it -> it.isWrong() && it.sentence().contains("not as it was")),
        found::toString);
  }

  /** As a process leaves it that is killed after each of the steps. */
  @Test
  void whoeverIsCutOffGoesOnWithoutAGap() {
    Passport before = passport();
    PrunedLog log = new PrunedLog();
    List<Candidate> two = gateway.inStore(tx -> log.candidates(tx, 2));
    PrunedFile.write(folder, files(), two, gateway.clock.instant());
    reopen();
    assertWell(folder.resolve("gateway.db"));
    assertEquals(before.parts(), passport().parts(), "written and not noted");

    Pruned again = PrunedFile.write(folder, files(), two, gateway.clock.instant());
    assertEquals("pruned/batches-1-2-2.db", again.file(), "what lies there is not overwritten");
    gateway.inStore(
        tx -> {
          log.note(tx, again);
          return true;
        });
    reopen();
    assertTrue(sizes().stream().allMatch(size -> size > 0));
    assertWell(folder.resolve("gateway.db"));
    assertEquals(before.parts(), passport().parts(), "noted and not cleared");

    pruner().step(ALL, files());
    assertEquals(List.of(0, 0, 0, 0, 0, 0), sizes().subList(0, 6));
    assertWell(folder.resolve("gateway.db"));
    assertEquals(before.parts(), passport().parts());
  }

  @Test
  void whatWasWrittenAndNotNotedGoesWhenItIsPrunedAgain() throws IOException {
    List<Candidate> one = gateway.inStore(tx -> new PrunedLog().candidates(tx, 1));
    PrunedFile.write(folder, files(), one, gateway.clock.instant());
    Path foreign = Files.writeString(files().resolve("batches-1-9.db"), "none of ours");
    assertEquals("pruned/batches-1-3.db", pruner().step(ALL, files()).orElseThrow().file());
    try (Stream<Path> left = Files.list(files())) {
      assertEquals(
          Set.of("batches-1-3.db", "batches-1-9.db"),
          left.map(file -> file.getFileName().toString()).collect(Collectors.toSet()));
    }
    assertEquals("none of ours", Files.readString(foreign));
  }

  @Test
  void aGatewayThatStopsLeavesTheRestAsItWas() {
    Pruner pruner = pruner();
    pruner.leave();
    StoreException why = assertThrows(StoreException.class, () -> pruner.all(ALL, files()));
    assertTrue(String.valueOf(why.getMessage()).contains("the rest is as it was"));
    assertEquals(3, gateway.inStore(tx -> new PrunedLog().all(tx)).get(0).lastBatch());
    assertTrue(sizes().stream().allMatch(size -> size > 0), "noted and not cleared yet");
  }

  private void reopen() {
    gateway.close();
    gateway = new OutgoingFixture(folder, node);
    gateway.clock.set(gateway.clock.instant().plusSeconds(240));
    gateway.anchor();
    // The head that passports are planned under is in the store.
  }

  @Test
  void whatIsNotDueIsNotNoted() {
    PrunedLog log = new PrunedLog();
    List<Candidate> later = gateway.inStore(tx -> log.candidates(tx, 3)).subList(1, 2);
    Pruned gap = PrunedFile.write(folder, files(), later, gateway.clock.instant());
    assertThrows(
        java.util.concurrent.CompletionException.class,
        () ->
            gateway.inStore(
                tx -> {
                  log.note(tx, gap);
                  return true;
                }));
  }

  /** Rot in the store is found before the bytes are given away. */
  @Test
  void aDamagedStatementStopsThePruning() {
    gateway.inStore(
        tx ->
            StoredStatements.meddle(
                tx,
                "UPDATE statement SET bytes = CAST(substr(bytes, 1, length(bytes) - 1) || x'00'"
                    + " AS BLOB) WHERE row = 2"));
    StoreException why = assertThrows(StoreException.class, () -> pruner().step(ALL, files()));
    assertTrue(String.valueOf(why.getMessage()).contains("nothing was pruned"), why::toString);
    assertTrue(sizes().stream().allMatch(size -> size > 0));
  }

  @Test
  void aFileOfPrunedStatementsIsNoStoreToGoOnFrom() throws IOException {
    Pruned pruned = pruner().step(ALL, files()).orElseThrow();
    Path other = Files.createDirectories(folder.resolve("other"));
    Files.copy(folder.resolve(pruned.file()), other.resolve("gateway.db"));
    StoreException why = assertThrows(StoreException.class, () -> Database.open(other));
    assertTrue(String.valueOf(why.getMessage()).contains("pruned statements"), why::toString);
  }
}
