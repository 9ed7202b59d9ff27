package org.baymark.node.ledger;

import static org.baymark.node.Alliance.GENESIS;
import static org.baymark.node.Alliance.KEYS;
import static org.baymark.node.Alliance.MEMBER;
import static org.baymark.node.Alliance.MEMBERS;
import static org.baymark.node.Alliance.ONE;
import static org.baymark.node.Alliance.ORIGIN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.baymark.node.Alliance;
import org.baymark.node.TestGateway;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.index.Era;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;
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
    return new Members(ORIGIN, List.of(members)).signGenesis(KEYS.registrar(), MEMBER, 1);
  }

  @Test
  void genesisComesFirst() {
    TestGateway gateway = TestGateway.of("gateway");
    rejects(
        Rejection.NOT_FOUNDED, new Command.Admit(Alliance.registered(gateway.name(), Kind.BATCH)));
    rejects(Rejection.NOT_FOUNDED, gateway.seal(TestGateway.about("pallet", 1)));
    rejects(Rejection.NOT_FOUNDED, new Command.Close(Era.FIRST));
  }

  @Test
  void genesisComesOnce() {
    assertEquals(new Result.Appended(0, GENESIS.id()), ledger.apply(new Command.Found(GENESIS)));
    assertEquals(new Result.Already(0, GENESIS.id()), ledger.apply(new Command.Found(GENESIS)));
    Sign1 other = MEMBERS.signGenesis(KEYS.registrar(), MEMBER, 2_000);
    Result second = ledger.apply(new Command.Found(other));
    assertEquals(
        Rejection.ALREADY_FOUNDED, assertInstanceOf(Result.Rejected.class, second).rejection());
    assertEquals(1, ledger.size());
  }

  @Test
  void genesisIsByAMemberAndAboutItself() {
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
    rejects(Rejection.BAD_SIGNATURE, MEMBERS.signGenesis(KEYS.log(), MEMBER, 1));
  }

  private static Member with(UnaryOperator<Member.Keys> change) {
    return new Member(MEMBER, ONE.company(), ONE.addresses(), change.apply(ONE.keys()));
  }

  private static Member.Keys keys(
      String log, String cosigner, VerifyingKey registrar, VerifyingKey receipts) {
    Member.Keys right = ONE.keys();
    return new Member.Keys(
        log,
        cosigner,
        registrar,
        right.reporter(),
        right.governor(),
        receipts,
        right.certificate(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void everyKeySignsWhatItIsFor() {
    Member.Keys right = ONE.keys();
    String other = Alliance.member("example.com/other").keys().log();
    for (String log : List.of(right.cosigner(), "nonsense", other)) {
      rejects(
          Rejection.BAD_MEMBERS,
          genesisOf(with(k -> keys(log, k.cosigner(), k.registrar(), k.receipts()))));
    }
    rejects(
        Rejection.BAD_MEMBERS,
        genesisOf(with(k -> keys(k.log(), k.log(), k.registrar(), k.receipts()))));
    rejects(
        Rejection.BAD_MEMBERS,
        genesisOf(
            with(
                k ->
                    keys(
                        k.log(),
                        k.cosigner(),
                        k.registrar(),
                        Alliance.key("receipts").verifyingKey()))));
  }

  @Test
  void noKeyStandsTwice() {
    DevUrn other = new DevUrn("urn:dev:org:32473-z");
    Member.Addresses elsewhere = new Member.Addresses("http://z", "z:1", "z:2");
    rejects(
        Rejection.BAD_MEMBERS,
        genesisOf(ONE, new Member(other, ONE.company(), elsewhere, ONE.keys())));
    Member oneKey = with(k -> keys(k.log(), k.cosigner(), KEYS.log().verifyingKey(), k.receipts()));
    rejects(
        Rejection.BAD_MEMBERS,
        new Members(ORIGIN, List.of(oneKey)).signGenesis(KEYS.log(), MEMBER, 1));
  }

  @Test
  void whatIsSaidOfAMemberCanBeUsed() {
    for (String jurisdiction : List.of("", "hk", "Hong Kong", "CN-", "CN-GDGD", "HK\n")) {
      says(new Member.Company("Ltd", jurisdiction), ONE.addresses());
    }
    for (String company : List.of("", "x".repeat(65))) {
      says(new Member.Company(company, "HK"), ONE.addresses());
    }
    for (String url : List.of("", "ftp://x", "x", "http://", "http://a b")) {
      says(ONE.company(), new Member.Addresses(url, "a:1", "a:2"));
    }
    for (String address : List.of("", "a", "a:", "a:0", "a:65536", "a b:1", ":1", "::1:1", "a:2")) {
      says(ONE.company(), new Member.Addresses("http://a", address, "a:2"));
      says(ONE.company(), new Member.Addresses("http://a", "a:2", address));
    }
  }

  private void says(Member.Company company, Member.Addresses addresses) {
    rejects(Rejection.BAD_MEMBERS, genesisOf(new Member(MEMBER, company, addresses, ONE.keys())));
  }
}
