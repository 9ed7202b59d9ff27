package org.baymark.protocol.vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.passport.Evidence;
import org.baymark.protocol.passport.Logged;
import org.baymark.protocol.passport.LoggedHeader;
import org.baymark.protocol.passport.LoggedRegistration;
import org.baymark.protocol.passport.Passport;
import org.baymark.protocol.passport.Passport.Disclosure;
import org.baymark.protocol.registration.Members;
import org.baymark.protocol.statement.Unverified;

/** What a forger does to a passport, one thing at a time. */
final class Tampering {
  private Tampering() {}

  /** Turns the last bit of the signature of a part's first statement. */
  static Passport signature(Passport passport, int part) {
    return disclosure(
        passport,
        part,
        0,
        before -> {
          List<Unverified> statements = new ArrayList<>(before.orElseThrow().statements());
          byte[] octets = statements.get(0).signed().encoded().toArray();
          octets[octets.length - 1] ^= 1;
          statements.set(0, Unverified.parse(Bytes.owning(octets)).toOptional().orElseThrow());
          return Optional.of(with(before.orElseThrow(), statements));
        });
  }

  /** Leaves the last statement of a part's first disclosure out. */
  static Passport lastLeftOut(Passport passport, int part) {
    return disclosure(
        passport,
        part,
        0,
        before -> {
          List<Unverified> all = before.orElseThrow().statements();
          return Optional.of(with(before.orElseThrow(), all.subList(0, all.size() - 1)));
        });
  }

  static Passport withheld(Passport passport, int part) {
    return disclosure(passport, part, 0, before -> Optional.empty());
  }

  private static Disclosure with(Disclosure before, List<Unverified> statements) {
    return new Disclosure(before.entryIndex(), before.path(), statements);
  }

  private static Passport disclosure(
      Passport passport, int part, int number, UnaryOperator<Optional<Disclosure>> change) {
    List<Passport.Part> parts = new ArrayList<>(passport.parts());
    Passport.Part before = parts.get(part);
    List<Optional<Disclosure>> disclosures = new ArrayList<>(before.disclosures());
    disclosures.set(number, change.apply(disclosures.get(number)));
    parts.set(part, new Passport.Part(before.subject(), disclosures));
    return new Passport(passport.evidence(), parts);
  }

  /** Drops the last part: the sensor that was attached. */
  static Passport withoutLastPart(Passport passport) {
    Evidence was = passport.evidence();
    int left = was.subjects().size() - 1;
    Evidence evidence =
        new Evidence(
            was.checkpoint(),
            was.seal(),
            was.sealPath(),
            was.members(),
            was.registrars(),
            was.headers(),
            was.registrations(),
            was.gateways(),
            was.subjects().subList(0, left));
    return new Passport(evidence, passport.parts().subList(0, left));
  }

  static Passport members(Passport passport, Members members) {
    Evidence was = passport.evidence();
    return with(passport, was.checkpoint(), members, was.headers(), was.registrations());
  }

  static Passport checkpoint(Passport passport, SignedCheckpoint note) {
    Evidence was = passport.evidence();
    return with(passport, note, was.members(), was.headers(), was.registrations());
  }

  /** Shows the registrations as if none had been revoked. */
  static Passport revocationHidden(Passport passport) {
    Evidence was = passport.evidence();
    List<LoggedRegistration> hidden =
        was.registrations().stream()
            .map(
                entry ->
                    new LoggedRegistration(
                        entry.logged(), entry.registration(), entry.status(), Optional.empty()))
            .toList();
    return with(passport, was.checkpoint(), was.members(), was.headers(), hidden);
  }

  /** Gives the last header the log index before its own. */
  static Passport headerMoved(Passport passport) {
    Evidence was = passport.evidence();
    List<LoggedHeader> headers = new ArrayList<>(was.headers());
    LoggedHeader last = headers.remove(headers.size() - 1);
    Logged at = last.logged();
    headers.add(
        new LoggedHeader(new Logged(at.signed(), at.index() - 1, at.path()), last.header()));
    return with(passport, was.checkpoint(), was.members(), headers, was.registrations());
  }

  private static Passport with(
      Passport passport,
      SignedCheckpoint note,
      Members members,
      List<LoggedHeader> headers,
      List<LoggedRegistration> registrations) {
    Evidence was = passport.evidence();
    Evidence evidence =
        new Evidence(
            note,
            was.seal(),
            was.sealPath(),
            members,
            was.registrars(),
            headers,
            registrations,
            was.gateways(),
            was.subjects());
    return new Passport(evidence, passport.parts());
  }
}
