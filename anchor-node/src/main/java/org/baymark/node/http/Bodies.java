package org.baymark.node.http;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.baymark.node.ledger.Command;
import org.baymark.node.ledger.Ledger;
import org.baymark.protocol.batch.BatchHeader;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.registration.Request;

/** The bodies that others send, parsed whole at the door. */
final class Bodies {
  private static final int SUBJECT_ENTRY_SIZE_MAX = 128;

  /** What the log takes from a member as it stands. */
  private static final Set<ContentType> STATEMENTS =
      EnumSet.of(ContentType.REGISTRATION, ContentType.REVOCATION, ContentType.GOVERNANCE);

  private Bodies() {}

  /** [header, [+ subject entry]]. */
  static Parsed<Command.FileBatch> batch(Bytes body) {
    return Parsed.of(
        () -> {
          CborReader in = CborReader.open(body);
          in.arrayOf(2);
          Sign1 header =
              Sign1.read(in.bytes(Ledger.ENTRY_SIZE_MAX), Ledger.ENTRY_SIZE_MAX)
                  .expect(ContentType.BATCH);
          BatchHeader.parse(header).orRefuse();
          int count = in.array(1, body.size());
          List<SubjectEntry> subjects = new ArrayList<>(count);
          for (int i = 0; i < count; i++) {
            int start = in.offset();
            Parsed<SubjectEntry> entry = SubjectEntry.parse(in.bytes(SUBJECT_ENTRY_SIZE_MAX));
            if (entry instanceof Parsed.Refused<SubjectEntry> wrong) {
              throw new RefusalException(
                  wrong.refusal(), start, "subject entry " + i + ": " + wrong.detail());
            }
            subjects.add(entry.orRefuse());
          }
          return new Command.FileBatch(header, subjects);
        });
  }

  /** What a member signed for the log, and needs nothing beside it; not checked here. */
  static Parsed<Sign1> statement(Bytes body) {
    return Parsed.of(
        () -> {
          if (body.size() == 0) {
            throw new RefusalException(Refusal.NOT_CBOR, 0, "the body is empty");
          }
          Sign1 signed = Sign1.read(body, Ledger.ENTRY_SIZE_MAX);
          if (!STATEMENTS.contains(signed.contentType())) {
            throw new RefusalException(
                Refusal.UNKNOWN_CONTENT_TYPE,
                "registrations, revocations, proposals and votes come this way; the header of a"
                    + " batch goes to POST /batches, with its subject entries");
          }
          return signed;
        });
  }

  /** A request that a gateway signed; the signature is not checked here. */
  static Parsed<Sign1> request(Bytes body) {
    return Parsed.of(
        () -> {
          if (body.size() == 0) {
            throw new RefusalException(Refusal.NOT_CBOR, 0, "the body is empty");
          }
          Sign1 signed = Sign1.read(body, Ledger.ENTRY_SIZE_MAX);
          Request.parse(signed).orRefuse();
          return signed;
        });
  }
}
