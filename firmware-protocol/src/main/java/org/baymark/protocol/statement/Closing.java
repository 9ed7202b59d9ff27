package org.baymark.protocol.statement;

import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.merkle.TreeHead;

/**
 * What was filed about a subject at one checkpoint, as the consignee saw it.
 *
 * @param checkpoint of the log; not the empty one
 * @param ids how many different statements; from 1, for there is nothing to agree to in none
 * @param filingRoot of the subject's own small log at that checkpoint
 */
public record Closing(TreeHead checkpoint, long ids, Digest filingRoot) {
  public Closing {
    if (checkpoint.size() < 1 || ids < 1 || ids > TreeHead.SIZE_MAX) {
      throw new IllegalArgumentException(ids + " ids at size " + checkpoint.size());
    }
  }

  static Closing read(CborReader in) throws RefusalException {
    in.arrayOf(4);
    TreeHead checkpoint = new TreeHead(in.unsignedFrom1(TreeHead.SIZE_MAX), in.digest());
    return new Closing(checkpoint, in.unsignedFrom1(TreeHead.SIZE_MAX), in.digest());
  }

  void write(CborWriter out) {
    out.array(4).integer(checkpoint.size()).digest(checkpoint.root());
    out.integer(ids).digest(filingRoot);
  }
}
