package org.baymark.node.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.baymark.node.voting.Recorded;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file beside the database that says again how far this member's votes had come. SQLite ends its
 * write-ahead log, without a word, at the first frame whose check sum is wrong, so one bit that
 * turned there takes away all that was committed after it; and an old copy of a database is a sound
 * database. Either would let this member sign twice.
 *
 * <p>It is written after the commit that it speaks of and never flushed: after a power cut it may
 * be old, and then finds less, but it is never ahead of a disk that kept what it flushed. What it
 * says fits into one sector. For one thread.
 */
final class SignedMark implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SignedMark.class);

  private static final int SIZE_MAX = 512;
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path file;
  private @Nullable FileChannel channel; // open from the first write on
  private Optional<SignedState> last;

  private SignedMark(Path file, Optional<SignedState> last) {
    this.file = file;
    this.last = last;
  }

  /** What lies in {@code file}; one that is not there, or does not read, says nothing. */
  static SignedMark open(Path file) {
    return new SignedMark(file, read(file));
  }

  private static Optional<SignedState> read(Path file) {
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer octets = ByteBuffer.allocate(SIZE_MAX);
      while (octets.hasRemaining() && in.read(octets) >= 0) {
        // until its end
      }
      octets.flip();
      Optional<SignedState> state = state(octets);
      if (state.isEmpty()) {
        LOG.atWarn().addKeyValue("file", file).log("the mark beside the database does not read");
      }
      return state;
    } catch (java.nio.file.NoSuchFileException e) {
      return Optional.empty(); // of a new member, or of one that ran an older version
    } catch (IOException e) {
      throw new StoreException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** Its size in two bytes, itself, and the digest of both. */
  private static Optional<SignedState> state(ByteBuffer octets) {
    int size = octets.remaining() < Short.BYTES ? 0 : octets.getShort(0) & 0xffff;
    if (size == 0 || octets.remaining() < Short.BYTES + size + Digest.SIZE) {
      return Optional.empty();
    }
    Bytes whole = Bytes.of(octets.array()).slice(0, Short.BYTES + size + Digest.SIZE);
    Bytes said = whole.slice(0, Short.BYTES + size);
    return Digest.sha256(said).bytes().equals(whole.slice(said.size(), whole.size()))
        ? SignedState.parse(said.slice(Short.BYTES, said.size())).toOptional()
        : Optional.empty();
  }

  /**
   * What {@code recorded} lacks of what this key is known to have signed or held; empty if nothing.
   */
  Optional<String> missing(Digest reporter, Recorded recorded) {
    return last.filter(it -> it.reporter().equals(reporter)).flatMap(it -> it.missing(recorded));
  }

  /**
   * What is on the disk by now.
   *
   * @throws StoreException if it cannot be written
   */
  void write(Digest reporter, Recorded recorded) {
    SignedState now = SignedState.of(reporter, recorded);
    if (last.equals(Optional.of(now))) {
      return;
    }
    Bytes said = now.encoded();
    ByteBuffer octets = ByteBuffer.allocate(Short.BYTES + said.size() + Digest.SIZE);
    octets.putShort((short) said.size()).put(said.unsafeArray());
    Bytes digested = Bytes.of(octets.array()).slice(0, octets.position());
    octets.put(Digest.sha256(digested).bytes().unsafeArray()).flip();
    try {
      if (channel == null) {
        channel =
            FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OWNER_ONLY);
      }
      while (octets.hasRemaining()) {
        channel.write(octets, octets.position());
      }
    } catch (IOException e) {
      throw new StoreException("cannot write " + file + ": " + e.getMessage(), e);
    }
    last = Optional.of(now);
  }

  @Override
  public void close() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw new StoreException("cannot close " + file + ": " + e.getMessage(), e);
    }
  }
}
