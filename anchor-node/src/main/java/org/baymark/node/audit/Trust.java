package org.baymark.node.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.governance.Succession;
import org.baymark.protocol.governance.TrustFile;
import org.baymark.protocol.log.Judgement;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.registration.Members;

/**
 * Whom an auditor believes: those of its trust file, and whoever these voted to come after them
 * (PROTOCOL.md, section 23.1). Who came earlier is not believed anew.
 */
final class Trust {
  private static final String PATH = "/members/succession";
  private static final int SIZE_MAX = 8 << 20; // a change has some kB, and there may be 1,024

  private final Policy file;

  /** Of the members after each change since the file, the earliest first. */
  private List<Succession.Led> later = List.of();

  Trust(Policy file) {
    this.file = file;
  }

  /**
   * What is to be thought of a head.
   *
   * @param policy by which it was judged
   * @param led how the file leads to that policy; empty where it is the file's own
   */
  record Verdict(Policy policy, Judgement judgement, Optional<Succession.Led> led) {
    boolean accepted() {
      return judgement.accepted();
    }

    boolean logSigned() {
      return judgement.logSigned();
    }

    /** For a person, behind "co-signatures". */
    String whose() {
      return led.map(it -> "of members " + it.text()).orElse("of the trust file");
    }
  }

  /** Where whoever is believed by now can be asked, as far as the file says it. */
  List<String> urls() {
    Policy now = later.isEmpty() ? file : later.get(later.size() - 1).policy();
    return now.logs().stream()
        .flatMap(log -> log.url().stream())
        .map(Site::trim)
        .distinct()
        .toList();
  }

  /** Whether it is a head of the log that the file is about. */
  boolean isOf(SignedCheckpoint note) {
    return file.logs().stream()
        .anyMatch(log -> log.key().name().equals(note.checkpoint().origin()));
  }

  /** By the policy that accepts it; else by one whose log signed it; else by the file. */
  Verdict judge(SignedCheckpoint note) {
    List<Verdict> verdicts = new ArrayList<>();
    verdicts.add(new Verdict(file, file.judge(note), Optional.empty()));
    for (int i = later.size() - 1; i >= 0 && !verdicts.get(0).accepted(); i--) {
      Succession.Led led = later.get(i);
      verdicts.add(new Verdict(led.policy(), led.policy().judge(note), Optional.of(led)));
    }
    return verdicts.stream()
        .filter(Verdict::accepted)
        .findFirst()
        .or(() -> verdicts.stream().filter(Verdict::logSigned).findFirst())
        .orElse(verdicts.get(0));
  }

  /**
   * The same of a head from an earlier day, which whoever were members then may have certified.
   *
   * @param then whom the log names for a head of that size
   */
  Verdict judge(SignedCheckpoint note, Optional<Members> then) {
    Verdict now = judge(note);
    return now.accepted()
        ? now
        : then.flatMap(TrustFile.QUORUM::policy)
            .map(policy -> new Verdict(policy, policy.judge(note), Optional.empty()))
            .filter(Verdict::logSigned)
            .orElse(now);
  }

  /** Goes on as far as {@code line} leads the file. */
  void follow(Succession.Line line) {
    List<Succession.Led> led = line.leads(file);
    if (led.size() > later.size()) {
      later = led;
    }
  }

  /**
   * Asks who serves a head that nobody believed certified how its members came to be those that
   * they are, and goes on to them.
   *
   * @return why that head cannot be judged even so; empty if it can
   */
  Optional<String> follow(Site site) throws InterruptedException {
    Optional<Succession> changes;
    try {
      changes = site.find(PATH, SIZE_MAX).map(Succession::parse).flatMap(Parsed::toOptional);
    } catch (SilentException e) {
      return Optional.of(
          "whether members changed since cannot be told, for "
              + e.clause()
              + "; ask again, or take a new trust file");
    }
    if (changes.isEmpty()) {
      return Optional.empty(); // they never changed, or it says nothing that is to be believed
    }
    Succession.Line line = changes.get().line();
    follow(line);
    return line.fault().isPresent() || line.lead(file).isPresent() || isOf(line.last())
        ? Optional.empty()
        : leadsNowhere(changes.get());
  }

  private boolean isOf(Members members) {
    return Arrays.stream(TrustFile.values())
        .flatMap(sort -> sort.policy(members).stream())
        .anyMatch(file::asksTheSame);
  }

  /** What to do about a change {@code where}. */
  static String older(String where) {
    return "the trust file is older than the change of members " + where + ": take a new one";
  }

  /** A file of one's own making accepts heads too; but who comes after whom it does not say. */
  private Optional<String> leadsNowhere(Succession changes) {
    return changes.changes().stream()
        .map(change -> change.motion().proposal().certified())
        .filter(note -> file.judge(note).accepted())
        .reduce((earlier, last) -> last)
        .map(
            note ->
                older("after entry " + (note.checkpoint().size() - 1))
                    + ", for the votes do not lead this one on");
  }
}
