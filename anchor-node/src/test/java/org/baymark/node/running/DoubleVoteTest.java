package org.baymark.node.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.baymark.node.Alliance;
import org.baymark.node.cli.Terminal;
import org.baymark.node.folder.TlsIdentity;
import org.baymark.node.peer.PeerClient;
import org.baymark.node.pin.OwnKey;
import org.baymark.node.pin.Pins;
import org.baymark.node.sequence.PresentKeys;
import org.baymark.protocol.accuse.Accusation.Culprit;
import org.baymark.protocol.accuse.Ruling;
import org.baymark.protocol.accuse.Trial;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.governance.Change;
import org.baymark.protocol.governance.TrustFile;
import org.baymark.protocol.index.IndexSeal;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.NoteSignature;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;
import org.baymark.protocol.voting.Cosigned;
import org.baymark.protocol.voting.Head;
import org.baymark.protocol.voting.Message;
import org.baymark.protocol.voting.Opened;
import org.baymark.protocol.voting.Opening;
import org.baymark.protocol.voting.Report;
import org.baymark.protocol.voting.Stop;
import org.baymark.protocol.voting.StopSet;
import org.baymark.protocol.voting.Voice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three members certify heads; the fourth says to one of them what excludes itself. */
class DoubleVoteTest {
  private static final int LIAR = 3;
  private static final String PATH = "/evidence/conflicts";

  @TempDir Path folder;

  private static Head head(String what) {
    return new Head(0, 1_000, Digest.sha256(Bytes.ofUtf8(what)));
  }

  private static JsonArray shown(RunningAlliance alliance, int which) {
    return new JsonArray(alliance.client(which).get(PATH).body().utf8());
  }

  private static JsonArray await(RunningAlliance alliance, int count) {
    return RunningAlliance.await(
        count + " conflicts are shown",
        () -> Optional.of(shown(alliance, 0)).filter(it -> it.size() == count));
  }

  /** What a stranger with a trust file says of a file. */
  private static Ruling ruling(RunningAlliance alliance, Bytes file) {
    String trust = TrustFile.QUORUM.text(alliance.members, Instant.EPOCH).orElseThrow();
    Policy policy = Policy.parse(Bytes.ofUtf8(trust)).toOptional().orElseThrow();
    return new Trial(policy).of(file).toOptional().orElseThrow();
  }

  /** With the liar's own certificate and keys, over the exchange that members have. */
  private record Liar(RunningAlliance alliance, PeerClient client, Voice voice) {
    void says(Message message) {
      client
          .vote(alliance.member(0), message.encoded())
          .toCompletionStage()
          .toCompletableFuture()
          .join();
    }

    Report report(String what) {
      return Report.say(voice, Alliance.ORIGIN, head(what));
    }

    /** The head that ends in this seal, co-signed. */
    Cosigned cosigned(List<Bytes> entries, IndexSeal seal) {
      MerkleTree tree = MerkleTree.of(entries);
      long size = tree.size();
      Checkpoint checkpoint = new Checkpoint(Alliance.ORIGIN, size, tree.root());
      NoteSignature line =
          alliance.keys(LIAR).cosignSigner(RunningAlliance.name(LIAR)).cosign(checkpoint, 7);
      return new Cosigned(
          new SignedCheckpoint(checkpoint, List.of(line)),
          Optional.of(new Cosigned.Seal(seal, tree.inclusion(size - 1, size).path())));
    }

    /** Epoch 3 would be its to open, with other stops than these. */
    Opened opened(int stops) {
      List<Stop> all =
          IntStream.range(0, stops)
              .mapToObj(i -> new Voice(RunningAlliance.name(i), voice.hand()))
              .map(other -> Stop.say(other, Alliance.ORIGIN, 2, Optional.empty()))
              .toList();
      StopSet set = new StopSet(all);
      return new Opened(Opening.say(voice, Alliance.ORIGIN, 3, set.digest()), set);
    }
  }

  @Test
  void whoSeesBothKeepsThemAndShowsThemToEveryone() throws Exception {
    Vertx vertx = Vertx.vertx();
    try (RunningAlliance alliance = new RunningAlliance(folder, 4)) {
      for (int i = 0; i < LIAR; i++) {
        alliance.start(i);
      }
      long size = alliance.sameHead(2).size();
      TlsIdentity tls = alliance.keys(LIAR).tls();
      Liar liar =
          new Liar(
              alliance,
              new PeerClient(
                  vertx, new OwnKey(tls.certificate(), tls.key()), new Pins(alliance.members)),
              Voice.of(RunningAlliance.name(LIAR), alliance.keys(LIAR).reporter()));

      liar.says(liar.report("one"));
      assertEquals(0, shown(alliance, 0).size());
      liar.says(liar.report("other"));
      JsonObject shown = await(alliance, 1).getJsonObject(0);
      assertEquals(RunningAlliance.name(LIAR).text(), shown.getString("member"));
      assertEquals("two reports", shown.getString("signed"));
      assertTrue(shown.getBoolean("accusation"));
      assertEquals(0, shown(alliance, 1).size()); // which was told nothing

      NodeClient.Answer file = alliance.client(0).get(shown.getString("file"));
      assertEquals(200, file.status());
      Ruling ruling = ruling(alliance, file.body());
      assertEquals(
          List.of(RunningAlliance.name(LIAR).text()),
          ruling.convicted().stream().map(Culprit::name).toList(),
          ruling::toString);
      assertEquals(404, alliance.client(0).get(PATH + "/" + "0".repeat(64)).status());
      assertEquals(404, alliance.client(0).get(PATH + "/1").status());

      toldTo(alliance);
      notWithoutEnd(liar, alliance);
      coSignsTwoHeads(liar, alliance);
      speaksOfPresentKeys(alliance);

      alliance.stop(0);
      alliance.start(0);
      assertEquals(4, await(alliance, 4).size());
      assertEquals(file.body(), alliance.client(0).get(shown.getString("file")).body());
      alliance.admit(1, "gateway");
      alliance.sameHead(size + 1); // and the log goes on
      long kept = await(alliance, 4).size();
      alliance.carry(0, new Change.Remove(RunningAlliance.name(LIAR)), 1, 2);
      RunningAlliance.await(
          "what speaks against a member of the past is shown so",
          () -> Optional.of(page(alliance)).filter(it -> it.getJsonArray("conflicts").isEmpty()));
      assertEquals(kept, page(alliance).getJsonArray("pastConflicts").size());
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  private static JsonObject page(RunningAlliance alliance) {
    return new JsonObject(alliance.client(0).get("/explorer/overview").body().utf8());
  }

  /** At the places where people and programs look. */
  private static void toldTo(RunningAlliance alliance) {
    JsonObject health = new JsonObject(alliance.client(0).get("/healthz").body().utf8());
    assertEquals(1, health.getInteger("conflicts"));
    assertEquals(1, page(alliance).getJsonArray("conflicts").size());
    assertEquals(0, page(alliance).getJsonArray("pastConflicts").size());
    Terminal.Outcome status =
        Terminal.run("alliance", "status", alliance.url(0), alliance.url(1), alliance.url(2));
    assertEquals(0, status.code(), status.out()); // it works all the same
    String line =
        RunningAlliance.name(LIAR) + ": SIGNED TWICE, so says " + alliance.url(0) + "; check";
    assertTrue(status.out().contains(line), status.out());
    Terminal.Outcome well = Terminal.run("alliance", "status", alliance.url(1), alliance.url(2));
    assertFalse(well.out().contains("SIGNED TWICE"), well.out());
  }

  /** With other keys, or among other members, it is history. */
  private static void speaksOfPresentKeys(RunningAlliance alliance) throws Exception {
    PresentKeys before = new PresentKeys(alliance.members);
    alliance.newKeys(LIAR);
    List<Member> members = new ArrayList<>(alliance.members.members());
    members.remove(LIAR);
    PresentKeys without = new PresentKeys(new Members(Alliance.ORIGIN, members));
    members.add(alliance.member(LIAR));
    PresentKeys rotated = new PresentKeys(new Members(Alliance.ORIGIN, members));
    String name = RunningAlliance.name(LIAR).text();
    for (Object one : shown(alliance, 0)) {
      Bytes file = alliance.client(0).get(((JsonObject) one).getString("file")).body();
      assertTrue(before.signed(file, name));
      assertFalse(before.signed(file, RunningAlliance.name(0).text()));
      assertFalse(without.signed(file, name));
      assertFalse(rotated.signed(file, name));
    }
    assertFalse(before.signed(Bytes.ofUtf8("nonsense"), name));
  }

  /** Two of each kind are enough. */
  private static void notWithoutEnd(Liar liar, RunningAlliance alliance) {
    for (int i = 0; i < 20; i++) {
      liar.says(liar.report("more " + i));
    }
    await(alliance, 2);
    liar.says(liar.opened(1));
    liar.says(liar.opened(2));
    JsonObject third = await(alliance, 3).getJsonObject(2);
    assertEquals("two openings", third.getString("signed"));
  }

  /** One that nobody else executed, and the one that all certified; the seals say the epoch. */
  private static void coSignsTwoHeads(Liar liar, RunningAlliance alliance) throws Exception {
    int size = (int) alliance.sameHead(2).size();
    List<Bytes> entries = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      entries.add(alliance.client(1).get("/entries/" + i).body());
    }
    IndexSeal seal = IndexSeal.parse(entries.get(size - 1)).toOptional().orElseThrow();
    IndexSeal other =
        new IndexSeal(
            seal.epoch(),
            seal.stopSet(),
            seal.height(),
            seal.covers(),
            Digest.sha256(Bytes.ofUtf8("another index")),
            seal.memberSet(),
            seal.previous());
    liar.says(liar.cosigned(entries, seal));
    assertEquals(3, shown(alliance, 0).size());
    entries.set(size - 1, other.encode());
    liar.says(liar.cosigned(entries, other));
    assertEquals(3, shown(alliance, 0).size());
    alliance.stop(0); // which remembers the one when it hears the other
    alliance.start(0);
    entries.set(size - 1, seal.encode());
    liar.says(liar.cosigned(entries, seal)); // as members do every few seconds
    JsonObject shown = await(alliance, 4).getJsonObject(3);
    assertEquals("two co-signatures", shown.getString("signed"));
    assertEquals(RunningAlliance.name(LIAR).text(), shown.getString("member"));
    Ruling ruling = ruling(alliance, alliance.client(0).get(shown.getString("file")).body());
    assertEquals(
        List.of(RunningAlliance.name(LIAR).text()),
        ruling.convicted().stream().map(Culprit::name).toList(),
        ruling::toString);
  }
}
