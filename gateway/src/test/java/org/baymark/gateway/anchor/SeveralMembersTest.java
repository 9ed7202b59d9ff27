package org.baymark.gateway.anchor;

import static org.baymark.gateway.GatewayFixture.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.gateway.TestMember;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.passport.Evidence;
import org.baymark.protocol.passport.EvidenceRequest;
import org.junit.jupiter.api.Test;

/** Whoever answers serves, and no single member can stop a gateway. */
class SeveralMembersTest {
  private static final Digest ID = Digest.sha256(Bytes.ofUtf8("id"));
  private static final MerkleTree LOG =
      MerkleTree.of(List.of(Bytes.ofHex("01"), Bytes.ofHex("02"), Bytes.ofHex("03")));

  private final List<Told> members = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();

  /** A member that answers what it was told to. */
  private final class Told implements AllianceClient {
    private final String name;
    Answer<Receipt> receipt = silent();
    Answer<Optional<SignedCheckpoint>> checkpoint = silent();
    Answer<List<Digest>> path = silent();

    Told(String name) {
      this.name = name;
    }

    @Override
    public Future<Answer<Receipt>> submitRequest(Bytes signed) {
      asked.add(name);
      return Future.succeededFuture(receipt);
    }

    @Override
    public Future<Answer<Receipt>> submitBatch(Bytes header, List<Bytes> subjectEntries) {
      asked.add(name);
      return Future.succeededFuture(receipt);
    }

    @Override
    public Future<Answer<Optional<SignedCheckpoint>>> checkpoint() {
      return Future.succeededFuture(checkpoint);
    }

    @Override
    public Future<Answer<List<Digest>>> consistency(TreeHead from, TreeHead to) {
      asked.add(name);
      return Future.succeededFuture(path);
    }

    @Override
    public Future<Answer<Evidence>> evidence(EvidenceRequest request) {
      asked.add(name);
      return Future.succeededFuture(silent());
    }
  }

  private static <T> Answer<T> silent() {
    return new Answer.Silent<>("away", Optional.empty());
  }

  private static Answer<Receipt> refused(String title) {
    return new Answer.Refused<>(409, title, "");
  }

  private static Answer<Receipt> given(long index) {
    return new Answer.Given<>(new Receipt(index, ID));
  }

  private SeveralMembers several(int count) {
    for (int i = 0; i < count; i++) {
      members.add(new Told("m" + i));
    }
    return new SeveralMembers(TestMember.policy(), List.copyOf(members));
  }

  private static String text(Answer<?> answer) {
    return answer.match(given -> "given", refused -> refused.title(), silent -> silent.why());
  }

  @Test
  void aBatchGoesToWhoeverTakesItAndThereFirstTheNextTime() {
    SeveralMembers alliance = several(4);
    members.get(2).receipt = given(7);
    assertEquals("given", text(join(alliance.submitBatch(Bytes.EMPTY, List.of()))));
    assertEquals(List.of("m0", "m1", "m2"), asked);
    asked.clear();
    assertEquals("given", text(join(alliance.submitBatch(Bytes.EMPTY, List.of()))));
    assertEquals(List.of("m2"), asked);
    members.get(2).receipt = silent();
    members.get(3).receipt = given(8);
    assertEquals("given", text(join(alliance.submitBatch(Bytes.EMPTY, List.of()))));
  }

  @Test
  void oneMemberAloneCannotRefuseABatch() {
    SeveralMembers alliance = several(4);
    members.get(1).receipt = refused("wrong-root");
    Answer<Receipt> answer = join(alliance.submitBatch(Bytes.EMPTY, List.of()));
    assertInstanceOf(Answer.Silent.class, answer);
    members.get(3).receipt = refused("wrong-root");
    assertEquals("wrong-root", text(join(alliance.submitBatch(Bytes.EMPTY, List.of()))));
    members.get(0).receipt = given(1);
    assertEquals("given", text(join(alliance.submitBatch(Bytes.EMPTY, List.of()))));
  }

  @Test
  void onlyOneRefusalAndNothingElseIsNoRefusalOfTheAlliance() {
    SeveralMembers alliance = several(4);
    members.forEach(member -> member.receipt = silent());
    members.get(0).receipt = refused("wrong-root");
    Answer<Receipt> answer = join(alliance.submitBatch(Bytes.EMPTY, List.of()));
    assertInstanceOf(Answer.Silent.class, answer, text(answer));
  }

  @Test
  void theOnlyMemberOfAnAllianceOfOneRefusesForIt() {
    SeveralMembers alliance = several(1);
    members.get(0).receipt = refused("wrong-root");
    assertEquals("wrong-root", text(join(alliance.submitBatch(Bytes.EMPTY, List.of()))));
  }

  @Test
  void aRequestIsForTheGatewaysOwnMember() {
    SeveralMembers alliance = several(3);
    members.get(0).receipt = refused("foreign-gateway");
    members.get(1).receipt = refused("key-taken");
    members.get(2).receipt = given(3);
    assertEquals("key-taken", text(join(alliance.submitRequest(Bytes.EMPTY))));
    members.get(1).receipt = silent();
    members.get(2).receipt = refused("foreign-gateway");
    assertEquals("away", text(join(alliance.submitRequest(Bytes.EMPTY))), "its own may be away");
    members.get(1).receipt = refused("foreign-gateway");
    assertEquals("foreign-gateway", text(join(alliance.submitRequest(Bytes.EMPTY))));
  }

  private static TreeHead at(long size) {
    return new TreeHead(size, LOG.root(size));
  }

  private static SignedCheckpoint head(long size) {
    return TestMember.sign(at(size));
  }

  @Test
  void theLongestHeadThatThePolicyAcceptsCounts() {
    SeveralMembers alliance = several(4);
    members.get(0).checkpoint = new Answer.Given<>(Optional.of(head(1)));
    members.get(1).checkpoint = new Answer.Given<>(Optional.of(head(2)));
    members.get(2).checkpoint = new Answer.Given<>(Optional.of(TestMember.signAlone(at(3))));
    Answer<Optional<SignedCheckpoint>> answer = join(alliance.checkpoint());
    assertEquals(new Answer.Given<>(Optional.of(head(2))), answer);
    members.forEach(member -> member.checkpoint = silent());
    assertInstanceOf(Answer.Silent.class, join(alliance.checkpoint()));
    members.get(3).checkpoint = new Answer.Given<>(Optional.empty());
    assertEquals(new Answer.Given<>(Optional.empty()), join(alliance.checkpoint()));
  }

  @Test
  void aProofThatProvesNothingIsAskedOfTheOthers() {
    SeveralMembers alliance = several(3);
    List<Digest> right = LOG.consistency(1, 3).path();
    members.get(0).path = new Answer.Given<>(List.of(ID));
    members.get(2).path = new Answer.Given<>(right);
    Answer<List<Digest>> answer = join(alliance.consistency(at(1), at(3)));
    assertEquals(new Answer.Given<>(right), answer);
    members.get(2).path = silent();
    asked.clear();
    answer = join(alliance.consistency(at(1), at(3)));
    assertEquals(new Answer.Given<>(List.of(ID)), answer, "nobody shows that it only grew");
    assertTrue(asked.containsAll(List.of("m0", "m1", "m2")), asked::toString);
  }
}
