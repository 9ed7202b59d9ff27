package org.baymark.node.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.node.Alliance;
import org.baymark.node.voting.Minute;
import org.baymark.node.voting.Recorded;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.voting.Head;
import org.baymark.protocol.voting.Report;
import org.baymark.protocol.voting.Voice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a member signed, and that its database no longer knows. */
class SignedMarkTest {
  private static final Voice VOICE = Voice.of(Alliance.MEMBER, Alliance.KEYS.reporter());
  private static final int WAL_HEAD = 32;
  private static final int FRAME = 24 + 2_048;

  @TempDir Path folder;

  private static Minute report(long size) {
    Head head = new Head(0, size, Digest.sha256(Bytes.ofUtf8("root of " + size)));
    return new Minute.Reported(Report.say(VOICE, Alliance.ORIGIN, head));
  }

  /** Reports one head after the other, as a member does; the sum of each of these moments. */
  private static List<Recorded> live(LogStore store) {
    List<Recorded> moments = new ArrayList<>();
    moments.add(store.votes().wake(Alliance.REPORTER, true));
    for (long size = 1; size <= 4; size++) {
      Minute minute = report(size);
      store.begin();
      store.votes().write(minute);
      store.commit();
      moments.add(moments.get(moments.size() - 1).after(minute));
      store.votes().mark(Alliance.REPORTER, moments.get(moments.size() - 1));
    }
    return moments;
  }

  private Path copy(Path from, String name) throws IOException {
    Path to = Files.createDirectory(folder.resolve(name));
    for (String file : List.of("node.db", "node.db-wal", "signed.mark")) {
      Files.copy(from.resolve(file), to.resolve(file));
    }
    return to;
  }

  private static Recorded wake(Path of) {
    try (LogStore store = LogStore.open(of.resolve("node.db"))) {
      return store.votes().wake(Alliance.REPORTER, false);
    }
  }

  /** SQLite leaves out all that was committed from there on, and says nothing. */
  @Test
  void aBitThatTurnsInTheWriteAheadLogIsFoundOrChangesNothing() throws IOException {
    Path live = Files.createDirectory(folder.resolve("live"));
    try (LogStore store = LogStore.open(live.resolve("node.db"))) {
      List<Recorded> moments = live(store);
      Recorded last = moments.get(moments.size() - 1);
      assertEquals(last, wake(copy(live, "sound")));
      byte[] sound = Files.readAllBytes(live.resolve("node.db-wal"));
      List<Integer> places = new ArrayList<>(List.of(0, 9, 17, 30));
      for (int frame = WAL_HEAD; frame < sound.length; frame += FRAME) {
        places.addAll(
            List.of(frame + 2, frame + 6, frame + 12, frame + 20, frame + 24, frame + 999));
      }
      int found = 0;
      for (int at : places) {
        Path torn = copy(live, "turned " + at);
        byte[] turned = sound.clone();
        turned[at] ^= 4;
        Files.write(torn.resolve("node.db-wal"), turned);
        Recorded recorded = wake(torn);
        if (!recorded.equals(last)) {
          String said = recorded.silence().orElseThrow();
          assertTrue(said.contains("no record of") && said.contains("renew --keys"), said);
          found++;
        }
      }
      assertTrue(found > places.size() / 2, found + " of " + places.size());
    }
  }

  /** What is in the file alone is what a machine has that lost its power after a start. */
  @Test
  void nothingRestsOnAWriteAheadLogThatAnotherProcessLeft() throws IOException {
    Path live = Files.createDirectory(folder.resolve("live"));
    try (LogStore store = LogStore.open(live.resolve("node.db"))) {
      List<Recorded> moments = live(store);
      Path killed = copy(live, "killed");
      assertNotEquals(0, Files.size(killed.resolve("node.db-wal")));
      try (LogStore again = LogStore.open(killed.resolve("node.db"))) {
        assertEquals(0, Files.size(killed.resolve("node.db-wal")));
        Path alone = Files.createDirectory(folder.resolve("alone"));
        Files.copy(killed.resolve("node.db"), alone.resolve("node.db"));
        assertEquals(moments.get(moments.size() - 1), wake(alone));
        assertEquals(again.entries().size(), 0);
      }
    }
  }

  @Test
  void anOldCopyOfTheDatabaseIsFound() throws IOException {
    try (LogStore store = LogStore.open(folder.resolve("node.db"))) {
      store.votes().wake(Alliance.REPORTER, true);
    }
    byte[] old = Files.readAllBytes(folder.resolve("node.db"));
    try (LogStore store = LogStore.open(folder.resolve("node.db"))) {
      live(store);
    }
    assertEquals(Optional.empty(), wake(folder).silence());
    Files.write(folder.resolve("node.db"), old);
    assertTrue(wake(folder).silence().orElseThrow().contains("its report of the head 4 "));
    assertTrue(wake(folder).silence().isPresent(), "whenever it is asked");
  }

  @Test
  void itSaysNothingOfOtherKeysNorWhereItDoesNotRead() throws IOException {
    Path file = folder.resolve("signed.mark");
    Recorded recorded = Recorded.NOTHING.after(report(4));
    try (SignedMark mark = SignedMark.open(file)) {
      mark.write(Alliance.REPORTER, recorded);
    }
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    Digest other = Digest.sha256(Bytes.ofUtf8("other"));
    assertEquals(Optional.empty(), SignedMark.open(file).missing(other, Recorded.NOTHING));
    assertTrue(SignedMark.open(file).missing(Alliance.REPORTER, Recorded.NOTHING).isPresent());
    assertEquals(Optional.empty(), SignedMark.open(file).missing(Alliance.REPORTER, recorded));
    byte[] sound = Files.readAllBytes(file);
    for (int bit = 0; bit < 8 * sound.length; bit++) {
      byte[] turned = sound.clone();
      turned[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, turned);
      assertEquals(
          Optional.empty(), SignedMark.open(file).missing(Alliance.REPORTER, Recorded.NOTHING));
    }
    Files.write(file, new byte[0]);
    assertEquals(
        Optional.empty(), SignedMark.open(file).missing(Alliance.REPORTER, Recorded.NOTHING));
  }
}
