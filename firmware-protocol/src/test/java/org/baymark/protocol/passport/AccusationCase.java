package org.baymark.protocol.passport;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.baymark.protocol.accuse.Accusation;
import org.baymark.protocol.accuse.FiledEntry;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.log.SignedCheckpoint;

/**
 * An accusation, and what is expected of it, written by hand.
 *
 * @param expected step=outcome of all that do not pass, joined by commas
 * @param convicted names, if every step passes
 */
public record AccusationCase(
    String note, Accusation accusation, String expected, List<String> convicted) {
  static final String GATEWAY = "urn:dev:os:32473-gw";
  static final String SENSOR = "urn:dev:os:32473-sensor";
  static final List<String> MEMBERS =
      List.of(
          "member0.baymark.example",
          "member1.baymark.example",
          "member2.baymark.example",
          "member3.baymark.example");
  static final Digest NOTHING = Digest.sha256();

  /** The trust file that all are judged with. */
  public static String trust() {
    return new World().alliance.policyText();
  }

  /** The name of its file. */
  public String file() {
    return note.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + ".accusation";
  }

  static AccusationCase guilty(String note, Accusation accusation, String... names) {
    return new AccusationCase(note, accusation, "", List.of(names));
  }

  static AccusationCase not(String note, Accusation accusation, String expected) {
    return new AccusationCase(note, accusation, expected, List.of());
  }

  public static List<AccusationCase> all() {
    List<AccusationCase> all = new ArrayList<>();
    OmissionCases.add(all);
    MisfilingCases.add(all);
    PromiseCases.add(all);
    EquivocationCases.add(all);
    ConflictCases.add(all);
    DoubleVoteCases.add(all);
    return all;
  }

  static FiledEntry filed(Passport passport, int filing) {
    SubjectProof proof = passport.evidence().subjects().get(0);
    Passport.Disclosure disclosure =
        passport.parts().get(0).disclosures().get(filing).orElseThrow();
    return new FiledEntry(
        proof.filings().get(filing).headerId(),
        disclosure.entryIndex(),
        disclosure.path(),
        new SubjectEntry(
            proof.subjectKey(),
            proof.filings().get(filing).n(),
            proof.filings().get(filing).subjectRoot()));
  }

  static Evidence withoutKeys(Evidence good) {
    return new Evidence(
        good.checkpoint(),
        good.seal(),
        good.sealPath(),
        good.members(),
        good.registrars(),
        good.headers(),
        List.of(),
        good.gateways(),
        good.subjects());
  }

  /** With the line of the log, and those of two members. */
  static SignedCheckpoint only(SignedCheckpoint note, int first, int second) {
    var lines = note.signatures();
    return new SignedCheckpoint(
        note.checkpoint(), List.of(lines.get(0), lines.get(1 + first), lines.get(1 + second)));
  }
}
