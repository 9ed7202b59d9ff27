package org.baymark.node.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.baymark.node.Alliance;
import org.baymark.node.FreePorts;
import org.baymark.node.folder.TlsIdentity;
import org.baymark.node.pin.OwnKey;
import org.baymark.node.pin.Pins;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.index.Era;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies in an order that only this member takes part in, on the port and the disk of one. */
class OrderTest {
  private static final long PATIENCE_SECONDS = 60;

  @TempDir private Path folder;

  /** Remembers what was decided. */
  private static final class Decided extends BaseStateMachine {
    private final BlockingQueue<Bytes> entries = new LinkedBlockingQueue<>();

    @Override
    public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
      LogEntryProto entry = Objects.requireNonNull(transaction.getLogEntry());
      updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
      entries.add(Bytes.owning(entry.getStateMachineLogEntry().getLogData().toByteArray()));
      return CompletableFuture.completedFuture(Message.EMPTY);
    }

    Bytes next() throws InterruptedException {
      return Objects.requireNonNull(entries.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }
  }

  private Order start(Decided decided) throws Exception {
    int port = FreePorts.next();
    TlsIdentity tls = Alliance.KEYS.tls();
    Order.Setting setting =
        new Order.Setting(
            folder,
            List.of(Alliance.ONE),
            List.of(Alliance.ONE),
            new Pins(Alliance.MEMBERS),
            Alliance.MEMBER,
            "127.0.0.1:" + port,
            new OwnKey(tls.certificate(), tls.key()));
    Order order = Order.start(setting, Order.id(Alliance.ORIGIN, Era.FIRST), false, decided);
    for (int i = 0; !order.leads() && i < 100 * PATIENCE_SECONDS; i++) {
      Thread.sleep(10);
    }
    assertTrue(order.leads());
    return order;
  }

  /** An entry brings others the word that those before it are decided; a heartbeat comes late. */
  @Test
  void behindTheLastCommandGoesAnEntryThatSaysNothing() throws Exception {
    Decided decided = new Decided();
    Bytes first = Bytes.ofUtf8("first");
    Bytes second = Bytes.ofUtf8("second");
    try (Order order = start(decided)) {
      order.submit(first).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertEquals(first, decided.next());
      assertEquals(Bytes.EMPTY, decided.next());
      order.submit(second).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertEquals(second, decided.next());
      assertEquals(Bytes.EMPTY, decided.next());
    }
    assertTrue(decided.entries.isEmpty(), "nothing follows what says nothing");
  }
}
