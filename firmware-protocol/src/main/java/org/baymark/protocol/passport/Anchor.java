package org.baymark.protocol.passport;

import java.util.List;
import java.util.regex.Pattern;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.merkle.ConsistencyProof;
import org.baymark.protocol.merkle.HashPath;
import org.baymark.protocol.merkle.TreeHead;

/**
 * An earlier head of the log, which is said to stand in a transaction of another chain: [chain,
 * transaction, block, size, root, path]. Whoever asks a node of that chain sees when the log was at
 * least so long; who has no net learns from the path that it only grew since.
 *
 * @param chain as CAIP-2 names it, such as eip155:1
 * @param transaction whose data is the head, as section 27 says
 * @param path from that head to the checkpoint's (RFC 9162, section 2.1.4)
 */
public record Anchor(
    String chain, Digest transaction, long block, TreeHead head, List<Digest> path) {
  private static final Pattern CHAIN = Pattern.compile("[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}");
  private static final int CHAIN_SIZE_MAX = 41;

  public Anchor {
    path = List.copyOf(path);
  }

  static Anchor read(CborReader in) throws RefusalException {
    in.arrayOf(6);
    int chainAt = in.offset();
    String chain = in.text(CHAIN_SIZE_MAX);
    if (!CHAIN.matcher(chain).matches()) {
      throw new RefusalException(Refusal.BAD_NAME, chainAt, "no chain has such a name (CAIP-2)");
    }
    Digest transaction = in.digest();
    long block = in.unsigned(TreeHead.SIZE_MAX);
    long size = in.unsignedFrom1(TreeHead.SIZE_MAX);
    TreeHead head = new TreeHead(size, in.digest());
    return new Anchor(chain, transaction, block, head, HashPath.read(in));
  }

  void write(CborWriter out) {
    out.array(6).text(chain).bytes(transaction.bytes()).integer(block);
    out.integer(head.size()).bytes(head.root().bytes());
    HashPath.write(out, path);
  }

  /** Whether the log of {@code later} only grew from the anchored head. */
  boolean isBefore(TreeHead later) {
    return new ConsistencyProof(head.size(), later.size(), path).proves(head.root(), later.root());
  }

  /** What a reader may look up. */
  String text() {
    return "a head of "
        + head.size()
        + " entries is said to stand in transaction 0x"
        + transaction.hex()
        + " of chain "
        + chain
        + ", block "
        + block
        + ": not looked up here";
  }
}
