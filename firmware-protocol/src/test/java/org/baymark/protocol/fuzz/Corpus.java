package org.baymark.protocol.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.baymark.protocol.batch.ShipmentKey;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.passport.Passport;
import org.baymark.protocol.passport.Verification;
import org.baymark.protocol.statement.Unverified;

/** The vectors, as what a fuzzer starts from and as what is known to be signed. */
final class Corpus {
  private static final Path VECTORS = Path.of("vectors");

  private Corpus() {}

  /** A cover of the vectors and all records of its device. */
  record Covered(Bytes statement, List<Bytes> records) {}

  /** What is tried first: accepted and refused ones of each kind. */
  static Set<Bytes> seeds(Target target) {
    Set<Bytes> seeds = new LinkedHashSet<>();
    switch (target) {
      case CBOR -> {
        json("cbor.json").get("accepted").forEach(one -> seeds.add(hex(one)));
        seeds.addAll(hexes("cbor.json", "hex"));
        seeds.addAll(hexes("statements.json", "statement"));
        seeds.addAll(hexes("index.json", "proof"));
      }
      case STATEMENT -> {
        seeds.addAll(hexes("statements.json", "statement"));
        seeds.addAll(hexes("chain.json", "statement"));
      }
      case RECORD -> seeds.addAll(hexes("chain.json", "record"));
      case ENTRY -> {
        seeds.addAll(hexes("story.json", "entry"));
        seeds.addAll(hexes("story.json", "header"));
        seeds.addAll(hexes("story.json", "members"));
        seeds.addAll(hexes("enrolment.json", "signed"));
        seeds.addAll(hexes("structures.json", "bytes"));
        seeds.addAll(hexes("commands.json", "signed"));
        seeds.addAll(hexes("receipts.json", "receipt"));
        seeds.addAll(hexes("key-cards.json", "card"));
      }
      case CHECKPOINT -> {
        seeds.addAll(notes());
        json("checkpoint.json").get("refusedNotes").forEach(one -> seeds.add(utf8(one)));
      }
      case POLICY -> {
        seeds.addAll(policies());
        json("checkpoint.json").get("refusedPolicies").forEach(one -> seeds.add(utf8(one)));
      }
      case TLOG_PROOF -> {
        json("tlog.json").findValues("proof").forEach(one -> seeds.add(utf8(one)));
        seeds.addAll(hexes("tlog.json", "bytes"));
      }
      case ADD_CHECKPOINT -> {
        json("tlog.json").findValues("body").forEach(one -> seeds.add(utf8(one)));
        seeds.addAll(hexes("tlog.json", "bytes"));
      }
      case PASSPORT -> seeds.addAll(passports());
      case EVIDENCE ->
          passports().stream()
              .flatMap(file -> Passport.parse(file).toOptional().stream())
              .forEach(passport -> seeds.add(passport.evidence().encoded()));
      case GS1 -> {
        seeds.addAll(hexes("gs1.json", "raw"));
        json("gs1.json").findValues("sub").forEach(one -> seeds.add(utf8(one)));
      }
      case LABEL -> {
        json("enrolment.json").findValues("text").forEach(one -> seeds.add(utf8(one)));
        json("shipment-keys.json").findValues("text").forEach(one -> seeds.add(utf8(one)));
      }
      case INSPECT -> {
        for (Target other : Target.values()) {
          if (other != target && other != Target.PASSPORT) {
            seeds.addAll(seeds(other));
          }
        }
        seeds.add(good());
        seeds.addAll(hexes("keys.json", "coseKey"));
        seeds.addAll(hexes("slips.json", "slip"));
        json("slips.json").findValues("text").forEach(one -> seeds.add(utf8(one)));
        json("key-cards.json").findValues("text").forEach(one -> seeds.add(utf8(one)));
      }
    }
    return seeds;
  }

  /** Sig_structures that the keys of the vectors signed. */
  static List<Bytes> accepted() {
    List<Bytes> accepted = new ArrayList<>();
    for (Bytes one : seeds(Target.STATEMENT)) {
      Unverified.parse(one)
          .toOptional()
          .filter(it -> testKeys().stream().anyMatch(key -> it.verifiedBy(key).isPresent()))
          .ifPresent(it -> accepted.add(it.signed().toBeSigned()));
    }
    return accepted;
  }

  static List<VerifyingKey> testKeys() {
    List<VerifyingKey> keys = new ArrayList<>();
    json("keys.json")
        .get("keys")
        .forEach(
            one ->
                keys.add(VerifyingKey.parse(hex(one.get("coseKey"))).toOptional().orElseThrow()));
    return keys;
  }

  static List<Covered> covers() {
    List<Covered> covers = new ArrayList<>();
    for (JsonNode one : json("chain.json").get("covers")) {
      List<Bytes> arrived = new ArrayList<>();
      one.get("arrived").forEach(record -> arrived.add(hex(record)));
      covers.add(new Covered(hex(one.get("statement")), arrived));
    }
    return covers;
  }

  static Set<Bytes> notes() {
    Set<Bytes> notes = new LinkedHashSet<>();
    json("checkpoint.json").get("judged").forEach(one -> notes.add(utf8(one.get("note"))));
    notes.add(utf8(json("story.json").get("checkpoint")));
    return notes;
  }

  static Set<Bytes> policies() {
    Set<Bytes> policies = new LinkedHashSet<>();
    json("checkpoint.json").get("judged").forEach(one -> policies.add(utf8(one.get("policy"))));
    return policies;
  }

  /** The entries that the proofs of the vectors are about. */
  static Set<Bytes> loggedEntries() {
    return new LinkedHashSet<>(hexes("tlog.json", "entry"));
  }

  static Set<Bytes> passports() {
    Set<Bytes> passports = new LinkedHashSet<>();
    verdicts().forEach(one -> passports.add(file("passport/" + one.get("passport").asText())));
    return passports;
  }

  /** Whoever judges a passport of the vectors with a shipment key, each once. */
  static List<Verification> verifiers() {
    Set<List<String>> seen = new HashSet<>();
    List<Verification> verifiers = new ArrayList<>();
    for (JsonNode one : verdicts()) {
      String trust = one.get("trust").asText();
      String key = one.get("shipmentKey").asText();
      boolean usable =
          one.get("exit").asInt() == 0
              && !one.get("shipmentKey").isNull()
              && seen.add(List.of(trust, key));
      if (usable) {
        verifiers.add(
            new Verification(
                Policy.parse(file("passport/" + trust)).toOptional().orElseThrow(),
                ShipmentKey.parseText(file("passport/" + key).utf8()).toOptional(),
                Optional.empty(),
                Instant.ofEpochSecond(one.get("now").asLong())));
      }
    }
    return verifiers;
  }

  /** The passport of the worked example. */
  static Bytes good() {
    return file("passport/good.baymark");
  }

  private static JsonNode verdicts() {
    return json("passport/verdicts.json");
  }

  static JsonNode json(String name) {
    try {
      return new ObjectMapper().readTree(VECTORS.resolve(name).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Bytes file(String name) {
    try {
      return Bytes.owning(Files.readAllBytes(VECTORS.resolve(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Bytes> hexes(String file, String member) {
    return json(file).findValues(member).stream().map(Corpus::hex).toList();
  }

  static Bytes hex(JsonNode node) {
    return Bytes.ofHex(node.asText());
  }

  private static Bytes utf8(JsonNode node) {
    return Bytes.owning(node.asText().getBytes(StandardCharsets.UTF_8));
  }
}
