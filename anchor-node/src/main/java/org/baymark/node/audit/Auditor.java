package org.baymark.node.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.registration.Members;
import org.baymark.protocol.voting.LogPromise;

/**
 * Looks at the members of one log from outside, round after round. The entries under the first
 * certified head that it can read are its reference; it grows with every longer one, and whoever
 * shows another history is held against it. Not thread-safe.
 */
public final class Auditor {
  /** A head that others saw so long ago must be in the log by now. */
  private static final Duration SETTLED = Duration.ofMinutes(1);

  private final Setting setting;
  private final Trust trust;
  private final Memory memory;
  private final List<Watched> members = new ArrayList<>();
  private final History reference = new History();
  private final PublicRules rules;
  private final IndexReplay index;

  /**
   * What it goes by.
   *
   * @param policy whose signatures count; it lists keys of one log
   * @param urls of the members; if there are none, those of the policy are asked, or of whoever
   *     came after them
   * @param patience for one answer
   * @param ageMax of a head that is not stale
   * @param lists what only members have
   * @param promises of members, that somebody was given
   * @param remembers whether it was given a memory, be it empty
   */
  public record Setting(
      Policy policy,
      List<String> urls,
      Duration patience,
      Duration ageMax,
      Optional<SubjectLists> lists,
      List<Promise> promises,
      boolean remembers) {
    public Setting {
      urls = List.copyOf(urls);
      promises = List.copyOf(promises);
    }

    String origin() {
      return policy.logs().stream().map(log -> log.key().name()).findFirst().orElse("");
    }
  }

  /**
   * Heads that somebody else saw.
   *
   * @param notes or the clause that says why there are none
   */
  public record Monitor(String name, List<SignedCheckpoint> notes, Optional<String> silent) {}

  /**
   * That an entry will be in the log.
   *
   * @param name of where it comes from
   */
  public record Promise(String name, LogPromise word) {}

  /**
   * @param remembered what {@link #remembered} answered in the run before
   * @throws IllegalArgumentException if a URL is none
   */
  public Auditor(Setting setting, List<SignedCheckpoint> remembered) {
    this.setting = setting;
    this.trust = new Trust(setting.policy());
    this.memory = new Memory(trust, remembered.stream().filter(trust::isOf).toList());
    this.index = new IndexReplay(setting.lists());
    this.rules = new PublicRules(setting.origin(), index, new Promised(setting.promises()));
    List<String> urls = setting.urls().isEmpty() ? trust.urls() : setting.urls();
    urls.forEach(url -> members.add(new Watched(new Site(url, setting.patience()))));
  }

  /** Looks at every member once. */
  public Report look(List<Monitor> monitors, Instant now) throws InterruptedException {
    List<Finding> findings = new ArrayList<>();
    Heard heard = new Heard(reference);
    rules.line().ifPresent(trust::follow);
    for (Watched member : members) {
      member.ask(trust); // all of them first: one may tell who certified what another serves
    }
    if (setting.urls().isEmpty()) {
      askThoseOfNow();
    }
    for (Watched member : members) {
      look(member, heard, findings, now);
    }
    List<SignedCheckpoint> before = memory.all();
    heard.notes().stream().filter(it -> reference.holds(it.checkpoint())).forEach(memory::keep);
    Optional<Checkpoint> longest =
        heard.notes().stream()
            .map(SignedCheckpoint::checkpoint)
            .max(Comparator.comparingLong(Checkpoint::size));
    Claims claims = new Claims(reference, heard, trust, rules, now.minus(SETTLED).getEpochSecond());
    if (setting.remembers()) {
      findings.add(claims.kept(before));
    } else {
      findings.add(Finding.notAsked(Check.KEPT, "nothing is remembered between runs: --state"));
    }
    findings.add(certifiers(heard.notes()));
    findings.add(rules.finding());
    findings.add(rules.promises());
    findings.add(
        monitors.isEmpty()
            ? Finding.notAsked(Check.MONITORS, "nobody else was asked: --monitor")
            : claims.monitors(monitors));
    findings.add(heard.oneLog()); // last of those that find contradictions
    findings.add(index.finding(rules.present()));
    return new Report(findings, heard.evidence(), longest);
  }

  /** Whoever left has no say any more, and whoever came, or moved, is somewhere else. */
  private void askThoseOfNow() throws InterruptedException {
    List<String> urls = trust.urls().stream().filter(Site::canBeAsked).toList();
    members.removeIf(member -> !urls.contains(member.url()));
    for (String url : urls) {
      if (members.stream().noneMatch(member -> member.url().equals(url))) {
        Watched member = new Watched(new Site(url, setting.patience()));
        member.ask(trust);
        members.add(member);
      }
    }
  }

  private void look(Watched member, Heard heard, List<Finding> findings, Instant now)
      throws InterruptedException {
    rules.line().ifPresent(trust::follow); // what stands under a certified head goes first
    Watched.Shown shown =
        member.look(trust, rules.changed(setting.policy()), setting.ageMax(), memory, now);
    findings.addAll(shown.findings());
    if (shown.note().isEmpty()) {
      return;
    }
    SignedCheckpoint note = shown.note().get();
    if (!shown.certified()) {
      heard.uncertified(member.url(), note);
      return;
    }
    Reading.Read read = member.read(note, reference, rules);
    findings.add(read.tiles());
    findings.add(read.entries());
    heard.certified(member.url(), note, read);
  }

  /** By the log's own word, whatever the trust file lists. */
  private Finding certifiers(List<SignedCheckpoint> notes) {
    int count = 0;
    boolean isLed = false;
    for (SignedCheckpoint note : notes) {
      long size = note.checkpoint().size();
      if (!reference.holds(note.checkpoint())) {
        continue; // another check says so
      }
      Optional<Members> members = rules.members(size);
      if (members.isEmpty() || !members.get().certify(note)) {
        String what = "the head of " + size + " is not certified by the members of the log";
        return Finding.failed(Finding.LOG, Check.MEMBERS, what);
      }
      if (!rules.isClosed(size)) {
        String what = "the head of " + size + " does not end in a seal";
        return Finding.failed(Finding.LOG, Check.MEMBERS, what);
      }
      count = members.get().members().size();
      isLed |= trust.judge(note).led().isPresent();
    }
    if (count == 0) {
      return Finding.notChecked(Finding.LOG, Check.MEMBERS, "no head could be read");
    }
    if (isLed && rules.led(setting.policy()).isEmpty()) {
      String what = "the votes that lead on from the trust file are not in the log";
      return Finding.failed(Finding.LOG, Check.MEMBERS, what);
    }
    String what = "each head is sealed, and certified by the " + count;
    return Finding.ok(
        Finding.LOG,
        Check.MEMBERS,
        what
            + rules
                .changed(setting.policy())
                .map(entry -> "; " + Trust.older("at entry " + entry))
                .orElse(""));
  }

  /** What the next run should know. */
  public List<SignedCheckpoint> remembered() {
    return memory.all();
  }
}
