package org.baymark.node.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.SignedCheckpoint;

/** The heads of one round, and where two of them contradict each other. */
final class Heard {
  private final History reference;
  private final List<SignedCheckpoint> notes = new ArrayList<>();
  private final Map<String, Evidence> evidence = new LinkedHashMap<>();
  private final List<String> contradictions = new ArrayList<>();
  private final List<Fork> forks = new ArrayList<>();
  private final List<Source> unread = new ArrayList<>();

  private record Source(String who, SignedCheckpoint note) {}

  private record Fork(Source source, History history, long at) {}

  Heard(History reference) {
    this.reference = reference;
  }

  /** All that are certified. */
  List<SignedCheckpoint> notes() {
    return notes;
  }

  void certified(String url, SignedCheckpoint note, Reading.Read read) {
    notes.add(note);
    Source source = new Source(url, note);
    read.fork()
        .ifPresentOrElse(
            history -> forks.add(new Fork(source, history, read.partsAt())),
            () -> unread.add(source));
  }

  /** Too few certified it, but the log's key made it. */
  void uncertified(String url, SignedCheckpoint note) {
    unread.add(new Source(url, note));
  }

  /** A head from elsewhere that the reference contradicts. */
  String contradicted(String who, SignedCheckpoint note) {
    String what = who + " has a head of " + note.checkpoint().size() + " of another history";
    against(note)
        .ifPresent(
            one -> {
              Evidence both = Evidence.of(one, note);
              evidence.put(both.name(), both);
            });
    return what;
  }

  Finding oneLog() {
    forks.forEach(this::judge);
    unread.stream()
        .filter(source -> reference.contradicts(source.note().checkpoint()))
        .forEach(source -> contradictions.add(contradicted(source.who(), source.note())));
    if (!contradictions.isEmpty()) {
      return Finding.failed(Finding.LOG, Check.ONE_LOG, String.join("; ", contradictions));
    }
    List<SignedCheckpoint> beyond =
        notes.stream().filter(note -> !reference.holds(note.checkpoint())).toList();
    if (notes.isEmpty() || !beyond.isEmpty()) {
      String what =
          notes.isEmpty() ? "no certified head was shown" : "not all entries could be read";
      return Finding.notChecked(Finding.LOG, Check.ONE_LOG, what);
    }
    return Finding.ok(
        Finding.LOG,
        Check.ONE_LOG,
        notes.size() + " heads, all of one history of " + reference.size() + " entries");
  }

  private void judge(Fork fork) {
    Source source = fork.source();
    Optional<SignedCheckpoint> one =
        notes.stream()
            .filter(note -> note.checkpoint().size() > fork.at())
            .filter(note -> reference.holds(note.checkpoint()))
            .max(Comparator.comparingLong(note -> note.checkpoint().size()));
    one.ifPresent(
        note -> {
          Evidence both = Evidence.of(note, reference, source.note(), fork.history(), fork.at());
          evidence.put(both.name(), both);
        });
    contradictions.add(
        source.who()
            + " shows a certified head of "
            + source.note().checkpoint().size()
            + " entries of another history, which parts at entry "
            + fork.at());
  }

  /** A certified head of the reference that the other one cannot stand beside. */
  private Optional<SignedCheckpoint> against(SignedCheckpoint other) {
    Checkpoint head = other.checkpoint();
    return notes.stream()
        .filter(note -> note.checkpoint().size() >= head.size())
        .filter(note -> reference.holds(note.checkpoint()))
        .min(Comparator.comparingLong(note -> note.checkpoint().size()));
  }

  List<Evidence> evidence() {
    return List.copyOf(evidence.values());
  }
}
