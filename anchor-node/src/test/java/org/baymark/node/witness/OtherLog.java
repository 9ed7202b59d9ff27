package org.baymark.node.witness;

import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.NoteKey;
import org.baymark.protocol.log.NoteSignature;
import org.baymark.protocol.log.NoteSigner;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.log.WitnessRequest;
import org.baymark.protocol.merkle.ConsistencyProof;
import org.baymark.protocol.merkle.MerkleTree;

/** A log of somebody else, which can also lie. */
public final class OtherLog {
  private final NoteSigner signer;
  private final MerkleTree tree = new MerkleTree();

  public OtherLog(String origin) {
    signer = signer(origin, NoteKey.LOG);
  }

  /** The key of this name. */
  public static NoteSigner signer(String name, int type) {
    Bytes secret = Digest.sha256(Bytes.ofUtf8(name + " " + type)).bytes();
    return NoteSigner.of(
        name, type, SigningKey.ofSecret(Suite.EDDSA, secret).toOptional().orElseThrow());
  }

  public NoteKey key() {
    return signer.key();
  }

  public Policy.Log listed() {
    return new Policy.Log(signer.key(), Optional.empty());
  }

  /** Appends entries that say {@code word}. */
  public OtherLog grow(int count, String word) {
    for (int i = 0; i < count; i++) {
      tree.append(MerkleTree.leafHash(Bytes.ofUtf8(word + tree.size())));
    }
    return this;
  }

  public long size() {
    return tree.size();
  }

  public Checkpoint checkpoint(long size) {
    return new Checkpoint(signer.key().name(), size, tree.root(size));
  }

  public SignedCheckpoint note(long size) {
    return note(checkpoint(size));
  }

  public SignedCheckpoint note(Checkpoint checkpoint) {
    NoteSignature line = signer.signCheckpoint(checkpoint);
    return new SignedCheckpoint(checkpoint, List.of(line));
  }

  public ConsistencyProof proof(long from, long to) {
    return tree.consistency(from, to);
  }

  /** The body that an honest log sends. */
  public String ask(long from, long to) {
    return WitnessRequest.text(proof(from, to), note(to));
  }

  public WitnessRequest request(long from, long to) {
    return parse(ask(from, to));
  }

  public static WitnessRequest parse(String body) {
    return WitnessRequest.parse(Bytes.ofUtf8(body))
        .match(
            read -> read,
            refused -> {
              throw new AssertionError(refused.text());
            });
  }
}
