package org.baymark.node.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.baymark.node.voting.Minute;
import org.baymark.node.voting.Recorded;
import org.baymark.node.voting.Seen;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.bytes.Parsed;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.TreeHead;
import org.baymark.protocol.voting.Certificate;
import org.baymark.protocol.voting.Cosigned;
import org.baymark.protocol.voting.Opened;
import org.baymark.protocol.voting.Report;
import org.baymark.protocol.voting.Stop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This member's own votes, and what it was shown of others', on the disk. Writes belong to the
 * transaction that the caller has begun; so a vote is there if and only if the entries are that it
 * speaks of.
 */
public final class VoteStore {
  private static final Logger LOG = LoggerFactory.getLogger(VoteStore.class);

  private static final String NO_RECORD =
      "this member's keys are not new, and the database has no record of what they signed, so it"
          + " must not sign: make new keys with 'baymark node renew --keys' and propose them with"
          + " 'baymark alliance propose rotate'";

  private static final String LOST =
      ", so it is an old copy or its write-ahead log is damaged, and this member must not sign:"
          + " make new keys with 'baymark node renew --keys' and propose them with"
          + " 'baymark alliance propose rotate'";

  private final Connection sql;
  private final SignedMark mark;

  VoteStore(Connection sql, SignedMark mark) {
    this.sql = sql;
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
    List<Bytes> row = rows("SELECT silence FROM voter WHERE reporter = ?", reporter.bytes());
    if (row.isEmpty() && unused) {
      write("INSERT INTO voter VALUES (?, x'')", reporter.bytes());
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
    for (Report report : read("report", Report::parse, it -> it.head().epoch())) {
      sum = report.head().epoch() == epoch ? sum.after(new Minute.Reported(report)) : sum;
    }
    for (Stop stop : read("stop", Stop::parse, Stop::epoch)) {
      sum = stop.epoch() >= epoch ? sum.after(new Minute.Stopped(stop)) : sum;
    }
    sum = after(sum, notes("SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1"));
    return after(sum, silence.map(Minute.Silenced::new));
  }

  private static Recorded after(Recorded sum, Optional<? extends Minute> minute) {
    return minute.map(sum::after).orElse(sum);
  }

  private Optional<Minute.Certified> notes(String query) {
    return rows(query).stream()
        .map(row -> new Minute.Certified(read(row, SignedCheckpoint::parse)))
        .findFirst();
  }

  private Optional<Minute.Signed> signed() {
    String query = "SELECT note, epoch FROM cosignature ORDER BY epoch DESC LIMIT 1";
    return run(
        "read the last co-signature",
        () -> {
          try (PreparedStatement select = sql.prepareStatement(query);
              ResultSet row = select.executeQuery()) {
            return row.next()
                ? Optional.of(
                    new Minute.Signed(
                        row.getLong(2), read(octets(row, 1), SignedCheckpoint::parse)))
                : Optional.empty();
          }
        });
  }

  /** Writes it, but for a certified note: that lies beside its log signature with the others. */
  public void write(Minute minute) {
    if (minute instanceof Minute.Reported it) {
      write(
          "INSERT OR REPLACE INTO report VALUES (?, ?)",
          it.report().head().epoch(),
          it.report().encoded());
    } else if (minute instanceof Minute.Prepared it) {
      write(it.certificate());
    } else if (minute instanceof Minute.Signed it) {
      write(
          "INSERT OR REPLACE INTO cosignature VALUES (?, ?)",
          it.epoch(),
          Bytes.ofUtf8(it.note().toText()));
    } else if (minute instanceof Minute.Stopped it) {
      write("INSERT INTO stop VALUES (?, ?)", it.stop().epoch(), it.stop().encoded());
    } else if (minute instanceof Minute.Entered it) {
      write("INSERT INTO opened VALUES (?, ?)", it.opened().epoch(), it.opened().encoded());
      write("DELETE FROM seen WHERE epoch < ?", it.opened().epoch());
      it.opened().stopSet().start().ifPresent(this::write);
    } else if (minute instanceof Minute.Certified it) {
      // A certificate below a certified head is of use to nobody, unless it is its epoch's highest.
      write(
          "DELETE FROM certificate WHERE size < ? AND EXISTS (SELECT 1 FROM certificate above"
              + " WHERE above.epoch = certificate.epoch AND above.size > certificate.size)",
          it.note().checkpoint().size());
    } else if (minute instanceof Minute.Convicted it) {
      keep(it.conflict().encoded());
    } else if (minute instanceof Minute.CosignedTwice it) {
      keep(it.heads().encoded());
    } else if (minute instanceof Minute.Silenced it) {
      write("UPDATE voter SET silence = ?", Bytes.ofUtf8(it.reason()));
    }
  }

  /** Writes what outlives a restart of what others co-signed. */
  public void write(Seen change) {
    for (TreeHead head : change.less()) {
      write(
          "DELETE FROM seen WHERE member = ? AND epoch = ? AND size = ? AND root = ?",
          change.member().text(),
          change.epoch(),
          head.size(),
          head.root().bytes());
    }
    for (Cosigned said : change.more()) {
      Checkpoint head = said.note().checkpoint();
      write(
          "INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?, ?)",
          change.member().text(),
          change.epoch(),
          head.size(),
          head.root().bytes(),
          said.encoded());
    }
  }

  /** What others co-signed in this epoch that was worth keeping. */
  public List<Seen> seen(long epoch) {
    return run(
        "read what others co-signed",
        () -> {
          List<Seen> all = new ArrayList<>();
          String query = "SELECT member, octets FROM seen WHERE epoch = ? ORDER BY member, size";
          try (PreparedStatement select = bound(query, epoch);
              ResultSet row = select.executeQuery()) {
            while (row.next()) {
              seen(epoch, row.getString(1), octets(row, 2)).ifPresent(all::add);
            }
          }
          return all;
        });
  }

  /** What others said is said again, or is missed in evidence alone: it stops no node. */
  private static Optional<Seen> seen(long epoch, String name, Bytes octets) {
    return Cosigned.parse(octets)
        .toOptional()
        .filter(said -> DevUrn.isValid(name))
        .map(said -> new Seen(new DevUrn(name), epoch, List.of(said), List.of()))
        .or(
            () -> {
              LOG.atWarn()
                  .addKeyValue("epoch", epoch)
                  .log("what another member co-signed does not read, leaving it aside");
              return Optional.empty();
            });
  }

  private void write(Certificate certificate) {
    write(
        "INSERT INTO certificate VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET octets ="
            + " excluded.octets WHERE length(excluded.octets) > length(certificate.octets)",
        certificate.head().epoch(),
        certificate.head().size(),
        certificate.head().root().bytes(),
        certificate.encoded());
  }

  private void keep(Bytes octets) {
    write("INSERT OR IGNORE INTO conflict VALUES (?, ?)", Digest.sha256(octets).bytes(), octets);
  }

  /**
   * Something that convicts a member.
   *
   * @param id of what was recorded first, whatever it was completed to
   * @param octets a double vote, or an accusation
   */
  public record Kept(Digest id, Bytes octets) {}

  /** What convicts members, in the order in which it came. */
  public List<Kept> evidence() {
    return run(
        "read the evidence",
        () -> {
          List<Kept> all = new ArrayList<>();
          try (PreparedStatement select =
                  sql.prepareStatement("SELECT id, octets FROM conflict ORDER BY rowid");
              ResultSet row = select.executeQuery()) {
            while (row.next()) {
              Digest id = Digest.of(octets(row, 1));
              all.add(new Kept(id, octets(row, 2)));
            }
          }
          return all;
        });
  }

  /** In its place from now on: what shows to strangers what it shows to members. */
  public void complete(Digest id, Bytes accusation) {
    write("UPDATE conflict SET octets = ? WHERE id = ?", accusation, id.bytes());
  }

  /** What began each epoch that this member entered, in order. */
  public List<Opened> opened() {
    return read("opened", Opened::parse, Opened::epoch);
  }

  /** The certificates that it keeps, by epoch and size. */
  public List<Certificate> certificates() {
    return read("certificate", Certificate::parse, it -> it.head().epoch());
  }

  /**
   * All in this table, by their keys there.
   *
   * @param epochOf what one of them says itself of its epoch: it is filed under that
   */
  private <T> List<T> read(
      String table, Function<Bytes, Parsed<T>> door, ToLongFunction<T> epochOf) {
    String order = table.equals("certificate") ? "epoch, size, root" : "epoch";
    return run(
        "read the votes",
        () -> {
          List<T> all = new ArrayList<>();
          String query = "SELECT epoch, octets FROM " + table + " ORDER BY " + order;
          try (PreparedStatement select = sql.prepareStatement(query);
              ResultSet row = select.executeQuery()) {
            while (row.next()) {
              T one = read(octets(row, 2), door);
              if (epochOf.applyAsLong(one) != row.getLong(1)) {
                throw StoreException.damaged("a recorded vote is filed under another epoch");
              }
              all.add(one);
            }
          }
          return all;
        });
  }

  private static <T> T read(Bytes octets, Function<Bytes, Parsed<T>> door) {
    return door.apply(octets)
        .match(
            it -> it,
            refused -> {
              throw StoreException.damaged("a recorded vote does not read: " + refused.text());
            });
  }

  private List<Bytes> rows(String query, Object... values) {
    return run(
        "read the votes",
        () -> {
          List<Bytes> rows = new ArrayList<>();
          try (PreparedStatement select = bound(query, values);
              ResultSet row = select.executeQuery()) {
            while (row.next()) {
              rows.add(octets(row, 1));
            }
          }
          return rows;
        });
  }

  private void write(String statement, Object... values) {
    run(
        "record a vote",
        () -> {
          try (PreparedStatement write = bound(statement, values)) {
            return write.executeUpdate();
          }
        });
  }

  /** None of our columns is ever empty of a value. */
  private static Bytes octets(ResultSet row, int column) throws SQLException {
    byte[] octets = row.getBytes(column);
    if (octets == null) {
      throw StoreException.damaged("a value is missing beside the votes");
    }
    return Bytes.owning(octets);
  }

  private PreparedStatement bound(String statement, Object... values) throws SQLException {
    PreparedStatement prepared = sql.prepareStatement(statement);
    for (int i = 0; i < values.length; i++) {
      if (values[i] instanceof Bytes octets) {
        prepared.setBytes(i + 1, octets.unsafeArray());
      } else {
        prepared.setObject(i + 1, values[i]);
      }
    }
    return prepared;
  }

  private static <T> T run(String what, LogStore.Work<T> work) {
    try {
      return LogStore.run(what, work);
    } catch (IllegalArgumentException e) { // a name or digest in a row is none
      throw StoreException.damaged("cannot " + what + " in the database: " + e.getMessage(), e);
    }
  }
}
