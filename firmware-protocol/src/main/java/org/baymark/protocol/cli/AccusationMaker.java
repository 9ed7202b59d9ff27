package org.baymark.protocol.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.accuse.Accusation;
import org.baymark.protocol.accuse.Prosecutor;
import org.baymark.protocol.accuse.SignedPromise;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.papers.KeyCard;
import org.baymark.protocol.passport.Evidence;
import org.baymark.protocol.passport.Passport;
import org.baymark.protocol.statement.Unverified;
import org.jspecify.annotations.Nullable;

/** Finds an accusation in the files that were given. */
record AccusationMaker(
    List<Path> from, List<Path> cards, List<Path> statements, @Nullable Path promise) {

  /**
   * What was found.
   *
   * @param sentence why there is none
   */
  record Made(Optional<Accusation> accusation, String sentence) {}

  /** A file that is a passport, or evidence alone. */
  private record Source(Path path, Evidence evidence, Optional<Passport> passport) {}

  /** Empty if there is no accusation of this kind. */
  Optional<Made> make(String kind) throws Unusable {
    return switch (kind) {
      case "equivocation" -> Optional.of(equivocation());
      case "misfiling" ->
          Optional.of(
              new Made(
                  Prosecutor.misfiling(passport(source(0)), readCards()),
                  "no statement in it stands under a key that is not of its subject; for a"
                      + " shipment's statement give its --card"));
      case "broken-promise" -> Optional.of(brokenPromise());
      case "omission" -> Optional.of(omission());
      case "conflict" ->
          Optional.of(
              new Made(
                  Prosecutor.conflict(source(0).evidence(), source(1).evidence()),
                  "the two heads are one, or the files show no entry in which they differ"));
      default -> Optional.empty();
    };
  }

  private Made equivocation() throws Unusable {
    Source source = source(0);
    List<Unverified> said = new ArrayList<>();
    for (Path path : statements) {
      said.add(Files.orUnusable(Unverified.parse(Files.message(path)), path, "statement"));
    }
    List<Unverified> disclosed = source.passport().map(Prosecutor::statements).orElse(List.of());
    if (said.isEmpty()) {
      return new Made(
          Prosecutor.equivocation(source.evidence(), disclosed),
          "no two different statements of one device and one number are among them");
    }
    return new Made(
        Prosecutor.equivocation(source.evidence(), said, disclosed),
        "no other statement has device and number of one given with --statement; what else a"
            + " passport holds is found without that option");
  }

  private Made brokenPromise() throws Unusable {
    if (promise == null) {
      throw new Unusable("a broken promise needs --promise, the gateway's acknowledgement");
    }
    SignedPromise word =
        Files.orUnusable(
            SignedPromise.parse(Files.message(promise)), promise, "signed acknowledgement");
    return new Made(
        Prosecutor.brokenPromise(passport(source(0)), word),
        "the passport does not say what was filed under the promised key");
  }

  private Made omission() throws Unusable {
    return new Made(
        Prosecutor.omission(source(1).evidence(), passport(source(0)), readCards()),
        "the second file lacks nothing that the first shows, or does not have the header of its"
            + " batch");
  }

  private Source source(int index) throws Unusable {
    if (index >= from.size()) {
      throw new Unusable("this accusation needs " + (index + 1) + " files with --from");
    }
    Path path = from.get(index);
    Bytes file = Files.passport(path);
    Optional<Passport> passport = Passport.parse(file).toOptional();
    if (passport.isPresent()) {
      return new Source(path, passport.get().evidence(), passport);
    }
    Evidence evidence = Files.orUnusable(Evidence.parse(file), path, "passport or evidence");
    return new Source(path, evidence, Optional.empty());
  }

  private static Passport passport(Source source) throws Unusable {
    return source
        .passport()
        .orElseThrow(() -> new Unusable(source.path() + " is evidence alone; give a passport"));
  }

  private List<KeyCard> readCards() throws Unusable {
    List<KeyCard> read = new ArrayList<>();
    for (Path path : cards) {
      read.add(Files.keyCard(path));
    }
    return read;
  }
}
