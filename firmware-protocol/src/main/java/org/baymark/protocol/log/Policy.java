package org.baymark.protocol.log;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;

/**
 * A trust file (C2SP tlog-policy): the logs a verifier believes, the witnesses it knows, and which
 * sets of them are enough. Logs sign with keys of type 1, witnesses with types 4, 6 and 255: what
 * it asks of the grade of co-signatures, its quorum says.
 */
public final class Policy {
  /** Of the file, in bytes. */
  public static final int SIZE_MAX = 262_144;

  /** Of logs, of witnesses and of groups each. */
  public static final int COUNT_MAX = 256;

  private final List<Log> logs;
  private final List<Witness> witnesses;
  private final Quorum quorum;
  private final Optional<Instant> issued;

  Policy(List<Log> logs, List<Witness> witnesses, Quorum quorum, Optional<Instant> issued) {
    this.logs = List.copyOf(logs);
    this.witnesses = List.copyOf(witnesses);
    this.quorum = quorum;
    this.issued = issued;
  }

  /**
   * A log whose checkpoints count.
   *
   * @param key of type 1; its name is the log's origin
   * @param url where the log is reached
   */
  public record Log(NoteKey key, Optional<String> url) {}

  /**
   * One who co-signs.
   *
   * @param name what this file calls it; the co-signer's own name is that of the key
   * @param key of any type but 1
   * @param url where it takes checkpoints to co-sign
   */
  public record Witness(String name, NoteKey key, Optional<String> url) {}

  /** Parses a policy file; a refusal names the line, from 1. */
  public static Parsed<Policy> parse(Bytes file) {
    return Parsed.of(() -> PolicyReader.read(file));
  }

  /**
   * The text of a policy for one log: {@code quorum} of all {@code witnesses} have to co-sign.
   *
   * @param issued written in whole seconds, as the comment that {@link #issued} reads
   * @param logs the keys that sign checkpoints of the log, one of each member
   * @param quorum 1 to the number of witnesses; 0 for a policy without co-signatures
   * @throws IllegalArgumentException where {@link #parse} would refuse the result
   */
  public static String write(Instant issued, List<Log> logs, List<Witness> witnesses, int quorum) {
    return PolicyWriter.write(issued, logs, witnesses, PolicyWriter.quorum(witnesses, quorum));
  }

  /** {@link #write(Instant, List, List, int)} for a log that one key signs. */
  public static String write(Instant issued, Log log, List<Witness> witnesses, int quorum) {
    return write(issued, List.of(log), witnesses, quorum);
  }

  /**
   * The text of a policy that asks for one witness at least of each group.
   *
   * @param groups the names of witnesses by the name of their group; each witness in one
   * @throws IllegalArgumentException where {@link #parse} would refuse the result
   */
  public static String oneOfEach(
      Instant issued,
      List<Log> logs,
      List<Witness> witnesses,
      SortedMap<String, List<String>> groups) {
    return PolicyWriter.write(issued, logs, witnesses, PolicyWriter.oneOfEach(groups));
  }

  /**
   * The text of a policy that asks for two grades: so many of {@code witnesses}, and so many of
   * {@code lasting} beside them. It lists {@code more} and does not ask for them.
   *
   * @throws IllegalArgumentException where {@link #parse} would refuse the result
   */
  public static String bothGrades(
      Instant issued,
      List<Log> logs,
      List<Witness> witnesses,
      List<Witness> lasting,
      int quorum,
      List<Witness> more) {
    List<Witness> all = Stream.of(witnesses, lasting, more).flatMap(List::stream).toList();
    return PolicyWriter.write(
        issued, logs, all, PolicyWriter.bothGrades(witnesses, lasting, quorum));
  }

  /** {@link #write(Instant, List, List, int)} that lists {@code more} and does not ask for them. */
  public static String write(
      Instant issued, List<Log> logs, List<Witness> witnesses, int quorum, List<Witness> more) {
    List<Witness> all = Stream.concat(witnesses.stream(), more.stream()).toList();
    return PolicyWriter.write(issued, logs, all, PolicyWriter.quorum(witnesses, quorum));
  }

  public List<Log> logs() {
    return logs;
  }

  public List<Witness> witnesses() {
    return witnesses;
  }

  /**
   * When the file was made, by the first line of the form {@code # issued 2026-11-22T16:47:00Z}. To
   * C2SP this is a comment; it lets a verifier show how old its trust is.
   */
  public Optional<Instant> issued() {
    return issued;
  }

  /** The witnesses whose keys are of this type. */
  public List<Witness> witnesses(int type) {
    return witnesses.stream().filter(witness -> witness.key().type() == type).toList();
  }

  /** {@code note} with the lines of keys that this file lists; as it is where it has none. */
  public SignedCheckpoint listed(SignedCheckpoint note) {
    return only(note, line -> typeOf(line) != 0);
  }

  /** The same without what stands beside the Ed25519 lines: the short form. */
  public SignedCheckpoint brief(SignedCheckpoint note) {
    return only(note, line -> typeOf(line) == NoteKey.LOG || typeOf(line) == NoteKey.COSIGNER);
  }

  /** The short form with no more co-signatures than are enough; as it is where they are not. */
  public SignedCheckpoint fewest(SignedCheckpoint note) {
    SignedCheckpoint few = brief(note);
    for (NoteSignature line : few.signatures()) {
      SignedCheckpoint without = only(few, other -> !other.equals(line));
      few = judge(without).accepted() ? without : few;
    }
    return few;
  }

  private static SignedCheckpoint only(SignedCheckpoint note, Predicate<NoteSignature> which) {
    List<NoteSignature> lines = note.signatures().stream().filter(which).toList();
    return lines.isEmpty() ? note : new SignedCheckpoint(note.checkpoint(), lines);
  }

  /** Of the key that {@code line} names; 0 if this file does not list it. */
  private int typeOf(NoteSignature line) {
    return Stream.concat(logs.stream().map(Log::key), witnesses.stream().map(Witness::key))
        .filter(key -> key.isNamedBy(line))
        .findFirst()
        .map(NoteKey::type)
        .orElse(0);
  }

  /** How many co-signatures the smallest set that is enough has; 0 for {@code quorum none}. */
  public int fewestCosignatures() {
    return quorum.fewest();
  }

  /**
   * Whether {@code other} is met by the same co-signatures, on heads of the same logs. What files
   * call a witness, and whom else they list, makes no difference.
   */
  public boolean asksTheSame(Policy other) {
    return origins().equals(other.origins()) && quorum.asked().equals(other.quorum.asked());
  }

  private Set<String> origins() {
    return logs.stream().map(log -> log.key().name()).collect(Collectors.toSet());
  }

  /** Tries every signature line of {@code note} against the keys of this file. */
  public Judgement judge(SignedCheckpoint note) {
    return Judgement.of(this, quorum, note);
  }
}
