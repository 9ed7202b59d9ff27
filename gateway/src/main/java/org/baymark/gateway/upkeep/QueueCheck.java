package org.baymark.gateway.upkeep;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.baymark.gateway.store.HeadLog;
import org.baymark.gateway.store.HeadLog.Head;
import org.baymark.gateway.store.StoreFile;
import org.baymark.gateway.store.StoredQueue;
import org.baymark.gateway.store.StoredQueue.DeviceRow;
import org.baymark.gateway.store.StoredQueue.Proven;
import org.baymark.protocol.batch.BatchHeader;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.merkle.TreeHead;

/** Whether all that the alliance has to hear of is on its way, and what is known of its log. */
record QueueCheck(StoreFile file, Optional<VerifyingKey> key, Consumer<Finding> tell) {

  void run() {
    List<Long> lost = file.read(StoredQueue::unqueued);
    if (!lost.isEmpty()) {
      wrong(
          "queue",
          Counted.of(lost.size(), "batch", "batches")
              + " without a place in it, never to be sent; first "
              + lost.get(0));
    }
    if (!file.isPruned()) {
      for (DeviceRow device : file.read(StoredQueue::devices)) {
        RegistrationCheck.faults(device, key)
            .forEach(fault -> wrong("device " + device.name(), fault));
      }
    }
    OptionalLong misplaced = file.read(StoredQueue::misplaced);
    if (misplaced.isPresent()) {
      wrong(
          "queue",
          "batch "
              + misplaced.getAsLong()
              + " is said to stand in the log before one that was sealed before it: a receipt was"
              + " wrong, or its place was changed here");
    }
    file.read(transaction -> new HeadLog().contradiction(transaction))
        .ifPresent(why -> wrong("log", why));
    log();
  }

  private void log() {
    // Heads only grow: of a gateway that runs the one that is read last rests under the others.
    Optional<TreeHead> newest = seen();
    Optional<Proven> proven = file.read(StoredQueue::proven);
    Optional<TreeHead> known =
        file.read(transaction -> new HeadLog().newest(transaction)).map(Head::tree);
    newest
        .filter(seen -> !isKept(seen, known))
        .ifPresent(
            seen ->
                wrong(
                    "log",
                    "the newest batch was sealed when a head of "
                        + seen.size()
                        + " entries had been seen, and "
                        + known.map(it -> text(it, seen)).orElse("none is kept")));
    if (proven.filter(it -> !isBelow(it, known)).isPresent()) {
      wrong(
          "log",
          "batch "
              + proven.get().batch()
              + " is noted as proven, and stands by its receipt in no entry below the head that is"
              + " kept");
    }
  }

  /** By the newest header, which the gateway signed: heads only grow. */
  private Optional<TreeHead> seen() {
    return file.read(StoredQueue::newestHeader)
        .flatMap(header -> Sign1.parse(header, Integer.MAX_VALUE).toOptional())
        .flatMap(signed -> BatchHeader.parse(signed).toOptional())
        .flatMap(BatchHeader::lastSeen);
  }

  private static boolean isKept(TreeHead seen, Optional<TreeHead> known) {
    return known.filter(it -> it.size() > seen.size() || it.equals(seen)).isPresent();
  }

  private static boolean isBelow(Proven proven, Optional<TreeHead> known) {
    return known.isPresent()
        && proven.logIndex().isPresent()
        && proven.logIndex().getAsLong() < known.get().size();
  }

  private static String text(TreeHead known, TreeHead seen) {
    return known.size() == seen.size()
        ? "another one of as many is kept"
        : "the one that is kept is of " + known.size();
  }

  private void wrong(String about, String sentence) {
    tell.accept(Finding.wrong(about, sentence));
  }
}
