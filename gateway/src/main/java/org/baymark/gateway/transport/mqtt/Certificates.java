package org.baymark.gateway.transport.mqtt;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.baymark.gateway.access.TlsFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates of the doors that speak TLS, as they are on the disk. Renewed ones are handed to
 * the listeners; ones that cannot be used are not, and the log says why, once. Belongs to the
 * ingress's event loop, on which all of it is to be called; files are read elsewhere.
 */
final class Certificates {
  private static final Logger log = LoggerFactory.getLogger(Certificates.class);
  private static final Duration TELL_EVERY = Duration.ofDays(1);
  private static final Duration SOON = Duration.ofDays(14);

  private final Vertx vertx;
  private final Optional<TlsFiles> files;
  private final InstantSource clock;
  private Instant told = Instant.EPOCH;
  private Optional<TlsFiles.Content> inUse = Optional.empty();
  private Optional<String> trouble = Optional.empty();

  Certificates(Vertx vertx, Optional<TlsFiles> files, InstantSource clock) {
    this.vertx = vertx;
    this.files = files;
    this.clock = clock;
  }

  /** What the doors begin with; fails with a sentence if it cannot be used. */
  Future<Optional<TlsFiles.Content>> read() {
    return readFiles()
        .map(
            read -> {
              inUse = read;
              read.ifPresent(this::tell);
              return read;
            });
  }

  /** Looks once; completes when that is done, and never fails. */
  Future<Void> look(List<Listener> listeners) {
    if (files.isEmpty()) {
      return Future.succeededFuture();
    }
    return readFiles()
        .compose(read -> read.equals(inUse) ? same() : renew(read.orElseThrow(), listeners))
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

  private Future<Void> renew(TlsFiles.Content content, List<Listener> listeners) {
    return Future.all(listeners.stream().map(it -> it.renew(content)).toList())
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
