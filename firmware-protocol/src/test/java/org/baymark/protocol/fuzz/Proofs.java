package org.baymark.protocol.fuzz;

import static org.baymark.protocol.fuzz.Target.demand;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.passport.Evidence;
import org.baymark.protocol.passport.EvidenceRequest;
import org.baymark.protocol.passport.Finding.Outcome;
import org.baymark.protocol.passport.Passport;
import org.baymark.protocol.passport.Verdict;
import org.baymark.protocol.passport.Verification;

/** Passports and what they are made of. */
final class Proofs {
  private static final List<Verification> VERIFIERS = Corpus.verifiers();

  /** What those of the vectors that pass rest on; that they should, their own test says. */
  private static final Set<List<Object>> PASSING =
      Corpus.passports().stream()
          .flatMap(file -> Passport.parse(file).toOptional().stream())
          .filter(Proofs::passes)
          .map(Proofs::proven)
          .collect(Collectors.toSet());

  private Proofs() {}

  static void passport(Bytes input) {
    Optional<Passport> parsed = Passport.parse(input).toOptional();
    if (parsed.isEmpty()) {
      return;
    }
    demand(parsed.get().encoded().equals(input), "written again it differs", input);
    boolean passes = passes(parsed.get());
    demand(!passes || PASSING.contains(proven(parsed.get())), "passes, made by nobody", input);
  }

  /**
   * All that somebody signed or hashed. The rest can be changed by anybody and proves nothing:
   * records that no cover attests, and lines of the note by witnesses that nobody trusts.
   */
  private static List<Object> proven(Passport passport) {
    Evidence evidence = passport.evidence();
    return List.of(
        evidence.checkpoint().checkpoint(),
        evidence.seal(),
        evidence.sealPath(),
        evidence.members(),
        evidence.headers(),
        evidence.registrations(),
        evidence.gateways(),
        evidence.subjects(),
        passport.parts());
  }

  private static boolean passes(Passport passport) {
    return VERIFIERS.stream()
        .map(verifier -> verifier.verify(passport).outcome(Verdict.REQUIRED_BY_DEFAULT))
        .toList() // each is asked: none may throw
        .contains(Outcome.PASS);
  }

  static void evidence(Bytes input) {
    Evidence.parse(input)
        .toOptional()
        .ifPresent(it -> demand(it.encoded().equals(input), "written again it differs", input));
    EvidenceRequest.parse(input)
        .toOptional()
        .ifPresent(it -> demand(it.encoded().equals(input), "written again it differs", input));
  }
}
