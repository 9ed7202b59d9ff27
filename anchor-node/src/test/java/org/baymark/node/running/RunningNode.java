package org.baymark.node.running;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.baymark.node.Alliance;
import org.baymark.node.config.NodeConfig;
import org.baymark.node.exit.Failure;
import org.baymark.node.folder.WorkingFolder;

/** A node in this process, on a free port. */
public final class RunningNode implements AutoCloseable {
  public static final String TOKEN = "0123456789abcdef";

  private final Path folder;
  private final Node node;

  public RunningNode(Path folder, Duration checkpointEvery) throws Failure {
    this.folder = folder;
    NodeConfig config =
        new NodeConfig(
            Alliance.MEMBER,
            Alliance.ORIGIN,
            "127.0.0.1",
            0,
            checkpointEvery,
            Duration.ofHours(2),
            NodeConfig.QUEUE_MAX);
    isNew(new WorkingFolder(folder));
    node =
        Node.start(
            new Node.Setting(
                new WorkingFolder(folder),
                config,
                Alliance.KEYS,
                Alliance.ONE,
                TOKEN,
                InstantSource.system()),
            cause -> {
              throw new AssertionError(cause);
            },
            () -> {});
  }

  /** What init leaves behind where keys are made. */
  private static void isNew(WorkingFolder folder) {
    try {
      if (!Files.exists(folder.database()) && !Files.exists(folder.unusedKeys())) {
        Files.createDirectories(folder.keys());
        Files.createFile(folder.unusedKeys());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public NodeClient client() {
    return new NodeClient(node.url());
  }

  /** What speaks to it as its operator. */
  public NodeClient operator() {
    return NodeClient.ofOperator(folder);
  }

  @Override
  public void close() {
    node.close();
  }
}
