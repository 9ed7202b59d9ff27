package org.baymark.protocol.passport;

import static org.baymark.protocol.statement.Kind.SCAN;
import static org.baymark.protocol.statement.Kind.TELEMETRY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.baymark.protocol.accuse.Accusation;
import org.baymark.protocol.accuse.BrokenPromise;
import org.baymark.protocol.accuse.Conflict;
import org.baymark.protocol.accuse.Equivocation;
import org.baymark.protocol.accuse.FiledEntry;
import org.baymark.protocol.accuse.Misfiling;
import org.baymark.protocol.accuse.Omission;
import org.baymark.protocol.accuse.Prosecutor;
import org.baymark.protocol.accuse.SealedHead;
import org.baymark.protocol.accuse.SignedPromise;
import org.baymark.protocol.accuse.Trial;
import org.baymark.protocol.batch.Acknowledgement;
import org.baymark.protocol.batch.Acknowledgement.Promised;
import org.baymark.protocol.batch.ShipmentKey;
import org.baymark.protocol.batch.SubjectTree;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.merkle.InclusionProof;
import org.baymark.protocol.merkle.MerkleTree;
import org.baymark.protocol.papers.KeyCard;
import org.baymark.protocol.papers.KeyEpoch;
import org.baymark.protocol.statement.Unverified;
import org.junit.jupiter.api.Test;

/**
 * Where everybody does what the protocol asks, nobody can be convicted: not by any two things that
 * an honest log holds put together, and not with the help of one lying member of four.
 */
class HonestLogTest {
  private static final List<Subject> SHIPMENTS = List.of(Journey.SHIPMENT, Journey.OTHER);

  /** What an accuser could collect in a random honest world. */
  private static final class Collected {
    final World world = new World(4, Suite.EDDSA);
    final Random random;
    final List<Gateway> gateways = List.of(world.gateway("a"), world.gateway("b"));
    final Speaker scanner = world.device("scanner", SCAN);
    final Speaker sensor = world.device("sensor", TELEMETRY);
    final List<Passport> passports = new ArrayList<>();
    final List<SignedPromise> promises = new ArrayList<>();
    final Map<Gateway, Long> sealed = new HashMap<>();

    Collected(long seed) {
      random = new Random(seed);
      for (int round = 0; round < 2 + random.nextInt(3); round++) {
        for (Gateway gateway : gateways) {
          batch(gateway);
        }
        if (round > 0) {
          SHIPMENTS.forEach(
              one -> passports.add(Papers.issue(world, one, sensor.subject()).together()));
          passports.add(Papers.issue(world, sensor.subject()).together());
        }
      }
    }

    private void batch(Gateway gateway) {
      List<Sign1> statements = new ArrayList<>();
      SHIPMENTS.forEach(one -> statements.add(scanner.scans(one)));
      for (int i = random.nextInt(3); i >= 0; i--) {
        statements.add(sensor.reads("" + random.nextInt(9)));
      }
      long number = sealed.merge(gateway, 1L, Long::sum);
      List<Promised> promised = new ArrayList<>();
      for (Sign1 one : statements) {
        promised.add(new Promised(one.id(), world.subjectKey(one.subject())));
      }
      Acknowledgement ack = Acknowledgement.of(number + random.nextInt(2), promised);
      MerkleTree tree = Acknowledgement.tree(promised);
      Sign1 signed = ack.sign(gateway.self.key, gateway.self.name);
      for (int i = 0; i < promised.size(); i++) {
        promises.add(
            new SignedPromise(
                signed, ack, promised.get(i), i, tree.inclusion(i, tree.size()).path()));
      }
      gateway.take(statements.toArray(Sign1[]::new)).seal();
    }

    <T> T any(List<T> list) {
      return list.get(random.nextInt(list.size()));
    }

    /** Right cards of all members, or what one liar could add to none. */
    List<KeyCard> cards(Subject subject) {
      Subject of = subject.isDevice() ? Journey.SHIPMENT : subject;
      if (random.nextBoolean()) {
        ShipmentKey wrong = new ShipmentKey(of, Bytes.of(new byte[32]));
        return List.of(card(2, random.nextBoolean() ? wrong : world.shipmentKey(of)));
      }
      List<KeyCard> cards = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        cards.add(card(i, world.shipmentKey(of)));
      }
      return cards.subList(0, random.nextInt(5));
    }

    private KeyCard card(int member, ShipmentKey key) {
      return KeyCard.sign(
          world.alliance.registrar(member),
          world.alliance.name(member),
          key,
          KeyEpoch.FIRST,
          World.START);
    }

    Accusation accusation() {
      Passport passport = any(passports);
      Passport other = any(passports);
      int part = random.nextInt(passport.parts().size());
      int filing = random.nextInt(passport.parts().get(part).disclosures().size());
      return switch (random.nextInt(5)) {
        case 0 ->
            new Omission(
                other.evidence(),
                cards(passport.parts().get(part).subject()),
                passport.parts().get(part).subject(),
                filed(passport, part, filing));
        case 1 -> misfiling(passport, part, filing, other);
        case 2 -> brokenPromise(passport);
        case 3 -> {
          List<Unverified> said = Prosecutor.statements(passport);
          yield pair(other.evidence(), any(said), any(said));
        }
        default -> conflict(passport.evidence(), other.evidence());
      };
    }

    private FiledEntry filed(Passport passport, int part, int filing) {
      SubjectProof proof = passport.evidence().subjects().get(part);
      Passport.Disclosure shown =
          passport.parts().get(part).disclosures().get(filing).orElseThrow();
      return new FiledEntry(
          proof.filings().get(filing).headerId(),
          shown.entryIndex(),
          shown.path(),
          new org.baymark.protocol.batch.SubjectEntry(
              proof.subjectKey(),
              proof.filings().get(filing).n(),
              proof.filings().get(filing).subjectRoot()));
    }

    private Misfiling misfiling(Passport passport, int part, int filing, Passport other) {
      List<Unverified> statements =
          passport.parts().get(part).disclosures().get(filing).orElseThrow().statements();
      FiledEntry filed = filed(passport, part, filing);
      LoggedHeader header = passport.evidence().header(filed.headerId()).orElseThrow();
      MerkleTree tree =
          new SubjectTree(
                  header.gateway(),
                  header.header().number(),
                  filed.entry().subjectKey(),
                  statements.stream().map(Unverified::signed).toList())
              .tree();
      int at = random.nextInt(statements.size());
      InclusionProof path = tree.inclusion(at + 1L, tree.size());
      Unverified statement =
          random.nextInt(4) == 0 ? any(Prosecutor.statements(other)) : statements.get(at);
      return new Misfiling(
          random.nextInt(4) == 0 ? other.evidence() : passport.evidence(),
          cards(statement.signed().subject()),
          filed,
          path.index(),
          path.path(),
          statement);
    }

    private Accusation brokenPromise(Passport passport) {
      SignedPromise promise = any(promises);
      Optional<Accusation> whole = Prosecutor.brokenPromise(passport, promise);
      if (whole.isEmpty() || random.nextBoolean()) {
        return whole.orElseGet(() -> conflict(passport.evidence(), any(passports).evidence()));
      }
      BrokenPromise it = (BrokenPromise) whole.get();
      List<Optional<Passport.Disclosure>> fewer = new ArrayList<>(it.disclosures());
      fewer.set(random.nextInt(fewer.size()), Optional.empty());
      return new BrokenPromise(it.evidence(), promise, fewer);
    }

    private static Accusation pair(Evidence evidence, Unverified one, Unverified other) {
      boolean ascends = one.signed().id().compareTo(other.signed().id()) < 0;
      return new Equivocation(evidence, ascends ? one : other, ascends ? other : one);
    }

    private Accusation conflict(Evidence one, Evidence other) {
      boolean ascends = one.head().size() <= other.head().size();
      Evidence small = ascends ? one : other;
      Evidence large = ascends ? other : one;
      LoggedHeader left = any(small.headers());
      LoggedHeader right = any(large.headers());
      Conflict.Fork fork =
          new Conflict.Fork(
              left.index(), leaf(left), left.logged().path(), leaf(right), right.logged().path());
      return new Conflict(
          new SealedHead(small.checkpoint(), small.seal(), small.sealPath()),
          new SealedHead(large.checkpoint(), large.seal(), large.sealPath()),
          small.head().size() == large.head().size() ? Optional.empty() : Optional.of(fork));
    }

    private static Digest leaf(LoggedHeader header) {
      return MerkleTree.leafHash(header.logged().signed().encoded());
    }
  }

  @Test
  void nobodyIsConvictedInAnHonestWorld() {
    Map<Accusation.Kind, Integer> judged = new HashMap<>();
    for (long seed = 1; seed <= 6; seed++) {
      Collected collected = new Collected(seed);
      Trial trial = new Trial(collected.world.alliance.policy());
      for (int i = 0; i < 150; i++) {
        Accusation accusation = collected.accusation();
        List<Accusation.Culprit> convicted =
            trial.of(accusation.encoded()).match(it -> it.convicted(), refused -> List.of());
        assertEquals(List.of(), convicted, "seed " + seed + ", " + i + ": " + accusation.kind());
        if (Accusation.parse(accusation.encoded()).toOptional().isPresent()) {
          judged.merge(accusation.kind(), 1, Integer::sum);
        }
      }
    }
    // A double vote of honest members cannot be written: its reader asks whether they contradict.
    for (Accusation.Kind kind : EnumSet.complementOf(EnumSet.of(Accusation.Kind.DOUBLE_VOTING))) {
      assertTrue(judged.getOrDefault(kind, 0) > 50, judged::toString);
    }
  }
}
