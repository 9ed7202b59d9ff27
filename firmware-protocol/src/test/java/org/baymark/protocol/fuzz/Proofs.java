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

  /** Those of the vectors that pass; that they should, their own test says. */
  private static final Set<Bytes> PASSING =
      Corpus.passports().stream()
          .filter(file -> Passport.parse(file).match(Proofs::passes, refused -> false))
          .collect(Collectors.toSet());

  private Proofs() {}

  static void passport(Bytes input) {
    Optional<Passport> parsed = Passport.parse(input).toOptional();
    if (parsed.isEmpty()) {
      return;
    }
    demand(parsed.get().encoded().equals(input), "written again it differs", input);
    demand(!passes(parsed.get()) || PASSING.contains(input), "passes, made by nobody", input);
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
