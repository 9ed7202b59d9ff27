package org.baymark.protocol.registration;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.PublishedKeys;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.log.Policy;

/**
 * Whether what is to be relied on rests on a test key of the vectors. Asked at the doors by which
 * keys come in, and not by a log that has them: no member may refuse an entry that the others took.
 */
public final class KnownSecrets {
  private KnownSecrets() {}

  /** Says of the first such key whose it is, and what is wrong with it; empty if there is none. */
  public static Optional<String> in(Member member) {
    Map<String, Optional<Digest>> keys = new LinkedHashMap<>();
    keys.put("log", identity(member.keys().log()));
    keys.put("co-signing", identity(member.keys().cosigner()));
    keys.put("registrar", Optional.of(member.keys().registrar().thumbprint()));
    keys.put("reporter", Optional.of(member.keys().reporter().thumbprint()));
    keys.put("governor", Optional.of(member.keys().governor().thumbprint()));
    keys.put("receipts", Optional.of(member.keys().receipts().thumbprint()));
    keys.put("SM2", member.keys().sm2().flatMap(KnownSecrets::identity));
    keys.put("ML-DSA-44", member.keys().mlDsa().flatMap(KnownSecrets::identity));
    return keys.entrySet().stream()
        .filter(key -> key.getValue().filter(PublishedKeys::contain).isPresent())
        .findFirst()
        .map(key -> member.name() + ", " + key.getKey() + " key: " + PublishedKeys.REASON);
  }

  /** The same of all of them. */
  public static Optional<String> in(Members members) {
    return members.members().stream().flatMap(member -> in(member).stream()).findFirst();
  }

  /** The same of the logs and the witnesses that are listed. */
  public static Optional<String> in(Policy policy) {
    return Stream.concat(
            policy.logs().stream().map(Policy.Log::key),
            policy.witnesses().stream().map(Policy.Witness::key))
        .filter(key -> PublishedKeys.contain(key.identity()))
        .findFirst()
        .map(key -> key.name() + ": " + PublishedKeys.REASON);
  }

  /** The same of the key that would be registered. */
  public static Optional<String> in(Registration registration) {
    return PublishedKeys.contain(registration.key())
        ? Optional.of(registration.name() + ": " + PublishedKeys.REASON)
        : Optional.empty();
  }

  private static Optional<Digest> identity(String vkey) {
    return NoteKey.parse(vkey).toOptional().map(NoteKey::identity);
  }
}
