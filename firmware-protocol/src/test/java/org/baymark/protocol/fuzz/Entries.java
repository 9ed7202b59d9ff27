package org.baymark.protocol.fuzz;

import static org.baymark.protocol.fuzz.Target.demand;

import java.util.List;
import java.util.function.Function;
import org.baymark.protocol.accuse.Accusation;
import org.baymark.protocol.batch.Acknowledgement;
import org.baymark.protocol.batch.BatchHeader;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.enrolment.Proof;
import org.baymark.protocol.governance.Decision;
import org.baymark.protocol.index.IndexSeal;
import org.baymark.protocol.log.LogReceipt;
import org.baymark.protocol.papers.KeyCard;
import org.baymark.protocol.passport.EvidenceRequest;
import org.baymark.protocol.passport.Logged;
import org.baymark.protocol.receipt.Receipt;
import org.baymark.protocol.receipt.TransparentStatement;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;
import org.baymark.protocol.registration.Registration;
import org.baymark.protocol.registration.Request;
import org.baymark.protocol.registration.Revocation;
import org.baymark.protocol.voting.Certificate;
import org.baymark.protocol.voting.Conflict;
import org.baymark.protocol.voting.Cosigned;
import org.baymark.protocol.voting.Message;
import org.baymark.protocol.voting.Opened;
import org.baymark.protocol.voting.Opening;
import org.baymark.protocol.voting.Report;
import org.baymark.protocol.voting.Stop;
import org.baymark.protocol.voting.StopSet;

/**
 * What stands in batches and in the log, what members say to each other, and what accuses them:
 * each has one encoding.
 */
final class Entries {
  private static final List<Function<Bytes, Parsed<?>>> DOORS =
      List.of(
          Report::parse,
          Certificate::parse,
          Stop::parse,
          StopSet::parse,
          Opening::parse,
          Opened::parse,
          Cosigned::parse,
          Message::parse,
          Conflict::parse,
          Accusation::parse,
          KeyCard::parse,
          Receipt::parse,
          TransparentStatement::parse,
          EvidenceRequest::parse,
          LogReceipt::parse);

  private Entries() {}

  static void check(Bytes input) {
    same(SubjectEntry.parse(input), SubjectEntry::encode, input);
    same(IndexSeal.parse(input), IndexSeal::encode, input);
    same(Members.parse(input), Members::encoded, input);
    for (Function<Bytes, Parsed<?>> door : DOORS) {
      if (door.apply(input) instanceof Parsed.Ok) {
        same(new Parsed.Ok<>(input), Items::recoded, input);
      }
    }
    Sign1.parse(input, Logged.ENTRY_SIZE_MAX).toOptional().ifPresent(Entries::payload);
  }

  private static void payload(Sign1 signed) {
    same(BatchHeader.parse(signed), BatchHeader::payload, signed.payload());
    same(Registration.parse(signed), Registration::encoded, signed.payload());
    recodes(Revocation.parse(signed), signed);
    recodes(Request.parse(signed), signed);
    recodes(Proof.parse(signed), signed);
    recodes(Decision.parse(signed), signed);
    recodes(Member.parseCard(signed), signed);
    recodes(Acknowledgement.parse(signed), signed);
  }

  private static <T> void same(Parsed<T> parsed, Function<T, Bytes> encode, Bytes input) {
    parsed
        .toOptional()
        .ifPresent(it -> demand(encode.apply(it).equals(input), "written again it differs", it));
  }

  private static void recodes(Parsed<?> parsed, Sign1 signed) {
    if (parsed instanceof Parsed.Ok) {
      same(new Parsed.Ok<>(signed.payload()), Items::recoded, signed.payload());
    }
  }
}
