package org.baymark.node.beside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.baymark.node.Alliance;
import org.baymark.node.folder.NodeKeys;
import org.baymark.node.folder.SecondKeys;
import org.baymark.node.sequence.LogStatus;
import org.baymark.node.sequence.MemberSets;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.registration.Member;
import org.baymark.protocol.registration.Members;
import org.baymark.protocol.voting.Cosigned;
import org.junit.jupiter.api.Test;

class LinesBesideTest {
  private static final NodeKeys KEYS =
      Alliance.KEYS.with(SecondKeys.generate(true, false, new SecureRandom()));
  private static final Members MEMBERS = new Members(Alliance.ORIGIN, List.of(member()));

  private final AtomicInteger asked = new AtomicInteger();
  private final List<Cosigned> said = new CopyOnWriteArrayList<>();
  private volatile LogStatus status = new LogStatus(0, 0, Optional.empty(), Optional.empty());

  private static Member member() {
    Member old = Alliance.ONE;
    return KEYS.member(old.name(), Alliance.ORIGIN, old.company(), old.addresses());
  }

  private LogStatus asked() {
    asked.incrementAndGet();
    return status;
  }

  private static void await(BooleanSupplier holds) throws InterruptedException {
    for (int i = 0; i < 3_000 && !holds.getAsBoolean(); i++) {
      Thread.sleep(10);
    }
    assertTrue(holds.getAsBoolean(), "it did not come to this");
  }

  private static SignedCheckpoint certified(long size) {
    Checkpoint head =
        new Checkpoint(Alliance.ORIGIN, size, Digest.sha256(Bytes.ofUtf8("root " + size)));
    return new SignedCheckpoint(
        head, List.of(KEYS.cosignSigner(Alliance.MEMBER).cosign(head, size)));
  }

  private SignedCheckpoint published(long size) {
    SignedCheckpoint note = certified(size);
    status =
        new LogStatus(
            size,
            size,
            Optional.of(new LogStatus.Published(note, 0)),
            Optional.of(new MemberSets(List.of(MEMBERS), MEMBERS)));
    return note;
  }

  @Test
  void itLooksWhenItIsWokenAndRestsMeanwhile() throws Exception {
    LinesBeside.Pens pens =
        new LinesBeside.Pens(
            Alliance.MEMBER,
            KEYS.cosignSigner(Alliance.MEMBER).key(),
            KEYS.second().cosigners(Alliance.MEMBER));
    InstantSource clock = InstantSource.fixed(Instant.ofEpochSecond(7));
    try (LinesBeside lines = LinesBeside.start(this::asked, pens, said::add, clock)) {
      await(() -> asked.get() == 1);
      SignedCheckpoint first = published(9);
      Thread.sleep(300);
      assertEquals(1, asked.get(), "nobody woke it");

      lines.wake();
      await(() -> lines.apply(first).signatures().size() == 2);
      await(() -> said.size() == 3); // and again, in case it was lost
      Thread.sleep(300); // it looks once more then
      int looks = asked.get();
      Thread.sleep(1_500);
      assertEquals(3, said.size());
      assertEquals(looks, asked.get(), "nobody woke it");

      SignedCheckpoint second = published(11);
      lines.heard(Alliance.MEMBER, new Cosigned(second, Optional.empty()));
      await(() -> lines.apply(second).signatures().size() == 2);
    }
  }
}
