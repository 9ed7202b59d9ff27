package org.baymark.sim.replay;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.SigningKey;
import org.baymark.protocol.cose.Suite;
import org.baymark.protocol.file.SafeFiles;
import org.baymark.sim.shell.SmallFile;
import org.baymark.sim.shell.Unusable;

/**
 * The memory of the devices: for each one its private key, made on first use, and how often it has
 * started. It is as much a part of a device as its flash is: whoever puts an old copy back makes
 * the device use its numbers twice. One program at a time has it.
 */
final class KeyFolder implements AutoCloseable {
  private static final String KEY = ".key";
  private static final String STATE = ".state";

  private final Path folder;
  private final SecureRandom random;
  private final FileChannel lock;

  private KeyFolder(Path folder, SecureRandom random, FileChannel lock) {
    this.folder = folder;
    this.random = random;
    this.lock = lock;
  }

  /** Opens the folder, or makes it. */
  static KeyFolder open(Path folder, SecureRandom random) throws IOException {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locks(channel)) {
        channel.close();
        throw new Unusable("another program plays with the keys in " + folder);
      }
      return new KeyFolder(folder, random, channel);
    } catch (Unusable e) {
      throw e;
    } catch (IOException e) {
      throw Unusable.unwritten(folder, e);
    }
  }

  private static boolean locks(FileChannel channel) throws IOException {
    try {
      FileLock held = channel.tryLock(); // until the channel is closed
      return held != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /**
   * The key of a device; a new one if it has none yet, on the disk before it is returned.
   *
   * @param suite that the user asked for, if any
   */
  SigningKey key(DevUrn name, Optional<Suite> suite) throws IOException {
    Path file = file(name, KEY);
    if (!Files.exists(file)) {
      // The state first: a key beside which it is missing was in use, and has lost its numbers.
      Path state = file(name, STATE);
      if (!Files.exists(state)) {
        SafeFiles.writeSecret(state, DeviceState.NEW.text(name));
      }
      SigningKey made = SigningKey.generate(suite.orElse(Suite.ES256), random);
      SafeFiles.writeSecret(file, made.encodedSecret().hex() + "\n");
      return made;
    }
    SigningKey key = read(file);
    Suite is = key.verifyingKey().suite();
    if (suite.isPresent() && suite.get() != is) {
      throw new Unusable("the device " + name + " has a key of " + is + " already, in " + file);
    }
    return key;
  }

  private static SigningKey read(Path file) throws IOException {
    try {
      Bytes coseKey = Bytes.ofHex(SmallFile.text("the key file", file).strip());
      return SigningKey.parse(coseKey)
          .toOptional()
          .orElseThrow(() -> new Unusable(file + " holds no private COSE_Key"));
    } catch (IllegalArgumentException e) {
      throw new Unusable(file + " is no key file: not one line of hexadecimal");
    }
  }

  /**
   * Starts a device: its boot number grows, on the disk before this returns. Until {@link #stop}
   * the folder does not know the device's last statement, and a device that was not stopped begins
   * with an open end.
   */
  ReplayDevice start(DevUrn name, SigningKey key) throws IOException {
    Path file = file(name, STATE);
    DeviceState before = DeviceState.read(file, name);
    DeviceState now = before.started();
    SafeFiles.writeSecret(file, now.text(name));
    return new ReplayDevice(name, key, now.boot(), before.previous());
  }

  /** Remembers the last statement of a device, for its next start. */
  void stop(ReplayDevice device) throws IOException {
    DeviceState state = new DeviceState(device.boot(), device.previous());
    SafeFiles.writeSecret(file(device.name(), STATE), state.text(device.name()));
  }

  /** No name holds =, so no two names have one file. */
  private Path file(DevUrn name, String ending) {
    return folder.resolve(name.text().replace(':', '=') + ending);
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
