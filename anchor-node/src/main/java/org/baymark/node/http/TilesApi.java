package org.baymark.node.http;

import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.baymark.node.sequence.LogStatus;
import org.baymark.node.sequence.Sequencer;
import org.baymark.node.tiles.EntryBundle;
import org.baymark.node.tiles.TilePath;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.log.TlogProof;
import org.baymark.protocol.merkle.InclusionProof;

/**
 * The log as tools read it that know C2SP and not us: checkpoint, tiles and entry bundles
 * (tlog-tiles), and proofs (tlog-proof). All of it stands under the last published checkpoint.
 */
final class TilesApi {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String OCTETS = "application/octet-stream";
  private static final String TILE = "/tile/";

  /** C2SP tlog-tiles, "Checkpoints": no caching beyond a few seconds. */
  private static final String BRIEFLY = "public, max-age=1";

  /** A tile never changes, a partial one neither: it is another resource than the full one. */
  private static final String FOREVER = "public, max-age=31536000, immutable";

  /** What is not there yet may be there in a second. */
  private static final String NEVER = "no-store";

  private final Sequencer sequencer;
  private final UnaryOperator<SignedCheckpoint> outside;
  private final AnswerBudget budget;

  /**
   * @param outside puts under a checkpoint what members co-signed beside, and outside witnesses
   */
  TilesApi(Sequencer sequencer, UnaryOperator<SignedCheckpoint> outside, AnswerBudget budget) {
    this.sequencer = sequencer;
    this.outside = outside;
    this.budget = budget;
  }

  void mount(Router router) {
    router.get("/checkpoint").handler(this::checkpoint);
    router.get("/tile/*").handler(this::tile);
    router.get("/entries/:index/tlog-proof").handler(this::proof);
  }

  private Optional<SignedCheckpoint> note() {
    return sequencer.status().published().map(LogStatus.Published::note);
  }

  /** A head that is closed need not be certified yet. */
  private long publishedSize() {
    return note().map(last -> last.checkpoint().size()).orElse(0L);
  }

  private void checkpoint(RoutingContext call) {
    Optional<SignedCheckpoint> note = note().map(outside);
    if (note.isEmpty()) {
      none(call, "no-checkpoint", "no checkpoint is closed yet");
      return;
    }
    call.response().putHeader("Cache-Control", BRIEFLY);
    Answers.bytes(call, 200, TEXT, Bytes.ofUtf8(note.get().toText()));
  }

  private void tile(RoutingContext call) {
    // The path as it was sent: the router has already taken dots and escapes out of its own.
    String path = String.valueOf(call.request().path());
    Optional<TilePath> asked =
        path.startsWith(TILE)
            ? TilePath.parse(path.substring(TILE.length())).toOptional()
            : Optional.empty();
    if (asked.isEmpty()) {
      none(call, "not-found", "a tile is L/N or L/N.p/W, a bundle entries/N or entries/N.p/W");
    } else if (!asked.get().tile().isIn(publishedSize())) {
      notCovered(call);
    } else if (asked.get().kind() == TilePath.Kind.HASHES) {
      hashes(call, asked.get());
    } else {
      entries(call, asked.get());
    }
  }

  private void hashes(RoutingContext call, TilePath asked) {
    Answers.reply(
        call,
        sequencer.ask(archive -> archive.hashes(asked.tile())),
        hashes ->
            hashes.ifPresentOrElse(
                has -> immutable(call, concatenated(has)), () -> notCovered(call)));
  }

  private static Bytes concatenated(List<Digest> hashes) {
    byte[] octets = new byte[hashes.size() * Digest.SIZE];
    for (int i = 0; i < hashes.size(); i++) {
      System.arraycopy(
          hashes.get(i).bytes().unsafeArray(), 0, octets, i * Digest.SIZE, Digest.SIZE);
    }
    return Bytes.owning(octets);
  }

  private void entries(RoutingContext call, TilePath asked) {
    if (!budget.reserve(call)) {
      Answers.problem(call, Problem.busy());
      return;
    }
    boolean zipped = Gzip.isWanted(call.request().getHeader("Accept-Encoding"));
    Future<Optional<Bytes>> bundle =
        sequencer
            .ask(archive -> archive.entries(asked.tile()))
            .compose(
                has ->
                    // Up to 16 MiB to pack: not on the event loop, nor on the log's thread.
                    call.vertx()
                        .executeBlocking(
                            () -> has.map(EntryBundle::encode).map(it -> packed(it, zipped)),
                            false));
    Answers.reply(
        call,
        bundle,
        octets ->
            octets.ifPresentOrElse(
                has -> {
                  call.response().putHeader("Vary", "Accept-Encoding");
                  if (zipped) {
                    call.response().putHeader("Content-Encoding", "gzip");
                  }
                  immutable(call, has);
                },
                () -> notCovered(call)));
  }

  private static Bytes packed(Bytes bundle, boolean zipped) {
    return zipped ? Gzip.of(bundle) : bundle;
  }

  private void proof(RoutingContext call) {
    OptionalLong index = ReadApi.number(call.pathParam("index"));
    Optional<SignedCheckpoint> note = note();
    if (index.isEmpty()) {
      Answers.problem(call, new Problem(400, "malformed", "an entry is named by its index"));
      return;
    }
    if (note.isEmpty()) {
      notCovered(call);
      return;
    }
    long size = note.get().checkpoint().size();
    Answers.reply(
        call,
        sequencer.ask(archive -> archive.inclusion(index.getAsLong(), size)),
        proof ->
            proof.ifPresentOrElse(
                has -> proof(call, has, outside.apply(note.get())), () -> notCovered(call)));
  }

  private static void proof(RoutingContext call, InclusionProof proof, SignedCheckpoint note) {
    TlogProof file = new TlogProof(Optional.empty(), proof.index(), proof.path(), note);
    String name = "entry-" + proof.index() + ".tlog-proof";
    call.response()
        .putHeader("Cache-Control", BRIEFLY) // a later one has more co-signatures
        .putHeader("Content-Disposition", "attachment; filename=\"" + name + "\"");
    Answers.bytes(call, 200, TEXT, Bytes.ofUtf8(file.toText()));
  }

  private static void immutable(RoutingContext call, Bytes octets) {
    call.response().putHeader("Cache-Control", FOREVER);
    Answers.bytes(call, 200, OCTETS, octets);
  }

  private static void notCovered(RoutingContext call) {
    none(call, "not-found", "no checkpoint covers that");
  }

  private static void none(RoutingContext call, String title, String detail) {
    call.response().putHeader("Cache-Control", NEVER);
    Answers.problem(call, new Problem(404, title, detail));
  }
}
