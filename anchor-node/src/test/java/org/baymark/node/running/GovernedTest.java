package org.baymark.node.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.baymark.node.Alliance;
import org.baymark.node.fetch.NodeHttp;
import org.baymark.node.peer.Address;
import org.baymark.node.running.NodeClient.Answer;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.governance.Change;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.receipt.ReceiptIssuer;
import org.baymark.protocol.receipt.ReceiptKeys;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;
import org.baymark.protocol.registration.Request;
import org.baymark.protocol.statement.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What members decided holds for their nodes, and after each of them was started again. */
class GovernedTest {
  @TempDir Path folder;

  /** A new entry through {@code by} becomes part of a head that these certify, at all that run. */
  private static void goesOn(RunningAlliance alliance, int by, String gateway, Members set) {
    var unused = alliance.admit(by, gateway);
    long size = alliance.node(by).sequencer().status().size();
    RunningAlliance.await(
        "all have a head of " + set.members().size(),
        () ->
            IntStream.range(0, 3)
                    .filter(which -> set.member(RunningAlliance.name(which)).isPresent())
                    .allMatch(which -> isCertified(alliance, which, size, set))
                ? Optional.of(size)
                : Optional.empty());
  }

  private static boolean isCertified(RunningAlliance alliance, int which, long size, Members set) {
    return alliance
        .note(which)
        .filter(note -> note.checkpoint().size() >= size && set.certify(note))
        .isPresent();
  }

  private static boolean isOpen(String address) {
    Address to = Address.parse(address).orElseThrow();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(to.host(), to.port()), 5_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** With two members nothing is certified unless each reaches the other. */
  @Test
  void aMemberMovesAndAGatewayChangesHands() throws Exception {
    try (RunningAlliance alliance = new RunningAlliance(folder, 2)) {
      alliance.startAll();
      goesOn(alliance, 0, "gateway", alliance.members);

      Member.Addresses before = alliance.member(1).addresses();
      alliance.newAddresses(1);
      alliance.carry(0, Change.replace(alliance.card(1)), 1);
      alliance.stop(1);
      alliance.start(1);
      Members moved = alliance.membersAt(0);
      assertEquals(alliance.member(1), moved.member(RunningAlliance.name(1)).orElseThrow());
      goesOn(alliance, 1, "second", moved);
      goesOn(alliance, 0, "third", moved);
      assertFalse(isOpen(before.peer()) || isOpen(before.order()));
      assertTrue(isOpen(alliance.member(1).addresses().peer()));

      DevUrn gateway = new DevUrn("urn:dev:org:32473-gateway");
      assertEquals("foreign-gateway", ask(alliance, 1, gateway, "one").title());
      assertEquals(200, ask(alliance, 0, gateway, "one").status());
      alliance.carry(0, new Change.Entrust(gateway, RunningAlliance.name(1)), 1);
      RunningAlliance.await(
          "the gateway is with the other member",
          () -> Optional.of(ask(alliance, 1, gateway, "two")).filter(it -> it.status() == 200));
      assertEquals("foreign-gateway", ask(alliance, 0, gateway, "three").title());
      goesOn(alliance, 0, "fourth", moved);
    }
  }

  private static NodeClient.Answer ask(
      RunningAlliance alliance, int which, DevUrn gateway, String device) {
    DevUrn name = new DevUrn("urn:dev:org:32473-device-" + device);
    Sign1 request =
        new Request.Register(Alliance.registration(name, Kind.HELLO))
            .sign(Alliance.key(gateway.text()), gateway, 5);
    return alliance.client(which).post("/requests", request.encoded());
  }

  private static void restartAll(RunningAlliance alliance, int... members) throws Exception {
    for (int which : members) {
      alliance.stop(which);
    }
    for (int which : members) {
      alliance.start(which);
    }
  }

  @Test
  void membersComeAndGoAndChangeKeysAndAllStartAgain() throws Exception {
    try (RunningAlliance alliance = new RunningAlliance(folder, 2)) {
      alliance.startAll();
      goesOn(alliance, 0, "first", alliance.members);

      int third = alliance.newcomer();
      alliance.start(third);
      alliance.carry(0, Change.admit(alliance.card(third)), 1);
      Members three = alliance.membersAt(0);
      goesOn(alliance, third, "second", three);
      restartAll(alliance, 0, 1, third);
      goesOn(alliance, 1, "third", three);

      Change rotation = alliance.rotation(0);
      alliance.carry(0, rotation, 1, third);
      alliance.takeNewKeys(0);
      Members rotated = alliance.membersAt(1);
      assertFalse(three.equals(rotated));
      goesOn(alliance, 0, "fourth", rotated);
      restartAll(alliance, 0, 1, third);
      goesOn(alliance, third, "fifth", rotated);
      for (Members set : List.of(three, rotated)) {
        isFound(alliance.client(1), set.member(RunningAlliance.name(0)).orElseThrow());
      }
      Answer present = alliance.client(1).get("/.well-known/scitt-keys");
      assertEquals(keysOf(rotated).encoded(), present.body());
    }
  }

  private static ReceiptKeys keysOf(Members members) {
    return new ReceiptKeys(
        members.members().stream()
            .map(it -> new ReceiptIssuer(Alliance.ORIGIN, it.name(), it.keys().receipts()))
            .toList());
  }

  /** What a receipt is verified with outlives the time in which it signed. */
  private static void isFound(NodeClient node, Member signer) {
    Digest kid = signer.keys().receipts().thumbprint();
    String written = Base64.getUrlEncoder().withoutPadding().encodeToString(kid.bytes().toArray());
    Answer answer = node.get("/.well-known/scitt-keys/" + written);
    assertEquals(200, answer.status());
    ReceiptIssuer issuer =
        new ReceiptIssuer(Alliance.ORIGIN, signer.name(), signer.keys().receipts());
    assertEquals(new ReceiptKeys(List.of(issuer)).key(kid).orElseThrow(), answer.body());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoWasRemovedServesWhatItHasAndTakesPartNoMore(boolean led) throws Exception {
    try (RunningAlliance alliance = new RunningAlliance(folder, 3)) {
      alliance.startAll();
      goesOn(alliance, 0, "first", alliance.members);
      int leader = alliance.leader();
      int removed = led ? leader : (leader + 1) % 3;
      int other = (removed + 1) % 3;
      int third = (removed + 2) % 3;
      alliance.carry(other, new Change.Remove(RunningAlliance.name(removed)), third, removed);
      Members two = alliance.membersAt(other);
      RunningAlliance.await(
          "it takes part no more",
          () ->
              Optional.of(alliance.node(removed).takingPart())
                  .filter(part -> !part.contains(RunningAlliance.name(removed))));
      alliance.beginAnew(removed);
      isPast(alliance, removed);
      goesOn(alliance, other, "second", two);

      restartAll(alliance, 0, 1, 2);
      isPast(alliance, removed);
      goesOn(alliance, third, "third", two);
    }
  }

  /** It answers whoever reads, and no more; and nobody is asked or told anything by it. */
  private static void isPast(RunningAlliance alliance, int which) {
    SignedCheckpoint last = alliance.note(which).orElseThrow();
    assertTrue(last.checkpoint().size() > 2);
    assertEquals(200, alliance.client(which).get("/entries/1").status());
    String health = alliance.client(which).get("/healthz").body().utf8();
    assertTrue(health.contains(PastMember.SENTENCE), health);
    NodeClient.Answer refused =
        alliance.client(which).post("/decisions", alliance.card(which).encoded());
    assertFalse(refused.status() == 200);
    DevUrn gateway = new DevUrn("urn:dev:org:32473-never");
    Sign1 card =
        new Request.Register(Alliance.registration(gateway, Kind.BATCH))
            .sign(Alliance.key(gateway.text()), gateway, 1);
    NodeClient.Answer unavailable =
        alliance
            .operator(which)
            .post("/gateways", "Bearer " + RunningAlliance.TOKEN, card.encoded());
    assertEquals(503, unavailable.status());
    assertEquals("left", unavailable.title());
    assertEquals(PastMember.SENTENCE, unavailable.detail());
    NodeHttp.Answer told = new NodeHttp.Answer(unavailable.status(), unavailable.body());
    assertFalse(told.isUnavailable(), "no command waits for it");
    Member.Addresses doors = alliance.member(which).addresses();
    assertFalse(isOpen(doors.peer()) || isOpen(doors.order()));
    assertEquals(Set.of(), alliance.node(which).takingPart());
  }
}
