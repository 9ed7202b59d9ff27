package org.baymark.node;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
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
    return Policy.write(issued, logs(), witnesses(), Alliance.quorum(members.members().size()));
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
