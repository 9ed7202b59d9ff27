package org.baymark.protocol.passport;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;
import org.baymark.protocol.chain.ChainRecord;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.merkle.HashPath;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.statement.Unverified;

/**
 * The proof file. That one exists says that every byte of it was understood; what it proves, {@link
 * Verification} says.
 *
 * @param records that went without a signature, by key, boot and number; a number once
 * @param parts aligned with the subjects of the evidence; the first is what the passport is about,
 *     the others are attached devices, by name ascending
 */
public record Passport(Evidence evidence, List<ChainRecord> records, List<Part> parts) {
  private static final String TYPE = "baymark passport v1";
  private static final int RECORDS_MAX = 1 << 20;

  /**
   * What is disclosed about one subject.
   *
   * @param disclosures aligned with the filings; empty where a batch's statements are withheld
   */
  public record Part(Subject subject, List<Optional<Disclosure>> disclosures) {
    public Part {
      disclosures = List.copyOf(disclosures);
    }
  }

  /**
   * All that one batch holds about one subject.
   *
   * @param entryIndex of the subject's entry in the batch tree, from 1
   * @param path of this entry to the root in the batch header
   * @param statements in the order of the subject tree; at least one
   */
  public record Disclosure(long entryIndex, List<Digest> path, List<Unverified> statements) {
    public Disclosure {
      path = List.copyOf(path);
      statements = List.copyOf(statements);
    }

    /** Reads what the filings of a subject have one of each. */
    public static Disclosure read(CborReader in) throws RefusalException {
      in.arrayOf(3);
      long entryIndex = in.unsignedFrom1(TreeHead.SIZE_MAX);
      List<Digest> path = HashPath.read(in);
      int count = in.array(1, Integer.MAX_VALUE);
      List<Unverified> statements = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        statements.add(in.embedded(Unverified.SIZE_MAX, Unverified::parse));
      }
      return new Disclosure(entryIndex, path, statements);
    }

    public void write(CborWriter out) {
      HashPath.write(out.array(3).integer(entryIndex), path);
      out.array(statements.size());
      statements.forEach(statement -> out.bytes(statement.signed().encoded()));
    }
  }

  public Passport {
    parts = List.copyOf(parts);
    records = List.copyOf(records);
    if (parts.size() != evidence.subjects().size()) {
      throw new IllegalArgumentException("parts and subjects of the evidence differ in number");
    }
  }

  /** Without records. */
  public Passport(Evidence evidence, List<Part> parts) {
    this(evidence, List.of(), parts);
  }

  /** Parses a file. */
  public static Parsed<Passport> parse(Bytes file) {
    return Parsed.of(
        () -> {
          if (file.size() > Evidence.SIZE_MAX) {
            String what = "more than " + Evidence.SIZE_MAX + " bytes";
            throw new RefusalException(Refusal.TOO_LARGE, what);
          }
          return read(CborReader.open(file));
        });
  }

  private static Passport read(CborReader in) throws RefusalException {
    in.arrayOf(4);
    in.literal(TYPE);
    int evidenceAt = in.offset();
    Evidence evidence = Evidence.read(in);
    if (evidence.subjects().get(0).isNothing()) {
      String what = "nothing was filed about what the passport is about";
      throw new RefusalException(Refusal.WRONG_SHAPE, evidenceAt, what);
    }
    List<ChainRecord> records = readRecords(in);
    int count = in.array(1, Evidence.SUBJECTS_MAX);
    if (count != evidence.subjects().size()) {
      String what = count + " parts for " + evidence.subjects().size() + " subjects";
      throw new RefusalException(Refusal.WRONG_SHAPE, in.offset(), what);
    }
    List<Part> parts = new ArrayList<>(count);
    for (SubjectProof subject : evidence.subjects()) {
      int start = in.offset();
      Part part = readPart(in, subject.filings().size());
      demandOrder(parts, part, start);
      parts.add(part);
    }
    return new Passport(evidence, records, parts);
  }

  private static void demandOrder(List<Part> before, Part part, int start) throws RefusalException {
    if (before.isEmpty()) {
      return;
    }
    if (!part.subject().isDevice()) {
      throw new RefusalException(Refusal.WRONG_SHAPE, start, "a second subject but no device");
    }
    boolean ascends =
        before.size() == 1 || before.get(before.size() - 1).subject().compareTo(part.subject()) < 0;
    if (!ascends || before.get(0).subject().equals(part.subject())) {
      throw new RefusalException(Refusal.NOT_DETERMINISTIC, start, "devices out of order");
    }
  }

  private static Part readPart(CborReader in, int filings) throws RefusalException {
    in.arrayOf(2);
    int start = in.offset();
    Subject subject = Subject.read(in.text(Subject.SIZE_MAX), start);
    in.arrayOf(filings);
    List<Optional<Disclosure>> disclosures = new ArrayList<>(filings);
    for (int i = 0; i < filings; i++) {
      disclosures.add(in.skipNull() ? Optional.empty() : Optional.of(Disclosure.read(in)));
    }
    return new Part(subject, disclosures);
  }

  private static List<ChainRecord> readRecords(CborReader in) throws RefusalException {
    int count = in.array(0, RECORDS_MAX);
    List<ChainRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int start = in.offset();
      ChainRecord record = ChainRecord.parse(in.bytes(ChainRecord.SIZE_MAX)).orRefuse();
      if (i > 0 && ChainRecord.ORDER.compare(records.get(i - 1), record) >= 0) {
        throw new RefusalException(Refusal.NOT_DETERMINISTIC, start, "records out of order");
      }
      records.add(record);
    }
    return records;
  }

  public Bytes encoded() {
    CborWriter out = new CborWriter().array(4).text(TYPE);
    evidence.write(out);
    out.array(records.size());
    records.forEach(record -> out.bytes(record.encoded()));
    out.array(parts.size());
    for (Part part : parts) {
      out.array(2).text(part.subject().text()).array(part.disclosures().size());
      part.disclosures()
          .forEach(disclosure -> disclosure.ifPresentOrElse(it -> it.write(out), out::nil));
    }
    return out.toBytes();
  }

  /** What the passport is about. */
  public Subject about() {
    return parts.get(0).subject();
  }
}
