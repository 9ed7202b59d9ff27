package org.baymark.node.ledger;

import static org.baymark.node.Alliance.GENESIS;
import static org.baymark.node.Alliance.KEYS;
import static org.baymark.node.Alliance.MEMBER;
import static org.baymark.node.Alliance.MEMBERS;
import static org.baymark.node.Alliance.ORIGIN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.baymark.node.Alliance;
import org.baymark.node.TestGateway;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.registration.Members;
import org.baymark.protocol.registration.Members.Member;
import org.baymark.protocol.statement.Kind;
import org.junit.jupiter.api.Test;

class GenesisRulesTest {
  private final Ledger ledger = new Ledger();

  private void rejects(Rejection expected, Command command) {
    Result result = ledger.apply(command);
    assertEquals(
        expected, assertInstanceOf(Result.Rejected.class, result).rejection(), result.toString());
    assertEquals(0, ledger.size());
    assertTrue(ledger.members().isEmpty());
  }

  private void rejects(Rejection expected, Sign1 genesis) {
    rejects(expected, new Command.Found(genesis));
  }

  private static Sign1 genesis(DevUrn issuer, DevUrn subject, boolean dated, Bytes payload) {
    return Alliance.sign1(KEYS.registrar(), ContentType.MEMBERS, issuer, subject, dated, payload);
  }

  private static Sign1 genesisOf(Member... members) {
    return new Members(ORIGIN, List.of(members)).signGenesis(KEYS.registrar(), 1);
  }

  @Test
  void genesisComesFirst() {
    TestGateway gateway = TestGateway.of("gateway");
    rejects(
        Rejection.NOT_FOUNDED, new Command.Admit(Alliance.registered(gateway.name(), Kind.BATCH)));
    rejects(Rejection.NOT_FOUNDED, gateway.seal(TestGateway.about("pallet", 1)));
    rejects(Rejection.NOT_FOUNDED, new Command.Close());
  }

  @Test
  void genesisComesOnce() {
    assertEquals(new Result.Appended(0, GENESIS.id()), ledger.apply(new Command.Found(GENESIS)));
    assertEquals(new Result.Already(0, GENESIS.id()), ledger.apply(new Command.Found(GENESIS)));
    Sign1 other = MEMBERS.signGenesis(KEYS.registrar(), 2_000);
    Result second = ledger.apply(new Command.Found(other));
    assertEquals(
        Rejection.ALREADY_FOUNDED, assertInstanceOf(Result.Rejected.class, second).rejection());
    assertEquals(1, ledger.size());
  }

  @Test
  void genesisIsByAndAboutTheFirstMember() {
    DevUrn other = new DevUrn("urn:dev:org:32473-other");
    rejects(Rejection.NOT_A_MEMBER, genesis(other, MEMBER, true, MEMBERS.encoded()));
    rejects(Rejection.NOT_A_MEMBER, genesis(MEMBER, other, true, MEMBERS.encoded()));
  }

  @Test
  void genesisIsDatedAndHoldsMembers() {
    rejects(Rejection.MALFORMED, genesis(MEMBER, MEMBER, false, MEMBERS.encoded()));
    rejects(Rejection.MALFORMED, genesis(MEMBER, MEMBER, true, Bytes.ofUtf8("nonsense")));
    rejects(
        Rejection.MALFORMED,
        Alliance.sign1(
            KEYS.registrar(), ContentType.REQUEST, MEMBER, MEMBER, true, MEMBERS.encoded()));
  }

  @Test
  void genesisIsSignedByTheRegistrar() {
    rejects(Rejection.BAD_SIGNATURE, MEMBERS.signGenesis(KEYS.log(), 1));
  }

  @Test
  void everyKeySignsWhatItIsFor() {
    Member right = MEMBERS.members().get(0);
    rejects(
        Rejection.BAD_MEMBERS,
        genesisOf(new Member(MEMBER, right.cosignerKey(), right.cosignerKey(), right.registrar())));
    rejects(
        Rejection.BAD_MEMBERS,
        genesisOf(new Member(MEMBER, right.logKey(), right.logKey(), right.registrar())));
    rejects(
        Rejection.BAD_MEMBERS,
        genesisOf(new Member(MEMBER, "nonsense", right.cosignerKey(), right.registrar())));
    String ofAnotherLog = KEYS.logSigner("example.com/other").key().vkey();
    rejects(
        Rejection.BAD_MEMBERS,
        genesisOf(new Member(MEMBER, ofAnotherLog, right.cosignerKey(), right.registrar())));
  }

  @Test
  void noKeyStandsTwice() {
    Member right = MEMBERS.members().get(0);
    rejects(
        Rejection.BAD_MEMBERS,
        genesisOf(
            right,
            new Member(
                new DevUrn("urn:dev:org:32473-z"),
                right.logKey(),
                right.cosignerKey(),
                right.registrar())));
    String sameSecret = KEYS.member(MEMBER, ORIGIN).cosignerKey();
    Member oneKey = new Member(MEMBER, right.logKey(), sameSecret, KEYS.log().verifyingKey());
    rejects(Rejection.BAD_MEMBERS, new Members(ORIGIN, List.of(oneKey)).signGenesis(KEYS.log(), 1));
  }
}
