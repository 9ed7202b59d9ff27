package org.baymark.protocol.passport;

import java.util.List;
import org.baymark.protocol.batch.BatchHeader;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.merkle.HashPath;
import org.baymark.protocol.merkle.InclusionProof;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.merkle.TreeHead;

/** A batch header in the log. */
public record LoggedHeader(Logged logged, BatchHeader header) {

  public static LoggedHeader of(Logged logged) throws RefusalException {
    return new LoggedHeader(logged, BatchHeader.parse(logged.signed()).orRefuse());
  }

  static LoggedHeader read(CborReader in) throws RefusalException {
    int start = in.offset();
    Logged logged = Logged.read(in);
    return Parsed.at(start, () -> of(logged));
  }

  /** The same of three items of a longer array, and the path in one string. */
  static LoggedHeader readJoined(CborReader in) throws RefusalException {
    int start = in.offset();
    Sign1 signed =
        in.embedded(Logged.ENTRY_SIZE_MAX, entry -> Sign1.parse(entry, Logged.ENTRY_SIZE_MAX));
    long index = in.unsigned(TreeHead.SIZE_MAX);
    Logged logged = new Logged(signed, index, HashPath.readJoined(in));
    return Parsed.at(start, () -> of(logged));
  }

  void writeJoined(CborWriter out) {
    out.bytes(logged.signed().encoded()).integer(logged.index());
    HashPath.writeJoined(out, logged.path());
  }

  /** Whether its batch holds the entry of a subject at that place, from 1. */
  boolean holds(SubjectEntry entry, long entryIndex, List<Digest> path) {
    // Leaf 0 names the batch, so the tree has one leaf more than subjects.
    return new InclusionProof(entryIndex, header.subjects() + 1, path)
        .proves(MerkleTree.leafHash(entry.encode()), header.root());
  }

  /** Whether the checkpoint that it says it saw came before it. */
  boolean isAfterWhatItSaw() {
    return header.lastSeen().map(seen -> seen.size() <= index()).orElse(true);
  }

  public Digest id() {
    return logged.signed().id();
  }

  public DevUrn gateway() {
    return logged.signed().issuer();
  }

  public long index() {
    return logged.index();
  }

  /** For a person: which batch of which gateway. */
  public String text() {
    return "gateway " + gateway() + ", batch " + header.number();
  }
}
