package org.baymark.node.ledger;

import static org.baymark.node.ledger.RejectionException.demand;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;

/** What the log asks of every member set that comes into force (PROTOCOL.md, section 11.1). */
public final class MemberRules {
  private static final int COMPANY_SIZE_MAX = 64;
  private static final int ML_DSA_ORIGIN_MAX = 255;
  private static final int PORT_MAX = 65_535;

  /** Of a member set: what an entry holds beside it has room above. */
  private static final int SIZE_MAX = 65_000;

  private static final Pattern JURISDICTION = Pattern.compile("[A-Z]{2}(-[A-Z0-9]{1,3})?");
  private static final Pattern URL = Pattern.compile("https?://[!-~]+");
  private static final Pattern ADDRESS =
      Pattern.compile("([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+]):([1-9][0-9]{0,4})");

  private MemberRules() {}

  /** The first rule that {@code members} break, in a clause for a person; empty if none. */
  public static Optional<String> complaint(Members members) {
    try {
      check(members);
      return Optional.empty();
    } catch (RejectionException e) {
      return Optional.of(e.result().detail());
    }
  }

  static void check(Members members) throws RejectionException {
    // It stands in one entry, the genesis, and is a proposal's to change: a set that would not fit
    // into one could not be founded, nor handed to anybody with evidence.
    bad(
        members.encoded().size() <= SIZE_MAX,
        "the member set has more than " + SIZE_MAX + " bytes: fewer keys in ML-DSA-44, or members");
    Set<Digest> seen = new HashSet<>();
    Set<String> addresses = new HashSet<>();
    for (Member member : members.members()) {
      texts(member, addresses);
      for (Digest key : keys(member, members.origin())) {
        bad(seen.add(key), "a key of " + member.name() + " stands twice");
      }
    }
  }

  private static void texts(Member member, Set<String> addresses) throws RejectionException {
    int size = Bytes.ofUtf8(member.company().name()).size();
    bad(
        size >= 1 && size <= COMPANY_SIZE_MAX,
        "the company's name of " + member.name() + " is not 1 to 64 bytes");
    bad(
        JURISDICTION.matcher(member.company().jurisdiction()).matches(),
        "the jurisdiction of " + member.name() + " is no code of ISO 3166 such as HK or CN-GD");
    bad(
        URL.matcher(member.addresses().url()).matches(),
        "the url of " + member.name() + " does not begin with http:// or https://");
    for (String address : List.of(member.addresses().peer(), member.addresses().order())) {
      bad(isAddress(address), "an address of " + member.name() + " is not host:port");
      bad(addresses.add(address), "the address " + address + " stands twice");
    }
  }

  private static boolean isAddress(String text) {
    var parts = ADDRESS.matcher(text);
    return parts.matches() && Integer.parseInt(parts.group(2)) <= PORT_MAX;
  }

  /** What names every key, each of the sort that can do what it is for. */
  static List<Digest> keys(Member member, String origin) throws RejectionException {
    Member.Keys keys = member.keys();
    NoteKey log = noteKey(keys.log());
    NoteKey cosigner = noteKey(keys.cosigner());
    bad(
        log.type() == NoteKey.LOG && log.name().equals(origin),
        "the log key of " + member.name() + " does not sign for " + origin);
    bad(
        cosigner.type() == NoteKey.COSIGNER,
        "the co-signing key of " + member.name() + " is of another type");
    bad(
        keys.receipts().suite() == Suite.ES256,
        "the receipts key of " + member.name() + " is not for ES256");
    List<Digest> all = new ArrayList<>();
    all.add(log.identity());
    all.add(cosigner.identity());
    for (VerifyingKey key :
        List.of(keys.registrar(), keys.reporter(), keys.governor(), keys.receipts())) {
      all.add(key.thumbprint());
    }
    if (keys.sm2().isPresent()) {
      all.add(beside(member, keys.sm2().get(), NoteKey.SM2, cosigner));
    }
    if (keys.mlDsa().isPresent()) {
      all.add(beside(member, keys.mlDsa().get(), NoteKey.ML_DSA_44, cosigner));
      bad(
          Bytes.ofUtf8(origin).size() <= ML_DSA_ORIGIN_MAX,
          "no co-signature in ML-DSA-44 can name an origin of more than 255 bytes");
    }
    return all;
  }

  /**
   * A second co-signing key: it goes by the name of the first, beside whose lines its own stand.
   */
  private static Digest beside(Member member, String vkey, int type, NoteKey cosigner)
      throws RejectionException {
    NoteKey key = noteKey(vkey);
    bad(
        key.type() == type && key.name().equals(cosigner.name()),
        "a second co-signing key of " + member.name() + " is of another type or name");
    return key.identity();
  }

  private static NoteKey noteKey(String vkey) throws RejectionException {
    return GenesisRules.orReject(NoteKey.parse(vkey), Rejection.BAD_MEMBERS);
  }

  private static void bad(boolean holds, String detail) throws RejectionException {
    demand(holds, Rejection.BAD_MEMBERS, detail);
  }
}
