package org.baymark.protocol.vectors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.OptionalLong;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.papers.AllianceKeys;
import org.baymark.protocol.papers.AllianceKeys.AllianceKey;
import org.baymark.protocol.papers.KeyCard;
import org.baymark.protocol.papers.KeyEpoch;

/** key-cards.json: texts of key cards and alliance key files, to accept and to refuse. */
final class KeyCardVectors {
  private final ObjectNode root = Files.object();

  static Bytes make() {
    KeyCardVectors vectors = new KeyCardVectors();
    vectors.cards();
    vectors.refusedCards();
    vectors.allianceKeys();
    vectors.refusedAllianceKeys();
    return Files.json(vectors.root);
  }

  private void cards() {
    ArrayNode list = root.putArray("cards");
    card(list, "of an epoch that ends", AccusationSamples.card(OptionalLong.of(Story.T0 + 9)));
    card(list, "of an epoch without an end", AccusationSamples.card(OptionalLong.empty()));
  }

  private static void card(ArrayNode list, String note, KeyCard card) {
    ObjectNode one = list.addObject().put("note", note).put("text", card.text());
    one.put("card", card.signed().encoded().hex()).put("size", card.signed().encoded().size());
    one.put("member", card.member().text()).put("sub", card.key().subject().text());
    one.put("k", card.key().k().hex()).put("K", card.key().subjectKey().hex());
    one.put("iat", card.issuedAt()).put("epoch", card.epoch().number());
    one.put("from", card.epoch().from());
    if (card.epoch().until().isPresent()) {
      one.put("until", card.epoch().until().getAsLong());
    } else {
      one.putNull("until");
    }
    one.put("speaksUntil", card.speaksUntil());
  }

  private void refusedCards() {
    String good = AccusationSamples.card(OptionalLong.empty()).text();
    ArrayNode list = root.putArray("refusedCards");
    refuse(list, "nothing", "");
    refuse(list, "another version", good.replace(":1:", ":2:"));
    refuse(list, "lower case", good.toLowerCase(java.util.Locale.ROOT));
    refuse(list, "a space before it", " " + good);
    refuse(list, "a line end behind it", good + "\n");
    refuse(list, "the last character cut off", good.substring(0, good.length() - 1));
    refuse(list, "a character that Base45 does not have", good.replaceFirst(".$", "#"));
    String body = good.substring(KeyCard.PREFIX.length() + 3);
    refuse(list, "a number above 65535", KeyCard.PREFIX + ":::" + body);
    refuse(list, "a number above 255 at the end", good.substring(0, good.length() - 1) + "::");
    refuse(list, "no card behind the prefix", KeyCard.PREFIX);
    refuse(list, "too long", good + "0".repeat(KeyCard.TEXT_MAX));
    refuse(list, "larger than a card", KeyCard.PREFIX + "000".repeat(513).substring(0, 1536));
  }

  private static void refuse(ArrayNode list, String note, String text) {
    add(list, note, text, KeyCard.parseText(text));
  }

  private static AllianceKeys ring() {
    return new AllianceKeys(
        List.of(
            new AllianceKey(new KeyEpoch(0, 0, OptionalLong.of(Story.T0)), Story.ALLIANCE_KEY),
            new AllianceKey(
                new KeyEpoch(1, Story.T0, OptionalLong.empty()),
                TestKeys.secret("second alliance key"))));
  }

  private void allianceKeys() {
    ArrayNode list = root.putArray("allianceKeys");
    ring(list, "one key alone", Story.ALLIANCE_KEY.hex() + "\n");
    ring(list, "one key in a file of epochs", AllianceKeys.of(Story.ALLIANCE_KEY).toText());
    ring(list, "two epochs", ring().toText());
  }

  private static void ring(ArrayNode list, String note, String text) {
    ObjectNode one = list.addObject().put("note", note).put("text", text);
    ArrayNode keys = one.putArray("keys");
    AllianceKeys read = AllianceKeys.parseText(text).toOptional().orElseThrow();
    for (AllianceKey key : read.keys()) {
      ObjectNode node = keys.addObject().put("epoch", key.epoch().number());
      node.put("from", key.epoch().from());
      if (key.epoch().until().isPresent()) {
        node.put("until", key.epoch().until().getAsLong());
      } else {
        node.putNull("until");
      }
      node.put("key", key.secret().hex());
      node.put("k", key.keyOf(Story.SHIPMENT).k().hex());
    }
  }

  private void refusedAllianceKeys() {
    ArrayNode list = root.putArray("refusedAllianceKeys");
    String two = ring().toText();
    String heading = "baymark alliance keys v1\n";
    String time = java.time.Instant.ofEpochSecond(Story.T0).toString();
    refuseRing(list, "nothing", "");
    refuseRing(list, "a key in upper case", "AB".repeat(32) + "\n");
    refuseRing(list, "no key", heading);
    refuseRing(list, "another heading", two.replace("v1", "v2"));
    refuseRing(list, "no newline at the end", two.substring(0, two.length() - 1));
    refuseRing(list, "a blank line", two + "\n");
    refuseRing(list, "an epoch left out", two.replace("\n1 ", "\n2 "));
    refuseRing(list, "a later one that begins first", two.replace("1970", "2099"));
    refuseRing(list, "a time with an offset", two.replace(time, "2026-01-01T00:00+09:"));
    refuseRing(list, "a day that does not exist", two.replace(time, "2027-02-30T00:00:00Z"));
    refuseRing(list, "too long", heading + "0".repeat(AllianceKeys.TEXT_MAX));
  }

  private static void refuseRing(ArrayNode list, String note, String text) {
    add(list, note, text, AllianceKeys.parseText(text));
  }

  private static void add(ArrayNode list, String note, String text, Parsed<?> parsed) {
    Refusal reason =
        parsed.match(
            it -> {
              throw new IllegalStateException(note + " is accepted");
            },
            refused -> refused.refusal());
    ObjectNode one = list.addObject().put("note", note).put("text", text);
    one.put("reason", reason.wireName()).put("number", reason.number());
  }
}
