package org.baymark.node.voting;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.node.Alliance;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.index.IndexSeal;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.NoteSignature;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.ConsistencyProof;
import org.baymark.protocol.merkle.InclusionProof;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.voting.Cosigned;
import org.baymark.protocol.voting.Electorate;

/** A log that is nothing but one seal after another: each entry but the first ends a head. */
public record SealedLog(long epoch, List<Bytes> entries) implements Branch {
  public SealedLog {
    entries = List.copyOf(entries);
  }

  /** Two of other words are two branches. */
  public static SealedLog of(long epoch, int size, String words) {
    List<Bytes> entries = new ArrayList<>(List.of(Bytes.ofUtf8("genesis")));
    while (entries.size() < size) {
      entries.add(seal(epoch, entries.size(), words).encode());
    }
    return new SealedLog(epoch, entries);
  }

  private static IndexSeal seal(long epoch, long covers, String words) {
    Digest some = Digest.sha256(Bytes.ofUtf8(words));
    Optional<Digest> stops = Optional.of(some).filter(any -> epoch > 0);
    Optional<TreeHead> last = Optional.of(new TreeHead(covers, some)).filter(any -> covers > 1);
    return new IndexSeal(epoch, stops, covers, covers, some, some, last);
  }

  /** Its first {@code size} entries. */
  public SealedLog first(int size) {
    return new SealedLog(epoch, entries.subList(0, size));
  }

  private MerkleTree tree() {
    return MerkleTree.of(entries);
  }

  /** The head that ends it, co-signed by the member of the tests. */
  public Cosigned cosigned() {
    long size = entries.size();
    Checkpoint head = new Checkpoint(Alliance.ORIGIN, size, tree().root());
    NoteSignature line = Alliance.KEYS.cosignSigner(Alliance.MEMBER).cosign(head, 7);
    IndexSeal seal = IndexSeal.parse(entries.get(entries.size() - 1)).toOptional().orElseThrow();
    return new Cosigned(
        new SignedCheckpoint(head, List.of(line)),
        Optional.of(new Cosigned.Seal(seal, tree().inclusion(size - 1, size).path())));
  }

  @Override
  public Optional<Digest> rootAt(long size) {
    return size > entries.size() ? Optional.empty() : Optional.of(first((int) size).tree().root());
  }

  @Override
  public ConsistencyProof consistency(long size, long newSize) {
    return tree().consistency(size, newSize);
  }

  @Override
  public Optional<Digest> leaf(long index) {
    return index >= entries.size()
        ? Optional.empty()
        : Optional.of(MerkleTree.leafHash(entries.get((int) index)));
  }

  @Override
  public InclusionProof inclusion(long index, long size) {
    return tree().inclusion(index, size);
  }

  @Override
  public Optional<Cosigned.Seal> seal(long size) {
    return first((int) size).cosigned().seal();
  }

  @Override
  public Optional<Electorate> electorateFor(long size) {
    return Optional.empty();
  }

  @Override
  public List<Electorate> electorates() {
    return List.of();
  }
}
