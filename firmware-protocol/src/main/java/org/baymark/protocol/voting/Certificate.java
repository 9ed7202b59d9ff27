package org.baymark.protocol.voting;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.bytes.Refusal;
import org.baymark.protocol.bytes.RefusalException;
import org.baymark.protocol.cbor.CborReader;
import org.baymark.protocol.cbor.CborWriter;

/**
 * Reports of distinct members over one identical head of one log. That there are enough of them,
 * and that they are signed, {@link Electorate#proves} says: whoever receives one asks.
 *
 * @param reports 1 to 64, strictly ascending by member
 */
public record Certificate(List<Report> reports) implements Message {
  /** The one that counts: by epoch, then by size. Roots decide nothing but the order of a list. */
  public static final Comparator<Certificate> BY_RANK =
      Comparator.comparing(Certificate::head, Head.BY_RANK)
          .thenComparing(certificate -> certificate.head().root());

  /** In bytes. */
  public static final int SIZE_MAX = 64 + Electorate.SIZE_MAX * (3 + Report.SIZE_MAX);

  private static final String KIND = "baymark certificate v1";

  public Certificate {
    reports = List.copyOf(reports);
    Optional<String> fault = fault(reports);
    if (fault.isPresent()) {
      throw new IllegalArgumentException(fault.get());
    }
  }

  private static Optional<String> fault(List<Report> reports) {
    for (int i = 1; i < reports.size(); i++) {
      Report before = reports.get(i - 1);
      Report report = reports.get(i);
      if (!report.head().equals(before.head()) || !report.origin().equals(before.origin())) {
        return Optional.of("reports of two heads in one certificate");
      }
      if (report.member().compareTo(before.member()) <= 0) {
        return Optional.of("the reports of a certificate out of order");
      }
    }
    return reports.isEmpty() || reports.size() > Electorate.SIZE_MAX
        ? Optional.of("a certificate of " + reports.size() + " reports")
        : Optional.empty();
  }

  public static Parsed<Certificate> parse(Bytes encoded) {
    return Parsed.of(() -> read(encoded));
  }

  private static Certificate read(Bytes encoded) throws RefusalException {
    CborReader in = CborReader.open(encoded);
    in.arrayOf(2);
    in.literal(KIND);
    int start = in.offset();
    int count = in.array(1, Electorate.SIZE_MAX);
    List<Report> reports = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      reports.add(in.embedded(Report.SIZE_MAX, Report::parse));
    }
    Optional<String> fault = fault(reports);
    if (fault.isPresent()) {
      throw new RefusalException(Refusal.OUT_OF_RANGE, start, fault.get());
    }
    return new Certificate(reports);
  }

  public Head head() {
    return reports.get(0).head();
  }

  /** Of the log. */
  public String origin() {
    return reports.get(0).origin();
  }

  @Override
  public Bytes encoded() {
    CborWriter out = new CborWriter().array(2).text(KIND).array(reports.size());
    reports.forEach(report -> out.bytes(report.encoded()));
    return out.toBytes();
  }
}
