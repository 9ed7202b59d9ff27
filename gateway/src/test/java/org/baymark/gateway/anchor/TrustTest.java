package org.baymark.gateway.anchor;

import static org.baymark.gateway.GatewayFixture.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.baymark.gateway.OutgoingFixture;
import org.baymark.gateway.TestChange;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.TestNode;
import org.baymark.gateway.passport.Assembly;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.governance.Succession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The members certify with other keys than those of the gateway's trust file. */
class TrustTest {
  private static final TestDevice ONE = TestDevice.named("one", Suite.EDDSA);

  @TempDir Path folder;
  private final TestNode node = new TestNode(OutgoingFixture.SELF.key().verifyingKey());
  private Optional<OutgoingFixture> gateway = Optional.empty();

  private OutgoingFixture open() {
    node.alliance.take(OutgoingFixture.card());
    OutgoingFixture opened = new OutgoingFixture(folder, TestChange.policy(), true, List.of(node));
    gateway = Optional.of(opened);
    return opened;
  }

  private void changed(Succession changes) {
    node.lie("/members/succession", TestNode.Reply.cbor(changes.encoded()));
  }

  @AfterEach
  void stop() {
    gateway.ifPresent(OutgoingFixture::close);
    node.close();
  }

  private static Outcome look(OutgoingFixture opened) {
    return join(opened.watch.look(Optional.empty()));
  }

  @Test
  void goesWhereTheMembersOfItsFileLed() {
    changed(TestChange.honest());
    OutgoingFixture opened = open();
    opened.with(ONE).take(ONE.says(1, 0));
    opened.anchor();
    opened.sealAndAnchor();
    Assembly made = join(opened.passports.assemble(Subject.of(ONE.name())));
    assertEquals(Assembly.Result.MADE, made.result(), made.sentence());
  }

  @Test
  void asksThePresentMembersWhereTheyAreNow() {
    try (TestNode moved =
        new TestNode(OutgoingFixture.SELF.key().verifyingKey(), node.alliance, 0)) {
      changed(TestChange.honest(moved.url().toString()));
      node.alliance.take(OutgoingFixture.card());
      OutgoingFixture opened =
          new OutgoingFixture(folder, TestChange.policy(), false, List.of(node));
      gateway = Optional.of(opened);
      opened.with(ONE).take(ONE.says(1, 0));
      opened.anchor();
      opened.sealAndAnchor();
      node.goAway();
      opened.take(ONE.says(1, 1));
      opened.sealAndAnchor();
      assertEquals(2, node.alliance.filingsOf(ONE));
      moved.await("/batches", 200);
    }
  }

  @Test
  void goesNowhereWithoutTheirVotes() {
    OutgoingFixture opened = open();
    String why = String.valueOf(look(opened));
    assertTrue(why.contains("too few members of the trust file certify its head"), why);
  }

  @Test
  void goesNowhereWithVotesOfOthers() {
    changed(TestChange.foreign());
    OutgoingFixture opened = open();
    String why = String.valueOf(look(opened));
    assertTrue(why.contains("too few members of the trust file certify its head"), why);
  }
}
