package org.baymark.gateway.store;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.statement.Statement;

/**
 * The statements, in the order of their commits. It knows rows; what is late or a lie is decided
 * where they are admitted. Its cache belongs to the writer's thread.
 */
public final class EventLog {
  /** An older number than the device's highest, not seen before. */
  public static final int LATE = 1;

  /** Another statement of the device bears the same number. */
  public static final int EQUIVOCATION = 2;

  /** It claims a time far ahead of the gateway's clock. */
  public static final int FUTURE = 4;

  /** It claims a time far behind it. */
  public static final int PAST = 8;

  private static final int SUBJECTS_KEPT = 10_000;

  private final Map<String, Long> subjectIds =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > SUBJECTS_KEPT;
        }
      };

  /** A statement that is there already. */
  public record Kept(long row, Digest id) {}

  /** The highest number that a device has used. */
  public record Highest(long boot, long seq) {}

  /** The highest number of {@code device} in the store; empty if it has said nothing yet. */
  public Optional<Highest> highest(Transaction transaction, long device) {
    return Numbers.highest(transaction, device);
  }

  /** All statements of {@code device} with this number; more than one only if it lied. */
  public List<Kept> numbered(Transaction transaction, long device, long boot, long seq) {
    return Numbers.numbered(transaction, device, boot, seq);
  }

  /**
   * Adds a statement.
   *
   * @param receivedMillis since 1970, by this gateway's clock
   * @param flags {@link #LATE}, {@link #EQUIVOCATION}, {@link #FUTURE}, {@link #PAST}, added
   */
  public void append(
      Transaction transaction, long device, Statement statement, long receivedMillis, int flags) {
    long boot = statement.position().boot();
    long seq = statement.position().seq();
    long row =
        transaction.insert(
            "INSERT INTO statement (device, boot, seq, id, subject, bytes, received, flags)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            device,
            boot,
            seq,
            statement.id(),
            subjectId(transaction, statement.subject()),
            statement.encoded(),
            receivedMillis,
            flags);
    Numbers.add(transaction, device, boot, seq, row);
  }

  /** Marks a statement that is there already as one of two with the same number. */
  public void markEquivocation(Transaction transaction, long row) {
    transaction.update("UPDATE statement SET flags = flags | ? WHERE row = ?", EQUIVOCATION, row);
  }

  private long subjectId(Transaction transaction, Subject subject) {
    String name = subject.text();
    Long known = subjectIds.get(name);
    if (known != null) {
      return known;
    }
    Optional<Long> stored =
        transaction.first("SELECT id FROM subject WHERE name = ?", row -> row.integer(1), name);
    long id =
        stored.orElseGet(() -> transaction.insert("INSERT INTO subject (name) VALUES (?)", name));
    transaction.afterCommit(() -> subjectIds.put(name, id)); // an undone work leaves no id behind
    return id;
  }
}
