package org.baymark.protocol.vectors;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.baymark.protocol.accuse.Accusation;
import org.baymark.protocol.accuse.BrokenPromise;
import org.baymark.protocol.accuse.SignedPromise;
import org.baymark.protocol.batch.Acknowledgement;
import org.baymark.protocol.batch.Acknowledgement.Promised;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.papers.KeyCard;
import org.baymark.protocol.papers.KeyEpoch;
import org.baymark.protocol.passport.AccusationCase;
import org.baymark.protocol.vectors.StructureVectors.Saying;

/** Key cards, acknowledgements, and an accusation of each kind, with what their rules add. */
record AccusationSamples(StructureVectors to) {
  private static final Saying CARD =
      new Saying(
          TestKeys.registrar("alpha"), ContentType.KEY_CARD, Story.ALPHA, Story.SHIPMENT, true);
  private static final Saying ACK =
      new Saying(
          TestKeys.GATEWAY, ContentType.ACK, Story.GATEWAY, Subject.of(Story.GATEWAY), false);

  static void all(StructureVectors to) {
    AccusationSamples samples = new AccusationSamples(to);
    samples.cards();
    samples.promises();
    samples.accusations();
  }

  /** By alpha, of an epoch with an end or without one. */
  static KeyCard card(OptionalLong until) {
    return KeyCard.sign(
        TestKeys.registrar("alpha"),
        Story.ALPHA,
        Story.shipmentKey(Story.SHIPMENT),
        new KeyEpoch(3, Story.T0 - 86_400, until),
        Story.T0);
  }

  private void cards() {
    Bytes payload = card(OptionalLong.of(Story.T0 + 86_400)).signed().payload();
    to.signed("key_card", "key card", "key_card_payload", CARD, payload);
    Saying about = CARD.about(Subject.of(Story.SENSOR));
    to.refuse("key_card", "key card", "of a device", about.of(payload));
    to.refuse("key_card", "key card", "without iat", CARD.dated(false).of(payload));
    Bytes other = CARD.of(ContentType.REGISTRATION).of(payload);
    to.refuse("key_card", "key card", "of another content type", other);
    Bytes ended =
        Files.cbor(
            out -> {
              out.map(4).integer(1).bytes(Story.shipmentKey(Story.SHIPMENT).k());
              out.integer(2).integer(3).integer(3).integer(7).integer(4).integer(7);
            });
    to.refuse("key_card", "key card", "of an epoch that ends as it begins", CARD.of(ended));
    to.accept("key_card", "without an end", card(OptionalLong.empty()).signed().encoded());
  }

  private void promises() {
    List<Promised> promised =
        List.of(
            new Promised(StructureSamples.ID, Story.subjectKey(Story.SHIPMENT)),
            new Promised(StructureSamples.ID, Story.subjectKey(Subject.of(Story.SENSOR))));
    Acknowledgement ack = Acknowledgement.of(7, promised);
    to.signed("ack", "acknowledgement", "ack", ACK, ack.payload());
    Subject other = Subject.of(Story.SCANNER);
    to.refuse("ack", "acknowledgement", "about another", ACK.about(other).of(ack.payload()));
    Bytes request = ACK.of(ContentType.BATCH).of(ack.payload());
    to.refuse("ack", "acknowledgement", "of another content type", request);
    to.accept("ack", "with iat", ACK.dated(true).of(ack.payload()));
    MerkleTree tree = Acknowledgement.tree(promised);
    SignedPromise promise =
        new SignedPromise(
            ack.sign(TestKeys.GATEWAY, Story.GATEWAY),
            ack,
            promised.get(1),
            1,
            tree.inclusion(1, tree.size()).path());
    to.plain("promise", "promise", "promise", promise.encoded());
    Item card = Item.string(Item.BYTES, card(OptionalLong.empty()).signed().encoded());
    to.refuse(
        "promise", "promise", "a key card", Item.of(promise.encoded()).with(1, card).encoded());
  }

  private static Accusation accusation(String note) {
    return AccusationCase.all().stream()
        .filter(one -> one.note().equals(note))
        .findFirst()
        .orElseThrow()
        .accusation();
  }

  private void accusations() {
    Bytes omission = plain("omission", accusation("omission"));
    Bytes misfiling = plain("misfiling", accusation("misfiling"));
    Bytes promise = plain("broken_promise", accusation("broken promise"));
    Bytes equivocation = plain("equivocation", accusation("equivocation"));
    Bytes conflict = plain("conflict", accusation("conflict of two sizes in epoch 1"));
    Item cards = Item.of(misfiling).items().get(2);
    Item turned = cards.with(List.of(cards.items().get(1), cards.items().get(0)));
    refuse("misfiling", "cards out of order", Item.of(misfiling).with(2, turned));
    Item twice = cards.with(List.of(cards.items().get(0), cards.items().get(0)));
    refuse("misfiling", "two cards of one member", Item.of(misfiling).with(2, twice));
    plain("double_voting", accusation("double voting"));
    exchanged("equivocation", "ids out of order", equivocation, 2, 3);
    exchanged("conflict", "heads out of order", conflict, 1, 2);
    refuse("conflict", "no fork of two sizes", Item.of(conflict).with(3, Item.of(nil())));
    Item same = Item.of(accusation("conflict of one size").encoded());
    Item fork = Item.of(conflict).items().get(3);
    to.accept("conflict", "of one size", same.encoded());
    to.refuse("conflict", "of one size", "a fork of one size", same.with(3, fork).encoded());
    Item other = Item.string(Item.BYTES, StructureSamples.ID.bytes());
    refuse("broken_promise", "no proof about the promised K", Item.of(promise).with(4, other));
    new TreeMap<>(
            Map.of(
                "omission", omission,
                "misfiling", misfiling,
                "broken_promise", promise,
                "equivocation", equivocation))
        .forEach(
            (structure, good) ->
                refuse(structure, "no evidence", Item.of(good).with(1, Item.number(0))));
    Item type = Item.text("baymark gossip v1");
    refuse("omission", "no accusation", Item.of(omission).with(0, type));
  }

  private static Bytes nil() {
    return new CborWriter().nil().toBytes();
  }

  private Bytes plain(String structure, Accusation accusation) {
    to.plain(structure, structure, structure, accusation.encoded());
    if (accusation instanceof BrokenPromise it && it.disclosures().isEmpty()) {
      throw new IllegalStateException("a sample without disclosures");
    }
    return accusation.encoded();
  }

  private void refuse(String structure, String what, Item changed) {
    to.refuse(structure, structure, what, changed.encoded());
  }

  private void exchanged(String structure, String what, Bytes good, int one, int other) {
    Item item = Item.of(good);
    Item first = item.items().get(one);
    refuse(structure, what, item.with(one, item.items().get(other)).with(other, first));
  }
}
