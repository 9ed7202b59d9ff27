package org.baymark.node.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.baymark.node.voting.Minute;
import org.baymark.node.voting.Recorded;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.voting.Certificate;
import org.baymark.protocol.voting.Opened;
import org.baymark.protocol.voting.Report;
import org.baymark.protocol.voting.Stop;

/**
 * This member's own votes, and what it was shown of others', on the disk. Writes belong to the
 * transaction that the caller has begun; so a vote is there if and only if the entries are that it
 * speaks of.
 */
public final class VoteStore {
  private static final String REMEDY =
      " must not sign: make new keys with 'baymark node renew --keys' and propose them with"
          + " 'baymark alliance propose rotate'";

  private static final String NO_RECORD =
      "this member's keys are not new, and the database has no record of what they signed, so it"
          + REMEDY;

  private static final String LOST =
      ", so it is an old copy or its write-ahead log is damaged, and this member" + REMEDY;

  private final VoteRows rows;
  private final EvidenceStore evidence;
  private final SignedMark mark;

  VoteStore(Connection sql, SignedMark mark) {
    this.rows = new VoteRows(sql);
    this.evidence = new EvidenceStore(sql);
    this.mark = mark;
  }

  /**
   * What this member knows of its votes. A member that has no record, but whose keys are not new,
   * must have signed before: it may not sign again, since it cannot know what (rule 7). So it is
   * with a record that ends before the {@link #mark}.
   *
   * @param reporter thumbprint of the key that it reports with
   * @param unused whether the keys were made for this database and never signed; the answer is on
   *     the disk when this returns, and from then on they are used
   */
  public Recorded wake(Digest reporter, boolean unused) {
    List<Bytes> row =
        rows.read(
            "SELECT silence FROM voter WHERE reporter = ?",
            it -> VoteRows.octets(it, 1),
            reporter.bytes());
    if (row.isEmpty() && unused) {
      rows.write("INSERT INTO voter VALUES (?, x'')", reporter.bytes());
    }
    Optional<String> silence =
        row.isEmpty()
            ? Optional.of(NO_RECORD).filter(any -> !unused)
            : Optional.of(row.get(0).utf8()).filter(reason -> !reason.isEmpty());
    Recorded recorded = recorded(silence);
    return recorded.silence().isPresent()
        ? recorded
        : after(
            recorded,
            mark.missing(reporter, recorded)
                .map(what -> "the database has no record of " + what + LOST)
                .map(Minute.Silenced::new));
  }

  /**
   * Beside the database: how far this member's votes have come, once that is on the disk.
   *
   * @param reporter thumbprint of the key that it reports with
   */
  public void mark(Digest reporter, Recorded durable) {
    if (durable.silence().isEmpty()) { // what it signed last still binds a member that is silent
      mark.write(reporter, durable);
    }
  }

  private Recorded recorded(Optional<String> silence) {
    Recorded sum = Recorded.NOTHING;
    for (Certificate certificate : certificates()) {
      sum = sum.after(new Minute.Prepared(certificate));
    }
    Optional<Minute.Signed> signed = signed();
    sum = after(sum, signed);
    for (Opened opened : opened()) {
      sum = sum.after(new Minute.Entered(opened));
    }
    long epoch = sum.epoch();
    if (signed.filter(it -> it.epoch() > epoch).isPresent()) {
      throw StoreException.damaged("a co-signature is of an epoch that has not begun");
    }
    sum = after(sum, signed.filter(it -> it.epoch() == epoch));
    for (Report report : votes("report", Report::parse, it -> it.head().epoch())) {
      sum = report.head().epoch() == epoch ? sum.after(new Minute.Reported(report)) : sum;
    }
    for (Stop stop : votes("stop", Stop::parse, Stop::epoch)) {
      sum = stop.epoch() >= epoch ? sum.after(new Minute.Stopped(stop)) : sum;
    }
    sum = after(sum, certified());
    return after(sum, silence.map(Minute.Silenced::new));
  }

  private static Recorded after(Recorded sum, Optional<? extends Minute> minute) {
    return minute.map(sum::after).orElse(sum);
  }

  private Optional<Minute.Certified> certified() {
    return rows
        .read(
            "SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1",
            row -> new Minute.Certified(vote(row, 1, SignedCheckpoint::parse)))
        .stream()
        .findFirst();
  }

  private Optional<Minute.Signed> signed() {
    return rows
        .read(
            "SELECT epoch, note FROM cosignature ORDER BY epoch DESC LIMIT 1",
            row -> new Minute.Signed(row.getLong(1), vote(row, 2, SignedCheckpoint::parse)))
        .stream()
        .findFirst();
  }

  /** Writes it, but for a certified note: that lies beside its log signature with the others. */
  public void write(Minute minute) {
    if (minute instanceof Minute.Reported it) {
      rows.write(
          "INSERT OR REPLACE INTO report VALUES (?, ?)",
          it.report().head().epoch(),
          it.report().encoded());
    } else if (minute instanceof Minute.Prepared it) {
      write(it.certificate());
    } else if (minute instanceof Minute.Signed it) {
      rows.write(
          "INSERT OR REPLACE INTO cosignature VALUES (?, ?)",
          it.epoch(),
          Bytes.ofUtf8(it.note().toText()));
    } else if (minute instanceof Minute.Stopped it) {
      rows.write("INSERT INTO stop VALUES (?, ?)", it.stop().epoch(), it.stop().encoded());
    } else if (minute instanceof Minute.Entered it) {
      rows.write("INSERT INTO opened VALUES (?, ?)", it.opened().epoch(), it.opened().encoded());
      rows.write("DELETE FROM seen WHERE epoch < ?", it.opened().epoch());
      it.opened().stopSet().start().ifPresent(this::write);
    } else if (minute instanceof Minute.Certified it) {
      // A certificate below a certified head is of use to nobody, unless it is its epoch's highest.
      rows.write(
          "DELETE FROM certificate WHERE size < ? AND EXISTS (SELECT 1 FROM certificate above"
              + " WHERE above.epoch = certificate.epoch AND above.size > certificate.size)",
          it.note().checkpoint().size());
    } else if (minute instanceof Minute.Convicted it) {
      evidence.keep(it.conflict().encoded());
    } else if (minute instanceof Minute.CosignedTwice it) {
      evidence.keep(it.heads().encoded());
    } else if (minute instanceof Minute.Silenced it) {
      rows.write("UPDATE voter SET silence = ?", Bytes.ofUtf8(it.reason()));
    }
  }

  private void write(Certificate certificate) {
    rows.write(
        "INSERT INTO certificate VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET octets ="
            + " excluded.octets WHERE length(excluded.octets) > length(certificate.octets)",
        certificate.head().epoch(),
        certificate.head().size(),
        certificate.head().root().bytes(),
        certificate.encoded());
  }

  /** What began each epoch that this member entered, in order. */
  public List<Opened> opened() {
    return votes("opened", Opened::parse, Opened::epoch);
  }

  /** The certificates that it keeps, by epoch and size. */
  public List<Certificate> certificates() {
    return votes("certificate", Certificate::parse, it -> it.head().epoch());
  }

  /**
   * All in this table, by their keys there.
   *
   * @param epochOf what one of them says itself of its epoch: it is filed under that
   */
  private <T> List<T> votes(
      String table, Function<Bytes, Parsed<T>> door, ToLongFunction<T> epochOf) {
    String order = table.equals("certificate") ? "epoch, size, root" : "epoch";
    return rows.read(
        "SELECT epoch, octets FROM " + table + " ORDER BY " + order,
        row -> {
          T vote = vote(row, 2, door);
          if (epochOf.applyAsLong(vote) != row.getLong(1)) {
            throw StoreException.damaged("a recorded vote is filed under another epoch");
          }
          return vote;
        });
  }

  private static <T> T vote(ResultSet row, int column, Function<Bytes, Parsed<T>> door)
      throws SQLException {
    return door.apply(VoteRows.octets(row, column))
        .match(
            vote -> vote,
            refused -> {
              throw StoreException.damaged("a recorded vote does not read: " + refused.text());
            });
  }
}
