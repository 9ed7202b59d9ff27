package org.baymark.protocol.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.merkle.InclusionProof;
import org.baymark.protocol.merkle.MerkleTree;

/**
 * That a log holds an entry, in one text file that needs no network (C2SP tlog-proof@v1). Nothing
 * here says that it proves anything; that is for {@link #judge}.
 *
 * @param extra opaque, and vouched for by nobody; empty, or at least one byte
 * @param index of the entry, from 0
 * @param path the inclusion proof, from the leaf's sibling up
 * @param note the checkpoint of the tree that holds the entry
 */
public record TlogProof(
    Optional<Bytes> extra, long index, List<Digest> path, SignedCheckpoint note) {
  /** Of the file, in bytes. */
  public static final int SIZE_MAX = 262_144;

  /** A tree of 2^53 leaves has no longer path. */
  public static final int PATH_MAX = 53;

  private static final String FIRST = "c2sp.org/tlog-proof@v1";
  private static final String EXTRA = "extra ";
  private static final String INDEX = "index ";

  public TlogProof {
    path = List.copyOf(path);
  }

  /** What a policy says of a proof. */
  public record Judged(boolean included, Judgement checkpoint) {
    /** Whether the entry is in the tree, and the policy accepts the tree's checkpoint. */
    public boolean accepted() {
      return included && checkpoint.accepted();
    }
  }

  /** Parses a file. */
  public static Parsed<TlogProof> parse(Bytes file) {
    return Parsed.of(
        () -> {
          if (file.size() > SIZE_MAX) {
            throw new RefusalException(
                Refusal.TOO_LARGE, "a proof of more than " + SIZE_MAX + " bytes");
          }
          return read(NoteText.ofUtf8(file));
        });
  }

  private static TlogProof read(String text) throws RefusalException {
    int blank = text.indexOf("\n\n");
    if (blank < 0) {
      throw wrong("there is no blank line before the checkpoint");
    }
    List<String> lines = List.of(text.substring(0, blank).split("\n", -1));
    if (!lines.get(0).equals(FIRST)) {
      throw wrong("line 1: not '" + FIRST + "'");
    }
    Optional<Bytes> extra =
        lines.size() > 1 && lines.get(1).startsWith(EXTRA)
            ? Optional.of(extra(lines.get(1).substring(EXTRA.length())))
            : Optional.empty();
    int at = extra.isPresent() ? 2 : 1;
    if (lines.size() <= at || !lines.get(at).startsWith(INDEX)) {
      throw wrong("line " + (at + 1) + ": not 'index' and a number");
    }
    long index =
        NoteText.decimal(
            lines.get(at).substring(INDEX.length()), "line " + (at + 1) + ": the index");
    if (lines.size() - at - 1 > PATH_MAX) {
      throw new RefusalException(
          Refusal.OUT_OF_RANGE, "a path of more than " + PATH_MAX + " hashes");
    }
    List<Digest> path = new ArrayList<>();
    for (int i = at + 1; i < lines.size(); i++) {
      path.add(NoteText.hash(lines.get(i), "line " + (i + 1) + ": the hash"));
    }
    SignedCheckpoint note = SignedCheckpoint.parse(text.substring(blank + 2)).orRefuse();
    return new TlogProof(extra, index, path, note);
  }

  private static Bytes extra(String base64) throws RefusalException {
    Bytes extra = NoteText.base64(base64, "line 2: the extra data");
    if (extra.size() == 0) {
      throw wrong("line 2: no extra data; then there is no such line");
    }
    return extra;
  }

  private static RefusalException wrong(String detail) {
    return new RefusalException(Refusal.WRONG_SHAPE, detail);
  }

  /** Whether {@code entry} is in the tree of {@link #note}, whoever signed that. */
  public boolean includes(Bytes entry) {
    Checkpoint checkpoint = note.checkpoint();
    return new InclusionProof(index, checkpoint.size(), path)
        .proves(MerkleTree.leafHash(entry), checkpoint.root());
  }

  /** Whether this shows {@code entry} in the log, by the rules of {@code policy}. */
  public Judged judge(Policy policy, Bytes entry) {
    return new Judged(includes(entry), policy.judge(note));
  }

  /** The file, byte for byte what {@link #parse} read. */
  public String toText() {
    StringBuilder text = new StringBuilder(FIRST).append('\n');
    extra.ifPresent(octets -> text.append(EXTRA).append(NoteText.base64(octets)).append('\n'));
    text.append(INDEX).append(index).append('\n');
    path.forEach(hash -> text.append(NoteText.base64(hash.bytes())).append('\n'));
    return text.append('\n').append(note.toText()).toString();
  }
}
