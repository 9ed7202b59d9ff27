package org.baymark.node.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.bytes.Bytes;

/**
 * One entry of the log as it was stored.
 *
 * @param position from 0
 * @param subjects beside the header of a batch; empty for other entries
 * @param note the signed checkpoint whose last entry this is
 */
public record StoredEntry(
    long position, Bytes octets, List<SubjectEntry> subjects, Optional<String> note) {

  /** Of an entry of a subject list on the disk, about. */
  private static final long SUBJECT_SIZE = 100;

  /** From a row of position, octets, subject list and note. */
  static StoredEntry of(ResultSet row) throws SQLException {
    byte[] subjects = row.getBytes(3);
    return new StoredEntry(
        row.getLong(1),
        Bytes.owning(row.getBytes(2)),
        subjects == null ? List.of() : SubjectList.decode(Bytes.owning(subjects)),
        Optional.ofNullable(row.getString(4)));
  }

  /** On the disk, in bytes, about. */
  long size() {
    return octets.size() + SUBJECT_SIZE * subjects.size();
  }
}
