package org.baymark.node.witness;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.baymark.node.fetch.Fetch;
import org.baymark.node.witness.OutsideWitness.Outcome;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.log.Checkpoint;
import org.baymark.protocol.log.NoteSignature;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.log.WitnessRequest;
import org.baymark.protocol.merkle.ConsistencyProof;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks witnesses outside of the alliance to co-sign what the alliance has certified, each on a
 * thread of its own, so that a slow one keeps nobody waiting. Their lines are extra: nothing waits
 * for them, and where they are down or lie there is a line less.
 */
public final class OutsideWitnesses implements UnaryOperator<SignedCheckpoint>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OutsideWitnesses.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));

  private final List<Policy.Witness> witnesses;
  private final PublishedLog log;
  private final Duration lookEvery;
  private static final int ANSWER_MAX = 16_384;

  private final Fetch fetch = new Fetch(PATIENCE);
  private final Map<Policy.Witness, Cosigned> newest = new ConcurrentHashMap<>();
  private final List<Thread> threads = new ArrayList<>();

  private record Cosigned(Checkpoint checkpoint, NoteSignature line) {}

  /**
   * @param witnesses with their submission prefixes as urls
   * @param lookEvery how often to look for a new checkpoint, and the least time between two
   *     questions to one witness
   */
  OutsideWitnesses(List<Policy.Witness> witnesses, PublishedLog log, Duration lookEvery) {
    this.witnesses = List.copyOf(witnesses);
    this.log = log;
    this.lookEvery = lookEvery;
  }

  void start() {
    for (Policy.Witness witness : witnesses) {
      Thread thread = new Thread(() -> keepAsking(witness), "witness " + witness.name());
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
  }

  /** {@code note} with what was co-signed of this very checkpoint outside. */
  @Override
  public SignedCheckpoint apply(SignedCheckpoint note) {
    List<NoteSignature> lines = new ArrayList<>(note.signatures());
    int size = Bytes.ofUtf8(note.toText()).size();
    for (Policy.Witness witness : witnesses) {
      Optional<NoteSignature> line =
          Optional.ofNullable(newest.get(witness))
              .filter(has -> has.checkpoint().equals(note.checkpoint()))
              .map(Cosigned::line);
      boolean isThere = note.signatures().stream().anyMatch(witness.key()::isNamedBy);
      if (line.isPresent() && !isThere) {
        size += Bytes.ofUtf8(line.get().line()).size();
        if (size <= SignedCheckpoint.SIZE_MAX && lines.size() < SignedCheckpoint.SIGNATURES_MAX) {
          lines.add(line.get());
        }
      }
    }
    return new SignedCheckpoint(note.checkpoint(), lines);
  }

  private void keepAsking(Policy.Witness asked) {
    OutsideWitness witness = new OutsideWitness(asked.key());
    URI to = URI.create(asked.url().orElseThrow() + "/add-checkpoint");
    Map<String, Integer> failures = new HashMap<>();
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Optional<SignedCheckpoint> note = log.published().filter(last -> isNews(asked, last));
        if (note.isEmpty()) {
          Thread.sleep(lookEvery.toMillis());
          continue;
        }
        Optional<String> failure = ask(witness, asked, to, note.get());
        if (failure.isEmpty()) {
          failures.clear();
          Thread.sleep(lookEvery.toMillis());
        } else {
          Thread.sleep(BACKOFF.after(failed(asked, failures, failure.get())).toMillis());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isNews(Policy.Witness asked, SignedCheckpoint note) {
    Cosigned has = newest.get(asked);
    return has == null || !has.checkpoint().equals(note.checkpoint());
  }

  /** Logs what is new about it, and answers how often it failed in a row. */
  private static int failed(Policy.Witness asked, Map<String, Integer> failures, String reason) {
    int inARow = failures.values().stream().mapToInt(Integer::intValue).sum() + 1;
    if (failures.merge(reason, 1, Integer::sum) == 1) {
      LOG.atWarn()
          .addKeyValue("witness", asked.name())
          .addKeyValue("reason", reason)
          .log("an outside witness did not co-sign");
    }
    return inARow;
  }

  /** One question, and a second one if it says from where. */
  private Optional<String> ask(
      OutsideWitness witness, Policy.Witness asked, URI to, SignedCheckpoint note)
      throws InterruptedException {
    try {
      for (int question = 0; question < 2; question++) {
        long old = witness.oldSize(note.checkpoint().size());
        String body = WitnessRequest.text(proof(old, note.checkpoint().size()), note);
        HttpRequest.Builder post =
            HttpRequest.newBuilder(to)
                .header("Content-Type", "text/plain; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        Fetch.Answer answer = fetch.send(post, ANSWER_MAX);
        Outcome outcome = witness.answered(note, old, answer.status(), answer.body());
        if (outcome instanceof Outcome.Cosigned cosigned) {
          newest.put(asked, new Cosigned(note.checkpoint(), cosigned.line()));
          return Optional.empty();
        }
        if (outcome instanceof Outcome.Failed failed) {
          return Optional.of(failed.reason());
        }
      }
      return Optional.of("it changes its mind about what it co-signed last");
    } catch (Fetch.FailedException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private ConsistencyProof proof(long from, long to)
      throws Fetch.FailedException, InterruptedException {
    try {
      return log.consistency(from, to)
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
          .orElseThrow(() -> new Fetch.FailedException("our own log has no such proof now"));
    } catch (ExecutionException | TimeoutException e) {
      throw new Fetch.FailedException("our own log is busy");
    }
  }

  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
  }
}
