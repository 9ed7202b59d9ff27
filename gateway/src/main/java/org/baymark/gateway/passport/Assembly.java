package org.baymark.gateway.passport;

import java.util.Collection;
import org.baymark.protocol.bytes.Bytes;

/**
 * What came of the wish for a passport.
 *
 * @param file the passport; no bytes unless it is {@link Result#MADE}
 * @param sentence for a person, why there is none; where it is made, what is not in it, or nothing
 */
public record Assembly(Result result, Bytes file, String sentence) {

  /** How it ended. */
  public enum Result {
    MADE,
    /** This gateway stored nothing about the subject. */
    UNKNOWN_SUBJECT,
    /** It did, and no head that was accepted covers any of it yet. */
    NOTHING_ANCHORED,
    /** The alliance gave no evidence. */
    NO_EVIDENCE,
    /** What was put together does not verify, and is not handed out. */
    UNSOUND
  }

  static Assembly made(Bytes file) {
    return new Assembly(Result.MADE, file, "");
  }

  /** One that was made, and lacks what lies in files that were carried away. */
  Assembly without(Collection<String> files) {
    return result != Result.MADE
        ? this
        : new Assembly(
            result,
            file,
            "not disclosed, for it was pruned into a file that is not there: "
                + String.join(", ", files)
                + "; lay it back and ask again to have it disclosed");
  }

  static Assembly none(Result result, String sentence) {
    return new Assembly(result, Bytes.EMPTY, sentence);
  }
}
