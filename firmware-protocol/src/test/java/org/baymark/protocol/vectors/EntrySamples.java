package org.baymark.protocol.vectors;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.index.GatewayState;
import org.baymark.protocol.index.IndexSeal;
import org.baymark.protocol.index.KeyState;
import org.baymark.protocol.index.SubjectState;
import org.baymark.protocol.log.LogReceipt;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;
import org.baymark.protocol.registration.Registration;
import org.baymark.protocol.registration.Revocation;
import org.baymark.protocol.statement.Kind;
import org.baymark.protocol.vectors.StructureVectors.Saying;

/** A good one of each structure of the log, of batches and of the index, and what its rules add. */
record EntrySamples(StructureVectors to) {
  private static final Digest ID = EventSamples.ID;
  private static final DevUrn DEVICE = Story.SENSOR;
  private static final Saying ENTRY =
      new Saying(
          TestKeys.registrar("alpha"),
          ContentType.REGISTRATION,
          Story.ALPHA,
          Subject.of(DEVICE),
          true);
  private static final Saying OF_GATEWAY =
      new Saying(
          TestKeys.GATEWAY, ContentType.REQUEST, Story.GATEWAY, Subject.of(Story.GATEWAY), true);

  static void all(StructureVectors to) {
    EntrySamples samples = new EntrySamples(to);
    samples.entries();
    samples.batches();
    samples.indexes();
  }

  private void entries() {
    Registration registration =
        new Registration(
            DEVICE,
            TestKeys.SENSOR.verifyingKey(),
            "Example Foods",
            Set.of(Kind.TELEMETRY, Kind.ALERT),
            Story.T0);
    to.plain("receipt", "of an entry", "receipt", new LogReceipt(7, ID).encoded());
    Revocation revocation = new Revocation(DEVICE, ID, OptionalLong.of(7), "lost");
    to.signed(
        "registration", "registration", "registration_payload", ENTRY, registration.encoded());
    Saying ends = ENTRY.of(ContentType.REVOCATION);
    to.signed("revocation", "revocation", "revocation_payload", ends, revocation.encoded());
    to.signed(
        "request",
        "register",
        "request_payload",
        OF_GATEWAY,
        request("register", registration.encoded()));
    to.signed(
        "request",
        "revoke",
        "request_payload",
        OF_GATEWAY,
        request("revoke", revocation.encoded()));
    Subject other = Subject.of(Story.SCANNER);
    claims("registration", "registration", ENTRY, registration.encoded());
    to.refuse(
        "registration",
        "registration",
        "about a shipment",
        ENTRY.about(Story.SHIPMENT).of(registration.encoded()));
    claims("revocation", "revocation", ends, revocation.encoded());
    to.refuse(
        "revocation",
        "revocation",
        "about a shipment",
        ends.about(Story.SHIPMENT).of(revocation.encoded()));
    Bytes asked = request("register", registration.encoded());
    claims("request", "register", OF_GATEWAY, asked);
    to.refuse("request", "register", "about another", OF_GATEWAY.about(other).of(asked));
    CborWriter kinds = new CborWriter().map(4).integer(1);
    kinds.raw(TestKeys.SENSOR.verifyingKey().encoded()).integer(2).text("Example Foods");
    kinds.integer(3).array(2).text("telemetry").text("alert").integer(4).integer(Story.T0);
    to.refuse("registration", "registration", "kinds out of order", ENTRY.of(kinds.toBytes()));
    to.plain("members", "members", "members", members().encoded());
    List<Member> two = Story.members("").members().subList(0, 2);
    Members turned = new Members(Story.ORIGIN, List.of(two.get(1), two.get(0)));
    to.refuse("members", "members", "members out of order", turned.encoded());
    Members twice = new Members(Story.ORIGIN, List.of(two.get(0), two.get(0)));
    to.refuse("members", "members", "a member twice", twice.encoded());
    card();
  }

  /** A member's card: refused by anybody else's key, and about anybody else. */
  private void card() {
    Member alpha = TestKeys.member("alpha", "", Story.ORIGIN);
    Saying card =
        new Saying(
            TestKeys.registrar("alpha"),
            ContentType.MEMBER,
            Story.ALPHA,
            Subject.of(Story.ALPHA),
            true);
    to.signed("member", "card", "member", card, alpha.encoded());
    Member.Keys keys = alpha.keys();
    Member.Keys more =
        new Member.Keys(
            keys.log(),
            keys.cosigner(),
            keys.registrar(),
            keys.reporter(),
            keys.governor(),
            keys.receipts(),
            keys.certificate(),
            Optional.of("a vkey of SM2"),
            Optional.of("a vkey of ML-DSA-44"));
    Member whole = new Member(alpha.name(), alpha.company(), alpha.addresses(), more);
    to.signed("member", "card with all vkeys", "member", card, whole.encoded());
    claims("member", "card", card, alpha.encoded());
    to.refuse("member", "card", "about another", card.about(Story.SHIPMENT).of(alpha.encoded()));
    Saying stolen =
        new Saying(
            TestKeys.registrar("beta"),
            ContentType.MEMBER,
            Story.ALPHA,
            Subject.of(Story.ALPHA),
            true);
    to.refuse("member", "card", "signed by another", stolen.of(alpha.encoded()));
  }

  static Members members() {
    return new Members(Story.ORIGIN, Story.members("").members().subList(0, 1));
  }

  private void claims(String structure, String note, Saying saying, Bytes payload) {
    to.refuse(structure, note, "without iat", saying.dated(false).of(payload));
    Bytes other = saying.of(ContentType.MEMBERS).of(payload);
    to.refuse(structure, note, "of another content type", other);
  }

  private static Bytes request(String action, Bytes content) {
    return Files.cbor(
        out -> {
          out.map(3).integer(1).text(action).integer(2).text(DEVICE.text());
          out.integer(3).raw(content);
        });
  }

  private void batches() {
    Saying saying = OF_GATEWAY.of(ContentType.BATCH).dated(false);
    Bytes payload = header(2, true, 5, 3);
    to.signed("batch", "batch 2", "header_payload", saying, payload);
    to.refuse("batch", "batch 2", "with iat", saying.dated(true).of(payload));
    Subject other = Subject.of(Story.SCANNER);
    to.refuse("batch", "batch 2", "about another", saying.about(other).of(payload));
    to.refuse("batch", "batch 2", "a request", saying.of(ContentType.REQUEST).of(payload));
    to.refuse("batch", "batch 2", "none before it", saying.of(header(2, false, 5, 3)));
    to.refuse("batch", "batch 2", "batch 1 with one before it", saying.of(header(1, true, 5, 3)));
    to.refuse(
        "batch", "batch 2", "fewer statements than subjects", saying.of(header(2, true, 2, 3)));
    to.plain(
        "subject_entry", "subject entry", "subject_entry", new SubjectEntry(ID, 4, ID).encode());
  }

  private static Bytes header(long number, boolean previous, long statements, long subjects) {
    return Files.cbor(
        out -> {
          out.map(8).integer(1).integer(number).integer(2);
          if (previous) {
            out.digest(ID);
          } else {
            out.nil();
          }
          new TreeHead(7, ID).write(out.integer(3));
          out.integer(4).integer(Story.T0 * 1000).integer(5).integer(Story.T0 * 1000 + 1);
          out.integer(6).integer(statements).integer(7).integer(subjects).integer(8).digest(ID);
        });
  }

  private void indexes() {
    to.plain("index_seal", "height 2", "index_seal", seal(0, 2, 7, 5));
    to.plain(
        "index_seal",
        "epoch 1",
        "index_seal",
        new IndexSeal(1, Optional.of(ID), 1, 7, ID, ID, Optional.empty()).encode());
    to.refuse("index_seal", "height 2", "a previous beyond what it covers", seal(0, 2, 7, 8));
    to.plain("index_val_subject", "subject", "", new SubjectState(2, 5, ID).encode());
    to.plain(
        "index_val_key",
        "key",
        "",
        new KeyState(3, OptionalLong.of(9), OptionalLong.of(4)).encode());
    String subject = "index_val_subject";
    to.refuse(subject, "subject", "fewer statements than entries", state(2, 1));
    to.refuse("index_val_key", "key", "revoked before it was registered", key(3, 2, 4));
    Bytes live = Files.cbor(out -> out.array(3).integer(3).nil().integer(4));
    to.refuse("index_val_key", "key", "a last batch, and not revoked", live);
    Bytes path =
        Files.cbor(
            out -> {
              out.array(2).array(2).integer(7).digest(ID);
              out.array(2).integer(200).digest(ID);
            });
    to.plain("index_path", "path", "index_path", path);
    Bytes other = Files.cbor(out -> out.array(2).digest(ID).digest(ID));
    to.plain(
        "index_absence",
        "absence",
        "index_absence",
        Files.cbor(out -> out.array(2).raw(path).raw(other)));
    to.plain("index_val_gateway", "gateway", "", new GatewayState(4, ID).encode());
  }

  private static Bytes state(long entries, long statements) {
    return Files.cbor(out -> out.array(3).integer(entries).integer(statements).digest(ID));
  }

  private static Bytes key(long registered, long revoked, long lastBatch) {
    return Files.cbor(out -> out.array(3).integer(registered).integer(revoked).integer(lastBatch));
  }

  private static Bytes seal(long epoch, long height, long covers, long previous) {
    return Files.cbor(
        out -> {
          out.array(8).text("baymark index seal v1").integer(epoch).nil().integer(height);
          out.integer(covers).digest(ID).digest(ID);
          new TreeHead(previous, ID).write(out);
        });
  }
}
