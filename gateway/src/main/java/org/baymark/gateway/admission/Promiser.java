package org.baymark.gateway.admission;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Optional;
import org.baymark.gateway.admission.Filing.Due;
import org.baymark.gateway.runtime.Lane;
import org.baymark.protocol.accuse.SignedPromise;
import org.baymark.protocol.batch.Acknowledgement;
import org.baymark.protocol.batch.Acknowledgement.Promised;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.merkle.MerkleTree;

/**
 * Gives the gateway's word for what is stored (PROTOCOL.md, section 24.3): one signature for all
 * that wait for one, which is what the last commits brought.
 */
public final class Promiser implements AutoCloseable {
  private static final int WAITING_MAX = 8192;

  /** A path of ten hashes. */
  private static final int GROUP_MAX = 1024;

  private final DevUrn gateway;
  private final SigningKey key;
  private final Lane<Asked> lane;

  public Promiser(DevUrn gateway, SigningKey key) {
    this.gateway = gateway;
    this.key = key;
    this.lane = new Lane<>("promise", WAITING_MAX, GROUP_MAX, this::sign);
  }

  private record Asked(Due due, Promise<Optional<Bytes>> promise) {}

  /**
   * The {@link SignedPromise} for a statement that is stored, encoded; empty where too many are
   * asked for. The future never fails.
   */
  Future<Optional<Bytes>> promise(Due due) {
    Asked asked = new Asked(due, Promise.promise());
    if (!lane.offer(asked)) {
      asked.promise().complete(Optional.empty());
    }
    return asked.promise().future();
  }

  private void sign(List<Asked> group) {
    try {
      List<Promised> promised = group.stream().map(it -> it.due().statement()).toList();
      long number = group.stream().mapToLong(it -> it.due().number()).max().orElseThrow();
      Acknowledgement ack = Acknowledgement.of(number, promised);
      Sign1 signed = ack.sign(key, gateway);
      MerkleTree tree = Acknowledgement.tree(promised);
      for (int i = 0; i < group.size(); i++) {
        SignedPromise word =
            new SignedPromise(
                signed, ack, promised.get(i), i, tree.inclusion(i, ack.count()).path());
        group.get(i).promise().complete(Optional.of(word.encoded()));
      }
    } finally {
      group.forEach(it -> it.promise().tryComplete(Optional.empty())); // stored all the same
    }
  }

  /** Signs what waits, and ends. */
  @Override
  public void close() {
    lane.close();
  }
}
