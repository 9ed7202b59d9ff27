package org.baymark.node.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.node.audit.Finding.Outcome;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.governance.Carried;
import org.baymark.protocol.governance.Succession;
import org.baymark.protocol.governance.TrustFile;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.log.SignedCheckpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whom an auditor believes whose trust file is older than the members (section 23.1). */
class OldTrustFileTest {
  private static final String SUCCESSION = "/members/succession";

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

  private Auditor auditor(Policy policy, SignedCheckpoint... remembered) {
    return new Auditor(
        new Auditor.Setting(
            policy,
            servers.stream().map(Server::url).toList(),
            Duration.ofSeconds(20),
            Duration.ofMinutes(10),
            Optional.empty(),
            List.of(),
            true),
        List.of(remembered));
  }

  private Report look(Policy policy, SignedCheckpoint... remembered) throws InterruptedException {
    return auditor(policy, remembered).look(List.of(), TestLog.NOW);
  }

  private static void found(
      Report report, String about, Check check, Outcome outcome, String part) {
    Finding finding =
        report.findings().stream()
            .filter(it -> it.about().equals(about) && it.check() == check)
            .findFirst()
            .orElseThrow(() -> new AssertionError(check + " is not in " + report));
    assertEquals(outcome, finding.outcome(), report.toString());
    assertTrue(finding.detail().contains(part), finding.detail());
  }

  /** The members of entry 0 gave one new keys by entry 6, and these another one. */
  private static TestLog changedTwice() {
    return new TestLog().rotate(0).close().rotate(1).file("crate").close();
  }

  private static Policy present(TestLog log) {
    return TrustFile.QUORUM.policy(log.present()).orElseThrow();
  }

  @Test
  void votesLeadOnFromItAndAreFoundInTheLog() throws Exception {
    TestLog log = changedTwice();
    Server server = server(log, log.head(0, 4)).lie(SUCCESSION, log.succession().encoded());
    SignedCheckpoint early = new TestLog().head(1, 3);
    Auditor auditor = auditor(TestLog.POLICY, early);
    Report report = auditor.look(List.of(), TestLog.NOW);
    assertEquals(Outcome.OK, report.outcome(), report.toString());
    String led = "4 co-signatures of members whom those of the file led to in 2 changes";
    found(report, server.url(), Check.CERTIFIED, Outcome.OK, led);
    String take = "older than the change of members at entry 6: take a new one";
    found(report, Finding.LOG, Check.MEMBERS, Outcome.OK, take);

    List<SignedCheckpoint> remembered = auditor.remembered();
    assertEquals(2, remembered.size());
    for (Policy policy : List.of(TestLog.POLICY, present(log))) { // what was seen stays known
      Report next = look(policy, remembered.toArray(SignedCheckpoint[]::new));
      assertEquals(Outcome.OK, next.outcome(), next.toString());
      found(next, Finding.LOG, Check.KEPT, Outcome.OK, "2 heads");
      found(next, server.url(), Check.KEPT, Outcome.OK, "no less than before");
    }
  }

  /** Those whom a new file no longer names certified it: a second history of theirs is one. */
  @Test
  void aHeadOfThePastThatTheLogContradictsIsFoundWithANewFile() throws Exception {
    TestLog log = changedTwice();
    server(log, log.head(0, 4));
    TestLog other = new TestLog().file("barrel").close();
    Report report = look(present(log), other.head(0, 4));
    found(report, Finding.LOG, Check.KEPT, Outcome.FAILED, "a head of 6 of another history");
    assertEquals(1, report.evidence().size());
  }

  /** What was read under a head that the file accepts needs nobody's word beside it. */
  @Test
  void theLogAloneLeadsOnFromIt() throws Exception {
    TestLog log = new TestLog().rotate(0);
    Server server = server(log, log.carried());
    Auditor auditor = auditor(TestLog.POLICY);
    assertEquals(Outcome.OK, auditor.look(List.of(), TestLog.NOW).outcome());
    log.file("crate").close();
    server.serve(log, log.head(0, 4));
    Report report = auditor.look(List.of(), TestLog.NOW);
    assertEquals(Outcome.OK, report.outcome(), report.toString());
    found(report, server.url(), Check.CERTIFIED, Outcome.OK, "whom those of the file voted for");
  }

  @Test
  void whoeverDoesNotTellIsUndecidedAndTheChangeThatIsKnownIsNamed() throws Exception {
    TestLog log = new TestLog().rotate(0);
    SignedCheckpoint carried = log.carried();
    TestLog shorter = log.prefix(8);
    log.close().rotate(1).file("crate").close();
    Server silent = server(log, log.head(1, 3)).fail(SUCCESSION);
    Report report = look(TestLog.POLICY);
    assertEquals(Outcome.NOT_CHECKED, report.outcome(), report.toString());
    String open = "whether members changed since cannot be told, for it answers 500";
    found(report, silent.url(), Check.CERTIFIED, Outcome.NOT_CHECKED, open);

    servers.add(0, new Server().serve(shorter, carried));
    String known = "older than the change of members at entry 6: take a new one; whether";
    found(look(TestLog.POLICY), silent.url(), Check.CERTIFIED, Outcome.NOT_CHECKED, known);
  }

  /** It says which heads it accepts, and not who its owner would believe later. */
  @Test
  void noVotesLeadOnFromAFileOfOnesOwn() throws Exception {
    TestLog log = new TestLog().rotate(0).close().rotate(1).close().rotate(2).close();
    Server server = server(log, log.head(0, 4)).lie(SUCCESSION, log.succession().encoded());
    Policy own = TestLog.POLICY;
    String two = Policy.write(Instant.EPOCH, own.logs(), own.witnesses(), 2);
    Report report = look(Policy.parse(Bytes.ofUtf8(two)).toOptional().orElseThrow());
    assertEquals(Outcome.NOT_CHECKED, report.outcome(), report.toString());
    String older = "older than the change of members after entry 3: take a new one";
    found(report, server.url(), Check.CERTIFIED, Outcome.NOT_CHECKED, older);
  }

  @Test
  void whatNobodyVotedForIsNotBelieved() throws Exception {
    TestLog log = changedTwice();
    Succession right = log.succession();
    Server server = server(log, log.head(0, 4));
    String nobody = "no log of the trust file signed";
    found(look(TestLog.POLICY), server.url(), Check.CERTIFIED, Outcome.FAILED, nobody);
    List<Carried> unvoted =
        right.changes().stream()
            .map(it -> new Carried(it.seal(), it.sealPath(), it.motion(), List.of()))
            .toList();
    server.lie(SUCCESSION, new Succession(right.first(), unvoted).encoded());
    found(look(TestLog.POLICY), server.url(), Check.CERTIFIED, Outcome.FAILED, nobody);
    server.lie(SUCCESSION, Bytes.ofUtf8("hello"));
    found(look(TestLog.POLICY), server.url(), Check.CERTIFIED, Outcome.FAILED, nobody);

    server.lie(SUCCESSION, right.encoded());
    TestLog strangers = new TestLog().newKeys(0).newKeys(1).newKeys(2).newKeys(3);
    server.serve(strangers, strangers.head(0, 4));
    for (Policy policy : List.of(TestLog.POLICY, present(log))) {
      Report report = look(policy);
      found(report, server.url(), Check.CERTIFIED, Outcome.FAILED, nobody);
    }
  }

  /** Enough keys that were given up can vote for anything, elsewhere than in the log. */
  @Test
  void votesThatAreNotInTheLogLeadAstray() throws Exception {
    TestLog astray = new TestLog().rotate(0).close();
    TestLog log = astray.prefix(4);
    server(log, log.head(0, 4)).lie(SUCCESSION, astray.succession().encoded());
    Report report = look(TestLog.POLICY);
    found(report, Finding.LOG, Check.MEMBERS, Outcome.FAILED, "are not in the log");
  }
}
