package org.baymark.protocol.governance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.log.Alliance;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;

/**
 * The policies that follow from a member set: what an alliance gives to those who check its log.
 */
public enum TrustFile {
  /** k of n members certify; any member's log key may sign what it serves. */
  QUORUM,
  /** Beside these k, as many in ML-DSA-44; there is none where fewer have such keys. */
  LONG_TERM,
  /** One member at least of each jurisdiction. */
  JURISDICTIONS;

  /**
   * The file of this sort.
   *
   * @return empty where there is none; and where no file can hold what the members are called, or
   *     two of their keys are one: the rules of a log take no such set, but anybody can write one
   */
  public Optional<String> text(Members members, Instant issued) {
    try {
      return new Keys(members).text(this, issued);
    } catch (IllegalArgumentException noneCanBe) {
      return Optional.empty();
    }
  }

  /** What that file asks for. */
  public Optional<Policy> policy(Members members) {
    return text(members, Instant.EPOCH)
        .flatMap(text -> Policy.parse(Bytes.ofUtf8(text)).toOptional());
  }

  private record Keys(Members members) {

    Optional<String> text(TrustFile sort, Instant issued) {
      int quorum = Alliance.quorum(members.members().size());
      List<Policy.Witness> lasting = second(member -> member.keys().mlDsa(), "/ml-dsa-44").toList();
      List<Policy.Witness> sm2 = second(member -> member.keys().sm2(), "/sm2").toList();
      return switch (sort) {
        case QUORUM ->
            Optional.of(
                Policy.write(
                    issued,
                    logs(),
                    witnesses(),
                    quorum,
                    Stream.concat(lasting.stream(), sm2.stream()).toList()));
        case LONG_TERM ->
            lasting.size() < quorum
                ? Optional.empty()
                : Optional.of(Policy.bothGrades(issued, logs(), witnesses(), lasting, quorum, sm2));
        case JURISDICTIONS ->
            Optional.of(Policy.oneOfEach(issued, logs(), witnesses(), jurisdictions()));
      };
    }

    private SortedMap<String, List<String>> jurisdictions() {
      SortedMap<String, List<String>> groups = new TreeMap<>();
      for (Member member : members.members()) {
        groups
            .computeIfAbsent(member.company().jurisdiction(), code -> new ArrayList<>())
            .add(member.name().text());
      }
      return groups;
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

    private static NoteKey key(String vkey) {
      return NoteKey.parse(vkey)
          .toOptional()
          .orElseThrow(() -> new IllegalArgumentException("not a vkey"));
    }
  }
}
