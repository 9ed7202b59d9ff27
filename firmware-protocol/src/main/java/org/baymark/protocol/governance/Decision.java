package org.baymark.protocol.governance;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cose.Claims;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Signer;
import org.baymark.protocol.cose.Subject;

/** What a member signs with its governor key: a proposal or a vote. */
public sealed interface Decision {
  /** The alliance would be another. */
  record Proposes(Proposal proposal) implements Decision {}

  /** For or against a proposal. */
  record Votes(Vote vote) implements Decision {}

  default <R> R match(Function<Proposal, R> proposes, Function<Vote, R> votes) {
    return this instanceof Proposes it
        ? proposes.apply(it.proposal())
        : votes.apply(((Votes) this).vote());
  }

  /** What {@code signed} decides. Its signature is not checked here. */
  static Parsed<Decision> parse(Sign1 signed) {
    return signed.inPayload(
        () -> {
          signed.expect(ContentType.GOVERNANCE);
          if (signed.claims().issuedAt().isEmpty()) {
            throw new RefusalException(Refusal.MISSING_FIELD, "the claim iat (6) is missing");
          }
          if (!signed.subject().text().equals(signed.issuer().text())) {
            throw new RefusalException(
                Refusal.BAD_SUBJECT, "a proposal and a vote are about their own sender");
          }
          return read(CborReader.open(signed.payload()));
        });
  }

  private static Decision read(CborReader in) throws RefusalException {
    int count = in.array(3, 4);
    if (count == 4) {
      in.literal(Proposal.TYPE);
      return new Proposes(Proposal.read(in));
    }
    in.literal(Vote.TYPE);
    return new Votes(Vote.read(in));
  }

  static Sign1 sign(Signer governor, DevUrn member, long issuedAt, Bytes payload) {
    Claims claims =
        new Claims(member, Subject.of(member), OptionalLong.of(issuedAt), Optional.empty());
    return Sign1.sign(governor, ContentType.GOVERNANCE, claims, payload);
  }
}
