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
import org.baymark.protocol.governance.Succession;
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
 * @param ties to what its reader may know from elsewhere
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
    Ties ties) {
  /** Of one evidence or passport, in bytes. */
  public static final int SIZE_MAX = 64 << 20;

  private static final String TYPE = "baymark evidence v2";

  /** Of subjects, of which a passport has parts. */
  static final int SUBJECTS_MAX = 65_536;

  /** The same with one item more: anchors, where there are any. */
  private static final String ANCHORED = "baymark evidence v3";

  /** With a succession too, where there is one; the list of anchors may be empty then. */
  private static final String SUCCEEDED = "baymark evidence v4";

  private static final int ITEMS = 9;
  private static final int LIST_MAX = 1 << 20;

  public Evidence {
    sealPath = List.copyOf(sealPath);
    registrars = List.copyOf(registrars);
    headers = List.copyOf(headers);
    registrations = List.copyOf(registrations);
    gateways = List.copyOf(gateways);
    subjects = List.copyOf(subjects);
  }

  /** Without ties. */
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
        Ties.NONE);
  }

  /**
   * The same with other signature lines under its head, and other ties.
   *
   * @throws IllegalArgumentException for a note of another head
   */
  public Evidence with(SignedCheckpoint note, Ties others) {
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
        others);
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
    int items = in.array(ITEMS, ITEMS + 2);
    in.literal(items == ITEMS ? TYPE : items == ITEMS + 1 ? ANCHORED : SUCCEEDED);
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
    Ties ties = items == ITEMS ? Ties.NONE : ties(in, items > ITEMS + 1);
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
        ties);
  }

  private static Ties ties(CborReader in, boolean isSucceeded) throws RefusalException {
    List<Anchor> anchors =
        ascending(in, isSucceeded ? 0 : 1, Ties.ANCHORS_MAX, Anchor::read, Anchor::chain);
    return new Ties(anchors, isSucceeded ? Optional.of(Succession.read(in)) : Optional.empty());
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
    boolean isSucceeded = ties.succession().isPresent();
    boolean isAnchored = isSucceeded || !ties.anchors().isEmpty();
    out.array(ITEMS + (isAnchored ? 1 : 0) + (isSucceeded ? 1 : 0));
    out.text(isSucceeded ? SUCCEEDED : isAnchored ? ANCHORED : TYPE).text(checkpoint.toText());
    HashPath.write(out.array(2).bytes(seal.encode()), sealPath);
    out.bytes(members.encoded());
    list(out, registrars, FormerRegistrar::write);
    list(out, headers, (header, to) -> header.logged().write(to));
    list(out, registrations, LoggedRegistration::write);
    list(out, gateways, GatewayProof::write);
    list(out, subjects, SubjectProof::write);
    if (isAnchored) {
      list(out, ties.anchors(), Anchor::write);
    }
    ties.succession().ifPresent(succession -> succession.write(out));
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

  /** Demands that who the members were leads to who they are at the checkpoint. */
  public void succeeds(Succession.Line line, Faults faults) {
    line.fault().ifPresent(fault -> faults.demand(false, fault));
    faults.demand(
        line.fault().isPresent() || line.last().equals(members),
        "the changes of members lead to others than those of the checkpoint");
    faults.demand(
        ties.succession().map(Succession::size).orElse(0L) < head().size(),
        "a change of members came after the checkpoint");
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
