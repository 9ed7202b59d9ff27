package org.baymark.protocol.passport;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.batch.SubjectEntry;
import org.baymark.protocol.batch.SubjectTree;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.HashPath;
import org.baymark.protocol.merkle.InclusionProof;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.papers.Base45;
import org.baymark.protocol.statement.Unverified;

/**
 * The short form of a proof: one statement and its way to a checkpoint, small enough for the text
 * of one QR code. What it leaves out is who registered the device's key, and what else was said.
 *
 * @param key that the statement is said to be signed with
 * @param place of the statement in the tree of its subject, from 1: leaf 0 is none
 * @param toEntry from there to the root that {@code entry} names
 * @param entryIndex of the subject's entry in the batch tree, from 1
 * @param toHeader from there to the root that the header names
 */
public record Slip(
    Unverified statement,
    VerifyingKey key,
    SubjectEntry entry,
    long place,
    List<Digest> toEntry,
    long entryIndex,
    List<Digest> toHeader,
    LoggedHeader header,
    SignedCheckpoint checkpoint) {
  /**
   * In bytes. In Base45 these are 4,200 characters, and the largest QR code holds 4,296 of them
   * (ISO/IEC 18004, version 40, error correction L).
   */
  public static final int SIZE_MAX = 2_800;

  /** What the text begins with; like all of it, in the characters of a QR code's smallest mode. */
  public static final String PREFIX = "BAYMARK-SLIP:1:";

  /** In characters. */
  public static final int TEXT_MAX = PREFIX.length() + SIZE_MAX / 2 * 3;

  private static final int ITEMS = 13;
  private static final String TYPE = "baymark slip v1";
  private static final Bytes BEGINNING = new CborWriter().array(ITEMS).text(TYPE).toBytes();

  public Slip {
    toEntry = List.copyOf(toEntry);
    toHeader = List.copyOf(toHeader);
  }

  /**
   * Takes out of a passport what it holds of one statement.
   *
   * @param id of the statement; of several filings the first in the log counts
   * @param trust whose quorum is enough: no more co-signatures are told
   * @return empty where the passport does not disclose it, or not who says that its key is its own
   */
  public static Optional<Slip> of(Passport passport, Digest id, Policy trust) {
    Dossier dossier = new Dossier(passport, List.of());
    return dossier.filed().stream()
        .filter(filed -> filed.header().isPresent() && SubjectTree.isOrdered(filed.signed()))
        .filter(filed -> filed.signed().stream().anyMatch(signed -> signed.id().equals(id)))
        .min(Comparator.comparingLong(filed -> filed.header().orElseThrow().index()))
        .flatMap(filed -> of(dossier, filed, id, trust));
  }

  private static Optional<Slip> of(Dossier dossier, Filed filed, Digest id, Policy trust) {
    LoggedHeader header = filed.header().orElseThrow();
    Passport.Disclosure disclosure = filed.disclosure().orElseThrow();
    int nth = filed.signed().stream().map(Sign1::id).toList().indexOf(id);
    SubjectTree tree =
        new SubjectTree(
            header.gateway(), header.header().number(), filed.proof().subjectKey(), filed.signed());
    int place = nth + 1; // leaf 0 names the batch
    List<Digest> toEntry = tree.tree().inclusion(place, tree.n() + 1).path();
    return dossier
        .signer(filed.signed().get(nth))
        .map(
            entry ->
                new Slip(
                    filed.statements().get(nth),
                    entry.registration().key(),
                    tree.entry(),
                    place,
                    toEntry,
                    disclosure.entryIndex(),
                    disclosure.path(),
                    header,
                    trust.fewest(dossier.evidence().checkpoint())));
  }

  /** Parses a slip's bytes. */
  public static Parsed<Slip> parse(Bytes file) {
    return Parsed.of(
        () -> {
          if (file.size() > SIZE_MAX) {
            throw new RefusalException(Refusal.TOO_LARGE, "a slip of more than " + SIZE_MAX);
          }
          return read(CborReader.open(file));
        });
  }

  /** Whether a file is a slip, in bytes or in the text of its code, and no passport. */
  public static boolean isOne(Bytes file) {
    return begins(file, BEGINNING) || begins(file, Bytes.ofUtf8(PREFIX));
  }

  private static boolean begins(Bytes file, Bytes with) {
    return file.size() >= with.size() && file.slice(0, with.size()).equals(with);
  }

  /** Parses a file of either sort. */
  public static Parsed<Slip> parseFile(Bytes file) {
    return begins(file, BEGINNING) ? parse(file) : parseText(file.utf8());
  }

  private static Slip read(CborReader in) throws RefusalException {
    in.arrayOf(ITEMS);
    in.literal(TYPE);
    Unverified statement = in.embedded(Unverified.SIZE_MAX, Unverified::parse);
    VerifyingKey key = VerifyingKey.read(in);
    Digest subjectKey = in.digest();
    long n = in.unsignedFrom1(TreeHead.SIZE_MAX - 1);
    int placeAt = in.offset();
    long place = in.unsignedFrom1(TreeHead.SIZE_MAX);
    if (place > n) {
      throw new RefusalException(Refusal.OUT_OF_RANGE, placeAt, place + " of " + n + " statements");
    }
    int toEntryAt = in.offset();
    List<Digest> toEntry = HashPath.readJoined(in);
    // The root is what the path leads to: it is not told twice.
    SubjectEntry entry =
        new InclusionProof(place, n + 1, toEntry)
            .rootFrom(MerkleTree.leafHash(statement.signed().encoded()))
            .map(root -> new SubjectEntry(subjectKey, n, root))
            .orElseThrow(
                () ->
                    new RefusalException(
                        Refusal.WRONG_SHAPE, toEntryAt, "a path of another length"));
    long entryIndex = in.unsignedFrom1(TreeHead.SIZE_MAX);
    List<Digest> toHeader = HashPath.readJoined(in);
    LoggedHeader header = LoggedHeader.readJoined(in);
    int noteAt = in.offset();
    String note = in.text(SIZE_MAX);
    SignedCheckpoint checkpoint = Parsed.at(noteAt, SignedCheckpoint.parse(note)::orRefuse);
    return new Slip(
        statement, key, entry, place, toEntry, entryIndex, toHeader, header, checkpoint);
  }

  /** The bytes; they may be more than {@link #SIZE_MAX}. */
  public Bytes encoded() {
    CborWriter out = new CborWriter().array(ITEMS).text(TYPE);
    out.bytes(statement.signed().encoded()).raw(key.encoded());
    out.digest(entry.subjectKey()).integer(entry.n()).integer(place);
    HashPath.writeJoined(out, toEntry);
    HashPath.writeJoined(out.integer(entryIndex), toHeader);
    header.writeJoined(out);
    return out.text(checkpoint.toText()).toBytes();
  }

  /** Parses the text of its QR code, or a file of it: one spelling, and a newline perhaps. */
  public static Parsed<Slip> parseText(String text) {
    return Parsed.of(
        () -> {
          if (text.length() > TEXT_MAX + 1) {
            throw new RefusalException(Refusal.TOO_LARGE, "a text above " + TEXT_MAX);
          }
          Bytes encoded =
              bytesOf(text)
                  .orElseThrow(
                      () ->
                          new RefusalException(
                              Refusal.WRONG_SHAPE,
                              0,
                              "the text of a slip is " + PREFIX + " and Base45 (RFC 9285)"));
          return Parsed.at(PREFIX.length(), parse(encoded)::orRefuse);
        });
  }

  /** The bytes behind a text that begins like a slip's, whatever they are. */
  public static Optional<Bytes> bytesOf(String text) {
    return Base45.behind(PREFIX, text, TEXT_MAX);
  }

  /** What stands in the QR code. */
  public String text() {
    return PREFIX + Base45.encode(encoded());
  }
}
