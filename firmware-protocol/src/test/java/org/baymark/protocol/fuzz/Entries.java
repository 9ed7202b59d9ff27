package org.baymark.protocol.fuzz;

import static org.baymark.protocol.fuzz.Target.demand;

import java.util.function.Function;
import org.baymark.protocol.batch.BatchHeader;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.enrolment.Proof;
import org.baymark.protocol.index.IndexSeal;
import org.baymark.protocol.passport.Logged;
import org.baymark.protocol.registration.Members;
import org.baymark.protocol.registration.Registration;
import org.baymark.protocol.registration.Request;
import org.baymark.protocol.registration.Revocation;

/** What stands in batches and in the log: each has one encoding. */
final class Entries {
  private Entries() {}

  static void check(Bytes input) {
    same(SubjectEntry.parse(input), SubjectEntry::encode, input);
    same(IndexSeal.parse(input), IndexSeal::encode, input);
    same(Members.parse(input), Members::encoded, input);
    Sign1.parse(input, Logged.ENTRY_SIZE_MAX).toOptional().ifPresent(Entries::payload);
  }

  private static void payload(Sign1 signed) {
    same(BatchHeader.parse(signed), BatchHeader::payload, signed.payload());
    same(Registration.parse(signed), Registration::encoded, signed.payload());
    recodes(Revocation.parse(signed), signed);
    recodes(Request.parse(signed), signed);
    recodes(Proof.parse(signed), signed);
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
