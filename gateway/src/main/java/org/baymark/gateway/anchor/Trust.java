package org.baymark.gateway.anchor;

import io.vertx.core.Future;
import java.util.Optional;
import org.baymark.gateway.runtime.Tasks;
import org.baymark.protocol.governance.Succession;
import org.baymark.protocol.log.Judgement;
import org.baymark.protocol.log.Policy;
import org.baymark.protocol.log.SignedCheckpoint;
import org.baymark.protocol.passport.Evidence;
import org.baymark.protocol.registration.KnownSecrets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whom this gateway believes: those of its trust file, and whoever these voted to come after them.
 * Nothing of it is kept: a gateway that starts again is led there again. May be used from any
 * thread.
 */
public final class Trust implements AutoCloseable {
  private static final int WAITING_MAX = 16;

  private static final Logger log = LoggerFactory.getLogger(Trust.class);

  private final Policy file;
  private final Tasks tasks = new Tasks("trust", WAITING_MAX); // a thousand changes to check
  private volatile Policy now;
  private int changes; // that led there; the tasks' thread owns it

  public Trust(Policy file) {
    this.file = file;
    this.now = file;
  }

  Judgement judge(SignedCheckpoint note) {
    return now.judge(note);
  }

  /** What heads are judged by now. */
  Policy present() {
    return now;
  }

  /** What {@code evidence} can be judged by: its own members, if the file leads to them. */
  public Policy of(Evidence evidence) {
    return evidence.ties().succession().flatMap(this::led).map(Succession.Led::policy).orElse(now);
  }

  /**
   * Goes on to the members that {@code changes} lead the file to, if these certify {@code note}:
   * who lags, or lies, leads nowhere.
   *
   * @return whether they lead there
   */
  Future<Boolean> follow(Succession changes, SignedCheckpoint note) {
    return tasks.call(
        () -> {
          Optional<Succession.Led> led =
              led(changes)
                  .filter(it -> it.changes() > this.changes)
                  .filter(it -> it.policy().judge(note).accepted());
          led.ifPresent(this::goOn);
          return led.isPresent();
        });
  }

  private void goOn(Succession.Led led) {
    now = led.policy();
    changes = led.changes();
    log.atWarn()
        .addKeyValue("changes", led.changes())
        .addKeyValue("members", led.policy().logs().size())
        .log(
            "the members of the alliance changed; they led this gateway on, so ask for the new"
                + " trust file when you can");
  }

  /** What anybody can sign, a gateway does not rely on. */
  private Optional<Succession.Led> led(Succession changes) {
    return changes.line().lead(file).filter(it -> KnownSecrets.in(it.policy()).isEmpty());
  }

  @Override
  public void close() {
    tasks.close();
  }
}
