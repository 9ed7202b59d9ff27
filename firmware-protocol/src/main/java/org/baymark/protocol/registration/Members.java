package org.baymark.protocol.registration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.Claims;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Signer;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.log.Alliance;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.log.NoteSignature;
import org.baymark.protocol.log.SignedCheckpoint;

/**
 * The alliance: one log and the members that keep it. Its digest stands in every index seal.
 *
 * @param origin the name of the log (C2SP tlog-checkpoint)
 * @param members by name, ascending; at least one
 */
public record Members(String origin, List<Member> members) {
  public static final int MEMBERS_MAX = 64;

  private static final String TYPE = "baymark members v2";
  private static final int TEXT_MAX = 512;

  public Members {
    members = List.copyOf(members);
  }

  /** Parses the deterministic form. */
  public static Parsed<Members> parse(Bytes encoded) {
    return Parsed.of(() -> read(CborReader.open(encoded)));
  }

  private static Members read(CborReader in) throws RefusalException {
    in.arrayOf(3);
    in.literal(TYPE);
    String origin = in.text(TEXT_MAX);
    int count = in.array(1, MEMBERS_MAX);
    List<Member> members = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int start = in.offset();
      Member member = Member.read(in);
      members.add(member);
      if (i > 0 && members.get(i - 1).name().compareTo(member.name()) >= 0) {
        throw new RefusalException(Refusal.NOT_DETERMINISTIC, start, "members out of order");
      }
    }
    return new Members(origin, members);
  }

  public Bytes encoded() {
    CborWriter out = new CborWriter().array(3).text(TYPE).text(origin).array(members.size());
    members.forEach(member -> member.write(out));
    return out.toBytes();
  }

  /** What an index seal names these members by. */
  public Digest digest() {
    return Digest.sha256(encoded());
  }

  public Optional<Member> member(DevUrn name) {
    return members.stream().filter(member -> member.name().equals(name)).findFirst();
  }

  /** Whether a member's registrar key signed {@code entry}, and under the member's own name. */
  public boolean signed(Sign1 entry) {
    return member(entry.issuer())
        .map(member -> entry.signedBy(member.keys().registrar()))
        .orElse(false);
  }

  /**
   * Whether at least {@link Alliance#quorum} of these members co-signed {@code note}: each once, in
   * a line that verifies. Lines of others do not count, and do no harm.
   */
  public boolean certify(SignedCheckpoint note) {
    long met =
        members.stream()
            .map(member -> NoteKey.parse(member.keys().cosigner()).toOptional())
            .flatMap(Optional::stream)
            .filter(key -> note.signatures().stream().anyMatch(it -> isBy(key, note, it)))
            .count();
    return met >= Alliance.quorum(members.size());
  }

  /**
   * {@code note} with the lines of these members' logs and Ed25519 co-signatures only, which
   * certify it: what stands beside would fill an entry. As it is where it has none.
   */
  public SignedCheckpoint certified(SignedCheckpoint note) {
    List<NoteKey> keys =
        members.stream()
            .flatMap(member -> Stream.of(member.keys().log(), member.keys().cosigner()))
            .flatMap(vkey -> NoteKey.parse(vkey).toOptional().stream())
            .toList();
    List<NoteSignature> lines =
        note.signatures().stream()
            .filter(line -> keys.stream().anyMatch(key -> key.isNamedBy(line)))
            .toList();
    return lines.isEmpty() ? note : new SignedCheckpoint(note.checkpoint(), lines);
  }

  private static boolean isBy(NoteKey key, SignedCheckpoint note, NoteSignature line) {
    return key.cosignedAt(note.checkpoint(), line).isPresent();
  }

  /** The first entry of the log: this, signed by {@code founder}, one of the members. */
  public Sign1 signGenesis(Signer registrar, DevUrn founder, long issuedAt) {
    Claims claims =
        new Claims(founder, Subject.of(founder), OptionalLong.of(issuedAt), Optional.empty());
    return Sign1.sign(registrar, ContentType.MEMBERS, claims, encoded());
  }
}
