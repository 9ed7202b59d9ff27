package org.baymark.protocol.vectors;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.governance.Succession;
import org.baymark.protocol.index.IndexMap;
import org.baymark.protocol.index.IndexProof;
import org.baymark.protocol.index.RegistrarState;
import org.baymark.protocol.passport.Anchor;
import org.baymark.protocol.passport.Evidence;
import org.baymark.protocol.passport.EvidenceRequest;
import org.baymark.protocol.passport.FormerRegistrar;
import org.baymark.protocol.passport.Logged;
import org.baymark.protocol.passport.LoggedRegistration;
import org.baymark.protocol.passport.Passport;
import org.baymark.protocol.passport.SubjectProof;
import org.baymark.protocol.passport.Ties;
import org.baymark.protocol.passport.VectorCase;
import org.baymark.protocol.registration.Revocation;

/** Evidence and passports that have one of everything, as small as that goes. They prove little. */
record EvidenceSamples(StructureVectors to) {

  void all() {
    Passport good = PassportVectors.good();
    Evidence evidence = small(good.evidence());
    to.plain("evidence", "evidence", "evidence", evidence.encoded());
    Anchor anchor = new Anchor("eip155:1", StructureSamples.ID, 7, evidence.head(), List.of());
    to.plain(
        "evidence",
        "evidence with an anchor",
        "evidence",
        evidence
            .with(evidence.checkpoint(), new Ties(List.of(anchor), Optional.empty()))
            .encoded());
    Optional<Succession> changes = VectorCase.succeeded(1).ties().succession();
    to.plain(
        "evidence",
        "evidence with a succession",
        "evidence",
        evidence.with(evidence.checkpoint(), new Ties(List.of(anchor), changes)).encoded());
    to.plain("succession", "succession", "succession", changes.orElseThrow().encoded());
    Item item = Item.of(evidence.encoded());
    Item registrations = item.items().get(5);
    Item registration = registrations.items().get(0);
    Item header = item.items().get(4).items().get(0).items().get(0);
    to.refuse(
        "evidence",
        "evidence",
        "a header among the registrations",
        item.with(5, registrations.with(0, registration.with(0, header))).encoded());
    List<Passport.Part> parts =
        List.of(good.parts().get(0), new Passport.Part(Subject.of(Story.SCANNER), List.of()));
    Passport passport =
        new Passport(
            evidence,
            List.of(ChainVectors.record(3, 42)),
            List.of(shortened(parts.get(0)), parts.get(1)));
    to.plain("passport", "passport", "passport", passport.encoded());
    to.plain("slip", "slip", "slip", SlipVectors.good().encoded());
    SlipVectors.broken().forEach((what, slip) -> to.refuse("slip", "slip", what, slip.encoded()));
    Digest id = StructureSamples.ID;
    EvidenceRequest.Asked all = new EvidenceRequest.Asked(id, Optional.empty());
    EvidenceRequest.Range range = new EvidenceRequest.Range(id, id);
    EvidenceRequest.Asked some = new EvidenceRequest.Asked(id, Optional.of(range));
    to.plain(
        "evidence_request",
        "evidence request",
        "evidence_request",
        new EvidenceRequest(List.of(some, all), List.of(id)).encoded());
  }

  /** One disclosure with one statement. */
  private static Passport.Part shortened(Passport.Part part) {
    Passport.Disclosure first = part.disclosures().get(0).orElseThrow();
    return new Passport.Part(
        part.subject(),
        List.of(
            Optional.of(
                new Passport.Disclosure(
                    first.entryIndex(), first.path(), first.statements().subList(0, 1)))));
  }

  private static Evidence small(Evidence good) {
    SubjectProof first = good.subjects().get(0);
    SubjectProof one =
        new SubjectProof(
            first.subjectKey(),
            first.statements(),
            new org.baymark.protocol.merkle.RangeProof(
                2,
                0,
                first.range().outside().isEmpty()
                    ? List.of(StructureSamples.ID)
                    : first.range().outside()),
            first.filings().subList(0, 1),
            first.proof());
    IndexMap map = IndexMap.EMPTY.put(Bytes.ofHex("00"), Bytes.ofHex("00"));
    IndexProof absence = map.prove(Bytes.ofHex("01"));
    return new Evidence(
        new Journey(Set.of()).story.note(Journey.CHECKPOINT_TIME, List.of()),
        good.seal(),
        good.sealPath().subList(0, 1),
        EntrySamples.members(),
        List.of(former()),
        good.headers().subList(0, 1),
        List.of(revoked(good.registrations().get(0))),
        good.gateways(),
        List.of(one, SubjectProof.nothing(StructureSamples.ID, absence)));
  }

  private static FormerRegistrar former() {
    return new FormerRegistrar(
        TestKeys.registrar("omega").verifyingKey(),
        new RegistrarState(Story.ALPHA, 1, 2),
        IndexMap.EMPTY.put(Bytes.ofHex("00"), Bytes.ofHex("00")).prove(Bytes.ofHex("00")));
  }

  private static LoggedRegistration revoked(LoggedRegistration good) {
    Revocation end =
        new Revocation(
            good.registration().name(),
            good.registration().key().thumbprint(),
            OptionalLong.of(2),
            "");
    Logged entry =
        new Logged(end.sign(TestKeys.registrar("alpha"), Story.ALPHA, Story.T0), 7, List.of());
    try {
      return LoggedRegistration.of(good.logged(), good.status(), Optional.of(entry));
    } catch (RefusalException e) {
      throw new IllegalStateException(e);
    }
  }
}
