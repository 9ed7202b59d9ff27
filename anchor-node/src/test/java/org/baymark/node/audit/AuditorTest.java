package org.baymark.node.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.node.audit.Finding.Outcome;
import org.baymark.protocol.accuse.Ruling;
import org.baymark.protocol.accuse.Trial;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.index.IndexMap;
import org.baymark.protocol.index.IndexSeal;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.TreeHead;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every lie that a server can tell about a log is found, and named. */
class AuditorTest {
  private final List<Server> servers = new ArrayList<>();

  @AfterEach
  void stop() {
    servers.forEach(Server::close);
  }

  private Server server(TestLog log, SignedCheckpoint head) throws Exception {
    Server server = new Server().serve(log, head);
    servers.add(server);
    return server;
  }

  private Auditor auditor(Optional<SubjectLists> lists, List<SignedCheckpoint> remembered) {
    return new Auditor(
        new Auditor.Setting(
            TestLog.POLICY,
            servers.stream().map(Server::url).toList(),
            Duration.ofSeconds(20),
            Duration.ofMinutes(10),
            lists,
            List.of(),
            true),
        remembered);
  }

  private Report look() throws InterruptedException {
    return auditor(Optional.empty(), List.of()).look(List.of(), TestLog.NOW);
  }

  private static Finding find(Report report, String about, Check check) {
    return report.findings().stream()
        .filter(it -> it.about().equals(about) && it.check() == check)
        .findFirst()
        .orElseThrow(() -> new AssertionError(check + " is not in " + report));
  }

  private static void found(
      Report report, String about, Check check, Outcome outcome, String part) {
    Finding finding = find(report, about, check);
    assertEquals(outcome, finding.outcome(), report.toString());
    assertTrue(finding.detail().contains(part), finding.detail());
  }

  /** Nothing else is amiss. */
  private static void only(Report report, Check... failed) {
    assertEquals(
        List.of(failed),
        report.findings().stream()
            .filter(it -> it.outcome() == Outcome.FAILED)
            .map(Finding::check)
            .toList(),
        report.toString());
  }

  @Test
  void membersThatDoRightPass() throws Exception {
    TestLog log = new TestLog();
    server(log, log.head(0, 3));
    SignedCheckpoint before = log.head(1, 4);
    log.file("crate").device("sensor").close();
    server(log, log.head(1, 4));
    Auditor auditor = auditor(Optional.of(log.lists()), List.of(before));
    Report report = auditor.look(List.of(), TestLog.NOW);
    assertEquals(Outcome.OK, report.outcome(), report.toString());
    found(report, Finding.LOG, Check.INDEX, Outcome.OK, "2 index roots");
    found(report, Finding.LOG, Check.KEPT, Outcome.OK, "1 heads");
    found(report, Finding.LOG, Check.ONE_LOG, Outcome.OK, "history of 7 entries");
    assertEquals(7, report.longest().orElseThrow().size());
    found(look(), Finding.LOG, Check.INDEX, Outcome.NOT_ASKED, "only members");
  }

  /** Over a whole tile, and on from there; what was read once is not read again. */
  @Test
  void aLongLogIsReadOnceAndThenWhatIsNew() throws Exception {
    TestLog log = new TestLog();
    for (int i = 0; i < 600; i++) {
      log.device("sensor" + i);
    }
    log.close();
    Server server = server(log, log.head(0, 3));
    Auditor auditor = auditor(Optional.empty(), List.of());
    assertEquals(Outcome.OK, auditor.look(List.of(), TestLog.NOW).outcome());
    assertEquals(3 + 3 + 1, server.asked());
    log.device("another").close();
    server.serve(log, log.head(0, 3));
    Report report = auditor.look(List.of(), TestLog.NOW);
    assertEquals(Outcome.OK, report.outcome(), report.toString());
    assertEquals(1 + 1 + 1, server.asked());
    assertEquals(607, report.longest().orElseThrow().size());
  }

  @Test
  void twoCertifiedHistoriesAreFoundAndConvictWhoCertifiedBoth() throws Exception {
    for (String more : List.of("", "sensor")) { // heads of one size, and of two
      TestLog one = new TestLog().file("crate").close();
      TestLog other = new TestLog().file("barrel");
      other = more.isEmpty() ? other.close() : other.device(more).close();
      Server first = server(one, one.head(0, 3));
      Server liar = server(other, other.head(1, 4));
      Report report = look();
      only(report, Check.ONE_LOG);
      found(report, Finding.LOG, Check.ONE_LOG, Outcome.FAILED, liar.url());
      found(report, Finding.LOG, Check.ONE_LOG, Outcome.FAILED, "parts at entry 4");
      found(report, liar.url(), Check.ENTRIES, Outcome.OK, "");
      Evidence evidence = report.evidence().get(0);
      assertTrue(evidence.name().endsWith(".accusation"), evidence.name());
      Ruling ruling = new Trial(TestLog.POLICY).of(evidence.content()).toOptional().orElseThrow();
      assertEquals(3, ruling.convicted().size(), ruling.toString());
      servers.removeAll(List.of(first, liar));
      first.close();
      liar.close();
    }
  }

  @Test
  void aHeadThatTooFewCertifiedIsNoneAndIsKeptIfItContradicts() throws Exception {
    TestLog one = new TestLog().file("crate").close();
    TestLog other = new TestLog().file("barrel").close();
    server(one, one.head(0, 3));
    Server liar = server(other, other.head(1, 2));
    Report report = look();
    only(report, Check.CERTIFIED, Check.ONE_LOG);
    found(report, liar.url(), Check.CERTIFIED, Outcome.FAILED, "2 co-signatures");
    Evidence evidence = report.evidence().get(0);
    List<SignedCheckpoint> both = Notes.parse(evidence.content().utf8()).orElseThrow();
    assertEquals(2, both.size());
    assertTrue(both.contains(other.head(1, 2)), evidence.toString());
  }

  @Test
  void aChangedEntryIsNamed() throws Exception {
    TestLog log = new TestLog().file("crate").close();
    Server server = server(log, log.head(0, 3));
    server.lie("/tile/entries/000.p/6", Server.bundle(Server.changed(log.entries, 2)));
    Report report = look();
    only(report, Check.ENTRIES);
    found(report, server.url(), Check.ENTRIES, Outcome.FAILED, "entry 2 is not");
  }

  @Test
  void aChangedHashIsNamed() throws Exception {
    TestLog log = new TestLog();
    for (int i = 0; i < 300; i++) {
      log.device("sensor" + i);
    }
    log.close();
    server(log, log.head(0, 3));
    Server server = server(log, log.head(0, 3));
    server.lie("/tile/1/000.p/1", Bytes.owning(new byte[32]));
    Report report = look();
    only(report, Check.TILES);
    found(report, server.url(), Check.TILES, Outcome.FAILED, "hash 0 of level 1");
    server.lie("/tile/0/000", Bytes.owning(new byte[32 * 256]));
    found(look(), server.url(), Check.TILES, Outcome.FAILED, "entry 0 is not");
  }

  @Test
  void aTruncatedLogIsNoLogUnderItsHead() throws Exception {
    TestLog log = new TestLog();
    SignedCheckpoint old = log.head(0, 3);
    TestLog longer = new TestLog().file("crate").close();
    Server server = server(log, longer.head(0, 3));
    Report report = look();
    found(report, server.url(), Check.TILES, Outcome.NOT_CHECKED, "answers 404");
    found(report, Finding.LOG, Check.ONE_LOG, Outcome.NOT_CHECKED, "not all entries");
    assertEquals(Outcome.NOT_CHECKED, report.outcome());
    server.lie("/tile/entries/000.p/4", Server.bundle(log.entries.subList(0, 3)));
    server.serve(log, old);
    found(look(), server.url(), Check.ENTRIES, Outcome.NOT_CHECKED, "no bundle of 4");
  }

  @Test
  void aStaleHeadIsFound() throws Exception {
    TestLog log = new TestLog(3600);
    Server server = server(log, log.head(0, 3));
    Report report = look();
    only(report, Check.FRESH);
    found(report, server.url(), Check.FRESH, Outcome.FAILED, "3600 s ago");
  }

  /** The clocks of members and of who audits them are not the same. */
  @Test
  void aHeadFromTheFutureIsSaidToBe() throws Exception {
    assertAge(1, Outcome.OK, ", just now");
    assertAge(-1, Outcome.OK, ", just now");
    assertAge(-30, Outcome.OK, ", 30 s ahead of the clock here");
    assertAge(-3600, Outcome.NOT_ASKED, ", 3600 s ahead of the clock here: one of the clocks");
  }

  private void assertAge(int seconds, Outcome outcome, String part) throws Exception {
    TestLog log = new TestLog(seconds);
    Server server = server(log, log.head(0, 3));
    Report report = look();
    only(report);
    found(report, server.url(), Check.FRESH, outcome, part);
    servers.remove(server);
    server.close();
  }

  /** In one run, and from one run to the next. */
  @Test
  void whatWasCertifiedAndIsGoneIsFound() throws Exception {
    TestLog log = new TestLog();
    SignedCheckpoint early = log.head(0, 3);
    log.file("crate").close();
    Server server = server(log, log.head(0, 3));
    Auditor first = auditor(Optional.empty(), List.of());
    assertEquals(Outcome.OK, first.look(List.of(), TestLog.NOW).outcome());
    server.serve(log, early);
    Report back = first.look(List.of(), TestLog.NOW);
    only(back, Check.KEPT);
    found(back, server.url(), Check.KEPT, Outcome.FAILED, "6 entries before");

    Auditor second = auditor(Optional.empty(), first.remembered());
    Report lost = second.look(List.of(), TestLog.NOW.plusSeconds(90));
    found(lost, server.url(), Check.KEPT, Outcome.FAILED, "6 entries before");
    found(lost, Finding.LOG, Check.KEPT, Outcome.FAILED, "entries are lost");
    assertEquals(first.remembered(), second.remembered(), "the longest stays remembered");
  }

  @Test
  void whatAnotherMonitorSawIsCompared() throws Exception {
    TestLog log = new TestLog();
    server(log, log.head(0, 3));
    TestLog other = new TestLog().file("crate").close();
    SignedCheckpoint forked = new TestLogOfAnotherFirstBatch().head();
    assertMonitor(Outcome.OK, "1 heads", log.head(1, 4));
    assertMonitor(Outcome.NOT_CHECKED, "longer", other.head(0, 3));
    assertMonitor(Outcome.FAILED, "another history", forked);
    Auditor.Monitor silent = new Auditor.Monitor("m", List.of(), Optional.of("it is away"));
    Report report = auditor(Optional.empty(), List.of()).look(List.of(silent), TestLog.NOW);
    found(report, Finding.LOG, Check.MONITORS, Outcome.NOT_CHECKED, "it is away");
  }

  /** The same size as the shortest log, another content. */
  private static final class TestLogOfAnotherFirstBatch {
    SignedCheckpoint head() {
      TestLog log = new TestLog();
      List<Bytes> changed = Server.changed(log.entries, 2);
      log.entries.clear();
      log.entries.addAll(changed);
      return log.head(0, 3);
    }
  }

  private void assertMonitor(Outcome outcome, String part, SignedCheckpoint seen)
      throws InterruptedException {
    Auditor.Monitor monitor = new Auditor.Monitor("m", List.of(seen), Optional.empty());
    Report report = auditor(Optional.empty(), List.of()).look(List.of(monitor), TestLog.NOW);
    found(report, Finding.LOG, Check.MONITORS, outcome, part);
    assertEquals(outcome == Outcome.FAILED ? 1 : 0, report.evidence().size());
  }

  /** The members may all agree on a log that breaks its own rules. */
  @Test
  void anEntryThatBreaksARuleIsNamed() throws Exception {
    TestLog log = new TestLog();
    log.append(log.entries.get(2)).close(); // the same batch again, and a seal as if it were not
    server(log, log.head(0, 3));
    Report report = look();
    only(report, Check.RULES);
    found(report, Finding.LOG, Check.RULES, Outcome.FAILED, "entry 4: the same stands");
    found(report, Finding.LOG, Check.RULES, Outcome.FAILED, "entry 5: the seal covers 4");
  }

  @Test
  void aHeadWithoutASealIsNone() throws Exception {
    TestLog log = new TestLog().device("sensor");
    server(log, log.head(0, 3));
    Report report = look();
    only(report, Check.MEMBERS);
    found(report, Finding.LOG, Check.MEMBERS, Outcome.FAILED, "does not end in a seal");
  }

  @Test
  void anIndexThatDoesNotFollowIsFound() throws Exception {
    TestLog log = new TestLog();
    server(log, log.head(0, 3));
    SubjectLists right = log.lists();
    SubjectLists wrong =
        (index, members, isRight) -> {
          throw new SilentException("the right list: " + isRight.test(List.of()));
        };
    Report report = auditor(Optional.of(wrong), List.of()).look(List.of(), TestLog.NOW);
    found(report, Finding.LOG, Check.INDEX, Outcome.NOT_CHECKED, "the right list: false");

    SubjectLists away =
        (index, members, isRight) -> {
          throw new SilentException("nobody is there");
        };
    found(
        auditor(Optional.of(away), List.of()).look(List.of(), TestLog.NOW),
        Finding.LOG,
        Check.INDEX,
        Outcome.NOT_CHECKED,
        "nobody is there");

    TestLog wrongSeal = new TestLog();
    wrongSeal.append(sealOfAnEmptyIndex(wrongSeal));
    servers.get(0).serve(wrongSeal, wrongSeal.head(0, 3));
    Report failed = auditor(Optional.of(right), List.of()).look(List.of(), TestLog.NOW);
    only(failed, Check.INDEX);
    found(failed, Finding.LOG, Check.INDEX, Outcome.FAILED, "head of 5");
  }

  private static Bytes sealOfAnEmptyIndex(TestLog log) {
    Checkpoint head = log.head(0, 0).checkpoint();
    return new IndexSeal(
            0,
            Optional.empty(),
            2,
            head.size(),
            IndexMap.EMPTY.root(),
            TestLog.MEMBERS.digest(),
            Optional.of(new TreeHead(head.size(), head.root())))
        .encode();
  }

  @Test
  void whoDoesNotAnswerIsNotChecked() throws Exception {
    TestLog log = new TestLog();
    server(log, log.head(0, 3));
    Server gone = server(log, log.head(0, 3));
    gone.close();
    Report report = look();
    found(report, gone.url(), Check.CERTIFIED, Outcome.NOT_CHECKED, "cannot be asked");
    assertEquals(Outcome.NOT_CHECKED, report.outcome());
    gone = server(log, log.head(0, 3)).lie("/checkpoint", Bytes.ofUtf8("hello\n"));
    found(look(), gone.url(), Check.CERTIFIED, Outcome.FAILED, "no checkpoint");
    gone.lie("/checkpoint", Bytes.owning(new byte[SignedCheckpoint.SIZE_MAX + 1]));
    found(look(), gone.url(), Check.CERTIFIED, Outcome.NOT_CHECKED, "cannot be asked");
  }

  @Test
  void notesInAFileAreReadAsTheyWereWritten() {
    TestLog log = new TestLog();
    List<SignedCheckpoint> notes = List.of(log.head(0, 3), log.head(1, 4), log.head(2, 3));
    assertEquals(Optional.of(notes), Notes.parse(Notes.text(notes)));
    assertEquals(Optional.of(List.of(notes.get(0))), Notes.parse(notes.get(0).toText()));
    assertEquals(Optional.of(List.of()), Notes.parse(""));
    assertEquals(Optional.empty(), Notes.parse("no note\n"));
  }
}
