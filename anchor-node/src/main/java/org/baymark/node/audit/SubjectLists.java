package org.baymark.node.audit;

import java.util.List;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.registration.Members;

/** What stands beside the headers of batches, which members keep and do not publish. */
public interface SubjectLists {
  /**
   * The subject entries of the batch whose header is entry {@code index} of the log. May block;
   * nothing has to be believed, for the header tells whether they are right.
   *
   * @param members whom the log names by now: who else was one may be away, or elsewhere
   */
  List<SubjectEntry> of(long index, Members members) throws SilentException, InterruptedException;
}
