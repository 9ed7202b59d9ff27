package org.baymark.protocol.passport;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.index.IndexSeal;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.HashPath;
import org.baymark.protocol.merkle.InclusionProof;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.registration.Members;

/**
 * What a member answers about some subjects, all of it at one checkpoint: everything that a
 * passport needs but the statements, which only gateways hold.
 *
 * @param sealPath of the seal, the last entry under the checkpoint
 * @param registrars former ones that signed some of the registrations, by thumbprint, ascending
 * @param headers by log index, ascending
 * @param registrations by log index, ascending
 * @param gateways by name, ascending
 * @param subjects in the order they were asked for; at least one
 * @param anchors earlier heads in chains of others, by chain, ascending; at most 16
 */
public record Evidence(
    SignedCheckpoint checkpoint,
    IndexSeal seal,
    List<Digest> sealPath,
    Members members,
    List<FormerRegistrar> registrars,
    List<LoggedHeader> headers,
    List<LoggedRegistration> registrations,
    List<GatewayProof> gateways,
    List<SubjectProof> subjects,
    List<Anchor> anchors) {
  /** Of one evidence or passport, in bytes. */
  public static final int SIZE_MAX = 64 << 20;

  private static final String TYPE = "baymark evidence v2";

  /** Of subjects, of which a passport has parts. */
  static final int SUBJECTS_MAX = 65_536;

  /** The same with one item more: anchors, where there are any. */
  private static final String ANCHORED = "baymark evidence v3";

  private static final int ANCHORS_MAX = 16;
  private static final int LIST_MAX = 1 << 20;

  public Evidence {
    sealPath = List.copyOf(sealPath);
    registrars = List.copyOf(registrars);
    headers = List.copyOf(headers);
    registrations = List.copyOf(registrations);
    gateways = List.copyOf(gateways);
    subjects = List.copyOf(subjects);
    anchors = List.copyOf(anchors);
  }

  /** Without anchors. */
  public Evidence(
      SignedCheckpoint checkpoint,
      IndexSeal seal,
      List<Digest> sealPath,
      Members members,
      List<FormerRegistrar> registrars,
      List<LoggedHeader> headers,
      List<LoggedRegistration> registrations,
      List<GatewayProof> gateways,
      List<SubjectProof> subjects) {
    this(
        checkpoint,
        seal,
        sealPath,
        members,
        registrars,
        headers,
        registrations,
        gateways,
        subjects,
        List.of());
  }

  /** The same under the same head with other signature lines. */
  public Evidence under(SignedCheckpoint note) {
    if (!note.checkpoint().equals(checkpoint.checkpoint())) {
      throw new IllegalArgumentException("another head");
    }
    return new Evidence(
        note,
        seal,
        sealPath,
        members,
        registrars,
        headers,
        registrations,
        gateways,
        subjects,
        anchors);
  }

  /** The same with these anchors. */
  public Evidence anchored(List<Anchor> found) {
    return new Evidence(
        checkpoint,
        seal,
        sealPath,
        members,
        registrars,
        headers,
        registrations,
        gateways,
        subjects,
        found);
  }

  /** Parses what a member answered. It is well-formed then, and nothing of it is proven. */
  public static Parsed<Evidence> parse(Bytes encoded) {
    return Parsed.of(
        () -> {
          if (encoded.size() > SIZE_MAX) {
            throw new RefusalException(Refusal.TOO_LARGE, "more than " + SIZE_MAX + " bytes");
          }
          return read(CborReader.open(encoded));
        });
  }

  /** The same for a caller inside another parser. */
  public static Evidence read(CborReader in) throws RefusalException {
    boolean isAnchored = in.array(9, 10) == 10;
    in.literal(isAnchored ? ANCHORED : TYPE);
    int noteAt = in.offset();
    String note = in.text(SignedCheckpoint.SIZE_MAX);
    SignedCheckpoint checkpoint = Parsed.at(noteAt, SignedCheckpoint.parse(note)::orRefuse);
    in.arrayOf(2);
    IndexSeal seal = in.embedded(Logged.ENTRY_SIZE_MAX, IndexSeal::parse);
    List<Digest> sealPath = HashPath.read(in);
    Members members = in.embedded(Logged.ENTRY_SIZE_MAX, Members::parse);
    List<FormerRegistrar> registrars =
        ascending(in, 0, LIST_MAX, FormerRegistrar::read, FormerRegistrar::thumbprint);
    int headersAt = in.offset();
    List<LoggedHeader> headers =
        ascending(in, 0, LIST_MAX, LoggedHeader::read, LoggedHeader::index);
    if (headers.stream().map(LoggedHeader::id).distinct().count() < headers.size()) {
      throw new RefusalException(Refusal.NOT_DETERMINISTIC, headersAt, "a header twice");
    }
    List<LoggedRegistration> registrations =
        ascending(in, 0, LIST_MAX, LoggedRegistration::read, LoggedRegistration::index);
    List<GatewayProof> gateways =
        ascending(in, 0, LIST_MAX, GatewayProof::read, GatewayProof::gateway);
    int count = in.array(1, SUBJECTS_MAX);
    List<SubjectProof> subjects = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      subjects.add(SubjectProof.read(in));
    }
    List<Anchor> anchors =
        isAnchored ? ascending(in, 1, ANCHORS_MAX, Anchor::read, Anchor::chain) : List.of();
    return new Evidence(
        checkpoint,
        seal,
        sealPath,
        members,
        registrars,
        headers,
        registrations,
        gateways,
        subjects,
        anchors);
  }

  private interface Reader<T> {
    T read(CborReader in) throws RefusalException;
  }

  private static <T, K extends Comparable<K>> List<T> ascending(
      CborReader in, int least, int most, Reader<T> reader, Function<T, K> key)
      throws RefusalException {
    int count = in.array(least, most);
    List<T> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int start = in.offset();
      T item = reader.read(in);
      if (i > 0 && key.apply(items.get(i - 1)).compareTo(key.apply(item)) >= 0) {
        throw new RefusalException(Refusal.NOT_DETERMINISTIC, start, "a list out of order");
      }
      items.add(item);
    }
    return items;
  }

  public Bytes encoded() {
    CborWriter out = new CborWriter();
    write(out);
    return out.toBytes();
  }

  public void write(CborWriter out) {
    boolean isAnchored = !anchors.isEmpty();
    out.array(isAnchored ? 10 : 9).text(isAnchored ? ANCHORED : TYPE).text(checkpoint.toText());
    HashPath.write(out.array(2).bytes(seal.encode()), sealPath);
    out.bytes(members.encoded());
    list(out, registrars, FormerRegistrar::write);
    list(out, headers, (header, to) -> header.logged().write(to));
    list(out, registrations, LoggedRegistration::write);
    list(out, gateways, GatewayProof::write);
    list(out, subjects, SubjectProof::write);
    if (isAnchored) {
      list(out, anchors, Anchor::write);
    }
  }

  private static <T> void list(CborWriter out, List<T> items, BiConsumer<T, CborWriter> writer) {
    out.array(items.size());
    items.forEach(item -> writer.accept(item, out));
  }

  /** Whether a member's registrar signed {@code entry}, a present one or one of its time. */
  boolean isByRegistrar(Logged entry) {
    return members.signed(entry.signed())
        || registrars.stream().anyMatch(it -> it.signed(entry.signed(), entry.index()));
  }

  /** The log under the checkpoint. */
  public TreeHead head() {
    Checkpoint note = checkpoint.checkpoint();
    return new TreeHead(note.size(), note.root());
  }

  /** Whether the seal is the last entry of the log and covers all before it. */
  public boolean isSealed() {
    long last = head().size() - 1;
    return seal.covers() == last
        && new InclusionProof(last, head().size(), sealPath)
            .proves(MerkleTree.leafHash(seal.encode()), head().root());
  }

  public Optional<LoggedHeader> header(Digest id) {
    return headers.stream().filter(header -> header.id().equals(id)).findFirst();
  }
}
