package org.baymark.protocol.inspect;

import java.util.Optional;
import org.baymark.protocol.batch.Acknowledgement;
import org.baymark.protocol.batch.BatchHeader;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.command.Command;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.enrolment.Proof;
import org.baymark.protocol.governance.Decision;
import org.baymark.protocol.papers.KeyCard;
import org.baymark.protocol.passport.Logged;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;
import org.baymark.protocol.registration.Registration;
import org.baymark.protocol.registration.Request;
import org.baymark.protocol.registration.Revocation;
import org.baymark.protocol.statement.Content;
import org.baymark.protocol.statement.Unverified;
import org.baymark.protocol.voting.LogPromise;
import org.baymark.protocol.voting.Opening;
import org.baymark.protocol.voting.Report;
import org.baymark.protocol.voting.Stop;

/**
 * A sign1 and what it is, its payload read.
 *
 * @param what for a person
 * @param ownKey the key that must have signed it, where the payload itself has it
 */
record Signed(Sign1 sign1, String what, Optional<VerifyingKey> ownKey) {

  static Parsed<Signed> parse(Bytes input) {
    return Parsed.of(() -> read(Sign1.read(input, Stop.SIZE_MAX)));
  }

  private static Signed read(Sign1 sign1) throws RefusalException {
    boolean isStop = sign1.contentType() == ContentType.STOP; // alone may hold a certificate
    if (!isStop && sign1.encoded().size() > Logged.ENTRY_SIZE_MAX) {
      throw new RefusalException(
          Refusal.TOO_LARGE, "more than " + Logged.ENTRY_SIZE_MAX + " bytes");
    }
    if (sign1.contentType().byDevice()) {
      Unverified said = Unverified.parse(sign1.encoded()).orRefuse();
      return new Signed(sign1, "device statement: " + what(said.content()), Optional.empty());
    }
    return switch (sign1.contentType()) {
      case BATCH -> {
        BatchHeader header = BatchHeader.parse(sign1).orRefuse();
        yield new Signed(sign1, "header of batch " + header.number(), Optional.empty());
      }
      case REGISTRATION -> {
        Registration.parse(sign1).orRefuse();
        yield new Signed(sign1, "registration", Optional.empty());
      }
      case REVOCATION -> {
        Revocation.parse(sign1).orRefuse();
        yield new Signed(sign1, "revocation", Optional.empty());
      }
      case MEMBER -> {
        Member member = Member.parseCard(sign1).orRefuse();
        yield new Signed(sign1, "a member's card", Optional.of(member.keys().registrar()));
      }
      case GOVERNANCE ->
          Decision.parse(sign1)
              .orRefuse()
              .match(
                  proposal -> new Signed(sign1, "proposal", Optional.empty()),
                  vote -> new Signed(sign1, "vote", Optional.empty()));
      case KEY_CARD -> {
        KeyCard card = KeyCard.parse(sign1).orRefuse();
        yield new Signed(sign1, "key card of " + card.key().subject(), Optional.empty());
      }
      case ACK -> {
        Acknowledgement ack = Acknowledgement.parse(sign1).orRefuse();
        String what = "acknowledgement, by batch " + ack.number();
        yield new Signed(sign1, what, Optional.empty());
      }
      case COMMAND -> command(sign1);
      case REPORT -> {
        String head = Report.parse(sign1).orRefuse().head().toString();
        yield new Signed(sign1, "report of the head " + head, Optional.empty());
      }
      case STOP -> {
        long epoch = Stop.parse(sign1).orRefuse().epoch();
        yield new Signed(sign1, "stop of epoch " + epoch, Optional.empty());
      }
      case OPENING -> {
        long epoch = Opening.parse(sign1).orRefuse().epoch();
        yield new Signed(sign1, "opening of epoch " + epoch, Optional.empty());
      }
      case LOG_PROMISE -> {
        LogPromise promise = LogPromise.parse(sign1).orRefuse();
        String what = "promise of an entry, by the head of height " + promise.deadline();
        yield new Signed(sign1, what, Optional.empty());
      }
      case ENROLMENT -> proof(sign1);
      case REQUEST -> request(sign1, Request.parse(sign1).orRefuse());
      default -> genesis(sign1);
    };
  }

  private static String what(Content content) {
    return content.match(
        telemetry -> telemetry.kind().wireName(),
        event -> event.kind().wireName(),
        cover -> cover.kind().wireName(),
        hidden -> "hidden " + hidden.mediaType(),
        erasure -> "erasure of what " + erasure.erased().hex() + " hides");
  }

  private static Signed proof(Sign1 sign1) throws RefusalException {
    if (sign1.encoded().size() > Proof.SIZE_MAX) {
      throw new RefusalException(Refusal.TOO_LARGE, "more than " + Proof.SIZE_MAX + " bytes");
    }
    return Proof.parse(sign1)
        .orRefuse()
        .match(
            it -> new Signed(sign1, "proof of possession", Optional.of(it.key())),
            it -> new Signed(sign1, "roll-over", Optional.empty()));
  }

  private static Signed command(Sign1 sign1) throws RefusalException {
    if (sign1.encoded().size() > Command.SIZE_MAX) {
      throw new RefusalException(Refusal.TOO_LARGE, "more than " + Command.SIZE_MAX + " bytes");
    }
    Command command = Command.parse(sign1).orRefuse();
    String what = "command " + command.number() + ": " + command.order();
    return new Signed(sign1, what, Optional.empty());
  }

  private static Signed request(Sign1 sign1, Request request) {
    return request.match(
        asked ->
            asked.name().equals(sign1.issuer())
                ? new Signed(sign1, "request: a gateway's card", Optional.of(asked.key()))
                : new Signed(sign1, "request to register", Optional.empty()),
        asked -> new Signed(sign1, "request to revoke", Optional.empty()));
  }

  /** PROTOCOL.md, section 10: by one of the members, about itself, with its registrar key. */
  private static Signed genesis(Sign1 sign1) throws RefusalException {
    sign1.expect(ContentType.MEMBERS);
    Members members = sign1.inPayload(() -> Members.parse(sign1.payload()).orRefuse()).orRefuse();
    if (sign1.claims().issuedAt().isEmpty()) {
      throw new RefusalException(Refusal.MISSING_FIELD, "the claim iat (6) is missing");
    }
    Optional<Member> founder = members.member(sign1.issuer());
    if (founder.isEmpty() || !sign1.subject().text().equals(sign1.issuer().text())) {
      throw new RefusalException(
          Refusal.BAD_SUBJECT, "a genesis is by one of its members, about itself");
    }
    return new Signed(sign1, "genesis", founder.map(member -> member.keys().registrar()));
  }

  /** Why {@code key} did not make it; empty where it did. */
  Optional<String> fault(VerifyingKey key) {
    if (sign1.signedBy(key)) {
      return Optional.empty();
    }
    if (key.suite() != sign1.suite()) {
      return Optional.of("alg names " + sign1.suite() + ", the key is of " + key.suite());
    }
    return Optional.of(
        key.kid().equals(sign1.kid())
            ? "it does not verify over the Sig_structure"
            : "kid is " + sign1.kid().hex() + ", the key's is " + key.kid().hex());
  }
}
