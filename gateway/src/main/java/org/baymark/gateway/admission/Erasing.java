package org.baymark.gateway.admission;

import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.baymark.gateway.registry.Voice;
import org.baymark.gateway.runtime.Tasks;
import org.baymark.gateway.store.Database;
import org.baymark.gateway.store.HiddenContents;
import org.baymark.gateway.store.Tables;
import org.baymark.gateway.store.Transaction;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.ContentType;
import org.baymark.protocol.cose.Sign1;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.statement.Erasure;
import org.baymark.protocol.statement.Hidden;
import org.baymark.protocol.statement.Unverified;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases what hidden statements hide, and files the signed word for it. The content goes first: it
 * must not wait for a word that cannot be filed now. What could not be filed is filed later.
 */
public final class Erasing implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Erasing.class);
  private static final int WAITING_MAX = 64;

  private final Database database;
  private final Tables tables;
  private final HiddenContents contents;
  private final Voice voice;
  private final Intake intake;
  private final InstantSource clock;
  private final Tasks tasks = new Tasks("erasing", WAITING_MAX);

  public Erasing(
      Database database,
      Tables tables,
      HiddenContents contents,
      Voice voice,
      Intake intake,
      InstantSource clock) {
    this.database = database;
    this.tables = tables;
    this.contents = contents;
    this.voice = voice;
    this.intake = intake;
    this.clock = clock;
  }

  /**
   * Erases what a statement hides, whether it came here already or may come; what was erased before
   * is erased as it was. Fails with {@link IllegalArgumentException} and a sentence, if there is no
   * such statement or it hides nothing.
   *
   * @param reason as {@link Erasure} has it
   * @return the erasure, a statement of the gateway's voice; filed, or soon
   */
  public Future<Bytes> erase(Digest id, String reason) {
    Erasure erasure = new Erasure(id, reason);
    return tasks
        .call(() -> contents.erasure(id))
        .compose(
            before ->
                before.isPresent()
                    ? tasks.call(
                        () -> {
                          contents.clean();
                          return before.get();
                        })
                    : subject(id)
                        .compose(about -> say(about, erasure))
                        .compose(word -> tasks.call(() -> erased(id, word))))
        .compose(word -> file(word).transform(filed -> Future.succeededFuture(word)));
  }

  private Future<Sign1> say(Subject about, Erasure erasure) {
    return database.write(
        transaction ->
            voice.say(transaction, about, ContentType.ERASURE, erasure.encoded(), clock.instant()));
  }

  private Bytes erased(Digest id, Sign1 word) {
    return contents.erase(id, word.subject().text(), word.encoded());
  }

  /** What the statement is about; it has to be one that hides. */
  private Future<Subject> subject(Digest id) {
    return tasks
        .call(() -> contents.subject(id))
        .compose(
            known ->
                known.isPresent()
                    ? Future.succeededFuture(new Subject(known.get()))
                    : database.read(transaction -> subject(transaction, id)));
  }

  private Subject subject(Transaction transaction, Digest id) {
    Long row = tables.statements().find(transaction, Set.of(id), 0, Long.MAX_VALUE).get(id);
    if (row == null) {
      throw new IllegalArgumentException("no statement with the id " + id.hex() + " is stored");
    }
    Unverified said =
        tables
            .statements()
            .bytes(transaction, List.of(row))
            .flatMap(bytes -> Unverified.parse(bytes.get(0)).toOptional())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the statement was pruned into a file that is not where it was put, and"
                            + " nothing that it hides is here: bring that file back"));
    if (!(said.content() instanceof Hidden)) {
      throw new IllegalArgumentException(
          "this statement hides nothing: what it says stands in it, and batches rest on that");
    }
    return said.signed().subject();
  }

  /** Ends erasures that could not be ended, files those that are not filed yet; never fails. */
  public Future<Void> fileAll() {
    return tasks
        .call(
            () -> {
              contents.endErasures();
              return contents.unfiled();
            })
        .compose(
            words -> {
              Future<Void> all = Future.succeededFuture();
              for (Bytes word : words) {
                all = all.compose(done -> file(word));
              }
              return all;
            })
        .transform(ended -> Future.succeededFuture());
  }

  /** What is left to do of those that were asked for. */
  public Future<HiddenContents.Unended> unended() {
    return tasks.call(contents::unended);
  }

  /** Never fails; what it could not do is done later. */
  private Future<Void> file(Bytes word) {
    return voice
        .register(clock.instant())
        .compose(heard -> intake.take(Arrival.ofVoice(word)))
        .compose(
            outcome ->
                outcome
                    .<Optional<String>>match(
                        accepted -> Optional.empty(),
                        provisional -> Optional.empty(),
                        duplicate -> Optional.empty(),
                        promised -> Optional.empty(),
                        refused -> Optional.of(refused.detail()),
                        busy -> Optional.of(busy.why()))
                    .map(why -> Future.<Void>failedFuture(new IllegalStateException(why)))
                    .orElseGet(
                        () ->
                            tasks.call(
                                () -> {
                                  contents.filed(word);
                                  return null;
                                })))
        .onFailure(
            why ->
                log.atWarn()
                    .addKeyValue("why", why.getMessage())
                    .log("an erasure waits to be filed"))
        .recover(why -> Future.succeededFuture());
  }

  @Override
  public void close() {
    tasks.close();
  }
}
