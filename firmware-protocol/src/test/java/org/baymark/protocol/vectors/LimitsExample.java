package org.baymark.protocol.vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.baymark.protocol.chain.ChainRecord;
import org.baymark.protocol.command.Command;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Position;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.enrolment.Label;
import org.baymark.protocol.enrolment.Proof;
import org.baymark.protocol.governance.Change;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.log.TlogProof;
import org.baymark.protocol.log.WitnessRequest;
import org.baymark.protocol.merkle.HashPath;
import org.baymark.protocol.papers.AllianceKeys;
import org.baymark.protocol.papers.KeyCard;
import org.baymark.protocol.passport.Evidence;
import org.baymark.protocol.passport.Logged;
import org.baymark.protocol.passport.Slip;
import org.baymark.protocol.passport.SubjectProof;
import org.baymark.protocol.receipt.Receipt;
import org.baymark.protocol.receipt.TransparentStatement;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;
import org.baymark.protocol.registration.Registration;
import org.baymark.protocol.registration.Revocation;
import org.baymark.protocol.statement.Cover;
import org.baymark.protocol.statement.EventField;
import org.baymark.protocol.statement.Kind;
import org.baymark.protocol.statement.Telemetry;
import org.baymark.protocol.statement.Unverified;
import org.baymark.protocol.voting.Message;

/** The block of all limits, with the numbers that the readers use where they tell them. */
final class LimitsExample {
  /** A limit: what is allowed at most of what, and where the page says so. */
  record Limit(long most, String what, String sections) {}

  private final StringBuilder text = new StringBuilder();
  private final List<Limit> limits = new ArrayList<>();

  private LimitsExample() {
    bytes();
    texts();
    counts();
    numbers();
  }

  static String block() {
    return new LimitsExample().text.toString();
  }

  static List<Limit> all() {
    return new LimitsExample().limits;
  }

  private void bytes() {
    head("bytes");
    row(Unverified.SIZE_MAX, "a device statement", "6");
    row(ChainRecord.SIZE_MAX, "a record", "6.3");
    row(Unverified.SIZE_MAX, "a reveal", "6.4");
    row(Proof.SIZE_MAX, "a proof of possession, a roll-over", "10.1");
    row(Command.SIZE_MAX, "a command", "15.2");
    row(Logged.ENTRY_SIZE_MAX, "a log entry, a request", "11.1");
    row(SignedCheckpoint.SIZE_MAX, "a note", "12.1");
    row(Policy.SIZE_MAX, "a trust file", "12.3");
    row(4096, "a shipment key file", "7");
    row(Change.CARD_SIZE_MAX, "a card in a proposal", "23");
    row(KeyCard.SIZE_MAX, "a key card", "24.2");
    row(Slip.SIZE_MAX, "a slip", "13");
    row(AllianceKeys.TEXT_MAX, "a file of alliance keys", "24.1");
    row(TlogProof.SIZE_MAX, "a .tlog-proof", "25.2");
    row(WitnessRequest.SIZE_MAX, "a request to a witness", "25.3");
    row(Receipt.SIZE_MAX, "a receipt", "26.1");
    row(Message.SIZE_MAX, "what one member sends another about heads", "22");
    row(Evidence.SIZE_MAX, "a passport, evidence, an accusation", "13, 24.4");
    row(32_768, "a packet of MQTT", "15");
    row(20_480, "a body in CoAP", "15");
    row(1_048_576, "a body in HTTP", "15");
    row(8 << 20, "a batch or an evidence request for a node", "16");
  }

  private void texts() {
    head("characters, or bytes of UTF-8");
    row(DevUrn.SIZE_MAX, "a name", "3.1");
    row(Subject.SIZE_MAX, "a subject", "3.3");
    row(EventField.RAW_SIZE_MAX, "what a scanner sends, raw", "3.4, 6.2");
    row(Label.SIZE_MAX, "a label", "10.1");
    row(256, "a name, a unit, a text, data of SenML; the name of a reading", "6.1");
    row(64, "a seal number, a version", "6.2");
    row(EventField.CODE_SIZE_MAX, "an alert code", "6.2");
    row(Registration.OWNER_SIZE_MAX, "an owner", "10");
    row(Revocation.REASON_SIZE_MAX, "a reason", "10");
    row(512, "an origin", "10");
    row(2560, "a vkey of a member", "10");
    row(Member.TEXT_MAX, "a company, a jurisdiction, an address of a member", "10");
    row(255, "the name of a key in ML-DSA-44", "12.2");
  }

  private void counts() {
    head("how many");
    row(16, "the depth of an item", "2");
    row(Telemetry.RECORDS_MAX, "records of a pack", "6.1");
    row(EventField.SENSORS_MAX, "sensors of an event", "6.2");
    row(Cover.COUNT_MAX, "records that a cover covers", "6.3");
    row(Kind.values().length, "kinds of a registration", "10");
    row(Members.MEMBERS_MAX, "members", "10");
    row(SignedCheckpoint.SIGNATURES_MAX, "signature lines of a note", "12.1");
    row(Policy.COUNT_MAX, "logs, witnesses, groups of a trust file, each", "12.3");
    row(HashPath.COUNT_MAX, "digests of a path", "13");
    row(256, "steps of an index path", "8.5");
    row(65_536, "subjects and parts of a passport, subjects of an evidence request", "13");
    row(16, "anchors of evidence", "13");
    row(41, "the name of another chain", "13");
    row(1_024, "changes of a succession", "23.1");
    row(64, "decisions of a change of members", "23.1");
    row(SubjectProof.FILINGS_MAX, "headers, registrations, gateways, records, filings, each", "13");
    row(TlogProof.PATH_MAX, "hashes of a .tlog-proof", "25.2");
    row(WitnessRequest.PROOF_MAX, "hashes of a request to a witness", "25.3");
    row(TransparentStatement.RECEIPTS_MAX, "receipts of a transparent statement", "26.2");
    row(1024, "messages of one MQTT connection that wait for an answer", "15");
    row(1_024, "messages of a body in HTTP", "15");
  }

  private void numbers() {
    head("numbers");
    row(18, "an exponent, on either side of zero", "6.1");
    row(EventField.INTERVAL_SECONDS_MAX, "an interval", "6.2");
    row(Position.U32_MAX, "boot, seq, the number of a record", "1, 5.1, 6.3");
    row(Position.U53_MAX, "any other number that counts, and times", "1");
    row(NoteKey.SECONDS_MAX, "the time of a co-signature", "12.2");
  }

  private void head(String what) {
    text.append("# ").append(what).append('\n');
  }

  private void row(long limit, String what, String section) {
    limits.add(new Limit(limit, what, section));
    text.append(String.format(Locale.ROOT, "%16d  %s (%s)%n", limit, what, section));
  }
}
