package org.baymark.protocol.passport;

import static org.baymark.protocol.passport.Lie.bent;
import static org.baymark.protocol.passport.Lie.change;
import static org.baymark.protocol.passport.Lie.longer;
import static org.baymark.protocol.passport.Lie.shorter;
import static org.baymark.protocol.passport.Lie.withLogged;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.index.GatewayState;
import org.baymark.protocol.index.IndexProof;
import org.baymark.protocol.index.IndexSeal;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What stands in the log stands where it stands: steps "in-log" and "keys". */
class LogLiesTest {
  private static final String NOT_LOGGED = "in-log | fail | not in the log: ";
  private static final String HEADER = NOT_LOGGED + "gateway urn:dev:os:32473-truck, batch 3";
  private static final String SCANNER = NOT_LOGGED + "the registration of urn:dev:os:32473-scanner";
  private static final String STATUS = "keys | fail | does not confirm the status of the key of";

  @TestFactory
  List<DynamicTest> headers() {
    return Lie.tests(
        List.of(
            new Lie(
                "a header that the file does not hold",
                papers -> papers.headers.remove(1),
                "keys | not checked | a batch whose header is not in the file",
                "in-batch | fail | no header for",
                "times | not checked | a batch whose header is not in the file"),
            header("another hash in a header's path", 0, path -> bent(path)),
            header("a header's path without its last hash", 0, path -> shorter(path)),
            header("a header's path with a hash more", 0, path -> longer(path)),
            header("a header at another index", 1, path -> path),
            header("a header at an index beyond the log", 1000, path -> path)));
  }

  private interface Path extends UnaryOperator<List<Digest>> {}

  private static Lie header(String name, long shift, Path path) {
    return new Lie(
        name,
        papers -> change(papers.headers, 4, one -> withLogged(one, it -> moved(it, shift, path))),
        HEADER);
  }

  private static Logged moved(Logged entry, long shift, Path path) {
    return new Logged(entry.signed(), entry.index() + shift, path.apply(entry.path()));
  }

  @TestFactory
  List<DynamicTest> registrations() {
    return Lie.tests(
        List.of(
            new Lie(
                "a registration that the file does not hold",
                papers -> papers.registrations.remove(2),
                "signatures | fail | is not signed with a key that the file registers for it",
                "keys | fail | the key of urn:dev:os:32473-scanner is not registered",
                "times | not checked | from when the key of urn:dev:os:32473-scanner is valid"),
            registration("another hash in a registration's path", path -> bent(path)),
            registration("a registration's path without its last hash", path -> shorter(path)),
            registration("a registration's path with a hash more", path -> longer(path)),
            new Lie(
                "a registration at another index",
                papers ->
                    change(
                        papers.registrations,
                        4,
                        one -> withLogged(one, it -> moved(it, 1, path -> path))),
                STATUS,
                NOT_LOGGED + "the registration of urn:dev:os:32473-cold"),
            new Lie(
                "the status of another key",
                papers ->
                    change(
                        papers.registrations,
                        2,
                        one -> withStatus(one, papers.registrations.get(3).status())),
                STATUS),
            new Lie(
                "a status without a proof",
                papers ->
                    change(
                        papers.registrations,
                        2,
                        one -> withStatus(one, new IndexProof(List.of(), Optional.empty()))),
                STATUS)));
  }

  private static Lie registration(String name, Path path) {
    return new Lie(
        name,
        papers -> change(papers.registrations, 2, one -> withLogged(one, it -> moved(it, 0, path))),
        SCANNER);
  }

  private static LoggedRegistration withStatus(LoggedRegistration entry, IndexProof status) {
    return new LoggedRegistration(entry.logged(), entry.registration(), status, entry.revocation());
  }

  @TestFactory
  List<DynamicTest> gateways() {
    String otherwise = "in-log | fail | the index says otherwise of gateway urn:dev:os:32473-depot";
    String unknown =
        "in-log | fail | the index does not know gateway urn:dev:os:32473-depot, batch 1";
    return Lie.tests(
        List.of(
            new Lie(
                "a gateway without its last state",
                papers -> papers.gateways.remove(0),
                "in-log | fail | the index does not know gateway urn:dev:os:32473-depot, batch 1"),
            new Lie("a gateway that came further", papers -> gateway(papers, 3), otherwise),
            new Lie("a gateway that came less far", papers -> gateway(papers, 1), unknown),
            new Lie(
                "a gateway with the state of another",
                papers ->
                    change(
                        papers.gateways,
                        0,
                        one -> new GatewayProof(one.gateway(), one.state(), other(papers))),
                otherwise)));
  }

  private static IndexProof other(Papers papers) {
    return papers.gateways.get(1).proof();
  }

  private static void gateway(Papers papers, long number) {
    GatewayProof honest = papers.gateways.get(0);
    GatewayState state = new GatewayState(number, honest.state().headerId());
    papers.gateways.set(0, new GatewayProof(honest.gateway(), state, honest.proof()));
  }

  @TestFactory
  List<DynamicTest> sealAndMembers() {
    String seal = "in-log | fail | the index seal is not the last entry under the checkpoint";
    return Lie.tests(
        List.of(
            new Lie("another hash in the seal's path", it -> it.sealPath = bent(it.sealPath), seal),
            new Lie("a seal's path too short", it -> it.sealPath = shorter(it.sealPath), seal),
            new Lie("a seal's path too long", it -> it.sealPath = longer(it.sealPath), seal),
            new Lie(
                "another seal",
                papers -> papers.seal = withRoot(papers.seal),
                seal,
                STATUS,
                "complete | fail | the index does not confirm what was filed about"),
            new Lie(
                "a member less",
                papers -> papers.members = without(papers.members, 3),
                "in-log | fail | the members are not those that the index seal names"),
            new Lie(
                "not the member that registered the keys",
                papers -> papers.members = without(papers.members, 1),
                "signatures | fail | no member signed the registration of",
                "in-log | fail | the members are not those that the index seal names"),
            new Lie(
                "members of another log",
                papers -> papers.members = new Members("other.example", papers.members.members()),
                "in-log | fail | (and 1 more)")));
  }

  private static IndexSeal withRoot(IndexSeal seal) {
    return new IndexSeal(
        0, seal.stopSet(), 1, seal.covers(), seal.memberSet(), seal.memberSet(), seal.previous());
  }

  private static Members without(Members members, int member) {
    List<Member> rest = new ArrayList<>(members.members());
    rest.remove(member);
    return new Members(members.origin(), rest);
  }
}
