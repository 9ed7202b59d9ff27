package org.baymark.node;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.baymark.node.folder.SafeFiles;
import org.baymark.node.folder.WorkingFolder;
import org.baymark.protocol.log.Alliance;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;

/** What verifiers and gateways are given about an alliance, from its member set. */
record TrustFiles(Members members, Instant issued) {

  /** Those of an alliance: who has the genesis can make them again. */
  static TrustFiles of(Genesis genesis) {
    long issued = genesis.signed().claims().issuedAt().orElseThrow();
    return new TrustFiles(genesis.members(), Instant.ofEpochSecond(issued));
  }

  /** k of n members certify; any member's log key may sign what it serves. */
  String trust() {
    return Policy.write(
        issued, logs(), witnesses(), quorum(), Stream.concat(lasting(), sm2()).toList());
  }

  /**
   * k of n members certify, and k of those that do it in ML-DSA-44 have done that too; empty where
   * fewer have such keys.
   */
  Optional<String> longTerm() {
    List<Policy.Witness> lasting = lasting().toList();
    return lasting.size() >= quorum()
        ? Optional.of(
            Policy.bothGrades(issued, logs(), witnesses(), lasting, quorum(), sm2().toList()))
        : Optional.empty();
  }

  /** Writes them all but {@link #jurisdictions}, which an alliance of one does not need. */
  void write(WorkingFolder to) throws IOException {
    SafeFiles.writePublic(to.trustPolicy(), trust());
    Optional<String> longTerm = longTerm();
    if (longTerm.isPresent()) {
      SafeFiles.writePublic(to.longTermPolicy(), longTerm.get());
    } else {
      Files.deleteIfExists(to.longTermPolicy()); // of members that are no more
    }
  }

  private int quorum() {
    return Alliance.quorum(members.members().size());
  }

  private Stream<Policy.Witness> lasting() {
    return second(member -> member.keys().mlDsa(), "/ml-dsa-44");
  }

  private Stream<Policy.Witness> sm2() {
    return second(member -> member.keys().sm2(), "/sm2");
  }

  private Stream<Policy.Witness> second(Function<Member, Optional<String>> vkey, String suffix) {
    return members.members().stream()
        .flatMap(
            member ->
                vkey.apply(member).stream()
                    .map(
                        text ->
                            new Policy.Witness(
                                member.name() + suffix, key(text), Optional.empty())));
  }

  /** One member at least of each jurisdiction. */
  String jurisdictions() {
    SortedMap<String, List<String>> groups = new TreeMap<>();
    for (Member member : members.members()) {
      groups
          .computeIfAbsent(member.company().jurisdiction(), code -> new ArrayList<>())
          .add(member.name().text());
    }
    return Policy.oneOfEach(issued, logs(), witnesses(), groups);
  }

  private List<Policy.Log> logs() {
    return members.members().stream()
        .map(
            member ->
                new Policy.Log(key(member.keys().log()), Optional.of(member.addresses().url())))
        .toList();
  }

  private List<Policy.Witness> witnesses() {
    return members.members().stream()
        .map(
            member ->
                new Policy.Witness(
                    member.name().text(), key(member.keys().cosigner()), Optional.empty()))
        .toList();
  }

  /** A member set that the ledger took holds keys that read. */
  private static NoteKey key(String vkey) {
    return NoteKey.parse(vkey).toOptional().orElseThrow();
  }
}
