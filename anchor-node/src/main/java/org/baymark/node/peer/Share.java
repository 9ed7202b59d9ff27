package org.baymark.node.peer;

/** What one member may have of this one's memory at a time, whatever it asks. For any thread. */
final class Share {
  /** Its own pool has four; after a cut the old ones may stay for a while. */
  private static final int CONNECTIONS_MAX = 16;

  private static final int REQUESTS_MAX = 16;

  private final long bytesMax;
  private int connections; // guarded by this, as the next two
  private int requests;
  private long bytes;

  /**
   * @param bytesMax of bodies that come in and of answers that go out, together
   */
  Share(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** Whether it may have one more; which counts until {@link #hungUp}. */
  synchronized boolean connects() {
    if (connections == CONNECTIONS_MAX) {
      return false;
    }
    connections++;
    return true;
  }

  synchronized void hungUp() {
    connections--;
  }

  /** Whether it may ask once more, with so many bytes; which counts until {@link #answered}. */
  synchronized boolean asks(long size) {
    if (requests == REQUESTS_MAX || bytes + size > bytesMax) {
      return false;
    }
    requests++;
    bytes += size;
    return true;
  }

  synchronized void answered(long size) {
    requests--;
    bytes -= size;
  }
}
