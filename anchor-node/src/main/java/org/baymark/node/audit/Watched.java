package org.baymark.node.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.Judgement;
import org.baymark.protocol.log.SignedCheckpoint;

/** One member, over all rounds. */
final class Watched {
  private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(2);

  private final Site site;

  /** So many of its entries were read, and are those of the reference. */
  private long agreed;

  private Optional<SignedCheckpoint> last = Optional.empty();

  /** Of this round: its head, or what there is to say instead. */
  private Optional<SignedCheckpoint> served = Optional.empty();

  private Finding instead;

  /** Why a head that nobody believed accepts may be right even so. */
  private Optional<String> undecided = Optional.empty();

  Watched(Site site) {
    this.site = site;
    this.instead = notChecked("it was not asked");
  }

  String url() {
    return site.url();
  }

  /** The newest certified head that it showed. */
  Optional<SignedCheckpoint> last() {
    return last;
  }

  /**
   * What it shows now.
   *
   * @param note what it signed, be it right or not
   * @param certified whether the trust file accepts it
   */
  record Shown(Optional<SignedCheckpoint> note, boolean certified, List<Finding> findings) {}

  /** Asks for its head and, where nobody believed accepts that, how its members changed. */
  void ask(Trust trust) throws InterruptedException {
    served = Optional.empty();
    undecided = Optional.empty();
    try {
      Parsed<SignedCheckpoint> parsed =
          SignedCheckpoint.parse(site.get("/checkpoint", SignedCheckpoint.SIZE_MAX));
      served = parsed.toOptional();
      if (parsed instanceof Parsed.Refused<SignedCheckpoint> refused) {
        instead = failed("it serves no checkpoint: " + refused.text());
      }
    } catch (SilentException e) {
      instead = notChecked(e.clause());
    }
    if (served.filter(note -> !trust.judge(note).accepted() && trust.isOf(note)).isPresent()) {
      undecided = trust.follow(site);
    }
  }

  /**
   * What is to be thought of what it was {@link #ask}ed for.
   *
   * @param changed the entry with the first change after the members of the trust file, as far as
   *     the log was read
   */
  Shown look(Trust trust, Optional<Long> changed, Duration ageMax, Memory memory, Instant now) {
    if (served.isEmpty()) {
      return new Shown(Optional.empty(), false, List.of(instead));
    }
    SignedCheckpoint note = served.get();
    Trust.Verdict verdict = trust.judge(note);
    List<Finding> findings = new ArrayList<>();
    findings.add(certified(note.checkpoint(), verdict, changed));
    if (!verdict.accepted()) {
      boolean isOurs = verdict.logSigned();
      return new Shown(isOurs ? Optional.of(note) : Optional.empty(), false, findings);
    }
    findings.add(fresh(verdict.judgement(), ageMax, now));
    findings.add(kept(note, memory));
    if (last.map(before -> before.checkpoint().size() <= note.checkpoint().size()).orElse(true)) {
      last = Optional.of(note);
    }
    return new Shown(Optional.of(note), true, findings);
  }

  private Finding certified(Checkpoint head, Trust.Verdict verdict, Optional<Long> changed) {
    String what = head.size() + " entries, root " + head.root().hex().substring(0, 16);
    String count =
        what
            + ", "
            + verdict.judgement().cosignatures().size()
            + " co-signatures "
            + verdict.whose();
    if (verdict.accepted()) {
      return Finding.ok(url(), Check.CERTIFIED, count);
    }
    String why =
        verdict.logSigned()
            ? count + " are not enough"
            : "no log of the trust file signed the head of " + what;
    if (undecided.isEmpty()) {
      return failed(why);
    }
    String older = changed.map(entry -> Trust.older("at entry " + entry) + "; ").orElse("");
    return notChecked(why + ": " + older + undecided.get());
  }

  private Finding fresh(Judgement judgement, Duration ageMax, Instant now) {
    if (judgement.time().isEmpty()) {
      return Finding.ok(url(), Check.FRESH, "the trust file asks for no co-signature with a time");
    }
    Instant time = Instant.ofEpochSecond(judgement.time().getAsLong());
    Duration age = Duration.between(time, now);
    String what = "certified at " + time + ", " + since(age);
    if (age.compareTo(ageMax) > 0) {
      String stale =
          what + ": it is stale, or nothing is certified now, or the clock here is ahead";
      return Finding.failed(url(), Check.FRESH, stale);
    }
    return age.negated().compareTo(ageMax) <= 0
        ? Finding.ok(url(), Check.FRESH, what)
        : Finding.untold(
            url(), Check.FRESH, what + ": one of the clocks is wrong, so its age cannot be told");
  }

  /** Clocks that go right differ by a second or two. */
  private static String since(Duration age) {
    if (age.abs().compareTo(CLOCKS_DIFFER) <= 0) {
      return "just now";
    }
    return age.isNegative()
        ? age.negated().toSeconds() + " s ahead of the clock here"
        : age.toSeconds() + " s ago";
  }

  /** A member that lost its disk copies the log again, and shows less until it has. */
  private Finding kept(SignedCheckpoint note, Memory memory) {
    Optional<SignedCheckpoint> before = last.or(() -> memory.of(note));
    long size = note.checkpoint().size();
    long was = before.map(it -> it.checkpoint().size()).orElse(0L);
    if (size < was) {
      String what = "it showed a head of " + was + " entries before, and shows one of " + size;
      return Finding.failed(url(), Check.KEPT, what);
    }
    return Finding.ok(
        url(), Check.KEPT, before.isEmpty() ? "seen for the first time" : "no less than before");
  }

  /** Reads what stands under its head. */
  Reading.Read read(SignedCheckpoint note, History reference, PublicRules rules)
      throws InterruptedException {
    Reading.Read read = new Reading(site, note.checkpoint(), reference, rules).read(agreed);
    agreed = read.agreed();
    return read;
  }

  private Finding failed(String detail) {
    return Finding.failed(url(), Check.CERTIFIED, detail);
  }

  private Finding notChecked(String detail) {
    return Finding.notChecked(url(), Check.CERTIFIED, detail);
  }
}
