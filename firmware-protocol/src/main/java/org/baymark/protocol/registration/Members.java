package org.baymark.protocol.registration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.VerifyingKey;

/**
 * The alliance: one log and the members that keep it. Its digest stands in every index seal.
 *
 * @param origin the name of the log (C2SP tlog-checkpoint)
 * @param members by name, ascending; at least one
 */
public record Members(String origin, List<Member> members) {
  public static final int MEMBERS_MAX = 64;

  private static final String TYPE = "baymark members v1";
  private static final int TEXT_MAX = 512;

  public Members {
    members = List.copyOf(members);
  }

  /**
   * One member company.
   *
   * @param logKey C2SP vkey under the origin's name: signs the checkpoints that it serves
   * @param cosignerKey C2SP vkey of type 0x04: certifies heads
   * @param registrar signs registrations and revocations
   */
  public record Member(DevUrn name, String logKey, String cosignerKey, VerifyingKey registrar) {}

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
      in.arrayOf(4);
      DevUrn name = DevUrn.read(in.text(DevUrn.SIZE_MAX), start);
      String logKey = in.text(TEXT_MAX);
      String cosignerKey = in.text(TEXT_MAX);
      members.add(new Member(name, logKey, cosignerKey, VerifyingKey.read(in)));
      if (i > 0 && members.get(i - 1).name().compareTo(name) >= 0) {
        throw new RefusalException(Refusal.NOT_DETERMINISTIC, start, "members out of order");
      }
    }
    return new Members(origin, members);
  }

  public Bytes encoded() {
    CborWriter out = new CborWriter().array(3).text(TYPE).text(origin).array(members.size());
    for (Member member : members) {
      out.array(4).text(member.name().text()).text(member.logKey());
      out.text(member.cosignerKey()).raw(member.registrar().encoded());
    }
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
    return member(entry.issuer()).map(member -> entry.signedBy(member.registrar())).orElse(false);
  }

  /** The first entry of the log: this, signed by the first member. */
  public Sign1 signGenesis(SigningKey registrar, long issuedAt) {
    DevUrn first = members.get(0).name();
    Claims claims =
        new Claims(first, Subject.of(first), OptionalLong.of(issuedAt), Optional.empty());
    return Sign1.sign(registrar, ContentType.MEMBERS, claims, encoded());
  }
}
