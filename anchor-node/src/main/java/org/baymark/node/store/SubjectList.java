package org.baymark.node.store;

import java.util.ArrayList;
import java.util.List;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;

/** How the subject entries of a batch lie in their row: a CBOR array of byte strings. */
final class SubjectList {
  private static final int ENTRY_SIZE_MAX = 256;

  private SubjectList() {}

  static Bytes encode(List<SubjectEntry> subjects) {
    CborWriter out = new CborWriter().array(subjects.size());
    subjects.forEach(subject -> out.bytes(subject.encode()));
    return out.toBytes();
  }

  static List<SubjectEntry> decode(Bytes octets) {
    try {
      CborReader in = CborReader.open(octets);
      int count = in.array(0, octets.size());
      List<SubjectEntry> subjects = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        subjects.add(SubjectEntry.parse(in.bytes(ENTRY_SIZE_MAX)).orRefuse());
      }
      return subjects;
    } catch (RefusalException e) {
      throw StoreException.damaged("a stored subject list does not read: " + e.detail(), e);
    }
  }
}
