package org.baymark.node.running;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.baymark.node.Alliance;
import org.baymark.node.TestGateway;
import org.baymark.node.ledger.Command;
import org.baymark.node.running.NodeClient.Answer;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.registration.Request;
import org.baymark.protocol.statement.Kind;

/**
 * A gateway that files batch after batch, at whichever member takes it, and believes what it is
 * answered.
 */
final class Load implements AutoCloseable {
  private static final int BETWEEN_MILLIS = 100;

  private final MemberProcesses members;
  private final TestGateway gateway;
  private final Random random;
  private final Set<Bytes> acknowledged = new HashSet<>(); // guarded by this
  private final List<String> wrong = new ArrayList<>(); // guarded by this
  private final Thread thread;
  private volatile boolean isDone;

  /** Of a new gateway, which the first member admits. */
  static Load admitted(MemberProcesses members, String name, long seed) throws Exception {
    TestGateway gateway = TestGateway.of(name);
    Sign1 card =
        new Request.Register(Alliance.registration(gateway.name(), Kind.BATCH))
            .sign(gateway.key(), gateway.name(), 1);
    Path file = Files.write(members.founded().resolve(name + ".card"), card.encoded().toArray());
    assertEquals(
        0,
        members.run(
            0, List.of("node", "admit", "--dir", members.dir(0).toString(), file.toString())));
    return new Load(members, gateway, seed);
  }

  private Load(MemberProcesses members, TestGateway gateway, long seed) {
    this.members = members;
    this.gateway = gateway;
    this.random = new Random(seed);
    this.thread = new Thread(this::file, "load-" + gateway.name());
    thread.start();
  }

  private void file() {
    try {
      while (!isDone) {
        String subject = "pallet " + random.nextInt(40);
        Command.FileBatch batch = gateway.seal(TestGateway.about(subject, gateway.number() + 1));
        if (isAcknowledged(batch)) {
          gateway.filed(batch);
        }
        Thread.sleep(BETWEEN_MILLIS);
      }
    } catch (InterruptedException e) {
      // Told to end.
    }
  }

  /** Asks one member after the other, as a gateway does, until one of them has taken it. */
  private boolean isAcknowledged(Command.FileBatch batch) throws InterruptedException {
    Bytes body = TestGateway.body(batch.header(), batch.subjects());
    while (!isDone) {
      try {
        Answer answer = members.client(random.nextInt(members.size)).post("/batches", body);
        if (answer.status() == 200) {
          answer.receiptIndex(batch.header().id());
          acknowledged(batch.header().encoded());
          return true;
        }
        if (answer.status() != 503 && !isEarly(answer)) {
          wrong(answer.status() + " " + answer.title() + ": " + answer.detail());
          return false;
        }
      } catch (UncheckedIOException e) {
        // Killed, or waiting for others: another one may do it.
      }
      Thread.sleep(BETWEEN_MILLIS);
    }
    return false;
  }

  /** A new epoch took out of the log what was acknowledged before, and puts it back one by one. */
  private static boolean isEarly(Answer answer) {
    return answer.status() == 409 && answer.title().equals("wrong-number");
  }

  private synchronized void acknowledged(Bytes header) {
    acknowledged.add(header);
  }

  private synchronized void wrong(String answer) {
    wrong.add(answer);
  }

  /** The headers for which a receipt came. */
  synchronized Set<Bytes> acknowledged() {
    return Set.copyOf(acknowledged);
  }

  /** Answers that no fault excuses. */
  synchronized List<String> wrong() {
    return List.copyOf(wrong);
  }

  @Override
  public void close() throws InterruptedException {
    isDone = true;
    thread.join();
  }
}
