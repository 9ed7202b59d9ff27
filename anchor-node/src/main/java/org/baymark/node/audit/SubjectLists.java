package org.baymark.node.audit;

import java.util.List;
import java.util.function.Predicate;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.registration.Members;

/** What stands beside the headers of batches, which members keep and do not publish. */
public interface SubjectLists {
  /**
   * The subject entries of the batch whose header is entry {@code index} of the log. May block;
   * nothing has to be believed, for the header tells whether they are right: who hands out others
   * is named, and another asked.
   *
   * @param members whom the log names by now: who else was one may be away, or elsewhere
   * @param isRight whether the header is of these
   * @throws SilentException if nobody hands out the right ones; it names all that were asked
   */
  List<SubjectEntry> of(long index, Members members, Predicate<List<SubjectEntry>> isRight)
      throws SilentException, InterruptedException;
}
