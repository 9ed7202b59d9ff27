package org.baymark.node.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.baymark.node.Alliance;
import org.baymark.node.sequence.Handwriting;
import org.baymark.node.voting.Minute;
import org.baymark.node.voting.Recorded;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.voting.Certificate;
import org.baymark.protocol.voting.Head;
import org.baymark.protocol.voting.Opened;
import org.baymark.protocol.voting.Opening;
import org.baymark.protocol.voting.Report;
import org.baymark.protocol.voting.Stop;
import org.baymark.protocol.voting.StopSet;
import org.baymark.protocol.voting.Voice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConnection;

/**
 * Bits of every vote in a small database are turned in the file, one at a time: the member is bound
 * to what it was bound to, or is told that it is not, or does not sign.
 */
class TurnedVotesTest {
  private static final Voice VOICE = Voice.of(Alliance.MEMBER, Alliance.KEYS.reporter());

  /** Before what lies in a row: how long it is, its key and the heads of its columns. */
  private static final int ROW_HEAD = 12;

  private static final int LARGE = 400;

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("node.db");
  }

  private static Head head(long epoch, long size) {
    return new Head(epoch, size, Digest.sha256(Bytes.ofUtf8(epoch + " " + size)));
  }

  private static Report report(Head head) {
    return Report.say(VOICE, Alliance.ORIGIN, head);
  }

  private static Minute.Signed signed(Head head) {
    Checkpoint checkpoint = new Checkpoint(Alliance.ORIGIN, head.size(), head.root());
    var line = Alliance.KEYS.cosignSigner(Alliance.MEMBER).cosign(checkpoint, 1_800_000_000);
    return new Minute.Signed(head.epoch(), new SignedCheckpoint(checkpoint, List.of(line)));
  }

  /** Two epochs, and the second was stopped, too. */
  private static List<Minute> minutes() {
    Certificate first = new Certificate(List.of(report(head(0, 70))));
    Stop stop = Stop.say(VOICE, Alliance.ORIGIN, 0, Optional.of(first));
    StopSet stops = new StopSet(List.of(stop));
    Opening opening = Opening.say(VOICE, Alliance.ORIGIN, 1, stops.digest());
    Certificate second = new Certificate(List.of(report(head(1, 90))));
    return List.of(
        new Minute.Reported(report(head(0, 70))),
        new Minute.Prepared(first),
        signed(head(0, 70)),
        new Minute.Stopped(stop),
        new Minute.Entered(new Opened(opening, stops)),
        new Minute.Reported(report(head(1, 90))),
        new Minute.Prepared(second),
        signed(head(1, 90)),
        new Minute.Stopped(Stop.say(VOICE, Alliance.ORIGIN, 1, Optional.of(second))));
  }

  private SignedState live() {
    try (LogStore store = LogStore.open(file())) {
      Recorded sum = store.votes().wake(Alliance.REPORTER, true);
      store.begin();
      for (Minute minute : minutes()) {
        store.votes().write(minute);
        sum = sum.after(minute);
      }
      store.commit();
      store.votes().mark(Alliance.REPORTER, sum);
      assertEquals(sum, store.votes().wake(Alliance.REPORTER, false));
      return SignedState.of(Alliance.REPORTER, sum);
    }
  }

  @Test
  void itIsBoundAsItWasOrSaysSo() throws IOException, SQLException {
    SignedState bound = live();
    byte[] sound = Files.readAllBytes(file());
    sound[18] = 1; // "no write-ahead log": in memory there can be none
    sound[19] = 1;
    assertTrue(isHarmless(sound, bound, "none"));
    String text = new String(sound, StandardCharsets.ISO_8859_1);
    int refused = 0;
    for (Bytes octets : stored()) {
      String vote = new String(octets.toArray(), StandardCharsets.ISO_8859_1);
      int at = text.indexOf(vote);
      assertTrue(at > 0, "it lies in one piece");
      int step = octets.size() > LARGE ? 7 : 1; // what is in it is a row of its own, too
      for (int bit = -8 * ROW_HEAD; bit < 8 * octets.size(); bit += step) {
        byte[] turned = sound.clone();
        turned[at + Math.floorDiv(bit, 8)] ^= (byte) (1 << Math.floorMod(bit, 8));
        refused += isHarmless(turned, bound, "bit " + bit + " of " + at) ? 0 : 1;
      }
    }
    assertTrue(refused > 4_000, "refused " + refused);
  }

  private static List<Bytes> stored() {
    return minutes().stream().map(TurnedVotesTest::octets).toList();
  }

  private static Bytes octets(Minute minute) {
    if (minute instanceof Minute.Reported it) {
      return it.report().encoded();
    } else if (minute instanceof Minute.Prepared it) {
      return it.certificate().encoded();
    } else if (minute instanceof Minute.Signed it) {
      return Bytes.ofUtf8(it.note().toText());
    } else if (minute instanceof Minute.Stopped it) {
      return it.stop().encoded();
    }
    return ((Minute.Entered) minute).opened().encoded();
  }

  /** Whether it is taken for sound; then it binds as it did. */
  private boolean isHarmless(byte[] database, SignedState bound, String what) throws SQLException {
    try (Connection sql = DriverManager.getConnection("jdbc:sqlite::memory:");
        SignedMark mark = SignedMark.open(folder.resolve("signed.mark"))) {
      sql.unwrap(SQLiteConnection.class).deserialize("main", database);
      Recorded recorded = new VoteStore(sql, mark).wake(Alliance.REPORTER, false);
      if (recorded.silence().isPresent()) {
        return false;
      }
      new Handwriting(Alliance.signatory(), List.of(Alliance.MEMBERS)).check(recorded);
      assertEquals(bound, SignedState.of(Alliance.REPORTER, recorded), what);
      return true;
    } catch (StoreException e) {
      assertTrue(e.isDamage(), e.getMessage());
      return false;
    } catch (IllegalStateException | IllegalArgumentException e) {
      return false; // whoever wakes it says that it is damaged
    }
  }
}
