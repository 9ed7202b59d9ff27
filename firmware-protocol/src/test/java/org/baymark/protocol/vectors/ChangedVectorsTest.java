package org.baymark.protocol.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.chain.ChainRecord;
import org.baymark.protocol.chain.Coverage;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.enrolment.Enrolment;
import org.baymark.protocol.enrolment.Enrolment.State;
import org.baymark.protocol.enrolment.Label;
import org.baymark.protocol.enrolment.Proof;
import org.baymark.protocol.passport.Logged;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.statement.Cover;
import org.baymark.protocol.statement.Unverified;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every bit of every message in the vectors that somebody signed, turned, and every such message
 * cut short: refused, for the same bytes mean something and no others do. Nothing is thrown.
 */
@Tag("one-release")
class ChangedVectorsTest {

  /** Reads a message, and answers what it says if its signature is right. */
  private interface Door extends Function<Bytes, Optional<Object>> {}

  private static void assertEveryChangeIsRefused(String note, Bytes message, Door door) {
    assertTrue(door.apply(message).isPresent(), note);
    List<Integer> taken =
        IntStream.range(0, 8 * message.size())
            .parallel()
            .filter(bit -> door.apply(flipped(message, bit)).isPresent())
            .boxed()
            .toList();
    assertEquals(List.of(), taken, note);
    for (int size = 0; size < message.size(); size++) {
      assertTrue(door.apply(message.slice(0, size)).isEmpty(), note + ", cut to " + size);
    }
  }

  private static Bytes flipped(Bytes message, int bit) {
    byte[] octets = message.toArray();
    octets[bit / 8] ^= (byte) (0x80 >>> bit % 8);
    return Bytes.owning(octets);
  }

  private static Door statement(VerifyingKey key) {
    return message ->
        Unverified.parse(message).toOptional().flatMap(it -> it.verifiedBy(key)).map(it -> it);
  }

  private static VerifyingKey key(JsonNode coseKey) {
    return VerifyingKey.parse(Files.hex(coseKey)).toOptional().orElseThrow();
  }

  @Test
  void statements() {
    for (JsonNode one : Files.readJson("statements.json").get("accepted")) {
      Bytes message = Files.hex(one.get("statement"));
      Door door = statement(key(one.get("coseKey")));
      assertEveryChangeIsRefused(one.get("note").asText(), message, door);
    }
  }

  @Test
  void covers() {
    JsonNode file = Files.readJson("chain.json");
    List<VerifyingKey> keys = new ArrayList<>();
    Files.readJson("keys.json").get("keys").forEach(one -> keys.add(key(one.get("coseKey"))));
    for (JsonNode one : file.get("covers")) {
      Bytes message = Files.hex(one.get("statement"));
      Bytes kid = Unverified.parse(message).toOptional().orElseThrow().signed().kid();
      VerifyingKey signer =
          keys.stream().filter(it -> it.kid().equals(kid)).findFirst().orElseThrow();
      assertEveryChangeIsRefused(one.get("note").asText(), message, statement(signer));
    }
  }

  /** A record has no signature: a changed one is no longer what its cover attests. */
  @Test
  void coveredRecords() {
    for (JsonNode one : Files.readJson("chain.json").get("covers")) {
      Bytes statement = Files.hex(one.get("statement"));
      Unverified parsed = Unverified.parse(statement).toOptional().orElseThrow();
      List<ChainRecord> arrived = new ArrayList<>();
      one.get("arrived").forEach(hex -> record(Files.hex(hex)).ifPresent(arrived::add));
      for (ChainRecord changed : Coverage.of((Cover) parsed.content(), arrived).attested()) {
        for (int bit = 0; bit < 8 * changed.encoded().size(); bit++) {
          List<ChainRecord> records = new ArrayList<>(arrived);
          records.remove(changed);
          Optional<ChainRecord> bent = record(flipped(changed.encoded(), bit));
          bent.filter(it -> it.kid().equals(changed.kid()) && it.boot() == changed.boot())
              .filter(it -> records.stream().noneMatch(other -> other.number() == it.number()))
              .ifPresent(records::add);
          Coverage coverage = Coverage.of((Cover) parsed.content(), records);
          assertTrue(
              bent.stream().noneMatch(coverage.attested()::contains),
              one.get("note") + ", bit " + bit + " of " + changed.encoded());
        }
      }
    }
  }

  private static Optional<ChainRecord> record(Bytes bytes) {
    return ChainRecord.parse(bytes).toOptional();
  }

  @Test
  void proofsOfEnrolment() {
    JsonNode file = Files.readJson("enrolment.json");
    JsonNode given = file.get("possession");
    DevUrn gateway = new DevUrn(given.get("gateway").asText());
    Enrolment pending =
        Enrolment.claim(Label.parse(given.get("label").asText()).toOptional().orElseThrow());
    Door prove =
        message ->
            signed(message)
                .flatMap(
                    it -> pending.prove(it, gateway, Files.hex(given.get("nonce"))).toOptional())
                .map(it -> it);
    Bytes answer = Files.hex(given.get("proofs").get(0).get("signed"));
    assertEveryChangeIsRefused("possession", answer, prove);
    Enrolment active = (Enrolment) prove.apply(answer).orElseThrow();
    JsonNode order = file.get("rollOver").get("orders").get(0);
    assertEveryChangeIsRefused(
        "roll-over",
        Files.hex(order.get("signed")),
        message -> signed(message).flatMap(it -> active.rollOver(it).toOptional()).map(it -> it));
  }

  /** From every suite to every suite, and possession of a key of each. */
  @Test
  void proofsOfEnrolmentInEverySuite() {
    JsonNode file = Files.readJson("enrolment.json");
    DevUrn gateway = new DevUrn(file.get("possession").get("gateway").asText());
    Bytes nonce = Files.hex(file.get("possession").get("nonce"));
    for (JsonNode one : file.get("suites")) {
      Label label = Label.parse(one.get("label").asText()).toOptional().orElseThrow();
      Optional<VerifyingKey> key =
          one.get("coseKey").isNull() ? Optional.empty() : Optional.of(key(one.get("coseKey")));
      Door door =
          message ->
              signed(message)
                  .flatMap(
                      it ->
                          key.isEmpty()
                              ? Enrolment.claim(label).prove(it, gateway, nonce).toOptional()
                              : new Enrolment(label, State.ACTIVE, key).rollOver(it).toOptional())
                  .map(it -> it);
      Bytes message = Files.hex(one.get("signed"));
      if (door.apply(message).isPresent()) {
        assertEveryChangeIsRefused(one.get("note").asText(), message, door);
      }
    }
  }

  /** What gateways, members and operators sign. */
  @Test
  void signedStructures() {
    Map<Bytes, VerifyingKey> signers = signers();
    for (JsonNode one : Files.readJson("structures.json").get("accepted")) {
      String structure = one.get("structure").asText();
      Bytes message = Files.hex(one.get("bytes"));
      Optional<Sign1> signed = Sign1.parse(message, Logged.ENTRY_SIZE_MAX).toOptional();
      if (signed.isPresent() && !structure.equals("statement")) {
        String note = structure + ", " + one.get("note").asText();
        VerifyingKey key =
            Optional.ofNullable(signers.get(signed.get().kid()))
                .orElseThrow(() -> new AssertionError(note));
        assertEveryChangeIsRefused(
            note,
            message,
            changed ->
                StructureDoors.open(structure, changed)
                    .toOptional()
                    .flatMap(read -> Sign1.parse(changed, Logged.ENTRY_SIZE_MAX).toOptional())
                    .filter(it -> it.signedBy(key))
                    .map(it -> it));
      }
    }
  }

  /** Of the keys in the vectors those that sign, by their kid. */
  private static Map<Bytes, VerifyingKey> signers() {
    Map<Bytes, VerifyingKey> keys = new HashMap<>();
    Files.readJson("keys.json").get("keys").forEach(one -> put(keys, key(one.get("coseKey"))));
    for (String name : List.of("alpha", "beta", "gamma", "delta")) {
      Member.Keys member = TestKeys.member(name, "", "log.example.org/baymark-test").keys();
      put(keys, member.registrar());
      put(keys, member.reporter());
      put(keys, member.governor());
      put(keys, member.receipts());
    }
    return keys;
  }

  private static void put(Map<Bytes, VerifyingKey> keys, VerifyingKey key) {
    keys.put(key.kid(), key);
  }

  private static Optional<Sign1> signed(Bytes message) {
    return Sign1.parse(message, Proof.SIZE_MAX).toOptional();
  }
}
