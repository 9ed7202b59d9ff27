package org.baymark.gateway.access;

import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.baymark.gateway.runtime.BusyException;
import org.baymark.gateway.runtime.Tasks;
import org.baymark.protocol.bytes.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks passwords, one at a time on a thread of its own, for each takes some tens of milliseconds
 * and 7 MiB. Few may wait; who comes then is told to come again. A password that was right is known
 * again at once, by a MAC under a key of this process's memory, as long as the file has not changed
 * for its user: after a break of the network all devices come back together.
 */
public final class Logins implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Logins.class);

  /** Some ten seconds of work on a small machine; much longer no client waits for its answer. */
  private static final int WAITING_MAX = 64;

  private static final int PASSWORD_MAX = 1_024;
  private static final String MAC = "HmacSHA256";

  /** What became of an attempt to log in. */
  public enum Verdict {
    RIGHT,
    WRONG,
    /** Not checked: too many wait. */
    BUSY
  }

  /** Known again by its MAC, while the user has the hash that it was right for. */
  private record Known(PasswordHash hash, Bytes mac) {}

  private final Tasks tasks = new Tasks("logins", WAITING_MAX);
  private final SecretKeySpec memoryKey;
  private final PasswordHash decoy;
  private final Map<String, Known> known = new ConcurrentHashMap<>();
  private volatile Users users = Users.NONE;

  /** Belongs to the tasks' thread once the constructor is done. */
  private final WatchedFile<Users> file;

  /**
   * Reads {@code file}; one that is not there holds nobody.
   *
   * @param nobody what the log says where it holds nobody
   * @param random 48 random bytes, for this process alone
   * @throws IllegalStateException with a sentence, if the file is not one of users
   */
  public Logins(Path file, String nobody, Bytes random) {
    this.file = new WatchedFile<>(file, "users", Users::parse);
    this.memoryKey = new SecretKeySpec(random.slice(0, 32).unsafeArray(), MAC);
    this.decoy = PasswordHash.of(random.hex(), random.slice(32, 48));
    this.users = this.file.read();
    if (users.hashes().isEmpty()) {
      log.atWarn().addKeyValue("file", file).log(nobody);
    }
  }

  /**
   * Whether {@code password} is that of {@code name}. A name that nobody has takes as long as a
   * wrong password. Never fails and never blocks; where it is not told at once, it is told on
   * another thread.
   */
  public Future<Verdict> check(String name, String password) {
    if (password.length() > PASSWORD_MAX) {
      return Future.succeededFuture(Verdict.WRONG);
    }
    return tasks
        .call(
            () -> {
              // Not before: who is removed while it waits is not let in.
              Optional<PasswordHash> hash = users.of(name);
              boolean right = hash.orElse(decoy).isOf(password) && hash.isPresent();
              if (right) {
                known.put(name, new Known(hash.get(), mac(name, password)));
              }
              return right ? Verdict.RIGHT : Verdict.WRONG;
            })
        .recover(
            why -> {
              if (!(why instanceof BusyException)) {
                log.atError().setCause(why).log("a password could not be checked");
              }
              return Future.succeededFuture(Verdict.BUSY);
            });
  }

  /** Whether {@link #check} said of the two before that they are right, and they still are. */
  public boolean knows(String name, String password) {
    Known before = known.get(name);
    return before != null
        && users.of(name).equals(Optional.of(before.hash()))
        && MessageDigest.isEqual(before.mac().unsafeArray(), mac(name, password).unsafeArray());
  }

  private Bytes mac(String name, String password) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(memoryKey);
      mac.update(name.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0); // no name holds one
      return Bytes.owning(mac.doFinal(password.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java lacks " + MAC, e);
    }
  }

  /**
   * Looks whether the file says something else than before; answers who is not let in any more, or
   * with another password. A file that does not read changes nothing, and is complained of once.
   */
  public Future<Set<String>> look() {
    return tasks.call(() -> file.look().map(this::take).orElse(Set.of()));
  }

  private Set<String> take(Users now) {
    Users before = users;
    if (before.equals(now)) {
      return Set.of();
    }
    users = now;
    Set<String> gone =
        before.hashes().entrySet().stream()
            .filter(user -> !now.of(user.getKey()).equals(Optional.of(user.getValue())))
            .map(Map.Entry::getKey)
            .collect(Collectors.toCollection(TreeSet::new));
    gone.forEach(known::remove);
    log.atInfo()
        .addKeyValue("users", now.hashes().size())
        .addKeyValue("goneOrChanged", gone.size())
        .log("users changed");
    return gone;
  }

  /** Finishes what waits. */
  @Override
  public void close() {
    tasks.close();
  }
}
