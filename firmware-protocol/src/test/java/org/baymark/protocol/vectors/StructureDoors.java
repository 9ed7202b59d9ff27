package org.baymark.protocol.vectors;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.baymark.protocol.accuse.Accusation;
import org.baymark.protocol.accuse.SignedPromise;
import org.baymark.protocol.batch.Acknowledgement;
import org.baymark.protocol.batch.BatchHeader;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.chain.ChainRecord;
import org.baymark.protocol.command.Command;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.enrolment.Proof;
import org.baymark.protocol.governance.Decision;
import org.baymark.protocol.governance.Succession;
import org.baymark.protocol.index.GatewayState;
import org.baymark.protocol.index.IndexProof;
import org.baymark.protocol.index.IndexSeal;
import org.baymark.protocol.index.KeyState;
import org.baymark.protocol.index.SubjectState;
import org.baymark.protocol.log.LogReceipt;
import org.baymark.protocol.papers.KeyCard;
import org.baymark.protocol.passport.Evidence;
import org.baymark.protocol.passport.EvidenceRequest;
import org.baymark.protocol.passport.Logged;
import org.baymark.protocol.passport.Passport;
import org.baymark.protocol.passport.Slip;
import org.baymark.protocol.receipt.Receipt;
import org.baymark.protocol.receipt.TransparentStatement;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;
import org.baymark.protocol.registration.Registration;
import org.baymark.protocol.registration.Request;
import org.baymark.protocol.registration.Revocation;
import org.baymark.protocol.statement.Reveal;
import org.baymark.protocol.statement.Unverified;
import org.baymark.protocol.voting.Certificate;
import org.baymark.protocol.voting.Conflict;
import org.baymark.protocol.voting.Cosigned;
import org.baymark.protocol.voting.LogPromise;
import org.baymark.protocol.voting.Message;
import org.baymark.protocol.voting.Opened;
import org.baymark.protocol.voting.Opening;
import org.baymark.protocol.voting.PromisedReceipt;
import org.baymark.protocol.voting.Report;
import org.baymark.protocol.voting.Stop;
import org.baymark.protocol.voting.StopSet;

/** What reads a structure of structures.json, by its name there. */
final class StructureDoors {
  private static final Map<String, Function<Bytes, Parsed<?>>> DOORS =
      Map.ofEntries(
          Map.entry("statement", Unverified::parse),
          Map.entry("record", ChainRecord::parse),
          Map.entry("reveal", Reveal::parse),
          Map.entry("cose_key", VerifyingKey::parse),
          Map.entry("private cose_key", SigningKey::parse),
          Map.entry("enrolment", bytes -> signed(bytes, Proof.SIZE_MAX, Proof::parse)),
          Map.entry("registration", bytes -> entry(bytes, Registration::parse)),
          Map.entry("revocation", bytes -> entry(bytes, Revocation::parse)),
          Map.entry("request", bytes -> entry(bytes, Request::parse)),
          Map.entry("batch", bytes -> entry(bytes, BatchHeader::parse)),
          Map.entry("members", Members::parse),
          Map.entry("governance", bytes -> entry(bytes, Decision::parse)),
          Map.entry("member", bytes -> entry(bytes, Member::parseCard)),
          Map.entry("subject_entry", SubjectEntry::parse),
          Map.entry("index_seal", IndexSeal::parse),
          Map.entry("index_val_subject", SubjectState::parse),
          Map.entry("index_val_key", KeyState::parse),
          Map.entry("index_val_gateway", GatewayState::parse),
          Map.entry(
              "index_path", bytes -> Parsed.of(() -> IndexProof.read(CborReader.open(bytes)))),
          Map.entry(
              "index_absence",
              bytes -> Parsed.of(() -> IndexProof.readAbsence(CborReader.open(bytes)))),
          Map.entry("scitt_receipt", Receipt::parse),
          Map.entry("transparent_statement", TransparentStatement::parse),
          Map.entry("evidence", Evidence::parse),
          Map.entry("succession", Succession::parse),
          Map.entry("evidence_request", EvidenceRequest::parse),
          Map.entry("passport", Passport::parse),
          Map.entry("slip", Slip::parse),
          Map.entry("key_card", KeyCard::parse),
          Map.entry("ack", bytes -> entry(bytes, Acknowledgement::parse)),
          Map.entry("command", bytes -> signed(bytes, Command.SIZE_MAX, Command::parse)),
          Map.entry("promise", SignedPromise::parse),
          Map.entry("omission", Accusation::parse),
          Map.entry("misfiling", Accusation::parse),
          Map.entry("broken_promise", Accusation::parse),
          Map.entry("equivocation", Accusation::parse),
          Map.entry("conflict", Accusation::parse),
          Map.entry("double_voting", Accusation::parse),
          Map.entry("receipt", LogReceipt::parse),
          Map.entry("log_promise", LogPromise::parse),
          Map.entry("promised_receipt", PromisedReceipt::parse),
          Map.entry("report", Report::parse),
          Map.entry("certificate", Certificate::parse),
          Map.entry("stop", Stop::parse),
          Map.entry("stop_set", StopSet::parse),
          Map.entry("opening", Opening::parse),
          Map.entry("opened", Opened::parse),
          Map.entry("cosigned", Cosigned::parse),
          Map.entry("vote_message", Message::parse),
          Map.entry("double_vote", Conflict::parse));

  private StructureDoors() {}

  static Parsed<?> open(String structure, Bytes bytes) {
    return Optional.ofNullable(DOORS.get(structure)).orElseThrow().apply(bytes);
  }

  private static <T> Parsed<?> entry(Bytes bytes, Function<Sign1, Parsed<T>> read) {
    return signed(bytes, Logged.ENTRY_SIZE_MAX, read);
  }

  private static <T> Parsed<?> signed(Bytes bytes, int sizeMax, Function<Sign1, Parsed<T>> read) {
    return Parsed.of(() -> read.apply(Sign1.read(bytes, sizeMax)).orRefuse());
  }
}
