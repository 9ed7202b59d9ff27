package org.baymark.sim.uplink;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.baymark.protocol.bytes.Bytes;

/** How one device hears what its gateway tells it. For one thread. */
public interface Ear extends AutoCloseable {

  /**
   * The next message, which is acknowledged then; empty if none came in time. Blocks.
   *
   * @throws IOException with a sentence, if the gateway cannot be heard
   */
  Optional<Bytes> next(Duration atMost) throws IOException, InterruptedException;

  @Override
  void close();
}
