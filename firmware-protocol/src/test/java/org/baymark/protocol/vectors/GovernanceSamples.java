package org.baymark.protocol.vectors;

import java.util.List;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.governance.Change;
import org.baymark.protocol.governance.Proposal;
import org.baymark.protocol.governance.Vote;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.vectors.StructureVectors.Saying;

/** Proposals and votes, and what becomes of them when one part is another. */
final class GovernanceSamples {
  private static final SigningKey GOVERNOR = TestKeys.of("governor of alpha", Suite.EDDSA);
  private static final Saying OF_ALPHA =
      new Saying(GOVERNOR, ContentType.GOVERNANCE, Story.ALPHA, Subject.of(Story.ALPHA), true);
  private static final DevUrn OMEGA = new DevUrn("urn:dev:org:32473-omega");

  private final StructureVectors to;

  private GovernanceSamples(StructureVectors to) {
    this.to = to;
  }

  static void all(StructureVectors to) {
    try {
      new GovernanceSamples(to).all();
    } catch (RefusalException e) {
      throw new IllegalStateException(e);
    }
  }

  private void all() throws RefusalException {
    Member omega = TestKeys.member("omega", "", Story.ORIGIN);
    Sign1 card = omega.signCard(TestKeys.registrar("omega"), Story.T0);
    proposal("admit", Change.admit(card));
    proposal("replace", Change.replace(card));
    proposal("remove", new Change.Remove(OMEGA));
    proposal("entrust", new Change.Entrust(Story.GATEWAY, OMEGA));
    Sign1 vote = new Vote(card.id(), true).sign(GOVERNOR, Story.ALPHA, Story.T0);
    Bytes payload = vote.payload();
    to.signed("governance", "vote", "decision", OF_ALPHA, payload);
    to.refuse("governance", "vote", "without iat", OF_ALPHA.dated(false).of(payload));
    to.refuse("governance", "vote", "about another", OF_ALPHA.about(Story.SHIPMENT).of(payload));
    Bytes other = OF_ALPHA.of(ContentType.MEMBERS).of(payload);
    to.refuse("governance", "vote", "of another content type", other);
    Bytes unread = omega.signCard(TestKeys.registrar("omega"), Story.T0).payload();
    Bytes dateless = OF_ALPHA.of(ContentType.MEMBER).dated(false).of(unread);
    for (String word : List.of("admit", "replace")) {
      to.refuse("governance", word, "a card that does not read", OF_ALPHA.of(with(word, dateless)));
    }
    Sign1 forged = omega.signCard(TestKeys.registrar("alpha"), Story.T0);
    to.refuse(
        "governance",
        "admit",
        "a card that another signed",
        OF_ALPHA.of(payload(new Change.Admit(forged, omega))));
  }

  private void proposal(String note, Change change) {
    to.signed("governance", note, "decision", OF_ALPHA, payload(change));
  }

  /** The proposal of a change whose card is these bytes. */
  private static Bytes with(String word, Bytes card) {
    Item whole = Item.of(payload(new Change.Remove(OMEGA)));
    int last = whole.items().size() - 1;
    CborWriter change = new CborWriter().array(2).text(word).bytes(card);
    return whole.with(last, Item.of(change.toBytes())).encoded();
  }

  private static Bytes payload(Change change) {
    Checkpoint checkpoint = new Checkpoint(Story.ORIGIN, 9, Story.members("").digest());
    SignedCheckpoint certified =
        new SignedCheckpoint(
            checkpoint, List.of(TestKeys.log("alpha", Story.ORIGIN).signCheckpoint(checkpoint)));
    return new Proposal(Story.members("").digest(), certified, change)
        .sign(GOVERNOR, Story.ALPHA, Story.T0)
        .payload();
  }
}
