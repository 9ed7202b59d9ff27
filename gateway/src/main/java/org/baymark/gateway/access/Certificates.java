package org.baymark.gateway.access;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates of the doors that show one, as they are on the disk. Renewed ones are handed to
 * the listeners; ones that cannot be used are not, and the log says why, once. Belongs to an
 * ingress's event loop, on which all of it is to be called; files are read elsewhere.
 */
public final class Certificates {
  private static final Logger log = LoggerFactory.getLogger(Certificates.class);
  private static final Duration TELL_EVERY = Duration.ofDays(1);
  private static final Duration SOON = Duration.ofDays(14);

  private final Vertx vertx;
  private final Optional<TlsFiles> files;
  private final InstantSource clock;
  private Instant told = Instant.EPOCH;
  private Optional<TlsFiles.Content> inUse = Optional.empty();
  private Optional<String> trouble = Optional.empty();

  public Certificates(Vertx vertx, Optional<TlsFiles> files, InstantSource clock) {
    this.vertx = vertx;
    this.files = files;
    this.clock = clock;
  }

  /** What the doors begin with; fails with a sentence if it cannot be used. */
  public Future<Optional<TlsFiles.Content>> read() {
    return readFiles()
        .map(
            read -> {
              inUse = read;
              read.ifPresent(this::tell);
              return read;
            });
  }

  /**
   * Looks once; completes when that is done, and never fails.
   *
   * @param renewal hands what is new to whoever shows it; where it fails, all stays as it was
   */
  public Future<Void> look(Function<TlsFiles.Content, Future<?>> renewal) {
    if (files.isEmpty()) {
      return Future.succeededFuture();
    }
    return readFiles()
        .compose(read -> read.equals(inUse) ? same() : renew(read.orElseThrow(), renewal))
        .otherwise(
            why -> {
              complain(String.valueOf(why.getMessage()));
              return null;
            });
  }

  private Future<Optional<TlsFiles.Content>> readFiles() {
    return vertx.executeBlocking(() -> files.map(it -> it.read(vertx)));
  }

  private Future<Void> same() {
    trouble = Optional.empty();
    inUse.filter(content -> clock.instant().isAfter(told.plus(TELL_EVERY))).ifPresent(this::tell);
    return Future.succeededFuture();
  }

  private Future<Void> renew(
      TlsFiles.Content content, Function<TlsFiles.Content, Future<?>> renewal) {
    return renewal
        .apply(content)
        .map(
            renewed -> {
              inUse = Optional.of(content);
              trouble = Optional.empty();
              log.atInfo().addKeyValue("until", content.expires()).log("certificates renewed");
              tell(content);
              return null;
            });
  }

  private void tell(TlsFiles.Content content) {
    Instant now = clock.instant();
    told = now;
    if (content.expires().isBefore(now.plus(SOON))) {
      log.atWarn()
          .addKeyValue("certificate", files.map(TlsFiles::certificate).orElseThrow())
          .addKeyValue("until", content.expires())
          .log(
              content.expires().isBefore(now)
                  ? "the certificate has expired: clients will refuse it"
                  : "the certificate expires soon");
    }
  }

  private void complain(String why) {
    if (!trouble.equals(Optional.of(why))) {
      log.atError().addKeyValue("why", why).log("certificates stay as they were");
    }
    trouble = Optional.of(why);
  }
}
